"""The straight line: read, select the site's rules, judge, cut. Command, HTTP, batch and library call `strip`."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import accumulate

from endmark import cutting
from endmark.judging import Judged, Verdict, judge
from endmark.judging.program import Program
from endmark.judging.sheet import Sheet
from endmark.judging.spans import is_blank
from endmark.model import Document, Kind, Result, Segment
from endmark.reading import lines, read
from endmark.rules.book import RuleBook

_MOST_ROUNDS = 10


def strip(
    source: str | bytes | Document,
    *,
    url: str | None = None,
    site: str | None = None,
    keep: Collection[Kind | str] = (),
    book: RuleBook | None = None,
) -> Result:
    r"""Separate a text's body from what was appended to it or injected into it.

    `source` is the text (str, or bytes that are decoded whole), or a `Document` that `read` made. The site is
    known by `site` (a host), else by the host of `url` (never fetched), else by phrases that only one site has;
    a site that no rule file names is no error: nothing is cut. `keep` names kinds that stay in the body. `book`
    holds the rules; the built-in ones serve if none is given.

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
    kinds = frozenset(map(Kind.parse, keep))
    document = source if isinstance(source, Document) else read(source)
    sheet = Sheet(document)
    selection = (book or RuleBook.builtin()).select(sheet, url=url, site=site)
    judged = _judge_until_stable(sheet, selection.program)
    segments = tuple(cutting.segments(document, list(judged.verdicts), kinds))
    return Result(
        document=document,
        segments=segments,
        refused=judged.refused,
        site=selection.host,
        notes=tuple(_notes(document, segments, selection.host)),
    )


def _notes(document: Document, segments: tuple[Segment, ...], host: str | None) -> Iterator[str]:
    if host is None:
        yield "no rule file names this site: nothing was looked for"
    if len(segments) == 1 and segments[0].cut and not is_blank(document.text):
        yield "nothing but boilerplate: the body is empty"


def _judge_until_stable(sheet: Sheet, program: Program) -> Judged:
    """Judge the document, then what is left of it, until nothing more is cut: so stripping is idempotent."""
    document, judged = sheet.document, judge(sheet, program)
    verdicts, latest = cutting.tidy(document, judged.verdicts), judged.verdicts
    for _ in range(_MOST_ROUNDS):
        if not latest:
            break
        latest = _judge_rest(document, verdicts, program)
        verdicts = cutting.tidy(document, [*verdicts, *latest])
    return Judged(tuple(verdicts), judged.refused)


def _judge_rest(document: Document, verdicts: list[Verdict], program: Program) -> tuple[Verdict, ...]:
    """The verdicts on what earlier verdicts leave, as spans of the document."""
    pieces = cutting.remains(len(document.text), verdicts)
    rest = Document("".join(document.text[s:e] for s, e in pieces), lines.split, input=document.input)
    found = judge(Sheet(rest), program).verdicts
    return tuple(replace(v, start=s, end=e) for v in found for s, e in _restore((v.start, v.end), pieces))


def _restore(span: tuple[int, int], pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A span of the joined pieces as spans of the document."""
    begins = accumulate((e - s for s, e in pieces), initial=0)
    for begin, (start, end) in zip(begins, pieces, strict=False):
        low, high = max(span[0], begin), min(span[1], begin + end - start)
        if low < high:
            yield start + low - begin, start + high - begin
