"""Reading a request's body: the whole body or an error, never a part that looks whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NoReturn

from flask import Request
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]

from endmark.api.problems import RequestError

# A client that sends nothing for this long loses its thread to others.
STALL_SECONDS = 8.0
# A body over the limit is read on and thrown away up to here: a client that is still sending when the
# connection closes sees a reset instead of the 413.
MOST_DISCARDED = 64 * 1024 * 1024

_PIECE = 1024 * 1024


def read_body(request: Request, limit: int) -> bytes:
    """The request's body, at most `limit` bytes; raises RequestError (400, 408, 413).

    The limit is kept here and not by Flask, which cuts a chunked body off at MAX_CONTENT_LENGTH and
    goes on as if that were all.
    """
    stated = request.content_length
    with _client_faults(), _no_stalling(request):
        body = _read(request.stream, limit + 1)
        if len(body) > limit:
            _too_large(request.stream, limit, stated)
    if stated is not None and len(body) < stated:
        raise RequestError(
            400,
            f"the body ended after {len(body):,} of the {stated:,} bytes that Content-Length states; send it whole",
            limit=stated,
            actual=len(body),
        )
    return body


def _read(stream: IO[bytes], most: int) -> bytes:
    pieces = []
    while most and (piece := stream.read(most)):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def _too_large(stream: IO[bytes], limit: int, stated: int | None) -> NoReturn:
    read = limit + 1
    if stated is None or stated <= MOST_DISCARDED:
        read += _discard(stream)
    actual = stated or read
    size = f"{actual:,}" if stated else f"at least {actual:,}"
    raise RequestError(
        413,
        f"the body has {size} bytes, the limit is {limit:,}; send a smaller one, or raise the service's"
        " ENDMARK_MAX_BYTES",
        limit=limit,
        actual=actual,
    )


def _discard(stream: IO[bytes]) -> int:
    gone = 0
    while gone < MOST_DISCARDED and (piece := stream.read(_PIECE)):
        gone += len(piece)
    return gone


@contextmanager
def _client_faults() -> Iterator[None]:
    """A client that stalls, goes away or breaks its chunks gets a 4xx; none of it is the service's error."""
    try:
        yield
    except TimeoutError:
        raise RequestError(408, f"the body stalled for {STALL_SECONDS:g} seconds; send it without pauses") from None
    except (OSError, ParseException):
        raise RequestError(
            400, "the body broke off or its chunks are malformed; send it whole, ended by an empty chunk"
        ) from None


@contextmanager
def _no_stalling(request: Request) -> Iterator[None]:
    """Gunicorn reads bodies from a socket without a timeout: a stalled client would keep the thread."""
    socket = request.environ.get("gunicorn.socket")
    if socket is None:
        yield
        return
    socket.settimeout(STALL_SECONDS)
    try:
        yield
    finally:
        socket.settimeout(None)
