"""Bytes in, bytes out: nothing here depends on the locale or translates a line end."""

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from endmark.cli.failures import Failure

STDIN = "-"


def open_input(file: str | None) -> BinaryIO:
    """The input named on the command line, as bytes: a file, or standard input for `-` and for none.

    A usage error when no file is named and nobody pipes anything in: waiting for a person to type an
    article looks like a hang.
    """
    if file is not None and file != STDIN:
        return Path(file).open("rb")
    if sys.stdin is None or (file is None and sys.stdin.isatty()):
        raise click.UsageError("nothing to read: name a FILE, or pipe text in (`-` reads what you type)")
    return sys.stdin.buffer


def write_text(text: str) -> None:
    """Write text to standard output as it is, in UTF-8."""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise Failure(
            f"the text holds half a surrogate pair (U+{code:04X} at {error.start:,}), "
            "which UTF-8 cannot carry; --json escapes it"
        ) from error
    _write(data)


def write_json(data: dict[str, Any], *, indent: int | None = None) -> None:
    """Write one JSON object and a line end, in UTF-8; what UTF-8 cannot carry is escaped."""
    # `backslashreplace` writes a lone surrogate as \udXXX, which is JSON's own escape for it.
    _write(json.dumps(data, ensure_ascii=False, indent=indent).encode(errors="backslashreplace") + b"\n")


def stdout_is_terminal() -> bool:
    """Whether a person reads the output."""
    return sys.stdout is not None and sys.stdout.isatty()


def _write(data: bytes) -> None:
    if sys.stdout is None:
        raise Failure("standard output is closed")
    rest = memoryview(data)
    while rest:  # under PYTHONUNBUFFERED a write may take a part and not say why: the next one does
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()
