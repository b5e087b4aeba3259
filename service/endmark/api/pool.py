"""The threads of a worker."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue


@dataclass(slots=True)
class Pool:
    """So many threads at most; each starts when there is more to do than threads that do nothing.

    In place of the standard library's, which takes four times as long to hand over work, and whose `shutdown` waits
    for ever where a signal calls it in the middle of a `submit`.
    """

    most: int
    _work: SimpleQueue[Callable[[], object]] = field(default_factory=SimpleQueue)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: int = 0
    _free: int = 0

    @property
    def idle(self) -> int:
        """Threads that do nothing; less than 0 where work waits for one."""
        return self._free

    def submit(self, work: Callable[[], object]) -> None:
        """Have a thread do this, as soon as one is free."""
        with self._lock:
            self._free -= 1
            if starts := self._free < 0 and self._threads < self.most:
                self._threads += 1
                self._free += 1
        self._work.put(work)
        if starts:
            self._start()

    def shutdown(self, *, wait: bool) -> None:
        """Nothing has to be done: the threads end with the process, which gunicorn lets wait for connections."""

    def _start(self) -> None:
        try:
            threading.Thread(target=self._run, daemon=True).start()
        except RuntimeError:  # the system gives no more: the work waits for one of those that are there
            with self._lock:
                self._threads -= 1
                self._free -= 1
                if not self._threads:
                    raise

    def _run(self) -> None:
        try:
            while True:
                self._work.get()()
                with self._lock:
                    self._free += 1
        finally:  # what is raised is told by Python, and costs the thread
            with self._lock:
                self._threads -= 1
