"""Connections are spread over the workers, whichever is awake first."""

import os
import signal
import time
from contextlib import ExitStack
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from tests.api.running import Server, head, wait_for

from endmark.api.balance import MOST, Balance

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


def connections(pid: int) -> int:
    """The sockets that a process has open, its door among them."""
    files = Path(f"/proc/{pid}/fd").iterdir()
    return sum(file.readlink().name.startswith("socket:") for file in files)


def listens(pid: int) -> bool:
    """Whether a worker waits for connections: before it has begun, it has no poller."""
    return any(file.readlink().name == "anon_inode:[eventpoll]" for file in Path(f"/proc/{pid}/fd").iterdir())


def test_who_has_fewer_connections_gets_the_next_ones(tmp_path: Path, rules_folder: Path) -> None:
    with Server(tmp_path, rules_folder, WORKERS=2) as server, ExitStack() as clients:
        busy, idle = wait_for(lambda: server.workers() if len(server.workers()) == 2 else None)
        for pid in (busy, idle):
            wait_for(partial(listens, pid))
        before = {pid: connections(pid) for pid in (busy, idle)}

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
        assert connections(busy) - before[busy] >= 20
        ask(20)
        assert connections(idle) - before[idle] >= 15
        clients.close()
        wait_for(lambda: all(connections(pid) == before[pid] for pid in before))
