"""What is noted about every request: its id, a line in the log, and the metrics. Never what an article says."""

import logging
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from endmark.api.metrics import Metrics

REQUEST_ID = "X-Request-ID"
UNMATCHED = "unmatched"

_USABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+=@-]{0,127}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

_log = logging.getLogger("endmark.request")


@dataclass(frozen=True, slots=True)
class Observer:
    """Watches an application's requests."""

    metrics: Metrics
    # A random start for each process, and then a number: asking the system each time lets other threads in.
    _start: str = field(default_factory=lambda: secrets.token_hex(8))
    _numbers: Iterator[int] = field(default_factory=count)

    def register(self, app: Flask) -> None:
        """Watch this one."""
        app.before_request(self._begin)
        app.after_request(self._end)

    def _begin(self) -> None:
        g.started = time.perf_counter()
        given = request.headers.get(REQUEST_ID, "")
        g.request_id = given if _USABLE.fullmatch(given) else f"{self._start}{next(self._numbers):016x}"
        clear_contextvars()
        bind_contextvars(request_id=g.request_id)
        self.metrics.begun()

    def _end(self, response: Response) -> Response:
        response.headers[REQUEST_ID] = g.request_id
        started, method, client = g.started, request.method, request.remote_addr
        received = request.content_length
        endpoint = request.url_rule.rule if request.url_rule else UNMATCHED

        def note() -> None:
            """The answer has been sent, or its client has gone."""
            seconds = time.perf_counter() - started
            known = method if method in _METHODS else UNMATCHED
            self.metrics.ended(endpoint, known, response.status_code, seconds)
            fields = {"method": known, "endpoint": endpoint, "status": response.status_code, "client": client}
            _log.info("request", extra={**fields, "ms": round(seconds * 1000, 1), "bytes": received})
            clear_contextvars()

        response.call_on_close(note)
        return response
