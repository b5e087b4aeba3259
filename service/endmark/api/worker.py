"""Gunicorn's worker, with its refusals as problem documents: what is no HTTP never reaches the application."""

import signal
import socket
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from time import monotonic, sleep
from typing import Any

from gunicorn.http import errors, wsgi  # type: ignore[import-untyped]
from gunicorn.util import close_graceful  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]
from werkzeug.http import HTTP_STATUS_CODES

from endmark.api.balance import Balance
from endmark.api.connection import Answer, Connection
from endmark.api.pool import Pool
from endmark.api.problems import MEDIA_TYPE, RequestError, to_json

# Faults of ours, although gunicorn calls them by the same name.
_OURS = (errors.ConfigurationProblem, errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)
_STATUSES = [
    (errors.LimitRequestLine, 414),
    (errors.LimitRequestHeaders, 431),
    (errors.UnsupportedTransferCoding, 501),
    (errors.ExpectationFailed, 417),
    (errors.ForbiddenProxyRequest, 403),
    (errors.ParseException, 400),
]

_HEARTBEAT = 1.0  # seconds
_AHEAD = 1  # connections more than a sibling has, with which a worker lets others take the next one
_COURTESY = 0.001  # seconds, for others to take it
_SHORTAGE = 0.1  # seconds, until a connection is tried again that could not be taken
_CHUNK = 64 * 1024  # bytes, of a head and what comes with it: most articles in one


def _nothing_left(*, graceful: bool = False) -> None:
    """In place of a connection's `close`: it is closed."""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn is not typed
    """Answers what it refuses as the application would. `number` is the lowest that no living sibling has.

    `balance` tells what the siblings have to do. Both are given to it before its process begins.
    """

    number: int
    balance: Balance
    _notified = 0.0

    def init_process(self) -> None:
        """Gunicorn begins, in a process of its own."""
        wsgi.Response = Answer
        super().init_process()

    def init_signals(self) -> None:
        """Ctrl-C comes to all processes of a terminal: it, too, lets a worker answer what is in flight."""
        super().init_signals()
        signal.signal(signal.SIGINT, self.handle_exit)

    def notify(self) -> None:
        """Tell the first process that this one lives: gunicorn would at every event, and is content with seconds."""
        self._tell()
        now = monotonic()
        if now - self._notified > _HEARTBEAT:
            self._notified = now
            super().notify()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, unless a sibling that has fewer does, which is awake for it by now."""
        if self.nr_conns - self.balance.fewest() > _AHEAD:
            sleep(_COURTESY)
        try:
            super().accept(listener)
        except OSError as error:  # no file or memory left for it, which is no reason to let down all the others
            self.log.warning("a connection has to wait: %s", error.strerror)
            sleep(_SHORTAGE)
        self._tell()

    def _tell(self) -> None:
        if self.alive:
            self.balance.tell(self.number, self.nr_conns)
        else:
            self.balance.forget(self.number)

    def get_thread_pool(self) -> Pool:
        """Gunicorn asks for the threads that serve."""
        return Pool(self.cfg.threads)

    def enqueue_req(self, conn: Any) -> None:  # noqa: ANN401  gunicorn's own
        """Have a connection served by a thread, which also sees to that its next request is waited for."""
        self.tpool.submit(partial(self._serve, conn))

    def _serve(self, conn: Any) -> None:  # noqa: ANN401  gunicorn's own
        goes_on = False
        try:
            goes_on = self.handle(conn)
        finally:
            if goes_on is True and self.alive and not conn.parser.unreader.buf.getvalue():
                self._wait_for_next(conn)
            else:
                done = Future[Any]()
                done.set_result(goes_on)
                self.method_queue.defer(self.finish_request, conn, done)

    def _wait_for_next(self, conn: Any) -> None:  # noqa: ANN401  gunicorn's own
        """As gunicorn's first thread would; to wake it for this takes longer. Once registered, it is its again."""
        conn.parser.unreader.mxchunk = _CHUNK
        conn.set_timeout()
        self.keepalived_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_client_socket_readable, conn))

    def _cap_keepalive(self, deadline: float) -> None:
        """A stopping worker waits less for next requests; a thread may still be adding a connection."""
        for conn in tuple(self.keepalived_conns):
            conn.timeout = min(conn.timeout, deadline)

    def handle(self, conn: Any) -> Any:  # noqa: ANN401  gunicorn's own
        """Answer; and see a connection off that ends with it.

        Gunicorn would do that in its first thread, which dispatches nothing while it waits, for two seconds each, for
        clients that do not hang up.
        """
        if not conn.initialized and not isinstance(conn.sock, Connection):
            taken = conn.sock
            conn.sock = Connection(taken.family, taken.type, taken.proto, fileno=taken.detach())
        goes_on = super().handle(conn)
        if not goes_on:
            close_graceful(conn.sock)
            conn.close = _nothing_left
        return goes_on

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:  # noqa: ANN401
        """Gunicorn could not read a request."""
        status = next((status for kind, status in _STATUSES if isinstance(exc, kind)), None)
        if status is None or isinstance(exc, _OURS):
            super().handle_error(req, client, addr, exc)
            return
        self.log.info("refused: %s: %s", type(exc).__name__, status)
        detail = f"this is no HTTP request that can be served: {type(exc).__name__}"
        body = to_json(RequestError(status, detail).document())
        lines = (
            f"HTTP/1.1 {status} {HTTP_STATUS_CODES[status]}",
            "Connection: close",
            f"Content-Type: {MEDIA_TYPE}",
            f"Content-Length: {len(body)}",
        )
        try:
            client.sendall("\r\n".join((*lines, "", "")).encode() + body)
        except OSError:
            self.log.debug("a refused client did not wait for the answer")
