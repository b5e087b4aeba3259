"""Lines of JSON in, one answer each: what `endmark strip --jsonl` reads and how it is understood.

A line is `{"id", "text" or "html", "url", "site", "keep"}`. Other fields are ignored, `null` is the same as
leaving a field out. A line that cannot be used costs that line only.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Never

from endmark.cli.parameters import parse_kinds
from endmark.errors import EndmarkError, InputError, TooLargeError
from endmark.model import Kind, Result
from endmark.reading import read
from endmark.rules.book import RuleBook
from endmark.strip import strip

LONGEST_LINE = 64 * 1024 * 1024  # bytes: a line is held in memory, and a file may have no line end at all


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """The rules to use, and what stands in for fields that a line leaves out."""

    book: RuleBook
    url: str | None = None
    site: str | None = None
    keep: frozenset[Kind] = frozenset()


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
    fields: dict[str, Any] = {}
    try:
        fields = _parse(line)
        return _identity(fields) | _strip(fields, defaults).as_dict()
    except EndmarkError as error:
        return _identity(fields) | {"line": number, "error": str(error)}


def _identity(fields: dict[str, Any]) -> dict[str, Any]:
    return {"id": fields["id"]} if "id" in fields else {}


def _strip(fields: dict[str, Any], defaults: Defaults) -> Result:
    source, html = _source(fields)
    return strip(
        read(source, html=html),
        url=_string(fields, "url") or defaults.url,
        site=_string(fields, "site") or defaults.site,
        keep=_keep(fields, defaults.keep),
        book=defaults.book,
    )


def _source(fields: dict[str, Any]) -> tuple[str, bool]:
    text, html = _string(fields, "text"), _string(fields, "html")
    if text is not None and html is not None:
        raise InputError("the line has both text and html: give one")
    if html is not None:
        return html, True
    if text is not None:
        return text, False
    raise InputError("the line has neither text nor html")


def _string(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value
    raise InputError(f"{name} must be a string, not {_type_name(value)}")


def _keep(fields: dict[str, Any], default: frozenset[Kind]) -> frozenset[Kind]:
    words = fields.get("keep")
    if words is None:
        return default
    listed = [words] if isinstance(words, str) else words
    if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
        raise InputError('keep must be a list of kinds, such as ["correction_note"]')
    return frozenset().union(*map(parse_kinds, listed))


def _parse(line: bytes | None) -> dict[str, Any]:
    if line is None:
        remedy = "is a line end missing?"
        raise TooLargeError("the line", limit=LONGEST_LINE, actual=None, unit="bytes", remedy=remedy)
    value = _json(line)
    if not isinstance(value, dict):
        raise InputError(f"the line must be an object, not {_type_name(value)}")
    return value


def _json(line: bytes) -> object:
    try:
        return _DECODER.decode(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"the line is not UTF-8: byte {error.start + 1:,} is 0x{line[error.start]:02x}") from error
    except json.JSONDecodeError as error:
        raise InputError(f"the line is not JSON: {error.msg} (column {error.colno:,})") from error
    except RecursionError as error:
        raise InputError("the line's JSON is nested too deeply") from error
    except ValueError as error:
        raise InputError("the line's JSON has a number of too many digits") from error


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"the line has {twice!r} twice")
    return fields


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _no_number(word: str) -> Never:
    raise InputError(f"the line is not JSON: {word} is not a number in JSON")


def _type_name(value: object) -> str:
    names = {type(None): "null", bool: "a boolean", str: "a string", list: "an array", dict: "an object"}
    return names.get(type(value), "a number")


_DECODER = json.JSONDecoder(object_pairs_hook=_each_name_once, parse_constant=_no_number, parse_float=_finite)
