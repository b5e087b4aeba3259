"""Gunicorn's worker, with its refusals as problem documents: what is no HTTP never reaches the application."""

import socket
from typing import Any

from gunicorn.http import errors  # type: ignore[import-untyped]
from gunicorn.util import close_graceful  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]
from werkzeug.http import HTTP_STATUS_CODES

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


def _nothing_left(*, graceful: bool = False) -> None:
    """In place of a connection's `close`: it is closed."""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn is not typed
    """Answers what it refuses as the application would. `number` is the lowest that no living sibling has."""

    number: int

    def handle(self, conn: Any) -> Any:  # noqa: ANN401  gunicorn's own
        """Answer; and see a connection off that ends with it.

        Gunicorn would do that in its first thread, which dispatches nothing while it waits, for two seconds each, for
        clients that do not hang up.
        """
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
