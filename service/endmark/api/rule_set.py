"""The rules in force: swapped whole, while requests that have begun keep the set that they began with."""

import time
from dataclasses import dataclass

from endmark.reading import read
from endmark.rules.book import RuleBook
from endmark.strip import strip


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A rule book in force since `since` (seconds of the epoch)."""

    book: RuleBook
    since: float

    @classmethod
    def compiled(cls, book: RuleBook, since: float | None = None) -> "RuleSet":
        """A rule set whose first article need not wait for what all articles share."""
        strip(read("<p>Compiled aside.", html=True), book=book)
        return cls(book, time.time() if since is None else since)

    @property
    def version(self) -> str:
        """The hash of the rule files' content."""
        return self.book.version


@dataclass(frozen=True, slots=True)
class Failure:
    """Rule files that could not be loaded: since when, and every problem, as `file:line:column: message`."""

    since: float
    problems: tuple[str, ...]


@dataclass(slots=True)
class Rules:
    """What serves, and what keeps newer rules from serving. Each is replaced by one assignment, never changed."""

    current: RuleSet
    failure: Failure | None = None
