"""Reading small UTF-8 files, with every way in which that fails as a Problem of the file."""

import stat
from pathlib import Path

from endmark.errors import Problem, RuleError


def read_utf8(path: Path, *, largest: int) -> str:
    """The file's text, byte for byte: no line end is translated and no byte order mark removed.

    Raises RuleError for what cannot be read, is larger than `largest` bytes or is not UTF-8.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would keep us waiting
            raise _refused(path, "this is not a file")
        if status.st_size > largest:
            raise _refused(path, f"the file has {status.st_size:,} bytes; the limit is {largest:,}")
        return decoded(path, path.read_bytes())
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}") from error


def decoded(path: Path, data: bytes) -> str:
    """What a file's bytes say. Raises RuleError for what is not UTF-8, with the place."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start]
        raise _refused(path, "this is not UTF-8; save the file as UTF-8", line, len(before.decode()) + 1) from error


def _refused(path: Path, message: str, line: int = 1, column: int = 1) -> RuleError:
    return RuleError((Problem(path, line, column, message),))
