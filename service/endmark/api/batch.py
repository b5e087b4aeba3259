"""Many articles in one request: a JSON array, or one JSON object a line (NDJSON).

A batch waits in a file until it has come whole. So its limits are told by a status and not in the middle of an
answer, it never takes more memory than its largest article, and a client that sends all before it reads anything
cannot block itself.
"""

import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from endmark.errors import InputError, MalformedError

JSON = "application/json"
NDJSON = "application/x-ndjson"

Span = tuple[int, int]
Data = bytes | mmap.mmap

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# A string (one without an end reaches to the end of all), a bracket or a comma. What lies between does not matter
# here: each article is read by itself.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
_BLANK = re.compile(rb"[ \t\r\n]*+")
_NESTING = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


@contextmanager
def mapped(file: IO[bytes]) -> Iterator[Data]:
    """A file's bytes, which need not fit into memory."""
    if not file.seek(0, 2):
        yield b""
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield data


def forget(data: Data) -> None:
    """Give back the memory that reading took: the pages stay in the file."""
    if isinstance(data, mmap.mmap):
        data.madvise(mmap.MADV_DONTNEED)


def lines(data: Data) -> Iterator[Span]:
    """Where the lines are that are not empty, without their ends."""
    start = 0
    while start < len(data):
        found = data.find(b"\n", start)
        end = len(data) if found < 0 else found
        if _blank_until(data, start) < end:
            yield start, end
        start = end + 1


def one_line(text: bytes) -> bytes:
    """JSON in UTF-8 that is one line to every reader: many take these signs for line ends, too."""
    for sign in "\x85\u2028\u2029":
        text = text.replace(sign.encode(), b"\\u%04x" % ord(sign))
    return text


def elements(data: Data) -> Iterator[Span]:
    """Where the elements of a JSON array are. Raises MalformedError, or InputError if it is no array."""
    begin = start = _opened(data)
    depth = 1
    for token in _TOKEN.finditer(data, begin):
        sign = data[token.start()]
        depth += _NESTING.get(sign, 0)
        if depth == 0 or (depth == 1 and sign == ord(",")):
            empty = _blank_until(data, start) >= token.start()
            if not empty:
                yield start, token.start()
            elif depth or start != begin:
                raise MalformedError(f"an element is missing at offset {token.start():,}")
            start = token.end()
        if depth == 0:
            _refuse_more(data, token.start())
            return
    raise MalformedError("the array has no end")


def _opened(data: Data) -> int:
    start = _blank_until(data, len(_BYTE_ORDER_MARK) if data[:3] == _BYTE_ORDER_MARK else 0)
    if data[start : start + 1] != b"[":
        raise InputError(f'the JSON is no array; send [{{"text": "…"}}, …], or one object a line as {NDJSON}')
    return start + 1


def _refuse_more(data: Data, end: int) -> None:
    if data[end] != ord("]"):
        raise MalformedError(f"the array ends with the wrong bracket at offset {end:,}")
    if (after := _blank_until(data, end + 1)) < len(data):
        raise MalformedError(f"something follows the array at offset {after:,}")


def _blank_until(data: Data, start: int) -> int:
    found = _BLANK.match(data, start)
    return found.end() if found else start
