"""Counting hits of rules for `endmark stats`: requests count in memory, a thread writes every few seconds."""

import atexit
import logging
import os
import threading
from pathlib import Path

from endmark.api.metrics import Metrics
from endmark.errors import InputError
from endmark.hits import Hits, Tally
from endmark.model import Result

EVERY = 5.0  # seconds between two writes

_log = logging.getLogger(__name__)


class Counting:
    """Counts in a file that all workers write to. What cannot be written is kept, and tried again.

    Its thread starts with the first article, in each process; what is left when the process ends is written then.
    """

    def __init__(self, file: Path, metrics: Metrics) -> None:
        self._file, self._metrics = file, metrics
        self._tally = Tally()
        self._lock = threading.Lock()
        self._process = 0
        self._failing = False

    def count(self, result: Result) -> None:
        """Count an article and its cuts. Waits for no file."""
        with self._lock:
            self._tally.count(result)
            self._start()

    def write(self) -> None:
        """Write what was counted since the last time; the log tells the first of several failures."""
        with self._lock:
            tally, self._tally = self._tally, Tally()
        try:
            if tally.articles:
                Hits(self._file).write(tally)
                self._failing = False
        except InputError as error:
            with self._lock:
                tally.add(self._tally)
                self._tally = tally
            self._metrics.stats_failed()
            (_log.debug if self._failing else _log.error)("hits are not written, but kept: %s", error)
            self._failing = True

    def _start(self) -> None:
        if self._process != os.getpid():  # a fork takes no threads along
            self._process = os.getpid()
            threading.Thread(target=self._run, name="hits", daemon=True).start()
            atexit.register(self.write)

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(EVERY):
            self.write()
