"""Bodies that came compressed."""

import zlib
from typing import Protocol

from endmark.api.problems import RequestError
from endmark.errors import quote

CODINGS = "gzip, deflate"

_HEADER = 2  # bytes, of zlib's format


class Unpacker(Protocol):
    """What turns pieces as they arrive into pieces as they were meant; `piece` is how large they best arrive."""

    piece: int

    def feed(self, piece: bytes, most: int) -> bytes:
        """What the piece unpacks to; stops soon after `most` bytes, and cannot go on then."""

    def finish(self) -> None:
        """Raises RequestError(400) if the end is missing."""


def unpacker(coding: str) -> Unpacker:
    """The unpacker of a Content-Encoding; raises RequestError(415) for those that are not known."""
    match coding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Inflate(zlib.MAX_WBITS | 16)
        case "deflate":
            return _Inflate(zlib.MAX_WBITS)
    raise RequestError(
        415,
        f"Content-Encoding is {quote(coding)}; send the body as it is, or compressed by one of {CODINGS}",
        headers={"Accept-Encoding": CODINGS},
    )


class _Plain:
    piece = 64 * 1024  # most articles in one

    def feed(self, piece: bytes, most: int) -> bytes:  # noqa: ARG002  what came is what is there
        return piece

    def finish(self) -> None:
        """Whether all has come is told by the framing."""


class _Inflate:
    """gzip, of one member or several, and deflate with zlib's header or, as some clients send it, without."""

    piece = 16 * 1024  # it may unpack to a thousand times as much

    def __init__(self, window: int) -> None:
        self._window = window
        self._inflate = zlib.decompressobj(window)
        self._head = b""

    def feed(self, piece: bytes, most: int) -> bytes:
        pieces = []
        while piece and most >= 0:
            if self._inflate.eof:
                self._next_member()
            unpacked = self._decompress(piece, most + 1)
            piece = self._inflate.unused_data
            most -= len(unpacked)
            pieces.append(unpacked)
        return b"".join(pieces)

    def finish(self) -> None:
        if not self._inflate.eof:
            raise RequestError(400, "the compressed body breaks off; send it whole")

    def _decompress(self, piece: bytes, most: int) -> bytes:
        head = self._head
        self._head += piece[: _HEADER - len(head)]
        try:
            return self._inflate.decompress(piece, most)
        except zlib.error:
            if len(head) == _HEADER or self._window != zlib.MAX_WBITS:
                raise _broken() from None
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._decompress(head + piece, most)

    def _next_member(self) -> None:
        if self._window == zlib.MAX_WBITS:
            raise _broken()
        self._inflate = zlib.decompressobj(self._window)


def _broken() -> RequestError:
    return RequestError(400, "the body is not what its Content-Encoding says, or is damaged")
