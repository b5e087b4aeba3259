"""What a process holds in memory, and work done apart from it."""

import multiprocessing
import os
import re
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

_Answer = TypeVar("_Answer")


def memory() -> int:
    """Bytes of this process that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def peak() -> int:
    """The most bytes of this process that have been in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024


def resident(processes: Iterable[int]) -> int:
    """Bytes that these processes have resident, together."""
    texts = [Path(f"/proc/{pid}/status").read_text(encoding="ascii") for pid in processes]
    return sum(int(found[1]) for text in texts if (found := re.search(r"VmRSS:\s+(\d+) kB", text))) * 1024


def cpu_seconds(processes: Iterable[int]) -> float:
    """What these processes have used of the processor."""
    fields = [Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split() for pid in processes]
    return sum(int(field[11]) + int(field[12]) for field in fields) / os.sysconf("SC_CLK_TCK")


def children(process: int) -> list[int]:
    """The processes that its first thread has started and that still run."""
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()]


def apart(work: Callable[[], _Answer]) -> _Answer:
    """The answer of work done in a fork of this process: what it warms, no other case finds warm."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def run(sender: Connection) -> None:
        sender.send(work())

    process = context.Process(target=run, args=(sender,))
    process.start()
    sender.close()
    answer: _Answer = receiver.recv()
    process.join()
    return answer
