"""A worker's threads: as many as are needed, and no more than it may have."""

import sys
import threading

import pytest
from tests.api.running import wait_for

from endmark.api.pool import Pool


def test_threads_start_when_needed_and_wait_for_more() -> None:
    pool, seen = Pool(2), list[threading.Thread]()
    both, go = threading.Barrier(3), threading.Event()

    def work() -> None:
        seen.append(threading.current_thread())
        both.wait(10)
        assert go.wait(10)

    for _ in range(4):
        pool.submit(work)
    both.wait(10)
    assert len(set(seen)) == len(seen) == 2  # and two wait for their turn
    go.set()
    both.wait(10)
    assert len(seen) == 4
    assert len(set(seen)) == 2
    wait_for(lambda: pool.idle == 2)
    done = threading.Event()
    pool.submit(done.set)
    assert done.wait(10)
    wait_for(lambda: pool.idle == 2)


def test_work_that_fails_costs_its_thread_only(monkeypatch: pytest.MonkeyPatch) -> None:
    told = list[type[BaseException]]()
    monkeypatch.setattr(threading, "excepthook", lambda failure: told.append(failure.exc_type))
    pool, done = Pool(1), threading.Event()
    pool.submit(sys.exit)
    wait_for(lambda: told)
    assert pool.idle == 0
    pool.submit(done.set)
    assert done.wait(10)
    wait_for(lambda: pool.idle == 1)


def test_where_the_system_gives_no_more_threads_work_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    pool, go, done = Pool(9), threading.Event(), threading.Event()
    pool.submit(go.wait)

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            Pool(9).submit(done.set)  # nobody will ever do it
        pool.submit(done.set)
    assert pool.idle == -1
    go.set()
    assert done.wait(10)
    wait_for(lambda: pool.idle == 1)
