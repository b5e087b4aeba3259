"""Articles take turns: at once they would only take the interpreter from one another, again and again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from endmark.api.watchdog import Watchdog

LONGEST = 0.1  # seconds; who takes longer goes on beside the next one, so that nobody waits for a slow article


@dataclass(frozen=True, slots=True)
class Turns:
    """One at a time in this process, for as long as a turn lasts."""

    watchdog: Watchdog
    _free: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(1))

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn, and give it back at the end or when it has lasted long enough."""
        self._free.acquire()
        watched = None
        try:
            with self.watchdog.watch(LONGEST, self._free.release) as watched:
                yield
        finally:
            if not (watched and watched.fired):
                self._free.release()
