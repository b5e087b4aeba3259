"""How much is served at once: what is more is told to come back, before it costs anything."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from endmark.api.problems import RequestError

RETRY_AFTER = "1"  # seconds


class Slots:
    """So many at once in this process; `setting` is what raises the limit."""

    def __init__(self, most: int, things: str, setting: str) -> None:
        self._most, self._things, self._setting = most, things, setting
        self._free = threading.BoundedSemaphore(most)

    @contextmanager
    def take(self) -> Iterator[None]:
        """Hold a slot; raises RequestError(429) if there is none."""
        if not self._free.acquire(blocking=False):
            raise RequestError(
                429,
                f"{self._most} {self._things} are being served already; try again in {RETRY_AFTER} s, or raise the"
                f" service's {self._setting}",
                headers={"Retry-After": RETRY_AFTER},
                limit=self._most,
            )
        try:
            yield
        finally:
            self._free.release()
