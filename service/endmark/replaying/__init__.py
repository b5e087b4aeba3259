"""Replaying two sets of rules over saved articles: what the one cuts and the other does not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from endmark.replaying.changes import Change, Sort, changes
from endmark.rules.book import RuleBook
from endmark.saved import Saved
from endmark.strip import strip

__all__ = ["Change", "Replayed", "Sort", "replay"]


@dataclass(frozen=True, slots=True)
class Replayed:
    """One article, and what has changed in it; most often nothing."""

    article: Saved
    changes: tuple[Change, ...]


def replay(articles: Iterable[Saved], before: RuleBook, after: RuleBook) -> Iterator[Replayed]:
    """Strip each article by both books, in order. Raises what `strip` raises, for a URL that is none."""
    for article in articles:
        old, new = (strip(article.document, url=article.url, site=article.site, book=b) for b in (before, after))
        yield Replayed(article, tuple(changes(old, new)))
