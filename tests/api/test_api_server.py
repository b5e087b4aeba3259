"""The service under the gunicorn that ships, on a loopback port of its own."""

import http.client
import json
import os
import re
import signal
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from tests.api.running import LIMIT, PATIENCE, STALL, Server, head, wait_for


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, rules_folder: Path) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    # A file of this name in the working directory is what gunicorn would otherwise take its settings from.
    (folder / "gunicorn.conf.py").write_text("raise SystemExit('the stray gunicorn.conf.py was read')")
    with Server(folder, rules_folder) as server:
        yield server


def chunked(size: int) -> Iterator[bytes]:
    for start in range(0, size, 10_000):
        yield b"a" * min(10_000, size - start)


@pytest.mark.parametrize(("size", "status"), [(LIMIT, 200), (LIMIT + 1, 413), (LIMIT * 10, 413)])
@pytest.mark.parametrize("framing", ["length", "chunks"])
def test_the_limit(server: Server, framing: str, size: int, status: int) -> None:
    if framing == "length":
        answer = server.request("POST", "/v1/strip", b"a" * size, Content_Type="text/plain")
    else:
        answer = server.request(
            "POST", "/v1/strip", chunked(size), Content_Type="text/plain", Transfer_Encoding="chunked"
        )
    assert answer[0] == status
    document = json.loads(answer[2])
    if status == 200:
        assert document["length"] == size
    else:
        assert answer[1]["Content-Type"] == "application/problem+json"
        assert (document["limit"], document["actual"]) == (LIMIT, size)


@pytest.mark.parametrize(
    "sent",
    [
        head("Transfer-Encoding: chunked") + b"5\r\nhel",
        head("Transfer-Encoding: chunked") + b"5\r\nhello\r\n",
        head("Transfer-Encoding: chunked") + b"5\r\nhelloX",
        head("Transfer-Encoding: chunked") + b"zz\r\nhello\r\n0\r\n\r\n",
        head("Transfer-Encoding: chunked") + b"5\r\nhello\r\n0\r\nno trailer\r\n\r\n",
        head("Content-Length: 10") + b"hello",
    ],
    ids=["in a chunk", "between chunks", "bad end", "bad size", "bad trailer", "short of its length"],
)
def test_a_body_that_breaks_off_is_no_text(server: Server, sent: bytes) -> None:
    answer = server.exchange(sent)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in answer
    assert "Traceback" not in server.log()


def test_a_client_that_reads_slowly_gets_the_whole_answer(server: Server) -> None:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(PATIENCE)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(head(f"Content-Length: {LIMIT}", "Connection: close") + bytes(LIMIT))
        time.sleep(STALL + 1)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.count(b"u0000") == LIMIT
    assert "Traceback" not in server.log()


@pytest.mark.parametrize("framing", ["Content-Length: 10", "Transfer-Encoding: chunked"])
def test_a_body_that_stalls_is_given_up(server: Server, framing: str) -> None:
    answer = server.exchange(head(framing) + b"5\r\nh", end=False)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert "Traceback" not in server.log()


def test_a_client_that_goes_away_leaves_no_trace(server: Server) -> None:
    for sent in (head("Content-Length: 10") + b"h", head("Transfer-Encoding: chunked") + b"5\r\nh"):
        with server.connect() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(sent)
            time.sleep(0.1)
    assert server.request("GET", "/healthz")[0] == 200
    assert not re.search(r"Traceback|\[ERROR\]|CRITICAL", server.log())


def test_a_hundred_slow_clients_do_not_hold_up_others(server: Server) -> None:
    with ExitStack() as clients:
        for _ in range(100):
            clients.enter_context(server.connect()).sendall(b"POST /v1/strip HTTP/1.1\r\nHost:")
        start = time.monotonic()
        assert server.request("GET", "/healthz")[0] == 200
        assert time.monotonic() - start < 5  # seconds; starved threads took 25, and make soak asks for one


def test_a_refused_client_reads_why_although_it_sent_much(server: Server) -> None:
    status, _, _ = server.request("POST", "/v1/strip", b"a" * LIMIT, Content_Type="image/png")
    assert status == 415


@pytest.mark.parametrize("accept", ["text/plain", "application/json"])
def test_every_character_comes_back(server: Server, accept: str) -> None:
    text = "A\r\nB\rC\n\xa0D\u200b\ufeffE\0F\u2028G\x85H\t \U0001f600e\u0301\r\n\r\n "
    status, _, data = server.request(
        "POST", "/v1/strip", text.encode(), Content_Type="text/plain; charset=utf-8", Accept=accept
    )
    assert status == 200
    assert (data.decode() if accept == "text/plain" else json.loads(data)["body"]) == text


def test_the_rules_of_the_folder_are_laid_over(server: Server) -> None:
    text = b"The council closed the bridge on Tuesday.\n\nPlease support The Example today!"
    _, _, data = server.request("POST", "/v1/strip?url=https://example.com/x", text, Content_Type="text/plain")
    assert [removed["rule"] for removed in json.loads(data)["removed"]] == ["example.com/appeal"]


def test_a_connection_serves_many_requests(server: Server) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) as connection:
        connection.connect()
        used = connection.sock
        for size in (10, LIMIT * 2, 10):
            connection.request("POST", "/v1/strip", b"a" * size, {"Content-Type": "text/plain"})
            response = connection.getresponse()
            response.read()
            assert response.status == (200 if size <= LIMIT else 413)
        assert connection.sock is used


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_stop_lets_it_answer_what_is_in_flight(
    tmp_path: Path, rules_folder: Path, number: signal.Signals
) -> None:
    with Server(tmp_path, rules_folder) as server, server.connect() as connection:
        assert server.request("GET", "/healthz")[0] == 200
        connection.sendall(head("Content-Length: 10") + b"hello")
        time.sleep(0.3)
        if number == signal.SIGINT:  # a terminal's comes to all
            for pid in server.workers():
                os.kill(pid, number)
        server.signal(number)
        wait_for(lambda: re.search("Handling signal: (term|int)", server.log()))
        time.sleep(0.3)
        connection.sendall(b"world")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b'"body":"helloworld"' in answer
        assert server.wait() == 0
        assert not re.search(r"Traceback|\[ERROR\]|CRITICAL", server.log())
