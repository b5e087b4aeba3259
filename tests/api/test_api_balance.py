"""Connections are spread over the workers, whichever is awake first."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]
from tests.api.running import Server, head, wait_for

from endmark.api import worker as worker_module
from endmark.api.balance import MOST, Balance
from endmark.api.worker import Worker

REQUEST = head("Content-Length: 1", "Accept: text/plain") + b"x"


def test_workers_see_what_their_siblings_have() -> None:
    balance = Balance()
    assert balance.fewest() == 0
    sibling = get_context("fork").Process(target=balance.tell, args=(1, 3))
    sibling.start()
    sibling.join()
    balance.tell(0, 7)
    balance.tell(MOST, 1)  # one too many to be looked at
    assert balance.fewest() == 3
    balance.forget(1)
    assert balance.fewest() == 7
    balance.tell(5, 0)
    assert balance.fewest() == 0


@pytest.mark.parametrize(
    ("own", "sibling", "waits"), [(0, 0, 0), (1, 0, 0), (2, 0, 1), (5, 4, 0), (9, 7, 1), (3, 9, 0)]
)
def test_who_has_more_lets_a_sibling_go_first(
    monkeypatch: pytest.MonkeyPatch, own: int, sibling: int, waits: int
) -> None:
    done = list[str]()
    monkeypatch.setattr(worker_module, "sleep", lambda _: done.append("waits"))  # not of other threads
    monkeypatch.setattr(ThreadWorker, "accept", lambda *_: done.append("accepts"))
    worker = Worker.__new__(Worker)
    worker.number, worker.nr_conns, worker.alive, worker.balance = 0, own, True, Balance()
    worker.balance.tell(0, own)
    worker.balance.tell(1, sibling)
    with socket.socket() as listener:
        worker.accept(listener)
        assert done == ["waits"] * waits + ["accepts"]
        worker.balance.forget(1)
        worker.accept(listener)
        assert done[-1] == "accepts"
        assert len(done) == waits + 2


def connections(pid: int) -> int:
    """How many sockets a worker has open besides its door."""
    return sum(target.startswith("socket:") for target in open_files(pid)) - 1


def open_files(pid: int) -> Iterator[str]:
    """What a process has open; what it closes meanwhile is not there."""
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            yield str(file.readlink())


def waits(pid: int) -> bool:
    """Whether a worker has begun and is done with whoever knocked to see whether it has."""
    return "anon_inode:[eventpoll]" in open_files(pid) and connections(pid) == 0


def test_who_has_fewer_connections_gets_the_next_ones(tmp_path: Path, rules_folder: Path) -> None:
    with Server(tmp_path, rules_folder, WORKERS=2) as server, ExitStack() as clients:
        busy, idle = wait_for(lambda: server.workers() if len(server.workers()) == 2 else None)
        for pid in (busy, idle):
            wait_for(partial(waits, pid))

        def ask(times: int) -> None:
            for _ in range(times):
                client = clients.enter_context(server.connect())
                client.sendall(REQUEST)
                assert client.recv(65536).startswith(b"HTTP/1.1 200 ")
                time.sleep(0.01)

        ask(1)
        os.kill(idle, signal.SIGSTOP)
        ask(20)
        os.kill(idle, signal.SIGCONT)
        assert connections(busy) >= 20
        for _ in range(60):  # on a busy machine some are too late
            if connections(busy) - connections(idle) > 2:
                ask(1)
        assert connections(busy) - connections(idle) <= 2
        clients.close()
        wait_for(lambda: all(connections(pid) == 0 for pid in (busy, idle)))
