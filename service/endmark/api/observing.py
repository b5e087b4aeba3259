"""What is noted about every request: its id, a line in the log, and the metrics. Never what an article says."""

import logging
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from flask import Request

from endmark.api.logs import request_id
from endmark.api.metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = "X-Request-ID"
UNMATCHED = "unmatched"

_USABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+=@-]{0,127}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

_log = logging.getLogger("endmark.request")


@dataclass(frozen=True, slots=True)
class Observer:
    """Watches an application's requests, from around it: to Flask's own hooks a request costs more than to this."""

    application: "WSGIApplication"
    metrics: Metrics
    # A random start for each process, and then a number: asking the system each time lets other threads in.
    _start: str = field(default_factory=lambda: secrets.token_hex(8))
    _numbers: Iterator[int] = field(default_factory=count)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """The application's answer, with its id among the headers; noted when it has been sent."""
        given = environ.get("HTTP_X_REQUEST_ID", "")
        identity = given if _USABLE.fullmatch(given) else f"{self._start}{next(self._numbers):016x}"
        answer = _Answer(self.metrics)
        request_id.set(identity)

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:  # noqa: ANN401  as WSGI has it
            answer.status = int(status[:3])
            answer.request = environ["werkzeug.request"]  # before Flask takes it away
            headers.append((REQUEST_ID, identity))
            return start_response(status, headers, *error)

        self.metrics.begun()
        answer.parts = self.application(environ, start)
        return answer


@dataclass(slots=True)
class _Answer:
    """An answer on its way; `close` comes when it has been sent, or its client has gone."""

    metrics: Metrics
    parts: Iterable[bytes] = ()
    status: int = 0
    request: Request | None = None
    _started: float = field(default_factory=time.perf_counter)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        """Let the application end its part, then note."""
        try:
            close = getattr(self.parts, "close", None)
            if close:
                close()
        finally:
            if self.request:
                self._note(self.request)
            request_id.set(None)

    def _note(self, request: Request) -> None:
        seconds = time.perf_counter() - self._started
        method = request.method if request.method in _METHODS else UNMATCHED
        endpoint = request.url_rule.rule if request.url_rule else UNMATCHED
        self.metrics.ended(endpoint, method, self.status, seconds)
        if _log.isEnabledFor(logging.INFO):
            fields = {"method": method, "endpoint": endpoint, "status": self.status, "client": request.remote_addr}
            fields |= {"ms": round(seconds * 1000, 1), "bytes": request.content_length}
            # As `_log.info` would, which looks first for who called it.
            _log.handle(_log.makeRecord(_log.name, logging.INFO, __file__, 0, "request", (), None, extra=fields))
