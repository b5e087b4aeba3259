"""A fixture and what became of it, line by line, where they are not the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from endmark.model import Kind, Result
from endmark.rules.fixtures import Fixture

_AROUND = 1  # lines shown before and behind


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, what it is expected to be and what it was found to be; None is body."""

    text: str
    expected: Kind | None
    found: Kind | None

    @property
    def differs(self) -> bool:
        """Whether it is not what was expected. White space is whatever it is."""
        return self.expected is not self.found and bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a fixture, by its number in the file, as pieces."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Whether any of it is not what was expected."""
        return any(piece.differs for piece in self.pieces)


def diff(fixture: Fixture, result: Result) -> tuple[Line, ...]:
    """The lines that are not what was expected, with those around them; a gap in the numbers is a gap in the text."""
    lines = [*_lines(fixture, result)]
    wanted = {i + shift for i, line in enumerate(lines) if line.differs for shift in range(-_AROUND, _AROUND + 1)}
    return tuple(
        Line(fixture.problem(lines[i].start, "").line, lines[i].pieces) for i in sorted(wanted) if 0 <= i < len(lines)
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line of a fixture's text, and where it starts in there."""

    start: int
    pieces: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        return any(piece.differs for piece in self.pieces)


def _lines(fixture: Fixture, result: Result) -> Iterator[_Placed]:
    expected, found = _kinds(fixture), _found(result)
    start = 0
    for line in fixture.text.splitlines(keepends=True):
        end = start + len(line.rstrip("\r\n"))
        if line.strip():
            yield _Placed(start, tuple(_pieces(fixture.text, range(start, end), expected, found)))
        start += len(line)


def _pieces(
    text: str, offsets: range, expected: Sequence[Kind | None], found: Sequence[Kind | None]
) -> Iterator[Piece]:
    for (wanted, got), run in groupby(offsets, key=lambda i: (expected[i], found[i])):
        yield Piece("".join(text[i] for i in run), wanted, got)


def _kinds(fixture: Fixture) -> list[Kind | None]:
    kinds: list[Kind | None] = [None] * len(fixture.text)
    for cut in fixture.expected:
        kinds[cut.start : cut.end] = [cut.kind] * (cut.end - cut.start)
    return kinds


def _found(result: Result) -> list[Kind | None]:
    return [s.cut.kind if s.cut and not s.in_body else None for s in result.segments for _ in s.text]
