"""How many connections each worker has: all wait at one door, and the first to wake would take most of them."""

import mmap
from itertools import compress

MOST = 64  # workers that are looked at; those beyond take what they get

_SIZE = 4  # bytes of a number


class Balance:
    """In memory that the processes of a service share. A worker is known by its number."""

    def __init__(self) -> None:
        # One more than each has; 0 where there is no worker.
        self._counts = memoryview(mmap.mmap(-1, MOST * _SIZE)).cast("i")

    def tell(self, worker: int, connections: int) -> None:
        """So many it has now."""
        if worker < MOST:
            self._counts[worker] = connections + 1

    def forget(self, worker: int) -> None:
        """It takes no more, or has ended."""
        self.tell(worker, -1)

    def fewest(self) -> int:
        """What the one with the fewest has; 0 where none has told."""
        counts = self._counts.tolist()
        return min(compress(counts, counts), default=1) - 1
