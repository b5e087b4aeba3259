"""Lines of JSON in, one answer each: what `endmark strip --jsonl` reads and how it is understood.

A line is `{"id", "text" or "html", "url", "site", "keep", "format", "figures"}`. Other fields are ignored, `null` is
the same as leaving a field out. A line that cannot be used costs that line only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from endmark import json_lines
from endmark.errors import EndmarkError
from endmark.hits import Hits
from endmark.model import Format, Kind
from endmark.reading import read
from endmark.rules.book import RuleBook
from endmark.strip import strip
from endmark.submission import from_members


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
    for number, line in enumerate(json_lines.lines(source), 1):
        if line is None or line.strip():
            yield _answer(number, line, defaults)


def _answer(number: int, line: bytes | None, defaults: Defaults) -> dict[str, Any]:
    fields: dict[str, object] = {}
    try:
        fields = json_lines.fields(line)
        return _identity(fields) | _strip(fields, defaults)
    except EndmarkError as error:
        return _identity(fields) | {"line": number, "error": str(error)}


def _identity(fields: dict[str, object]) -> dict[str, object]:
    return {"id": fields["id"]} if "id" in fields else {}


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
