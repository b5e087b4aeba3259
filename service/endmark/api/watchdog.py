"""One thread a process that acts when time is up: nothing that a request does may go on for ever."""

import ctypes
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from endmark.api.problems import RequestError

_TICK = 0.05  # seconds between two looks at the clock

_interrupt = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_ulong, ctypes.py_object)(
    ("PyThreadState_SetAsyncExc", ctypes.pythonapi)
)
_withdraw = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p)(
    ("PyThreadState_SetAsyncExc", ctypes.pythonapi)
)


class _TimeIsUpError(BaseException):
    """Raised in a thread from outside; not an `Exception`, so that nothing on the way swallows it."""


@dataclass(eq=False, slots=True)
class Watched:
    """What is watched while this context lasts; `fired` says that it lasted too long."""

    watchdog: "Watchdog"
    seconds: float
    act: Callable[[], object]
    deadline: float = 0.0
    fired: bool = False

    def __enter__(self) -> Self:
        """From now on."""
        self.deadline = time.monotonic() + self.seconds
        self.watchdog.begin(self)
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """No longer."""
        self.watchdog.end(self)


@dataclass
class Watchdog:
    """Acts on what outlives its deadline. Its thread starts with the first thing to watch, in each process."""

    _watched: set[Watched] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _process: int = 0

    def watch(self, seconds: float, act: Callable[[], object]) -> Watched:
        """A context; if it lasts longer, `act` is called in the watchdog's thread, and never after it has ended."""
        return Watched(self, seconds, act)

    def begin(self, watched: Watched) -> None:
        """Watch this."""
        with self._lock:
            self._watched.add(watched)
            self._start()

    def end(self, watched: Watched) -> None:
        """Watch it no longer: nothing is done about it once this has returned."""
        with self._lock:
            self._watched.discard(watched)

    @contextmanager
    def budget(self, seconds: float) -> Iterator[None]:
        """Stop what this thread does if it takes longer; raises RequestError(503).

        Python code stops between two of its instructions. A call into C stops when it returns: what those get
        is bounded by size beforehand.
        """
        thread = threading.get_ident()
        try:
            with self.watch(seconds, lambda: _interrupt(thread, _TimeIsUpError)) as watched:
                try:
                    yield
                finally:
                    self._settle(watched, thread)
        except _TimeIsUpError:
            raise RequestError(
                503,
                f"this took longer than the {seconds:g} seconds that one article may; send less of the page, or raise"
                " the service's ENDMARK_MAX_SECONDS",
                limit=seconds,
                unit="seconds",
            ) from None

    def _settle(self, watched: Watched, thread: int) -> None:
        """Time that ran out on the last instruction hits nobody who comes after."""
        self.end(watched)
        if watched.fired:
            _withdraw(thread, None)

    def _start(self) -> None:
        if self._process != os.getpid():  # a fork takes no threads along
            self._process = os.getpid()
            threading.Thread(target=self._run, name="watchdog", daemon=True).start()

    def _run(self) -> None:
        while True:
            time.sleep(_TICK)
            with self._lock:
                now = time.monotonic()
                for watched in [w for w in self._watched if w.deadline < now]:
                    self._watched.discard(watched)
                    watched.fired = True
                    watched.act()
