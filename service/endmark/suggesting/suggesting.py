"""From articles of one site to a suggestion: rules, what they were made from, and fixtures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlsplit

from endmark.errors import InputError
from endmark.judging.generic import Generic
from endmark.model import Document
from endmark.reading import read
from endmark.rules.book import RuleBook
from endmark.saved import Saved
from endmark.strip import strip
from endmark.suggesting.candidates import candidates
from endmark.suggesting.drafting import Draft, drafts
from endmark.suggesting.elements import StoryPage, element_candidates
from endmark.suggesting.kinds import KindGuesser
from endmark.suggesting.repeats import LEAST, Repeats
from endmark.suggesting.rows import Row, alike, rows_of, without_copies
from endmark.suggesting.trying import sound


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What to write into a site's rule file, and what it was made from.

    `articles` are the names of those looked at, in the order to which rows point; `copies` the names of those that say
    what an earlier one says; `others` the names of those that have the URL of another site.
    """

    host: str
    drafts: tuple[Draft, ...]
    repeats: Repeats
    articles: tuple[str, ...]
    copies: tuple[str, ...]
    others: tuple[str, ...]


def suggest(articles: Sequence[Saved], host: str, *, against: RuleBook | None = None) -> Suggestion:
    """Find what repeats in articles of one site and is no part of their stories.

    `against` are rules that are there already: only what they leave is looked at, and no rule is named as one of
    theirs. Articles with the URL of another site are passed over. Raises `InputError` for fewer than two articles that
    are no copies of each other.
    """
    others = tuple(article.name for article in articles if not _is_of(article, host))
    articles = [article for article in articles if _is_of(article, host)]
    documents = [_left(article, host, against) for article in articles]
    generic = RuleBook.builtin().generic
    assert generic is not None  # noqa: S101  the built-in rules have generic files
    laid = alike([rows_of(number, document, generic) for number, document in enumerate(documents)])
    kept = without_copies(laid)
    if len(kept) < LEAST:
        elsewhere = f" ({len(others)} have the URL of another site)" if others else ""
        raise InputError(
            f"too few articles of {host} that differ ({len(kept)}) to tell what repeats{elsewhere}; give three or more"
        )
    repeats = Repeats([_renumbered(laid[old], new) for new, old in enumerate(kept)])
    found = sound(host, [*candidates(repeats, _guesser())], [documents[n] for n in kept], repeats)
    pages = _pages([articles[n] for n in kept], generic, host, against)
    found += element_candidates(pages, _guesser())
    return Suggestion(
        host=host,
        drafts=tuple(drafts(found, {name.rpartition("/")[2] for name in _named(host, against)})),
        repeats=repeats,
        articles=tuple(articles[n].name for n in kept),
        copies=tuple(a.name for n, a in enumerate(articles) if n not in kept),
        others=others,
    )


def _is_of(article: Saved, host: str) -> bool:
    """Whether an article may be of a site: it has no URL, or one of this host or a subdomain."""
    named = urlsplit(article.url).hostname if article.url else None
    return named is None or f".{named}".endswith(f".{host}")


def _left(article: Saved, host: str, against: RuleBook | None) -> Document:
    """What is to be looked at: what the rules that are there leave; of a page, in any case what is judged its story."""
    is_page = article.document.page is not None
    book = against or (RuleBook.builtin() if is_page else None)
    return read(strip(article.document, site=host, book=book).body) if book else article.document


def _pages(articles: Sequence[Saved], generic: Generic, host: str, against: RuleBook | None) -> list[StoryPage]:
    """The pages among articles, as they are, without what rules of their site that are there cut."""
    known = _named(host, against)
    rows = alike([rows_of(n, a.document, generic) if a.document.page else [] for n, a in enumerate(articles)])
    found = []
    for number, article in enumerate(articles):
        cut = _cut(article.document, host, against, known) if against and known else set[int]()
        left = [row for row in rows[number] if row.block not in cut]
        found.append(StoryPage.of(number, article.document, left))
    return [page for page in found if page]


def _cut(document: Document, host: str, book: RuleBook, rules: set[str]) -> set[int]:
    """The blocks that begin where one of some rules cuts."""
    removed = strip(document, site=host, book=book).removed
    spans = [(s.start, s.end) for s in removed if s.cut and rules & {s.cut.rule, *s.also}]
    return {n for n, block in enumerate(document.blocks) if any(start <= block.left < end for start, end in spans)}


def _named(host: str, against: RuleBook | None) -> set[str]:
    file = against.file_of(host) if against else None
    return {member.name for member in against.rules_of(file)} if against and file else set()


def _renumbered(rows: Sequence[Row], number: int) -> list[Row]:
    return [replace(row, article=number) for row in rows]


@cache
def _guesser() -> KindGuesser:
    return KindGuesser(RuleBook.builtin())
