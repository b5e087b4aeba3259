"""YAML 1.2 as plain data, with the place of every key and value.

Only what rule files need: one document of mappings, lists and scalars. Anchors, aliases and tags are refused,
so a small file cannot unfold into a large one. The reader works on the parser's events: no second pass over
nodes, and nesting stops at a fixed depth.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from endmark.rules.yaml_mistakes import Mistake, refused_character, syntax_mistake

Data = dict[str, Any] | list[Any] | str | float | bool | None
Path = tuple[str | int, ...]
Place = tuple[int, int]

_DEEPEST = 8
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    spelling: value for value in (True, False) for spelling in (str(value), str(value).lower(), str(value).upper())
}
_ODD = re.compile(r"[\t\x85\u2028\u2029\ud800-\udfff]")  # the parser in C takes some for spaces, and others not at all
_INT = re.compile(r"[-+]?\d{1,18}")
_FLOAT = re.compile(r"[-+]?(\.\d{1,18}|\d{1,18}(\.\d{0,18})?)(e[-+]?\d{1,2})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Positions:
    """Where things stand in a file: 1-based (line, column), by path, such as `("rules", 0, "line")`."""

    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)

    def key(self, path: Path) -> Place:
        """Where the key stands that `path` ends in; for a list item, where the item begins."""
        return self.keys.get(path) or self.value(path)

    def value(self, path: Path) -> Place:
        """Where the value at `path` begins; what is not there is answered with what would hold it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says, where, and every mistake in its YAML. With a syntax error `data` is None."""

    data: Data
    positions: Positions
    mistakes: tuple[Mistake, ...]


def read_yaml(text: str) -> Reading:
    """Read one YAML document.

    >>> reading = read_yaml("languages: [no, en]")
    >>> reading.data, reading.positions.value(("languages", 1))
    ({'languages': ['no', 'en']}, (1, 17))
    """
    if not _ODD.search(text):
        with suppress(YAMLError):
            return _Reader(text, pure=False).reading()
    reader = _Reader(text, pure=True)  # nine times as slow as the parser in C, but it says what is wrong
    try:
        return reader.reading()
    except ReaderError as error:
        reader.mistakes.append(refused_character(text, error.position))
    except MarkedYAMLError as error:
        reader.mistakes.append(syntax_mistake(text, error))
    return Reading(None, reader.positions, tuple(reader.mistakes))


class _Refused(Exception):  # noqa: N818  a way out of the recursion, not an error that anyone sees
    """What this reader does not go on after."""

    def __init__(self, event: Event, message: str) -> None:
        self.mistake = Mistake(*_place(event), message)


class _Reader:
    """Builds data from parser events. One reader reads one text."""

    def __init__(self, text: str, *, pure: bool) -> None:
        self.positions = Positions()
        self.mistakes: list[Mistake] = []
        self.events = _events(text, pure=pure)

    def reading(self) -> Reading:
        data = None
        try:
            data = self.read()
        except _Refused as refused:
            self.mistakes.append(refused.mistake)
        return Reading(data, self.positions, tuple(self.mistakes))

    def read(self) -> Data:
        documents = 0
        data = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(event, "a second document begins here; a file holds one")
            elif isinstance(event, NodeEvent):
                data = self.value(event, ())
        return data

    def value(self, event: NodeEvent, path: Path) -> Data:
        self.positions.values[path] = _place(event)
        _refuse_extras(event)
        if len(path) > _DEEPEST:
            raise _Refused(event, "nested too deeply")
        if isinstance(event, MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(path)
        return _scalar(cast("ScalarEvent", event))

    def sequence(self, path: Path) -> list[Any]:
        items: list[Data] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: Path) -> dict[str, Any]:
        entries: dict[str, Data] = {}
        first: dict[str, int] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            _refuse_extras(event)
            if not isinstance(event, ScalarEvent):
                raise _Refused(event, "a key must be a word")
            line, column = self.positions.keys[*path, event.value] = _place(event)
            if event.value in first:
                said = f'duplicate key "{event.value}", first at line {first[event.value]}'
                self.mistakes.append(Mistake(line, column, said))
            first.setdefault(event.value, line)
            entries[event.value] = self.value(next(self.events), (*path, event.value))
        return entries


def _events(text: str, *, pure: bool) -> Iterator[NodeEvent]:
    """The parser's events. All but a few are about nodes, and those few are asked for their type first."""
    return cast("Iterator[NodeEvent]", YAML(typ="safe", pure=pure).parse(text))


def _refuse_extras(event: NodeEvent) -> None:
    sign = "*" if isinstance(event, AliasEvent) else "&" if event.anchor else "!" if _tag(event) else None
    if sign:
        said = f'text that begins with "{sign}" must stand in quotes (anchors, aliases and tags are not used)'
        raise _Refused(event, said)


def _tag(event: NodeEvent) -> str | None:
    return event.tag if isinstance(event, ScalarEvent | CollectionStartEvent) else None


def _place(event: Event) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _scalar(event: ScalarEvent) -> str | bool | float | None:
    """The value by the core schema of YAML 1.2: `no` and dates are text; so are octal numbers."""
    text: str = event.value
    if event.style or not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
