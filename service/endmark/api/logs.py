"""Logs: one JSON object a line on standard error, of Endmark, Flask and gunicorn alike.

Whoever reads them may be slow, or gone: lines wait in memory, a thread writes them, and what there is no room for
is dropped and counted. No request ever waits for a log.
"""

import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from endmark.api.problems import to_json

Told = Callable[[int], object]

MOST_LINES = 10_000
_STANDARD_ERROR = 2
_PAUSE = 0.1  # seconds between two writes: a line costs its request no switch to the writing thread
_LAST_WORDS = 1.0  # seconds, for what is still to be written at the end
_OF_EVERY_RECORD = {*logging.makeLogRecord({}).__dict__, "message", "asctime", "taskName"}

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class JsonLogger(Logger):  # type: ignore[misc]  # gunicorn is not typed
    """Gunicorn's messages go where all others go."""

    def setup(self, cfg: Any) -> None:  # noqa: ANN401  gunicorn's own settings
        """Gunicorn sets its logs up: no handlers of their own."""
        self.cfg = cfg
        self._access_log_enabled = False
        self.error_log.propagate = True
        # Its debug messages repeat what clients send.
        self.error_log.setLevel(max(logging.INFO, logging.getLogger().level))


class Writer(logging.Handler):
    """Writes without ever keeping anybody waiting. `dropped` is told how many lines were lost."""

    def __init__(self) -> None:
        super().__init__()
        _open_all()
        self.dropped: Told = _not_counted
        self._lines: deque[str] = deque()
        self._process = 0
        self._ending = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        """Queue a line."""
        if self._process != os.getpid():  # a fork takes no threads along, and the lines are the parent's
            self._begin()
        if len(self._lines) < MOST_LINES:
            self._lines.append(self.format(record) + "\n")
        else:
            self.dropped(1)

    def close(self) -> None:
        """Write what is left, unless nobody reads."""
        if self._process == os.getpid():
            self._ending.set()
            self._thread.join(_LAST_WORDS)
        super().close()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._lines.clear()
        self._ending = threading.Event()  # the parent's thread may have held its lock when this process began
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ending.wait(_PAUSE):
            self._write()
        self._write()

    def _write(self) -> None:
        lines = [self._lines.popleft() for _ in range(len(self._lines))]
        data = "".join(lines).encode("utf-8", "backslashreplace")
        try:
            while data:
                data = data[os.write(_STANDARD_ERROR, data) :]
        except OSError:
            self.dropped(len(lines))


def _open_all() -> None:
    """Give closed standard streams to the null device: the next connection would get their numbers, and our lines."""
    while (file := os.open(os.devnull, os.O_RDWR)) <= _STANDARD_ERROR:
        pass
    os.close(file)


def _not_counted(_: int) -> None:
    """Before there are metrics, and in the first process."""


def set_up(level: str) -> Writer:
    """Make every log of this process and its children one of JSON lines."""
    logging.logThreads = logging.logMultiprocessing = False  # no line says these, and to look them up takes time
    writer = Writer()
    writer.setFormatter(Lines())
    logging.basicConfig(level=level.upper(), handlers=[writer], force=True)
    return writer


class Lines(logging.Formatter):
    """A record as one JSON object: what, which request's, how bad, whose, what else, when, and in which process."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        entry: dict[str, object] = {"event": record.getMessage()}
        if identity := request_id.get():
            entry["request_id"] = identity
        entry |= {"level": record.levelname.lower(), "logger": record.name}
        entry |= {name: value for name, value in record.__dict__.items() if name not in _OF_EVERY_RECORD}
        entry["timestamp"] = f"{datetime.fromtimestamp(record.created, UTC).replace(tzinfo=None).isoformat()}Z"
        entry["process"] = record.process
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            entry["stack_info"] = record.stack_info
        return to_json(entry).decode()
