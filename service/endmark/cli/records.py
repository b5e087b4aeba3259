"""Lines of JSON in, one answer each: what `endmark strip --jsonl` reads and how it is understood.

A line is `{"id", "text" or "html", "url", "site", "keep", "format", "figures"}`. Other fields are ignored, `null` is
the same as leaving a field out. A line that cannot be used costs that line only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from endmark.errors import EndmarkError, TooLargeError
from endmark.hits import Hits
from endmark.model import Format, Kind
from endmark.reading import read
from endmark.rules.book import RuleBook
from endmark.strip import strip
from endmark.submission import from_members, members

LONGEST_LINE = 64 * 1024 * 1024  # bytes: a line is held in memory, and a file may have no line end at all


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """The rules to use, what stands in for fields that a line leaves out, and where hits are counted."""

    book: RuleBook
    url: str | None = None
    site: str | None = None
    keep: frozenset[Kind] = frozenset()
    form: Format = Format.TEXT
    figures: bool = False
    hits: Hits | None = None


def answers(source: BinaryIO, defaults: Defaults) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not empty, in order, as the lines come in.

    An answer is the result with the line's `id`, or `{"id", "line", "error"}` for a line that cannot be used.
    """
    for number, line in enumerate(_lines(source), 1):
        if line is None or line.strip():
            yield _answer(number, line, defaults)


def _lines(source: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream; None for one that is too long."""
    while line := source.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
        else:
            _skip_line(source, line)
            yield None


def _skip_line(source: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = source.readline(LONGEST_LINE)


def _answer(number: int, line: bytes | None, defaults: Defaults) -> dict[str, Any]:
    fields: dict[str, object] = {}
    try:
        fields = _parse(line)
        return _identity(fields) | _strip(fields, defaults)
    except EndmarkError as error:
        return _identity(fields) | {"line": number, "error": str(error)}


def _identity(fields: dict[str, object]) -> dict[str, object]:
    return {"id": fields["id"]} if "id" in fields else {}


def _parse(line: bytes | None) -> dict[str, object]:
    if line is None:
        remedy = "is a line end missing?"
        raise TooLargeError("the line", limit=LONGEST_LINE, actual=None, unit="bytes", remedy=remedy)
    return members(line.rstrip(b"\r\n"))  # a mistake at its end is not on a line of its own


def _strip(fields: dict[str, object], defaults: Defaults) -> dict[str, Any]:
    given = from_members(fields)
    result = strip(
        read(given.source, html=given.html),
        url=given.url or defaults.url,
        site=given.site or defaults.site,
        keep=defaults.keep if given.keep is None else given.keep,
        book=defaults.book,
    )
    if defaults.hits:
        defaults.hits.count(result)
    figures = defaults.figures if given.figures is None else given.figures
    return result.as_dict(given.form or defaults.form, figures=figures)
