"""Articles take turns: at once they would only take the interpreter from one another, again and again."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from endmark.api.watchdog import Watchdog

LONGEST = 0.1  # seconds; who takes longer goes on beside the next one, so that nobody waits for a slow article


@dataclass(slots=True)
class Turns:
    """One at a time in this process, for as long as a turn lasts; the next turn is whose wait is the longest."""

    watchdog: Watchdog
    _taken: bool = False
    _waiting: deque[threading.Lock] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn, and give it back at the end or when it has lasted long enough."""
        self._wait()
        watched = self.watchdog.watch(LONGEST, self._next)
        try:
            with watched:
                yield
        finally:
            if not watched.fired:
                self._next()

    def _wait(self) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()

    def _next(self) -> None:
        """A turn ends: it goes straight to the next one, and nobody who has just come can take it first."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
