"""One record: what it holds, what is stripped of it, and what becomes of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from endmark.bulk.job import FOUND, Columns
from endmark.model import Kind, Result
from endmark.reading import read
from endmark.rules.book import RuleBook
from endmark.strip import strip
from endmark.submission import from_members

_NAMES = ("id", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it was read: number, counted from 1; what of it is written again; the members of its article.

    `problem` says why a record could not be read.
    """

    number: int
    kept: dict[str, Any] = field(default_factory=dict)
    article: dict[str, object] = field(default_factory=dict)
    charset: str | None = None
    problem: str | None = None

    def failed(self, reason: str) -> dict[str, object]:
        """What the errors file says of it."""
        names = {name: self.kept[name] for name in _NAMES if isinstance(self.kept.get(name), str | int)}
        return {"record": self.number, **names, "error": reason}


class Payload(Protocol):
    """The records of one block, as they are sent to a process."""

    def records(self, columns: Columns) -> Iterator[Record]:
        """The records, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of the input: its place in the order, how much of the input it is, and its records."""

    number: int
    weight: int
    payload: Payload


@dataclass(frozen=True, slots=True)
class Stripper:
    """Strips articles by one set of rules."""

    book: RuleBook
    keep: frozenset[Kind] = frozenset()
    prefix: str = ""

    def strip(self, article: dict[str, object], charset: str | None = None) -> Result:
        """The result of an article's members: `text` or `html`, `url`. Raises `InputError`."""
        given = from_members(article, charset=charset)
        document = read(given.source, charset=charset, html=given.html)
        return strip(document, url=given.url, keep=self.keep, book=self.book)

    def found(self, result: Result) -> dict[str, Any]:
        """What is written beside a record, by its columns' names."""
        removed = [segment.as_dict() for segment in result.removed]
        values = (result.body, removed, result.site, self.book.version)
        return {self.prefix + name: value for name, value in zip(FOUND, values, strict=True)}

    def nothing(self) -> dict[str, Any]:
        """The same columns, empty."""
        return dict.fromkeys((self.prefix + name for name in FOUND), None)
