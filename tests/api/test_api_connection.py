"""A client's connection waits when it has to, and no longer than it may; and what the worker makes of it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.api.running import BARE, PATIENCE, Server, head, wait_for

from endmark.api.connection import Connection

MUCH = bytes(range(256)) * 40_000  # more than a socket holds


@pytest.fixture
def pair() -> Iterator[tuple[Connection, socket.socket]]:
    ours, client = socket.socketpair()
    with Connection(fileno=ours.detach()) as connection, client:
        yield connection, client


@pytest.mark.parametrize("limit", [None, 30.0])
def test_it_waits_for_what_is_not_there_yet(pair: tuple[Connection, socket.socket], limit: float | None) -> None:
    connection, client = pair
    connection.settimeout(limit)
    sending = threading.Timer(0.1, client.sendall, [b"late"])
    sending.start()
    assert connection.recv(10) == b"late"
    assert connection.gettimeout() == limit
    sending.join()
    client.close()
    assert connection.recv(10) == b""


def test_it_waits_no_longer_than_it_may(pair: tuple[Connection, socket.socket]) -> None:
    connection, client = pair
    connection.settimeout(0.05)
    for use in (lambda: connection.recv(10), lambda: connection.sendall(MUCH)):
        begin = time.monotonic()
        with pytest.raises(TimeoutError):
            use()
        assert time.monotonic() - begin >= 0.05
    client.sendall(b"now")
    assert connection.recv(10) == b"now"
    connection.settimeout(0)
    with pytest.raises(BlockingIOError):
        connection.recv(10)


def test_without_a_limit_its_patience_ends(
    pair: tuple[Connection, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, client = pair
    monkeypatch.setattr("endmark.api.connection.PATIENCE", 0.3, raising=False)
    client.settimeout(PATIENCE)
    ended = threading.Timer(5, client.close)  # else it would last for ever
    ended.start()
    connection.settimeout(None)
    begin = time.monotonic()
    with pytest.raises(ConnectionResetError):
        connection.sendall(MUCH)
    connection.settimeout(None)
    client.sendall(b"dawdling")

    def dawdle() -> bytes:
        time.sleep(0.1)
        return connection.recv(1)

    with pytest.raises(ConnectionResetError):
        list(iter(dawdle, b""))
    assert 0.6 <= time.monotonic() - begin < 5
    ended.cancel()


def test_clients_that_stall_in_heads_or_answers_keep_no_thread(tmp_path: Path, rules_folder: Path) -> None:
    hasty = f"import endmark.api.connection as c; c.PATIENCE = 1.0\n{BARE}"
    body = b'{"text": "%b"}\n' % (b"It rained. " * 1000) * 900  # the answers are more than sockets hold
    batch = head(f"Content-Length: {len(body)}", path="/v1/strip/batch").replace(b"text/plain", b"application/x-ndjson")
    with Server(tmp_path, rules_folder, start=hasty, MAX_BATCHES=1) as server, ExitStack() as clients:
        mute = clients.enter_context(socket.socket())
        mute.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        mute.connect(("127.0.0.1", server.port))
        mute.sendall(batch + body)
        half = clients.enter_context(server.connect())
        half.settimeout(10)
        half.sendall(b"POST /v1/strip HT")
        assert half.recv(1) == b""
        one = b'{"text": "x"}\n'
        wait_for(lambda: server.request("POST", "/v1/strip/batch", one, Content_Type="application/x-ndjson")[0] == 200)
        assert not server.faults()


def test_a_slow_reader_gets_everything(pair: tuple[Connection, socket.socket]) -> None:
    connection, client = pair
    sending = threading.Thread(target=connection.sendall, args=(MUCH,))
    sending.start()
    time.sleep(0.05)
    got = bytearray()
    while len(got) < len(MUCH):
        got += client.recv(65536)
    sending.join()
    assert got == MUCH


def test_head_and_body_come_at_once_again_and_again(tmp_path: Path, rules_folder: Path) -> None:
    with Server(tmp_path, rules_folder) as server, server.connect() as connection:
        for text in (b"one", b"a" * 30_000, b"three"):
            connection.sendall(head(f"Content-Length: {len(text)}", "Accept: text/plain") + text)
            answer = connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200 ")
            assert answer.endswith(b"\r\n\r\n" + text)
        both = head("Content-Length: 1", "Accept: text/plain") + b"x"
        connection.sendall(both + both)
        got = b""
        while got.count(b"\r\n\r\nx") < 2:
            got += connection.recv(65536)
        assert not server.faults()


def test_an_answer_without_a_body_has_its_head(tmp_path: Path, rules_folder: Path) -> None:
    with Server(tmp_path, rules_folder) as server:
        status, headers, data = server.request("HEAD", "/healthz")
        assert (status, headers["Content-Length"], data) == (200, "15", b"")
        assert server.faults() == []
