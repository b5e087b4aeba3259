"""How much is served at once: what is more is told to come back, before it costs anything."""

import threading
from dataclasses import dataclass, field
from types import TracebackType

from endmark.api.problems import RequestError

RETRY_AFTER = "1"  # seconds


@dataclass(slots=True)
class Slots:
    """So many at once in this process; `setting` is what raises the limit. A context holds one of them."""

    most: int
    things: str
    setting: str
    _taken: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> None:
        """Take a slot; raises RequestError(429) if there is none."""
        with self._lock:
            if self._taken < self.most:
                self._taken += 1
                return
        raise RequestError(
            429,
            f"{self.most} {self.things} are being served already; try again in {RETRY_AFTER} s, or raise the"
            f" service's {self.setting}",
            headers={"Retry-After": RETRY_AFTER},
            limit=self.most,
        )

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Give it back."""
        with self._lock:
            self._taken -= 1
