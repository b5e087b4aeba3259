"""Reading a request's body: the whole body or an error, never a part that looks whole."""

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, NoReturn

from flask import Request
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]

from endmark.api.problems import RequestError
from endmark.api.settings import Settings
from endmark.api.unpacking import unpacker
from endmark.api.watchdog import Watchdog

# A body over the limit is read on and thrown away up to here: a client that is still sending when the
# connection closes sees a reset instead of the 413.
MOST_DISCARDED = 64 * 1024 * 1024

_PIECE = 16 * 1024


@dataclass(frozen=True, slots=True)
class Intake:
    """Reads bodies within the limits of the settings: size, also unpacked, and time.

    The limits are kept here and not by Flask, which cuts a chunked body off at MAX_CONTENT_LENGTH and goes on as
    if that were all.
    """

    settings: Settings
    watchdog: Watchdog

    def article(self, request: Request) -> bytes:
        """The body, in memory; raises RequestError (400, 408, 413, 415)."""
        return b"".join(self._pieces(request, self.settings.max_bytes, "ENDMARK_MAX_BYTES"))

    def batch(self, request: Request, file: IO[bytes]) -> None:
        """The body, into a file; raises RequestError as `article` does, and 507 where there is no room for it."""
        for piece in self._pieces(request, self.settings.max_batch_bytes, "ENDMARK_MAX_BATCH_BYTES"):
            try:
                file.write(piece)
                file.flush()
            except OSError as error:
                room = f"{tempfile.gettempdir()}, where batches wait to be judged"
                raise RequestError(507, f"{error.strerror} in {room}; send smaller batches, or give it room") from None

    def _pieces(self, request: Request, limit: int, setting: str) -> Iterator[bytes]:
        """The body, unpacked, piece by piece."""
        unpack = unpacker(request.headers.get("Content-Encoding", ""))
        stream, stated = request.stream, request.content_length
        arrived = size = 0
        with self._patience(request):
            while arrived != stated and (piece := stream.read(unpack.piece)):
                arrived += len(piece)
                unpacked = unpack.feed(piece, limit - size)
                size += len(unpacked)
                if size > limit:
                    _too_large(request, arrived, limit, setting)
                yield unpacked
        _refuse_short(stated, arrived)
        if arrived:
            unpack.finish()

    @contextmanager
    def _patience(self, request: Request) -> Iterator[None]:
        """A client that stalls, dawdles, goes away or breaks its chunks gets a 4xx; none of it is our error.

        Gunicorn reads bodies from a socket without a timeout: such a client would keep the thread.
        """
        connection = request.environ.get("gunicorn.socket")
        if connection is None:
            yield
            return
        stall, most = self.settings.max_stall_seconds, self.settings.max_body_seconds
        with self.watchdog.watch(most, lambda: _hang_up(request)) as watched:
            connection.settimeout(stall)
            try:
                yield
            except TimeoutError:
                raise RequestError(408, f"the body stalled for {stall:g} seconds; send it without pauses") from None
            except (OSError, ParseException):
                if watched.fired:
                    raise _late(most) from None
                raise RequestError(
                    400, "the body broke off or its chunks are malformed; send it whole, ended by an empty chunk"
                ) from None
            finally:
                connection.settimeout(None)
        if watched.fired:
            raise _late(most)


def _late(most: float) -> RequestError:
    return RequestError(408, f"the body took longer than {most:g} seconds to arrive; send it faster, or in parts")


def _hang_up(request: Request) -> None:
    """End a body here: whoever waits for its next byte gets none. Answering remains possible.

    What of it comes later can be read nonetheless, on Linux. It is no request: gunicorn ends a connection with the
    answer to a failed body.
    """
    request.environ["wsgi.input"].failed = True
    with suppress(OSError):
        request.environ["gunicorn.socket"].shutdown(socket.SHUT_RD)


def _refuse_short(stated: int | None, arrived: int) -> None:
    if stated is not None and arrived < stated:
        raise RequestError(
            400,
            f"the body ended after {arrived:,} of the {stated:,} bytes that Content-Length states; send it whole",
            limit=stated,
            actual=arrived,
        )


def _too_large(request: Request, read: int, limit: int, setting: str) -> NoReturn:
    stated = request.content_length
    if stated is None or stated <= MOST_DISCARDED:
        read += _discard(request.stream)
    actual = stated or read
    size = f"{actual:,}" if stated else f"at least {actual:,}"
    packed = "" if actual > limit else ", and unpacked more"
    raise RequestError(
        413,
        f"the body has {size} bytes{packed}, the limit is {limit:,}; send a smaller one, or raise the service's"
        f" {setting}",
        limit=limit,
        actual=actual,
    )


def _discard(stream: IO[bytes]) -> int:
    gone = 0
    while gone < MOST_DISCARDED and (piece := stream.read(_PIECE)):
        gone += len(piece)
    return gone
