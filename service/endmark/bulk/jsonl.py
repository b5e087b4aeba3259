"""JSON lines, plain or compressed, by blocks of whole lines."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from endmark import json_lines
from endmark.bulk import limits
from endmark.bulk.job import Columns
from endmark.bulk.packing import CODECS
from endmark.bulk.records import Payload, Record
from endmark.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainLines:
    """Lines that a process reads itself: the bytes `start:end` of a file, from line `first` on."""

    file: Path
    start: int
    end: int
    first: int
    drop: frozenset[str]

    def records(self, columns: Columns) -> Iterator[Record]:
        """The records of the lines that are not empty."""
        with self.file.open("rb") as source:
            source.seek(self.start)
            number = self.first
            while source.tell() < self.end:
                yield from _records(next(json_lines.lines(source)), number, columns, self.drop)
                number += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLines:
    """Lines that were unpacked already, from line `first` on; None for one that is too long."""

    lines: tuple[bytes | None, ...]
    first: int
    drop: frozenset[str]

    def records(self, columns: Columns) -> Iterator[Record]:
        """The records of the lines that are not empty."""
        for number, line in enumerate(self.lines, self.first):
            yield from _records(line, number, columns, self.drop)


def _records(line: bytes | None, number: int, columns: Columns, drop: frozenset[str]) -> Iterator[Record]:
    if line is not None and not line.strip():
        return
    try:
        fields = json_lines.fields(line)
    except InputError as error:
        yield Record(number=number, problem=str(error))
        return
    named = {"text": columns.text, "html": columns.html, "url": columns.url}
    article = {name: fields.get(column) for name, column in named.items() if column}
    yield Record(
        number=number, kept={name: value for name, value in fields.items() if name not in drop}, article=article
    )


class JsonLines:
    """A file of JSON lines; its weights are bytes of the file."""

    def __init__(self, file: Path, drop: frozenset[str]) -> None:
        self._file, self._drop = file, drop
        self._codec = CODECS.get(file.suffix.lower())
        self.total = file.stat().st_size

    def payloads(self) -> Iterator[tuple[int, Payload]]:
        """The payloads, each with the bytes of the file that went into it. Raises `InputError` for a broken archive."""
        with self._file.open("rb") as raw:
            yield from self._packed(raw) if self._codec else self._plain(raw)

    def _plain(self, raw: BinaryIO) -> Iterator[tuple[int, Payload]]:
        start, first = 0, 1
        for lines in _groups(raw):
            end = raw.tell()
            yield end - start, PlainLines(file=self._file, start=start, end=end, first=first, drop=self._drop)
            start, first = end, first + len(lines)

    def _packed(self, raw: BinaryIO) -> Iterator[tuple[int, Payload]]:
        start, first = 0, 1
        with pa.CompressedInputStream(pa.PythonFile(raw, "r"), self._codec) as unpacked:
            groups = _groups(io.BufferedReader(unpacked, 1024 * 1024))
            while lines := self._next(groups):
                end = raw.tell()
                yield end - start, SentLines(lines=tuple(lines), first=first, drop=self._drop)
                start, first = end, first + len(lines)

    def _next(self, groups: Iterator[list[bytes | None]]) -> list[bytes | None]:
        try:
            return next(groups, [])
        except OSError as error:
            raise InputError(f"{self._file} is broken or breaks off ({error}); unpack what is whole of it") from error


def _groups(source: BinaryIO) -> Iterator[list[bytes | None]]:
    group: list[bytes | None] = []
    size = 0
    for line in json_lines.lines(source):
        group.append(line)
        size += len(line or b"")
        if size >= limits.BLOCK_BYTES or len(group) >= limits.BLOCK_RECORDS:
            yield group
            group, size = [], 0
    if group:
        yield group
