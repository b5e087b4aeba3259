"""The straight line: read, select the site's rules, judge, cut. Command, HTTP, batch and library call `strip`."""

from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from endmark import cutting
from endmark.judging.sheet import Sheet
from endmark.judging.spans import is_blank
from endmark.model import Document, Kind, Result, Segment
from endmark.reading import read
from endmark.rounds import Stable, judge_until_stable
from endmark.rules.book import RuleBook, Selection
from endmark.rules.hosts import ascii_host


def strip(
    source: object,
    *,
    url: str | None = None,
    site: str | None = None,
    keep: Collection[Kind | str] = (),
    book: RuleBook | None = None,
) -> Result:
    r"""Separate a text's body from what was appended to it or injected into it.

    `source` is the text (str, or bytes that are decoded whole), a page as scrapers hold it (a BeautifulSoup or Tag, an
    lxml element or tree, a parsel Selector, a Scrapy Response), or a `Document` that `read` made. The site is known by
    `site` (a host), else by the host of `url` (never fetched; a response has its own), else by the canonical URL that a
    page states, else by phrases that only one site has; a site that no rule file names is no error: the generic rules
    judge its texts. `keep` names kinds that stay in the body. `book` holds the rules; the built-in ones serve if none
    is given.

    Returns a `Result` whose segments partition `result.document.text`; offsets are code points. Stripping
    `result.body` again changes nothing. Raises `InputError` (or its subclass `DecodingError`) for a source, site
    or kind that cannot be used. Safe to call from several threads.

    >>> result = strip('''The bridge is open again.
    ... A Message from The Moscow Times:
    ... Dear readers,
    ... We are facing unprecedented challenges.''', url="https://www.themoscowtimes.com/2017/09/07/x")
    >>> result.body
    'The bridge is open again.\n'
    >>> [(s.cut.kind.value, s.position.value, s.start, s.end) for s in result.removed]
    [('donation_appeal', 'tail', 26, 112)]
    """
    return examine(source, url=url, site=site, keep=keep, book=book)[0]


def examine(
    source: object,
    *,
    url: str | None = None,
    site: str | None = None,
    keep: Collection[Kind | str] = (),
    book: RuleBook | None = None,
) -> tuple[Result, Stable]:
    """What `strip` returns, with how judging came to it. The parameters and the errors are those of `strip`."""
    kinds = frozenset(map(Kind.parse, keep))
    document = source if isinstance(source, Document) else read(source)
    sheet = Sheet(document)
    url = url or document.url
    book, site = book or RuleBook.builtin(), site or (None if url else _stated(document))
    selection = book.select(sheet, url=url, site=site)
    stable = judge_until_stable(sheet, selection.rules, lambda rest: book.select(rest, url=url, site=site).rules, kinds)
    segments = tuple(cutting.segments(document, list(stable.verdicts), kinds))
    result = Result(
        document=document,
        segments=segments,
        refused=tuple(stable.refused),
        url=url,
        site=selection.host,
        notes=(*_notes(document, segments, selection), *stable.notes),
    )
    return result, stable


def _stated(document: Document) -> str | None:
    """The host of the URL that a page states as its own; None where there is none, or none that could be a host."""
    address = document.page.stated.url() if document.page else None
    if not address:
        return None
    try:
        return ascii_host(urlsplit(address).hostname or "")
    except ValueError:
        return None


def _notes(document: Document, segments: tuple[Segment, ...], selection: Selection) -> Iterator[str]:
    yield from document.notes
    if selection.host is None:
        looked_for = "nothing was looked for" if selection.rules.generic is None else "only the generic rules judged it"
        yield f"no rule file names this site: {looked_for}"
    if all(is_blank(s.text) for s in segments if s.in_body) and not is_blank(document.text):
        yield "nothing but boilerplate: the body is empty"
