"""Lines of JSON as they are submitted: one object a line, none longer than memory allows."""

from collections.abc import Iterator
from typing import BinaryIO

from endmark.errors import TooLargeError
from endmark.submission import members

LONGEST_LINE = 64 * 1024 * 1024  # bytes: a line is held in memory, and a file may have no line end at all


def lines(source: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream, with their ends; None for one that is too long."""
    while line := source.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
        else:
            _skip_line(source, line)
            yield None


def fields(line: bytes | None) -> dict[str, object]:
    """The members of the object that a line holds. Raises `InputError`, also for a line that was too long."""
    if line is None:
        remedy = "is a line end missing?"
        raise TooLargeError("the line", limit=LONGEST_LINE, actual=None, unit="bytes", remedy=remedy)
    return members(line.rstrip(b"\r\n"))  # a mistake at its end is not on a line of its own


def _skip_line(source: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = source.readline(LONGEST_LINE)
