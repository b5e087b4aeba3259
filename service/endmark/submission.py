"""One article as it is submitted, in a request or in a line: JSON as RFC 8259 has it, and the checks of its fields."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from endmark.errors import LONGEST_QUOTE, FieldError, InputError, MalformedError, quote
from endmark.model import Format, Kind

SOURCES = ("text", "html")
OPTIONS = ("url", "site", "keep", "format", "figures")
_TYPES: dict[type, str] = {bool: "a boolean (true or false)", str: "a string", list: "an array", dict: "an object"}
_TYPES |= {int: "a number", float: "a number", type(None): "null"}
_FLAGS = {"true": True, "false": False}

Members = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One article. `source` is bytes where the charset is still to be told; options are None where not given."""

    source: str | bytes
    html: bool
    charset: str | None
    url: str | None
    site: str | None
    keep: frozenset[Kind] | None
    form: Format | None
    figures: bool | None


def members(data: bytes) -> dict[str, object]:
    """The members of a JSON object. Raises `MalformedError`, or `InputError` for JSON that is no such object."""
    value = _parse(data)
    if not isinstance(value, dict):
        raise InputError(f'the JSON is {_TYPES[type(value)]}; send an object such as {{"text": "…"}}')
    return value


def from_members(given: Members, *, charset: str | None = None) -> Submission:
    """The article that the members make. Null is as good as absent: scrapers send it for what they lack."""
    match [name for name in SOURCES if given.get(name) is not None]:
        case [name]:
            source, keep = given[name], given.get("keep")
        case []:
            raise FieldError("text", "there is no text: neither text nor html is given")
        case _:
            raise FieldError("text", "both text and html are given; give one")
    return Submission(
        source=source if isinstance(source, bytes) else _string(given, name) or "",
        html=name == "html",
        charset=charset,
        url=_string(given, "url"),
        site=_string(given, "site"),
        keep=None if keep is None else _kinds(keep),
        form=_format(_string(given, "format")),
        figures=_flag(given, "figures"),
    )


def _parse(data: bytes) -> object:
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise MalformedError(f"byte {error.object[error.start]:#04x} at offset {error.start:,} is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise MalformedError(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise MalformedError("it is nested too deeply") from None
    except ValueError:  # Python's limit on the digits of a number
        raise MalformedError("a number has too many digits") from None


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise MalformedError(f"{quote(name)} is given twice; give each name once")
        found[name] = value
    return found


def _no_constant(word: str) -> NoReturn:
    raise MalformedError(f"{word} is not a number in JSON")


def _finite(digits: str) -> float:
    if math.isfinite(number := float(digits)):
        return number
    raise InputError(f"{quote(digits)} is too large a number")  # well formed, but it would be written as Infinity


def _string(given: Members, name: str) -> str | None:
    value = given.get(name)
    if value is None or isinstance(value, str):
        return value
    raise FieldError(name, f"`{name}` is {_TYPES[type(value)]}; give a string")


def _format(name: str | None) -> Format | None:
    try:
        return None if name is None else Format.parse(name[:LONGEST_QUOTE])
    except InputError as error:
        raise FieldError("format", str(error)) from None


def _flag(given: Members, name: str) -> bool | None:
    """True or false, in a query in letters."""
    value = given.get(name)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _FLAGS:
        return _FLAGS[value]
    found = quote(value) if isinstance(value, str) else _TYPES[type(value)]
    raise FieldError(name, f"`{name}` is {found}; give true or false")


def _kinds(keep: object) -> frozenset[Kind]:
    """Kinds from a list of names, or from names joined by commas, or both."""
    items: list[Any] = keep if isinstance(keep, list) else [keep]
    if wrong := [_TYPES[type(item)] for item in items if not isinstance(item, str)]:
        found = f"holds {wrong[0]}" if items is keep else f"is {wrong[0]}"
        raise FieldError("keep", f'`keep` {found}; give a list of kinds such as ["correction_note"]')
    names = filter(None, map(str.strip, ",".join(items).split(",")))
    try:  # The message repeats the name; none that is cut here could be a kind.
        return frozenset(Kind.parse(name[:LONGEST_QUOTE]) for name in names)
    except InputError as error:
        raise FieldError("keep", str(error)) from None
