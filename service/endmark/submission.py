"""One article as it is submitted, in a request or in a line: JSON as RFC 8259 has it, and the checks of its fields."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from endmark.errors import FieldError, InputError, MalformedError, quote
from endmark.model import Kind

OPTIONS = ("url", "site", "keep")
_SOURCES = ("text", "html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One article. `source` is bytes where the charset is still to be told; `keep` is None where it is not given."""

    source: str | bytes
    html: bool
    charset: str | None
    url: str | None
    site: str | None
    keep: frozenset[Kind] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How submissions are read, and the words in which a client or a line's owner is told what is wrong."""

    thing: str  # what the JSON is called: "the line"
    only_known: bool  # whether members of any other name are refused
    not_utf8: str  # over `byte`, its `offset` from 0 and its `number` from 1
    syntax: str  # over the JSONDecodeError `error`
    twice: str  # over `name`
    wrong_type: str  # over `field`, what was `found` and what is `wanted`

    def members(self, data: bytes) -> dict[str, object]:
        """The members of a JSON object. Raises `MalformedError`, `FieldError` or `InputError`."""
        value = self._parse(data)
        if not isinstance(value, dict):
            found = _json_type(value)
            raise InputError(f'{self.thing} must be an object, not {found}; send an object such as {{"text": "…"}}')
        if self.only_known:
            refuse_unknown(value, (*_SOURCES, *OPTIONS), "JSON member")
        return value

    def from_members(self, members: Mapping[str, object]) -> Submission:
        """The article that the members make. Null is as good as absent: scrapers send it for what they lack."""
        match [name for name in _SOURCES if members.get(name) is not None]:
            case [name]:
                source = self._string(members, name) or ""
                return self.submission(source, members, html=name == "html")
            case []:
                raise FieldError("text", f"there is no text: {self.thing} has neither text nor html")
        raise FieldError("text", f"{self.thing} has both text and html: give one")

    def submission(
        self, source: str | bytes, options: Mapping[str, object], *, html: bool, charset: str | None = None
    ) -> Submission:
        """The article with its options checked. Raises `FieldError`."""
        keep = options.get("keep")
        return Submission(
            source=source,
            html=html,
            charset=charset,
            url=self._string(options, "url"),
            site=self._string(options, "site"),
            keep=None if keep is None else frozenset(self._kinds(keep)),
        )

    def _parse(self, data: bytes) -> object:
        try:
            return json.loads(
                data.decode("utf-8-sig"),
                object_pairs_hook=self._each_name_once,
                parse_constant=_no_constant,
                parse_float=_finite,
            )
        except UnicodeDecodeError as error:
            at = error.start
            raise MalformedError(self.not_utf8.format(byte=error.object[at], offset=at, number=at + 1)) from None
        except json.JSONDecodeError as error:
            raise MalformedError(self.syntax.format(error=error)) from None
        except RecursionError:
            raise MalformedError(f"{self.thing} is nested too deeply") from None
        except ValueError:  # Python's limit on the digits of a number
            raise MalformedError(f"{self.thing} has a number of too many digits") from None

    def _each_name_once(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        members: dict[str, object] = {}
        for name, value in pairs:
            if name in members:
                raise MalformedError(self.twice.format(name=quote(name)))
            members[name] = value
        return members

    def _string(self, fields: Mapping[str, object], name: str) -> str | None:
        value = fields.get(name)
        if value is None or isinstance(value, str):
            return value
        raise self._wrong_type(name, _json_type(value), "a string")

    def _kinds(self, value: object) -> Iterator[Kind]:
        """Kinds from a list of names, or from names joined by commas, or both."""
        listed = [value] if isinstance(value, str) else value
        wanted = 'a list of kinds such as ["correction_note"]'
        if not isinstance(listed, list):
            raise self._wrong_type("keep", _json_type(value), wanted)
        for item in listed:
            if not isinstance(item, str):
                raise self._wrong_type("keep", f"an array that holds {_json_type(item)}", wanted)
            yield from (_kind(name.strip()) for name in item.split(",") if name.strip())

    def _wrong_type(self, field: str, found: str, wanted: str) -> FieldError:
        return FieldError(field, self.wrong_type.format(field=field, found=found, wanted=wanted))


def refuse_unknown(given: Iterable[str], known: tuple[str, ...], what: str) -> None:
    """Raise `FieldError`, with a suggestion, for the first name that is not known."""
    for name in given:
        if name not in known:
            raise FieldError(name, f"unknown {what} {quote(name)}; {_suggest(name, known)}")


def _no_constant(word: str) -> NoReturn:
    raise MalformedError(f"{word} is not a number in JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isfinite(number):
        return number
    raise InputError(f"{digits} is not a number in JSON")  # well formed, but it would be written as Infinity


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise FieldError("keep", f"unknown kind {quote(name)}; {_suggest(name, Kind)}") from None


def _suggest(name: str, known: Iterable[str]) -> str:
    names = list(known)
    if close := get_close_matches(name.lower(), names, n=1):
        return f"did you mean {close[0]}?"
    return f"known are {', '.join(names)}"


def _json_type(value: object) -> str:
    names = {bool: "a boolean (true or false)", str: "a string", list: "an array", dict: "an object"}
    return "null" if value is None else names.get(type(value), "a number")
