"""A client's connection, with as few calls to the system as can be.

Each call lets the other threads of a worker take the interpreter, and then has to wait until it gets it back. That
costs more than the call.
"""

import socket
import time
from errno import ECONNRESET

from gunicorn.http import wsgi  # type: ignore[import-untyped]

PATIENCE = 30.0  # seconds, for a head to come, and for a client to take some more of its answer


class Connection(socket.socket):
    """A socket that takes note of a time limit, and sets it only when something has to be waited for.

    Gunicorn and Endmark change the limit several times a request; most requests are there when they are read. Without
    one, as gunicorn reads heads and sends answers, a client could keep a thread for ever: who exceeds `PATIENCE` is
    taken for gone.
    """

    _limit: float | None = None
    _since = 0.0

    def settimeout(self, value: float | None) -> None:
        """From now on, wait no longer."""
        self._limit = value
        self._since = time.monotonic()

    def gettimeout(self) -> float | None:
        """How long is waited."""
        return self._limit

    def setblocking(self, flag: bool) -> None:  # noqa: FBT001  as sockets have it
        """Wait without a limit, or not at all."""
        self.settimeout(None if flag else 0.0)

    def recv(self, bufsize: int, flags: int = 0) -> bytes:
        """What is there, else what comes within the limit."""
        try:
            return super().recv(bufsize, flags | socket.MSG_DONTWAIT)
        except BlockingIOError:
            self._wait(self._since + PATIENCE - time.monotonic())
        try:
            return super().recv(bufsize, flags)
        except TimeoutError:
            raise self._late() from None
        finally:
            super().settimeout(None)

    def sendall(self, data: bytes, flags: int = 0) -> None:  # type: ignore[override]  # gunicorn sends bytes
        """Send it, waiting for a slow client within the limit; without one, for as long as it takes some of it."""
        try:
            sent = super().send(data, flags | socket.MSG_DONTWAIT)
        except BlockingIOError:
            sent = 0
        if sent < len(data):
            self._wait(PATIENCE)
            rest = memoryview(data)[sent:]
            try:
                while rest:
                    rest = rest[super().send(rest, flags) :]
            except TimeoutError:
                raise self._late() from None
            finally:
                super().settimeout(None)

    def _wait(self, patience: float) -> None:
        super().settimeout(max(patience, 0.001) if self._limit is None else self._limit)

    def _late(self) -> OSError:
        """For gunicorn a client whose time is up without a limit has gone, which is no fault of ours to be logged."""
        return ConnectionResetError(ECONNRESET, "out of patience") if self._limit is None else TimeoutError("timed out")


class Answer(wsgi.Response):  # type: ignore[misc]  # gunicorn is not typed
    """Gunicorn's writer of an answer; it sends the head with the first part of the body, not before it."""

    headers_sent: bool
    _head = b""

    def send_headers(self) -> None:
        """Make the head; it goes with what comes next."""
        if not self.headers_sent:
            lines = [*self.default_headers(), *(f"{name}: {value}\r\n" for name, value in self.headers), "\r\n"]
            self._head = "".join(lines).encode("latin-1")
            self.headers_sent = True

    def sendfile(self, respiter: object) -> bool:  # noqa: ARG002  gunicorn's
        """A file is sent as all else is."""
        return False

    def close(self) -> None:
        """The end; where there is no body, the head has still to go."""
        self.send_headers()
        if self._head:
            self._send(b"")
        super().close()

    def _emit_body(self, data: bytes) -> None:
        self._send(b"%X\r\n%b\r\n" % (len(data), data) if self.chunked else data)

    def _send(self, data: bytes) -> None:
        head, self._head = self._head, b""
        self.sock.sendall(head + data if head else data)
