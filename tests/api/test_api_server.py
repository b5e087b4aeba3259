"""The service under the gunicorn that ships, on a loopback port of its own."""

import gzip
import http.client
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Self, TypeVar

import pytest

LIMIT = 1024 * 1024
PATIENCE = 15.0
STALL = 1.0

START = f"""\
import endmark.api.body
endmark.api.body.STALL_SECONDS = {STALL}
from endmark.api.serving import serve
serve(port=0)
"""


Found = TypeVar("Found")


def wait_for(what: Callable[[], Found | None]) -> Found:
    deadline = time.monotonic() + PATIENCE
    while (found := what()) is None:
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)
    return found


class Server:
    """One running service; `stop` ends it and returns its exit code."""

    def __init__(self, folder: Path, rules: Path) -> None:
        self._log = folder / "log"
        environ = {**os.environ, "ENDMARK_RULES": str(rules), "ENDMARK_MAX_BYTES": str(LIMIT)}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", START],
                cwd=folder,
                env={**environ, "ENDMARK_WORKERS": "1"},
                stdout=log,
                stderr=log,
            )

    def __enter__(self) -> Self:
        self.port = int(wait_for(lambda: re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", self.log()))[1])
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(PATIENCE)

    def log(self) -> str:
        assert self._process.poll() in (None, 0), self._log.read_text()
        return self._log.read_text()

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait(self) -> int:
        return self._process.wait(PATIENCE)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def request(
        self, method: str, path: str, body: bytes | Iterator[bytes] | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with closing(connection):
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, names, encode_chunked="Transfer-Encoding" in names)
            response = connection.getresponse()
            return response.status, response.headers, response.read()

    def exchange(self, sent: bytes, *, end: bool = True) -> bytes:
        """Send bytes as they are and read until the server closes."""
        with self.connect() as connection:
            connection.sendall(sent)
            if end:
                connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))


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


def head(*lines: str) -> bytes:
    return "\r\n".join(("POST /v1/strip HTTP/1.1", "Host: x", "Content-Type: text/plain", *lines, "", "")).encode()


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
        assert time.monotonic() - start < 1.0


def test_gzip_is_refused_and_never_taken_for_text(server: Server) -> None:
    status, headers, _ = server.request(
        "POST", "/v1/strip", gzip.compress(b"a text"), Content_Type="text/plain", Content_Encoding="gzip"
    )
    assert (status, headers["Content-Type"]) == (415, "application/problem+json")


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


def test_sigterm_answers_what_is_in_flight(tmp_path: Path, rules_folder: Path) -> None:
    with Server(tmp_path, rules_folder) as server, server.connect() as connection:
        assert server.request("GET", "/healthz")[0] == 200
        connection.sendall(head("Content-Length: 10") + b"hello")
        time.sleep(0.3)
        server.signal(signal.SIGTERM)
        wait_for(lambda: "Handling signal: term" in server.log() or None)
        time.sleep(0.3)
        connection.sendall(b"world")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b'"body": "helloworld"' in answer
        assert server.wait() == 0
        assert not re.search(r"Traceback|\[ERROR\]|CRITICAL", server.log())


def test_sighup_takes_new_rules_and_keeps_the_old_ones_when_they_break(tmp_path: Path) -> None:
    file = tmp_path / "rules" / "sites" / "example.net.yaml"
    file.parent.mkdir(parents=True)
    rule = 'site: N\nhosts: [example.net]\nrules:\n  - {id: one, kind: tags, line: "Cut me"}\n'
    file.write_text(rule, encoding="utf-8")

    def rules_of(server: Server) -> list[str]:
        text = b"The council closed the bridge on Tuesday.\n\nCut me"
        _, _, data = server.request("POST", "/v1/strip?site=example.net", text, Content_Type="text/plain")
        return [removed["rule"] for removed in json.loads(data)["removed"]]

    with Server(tmp_path, tmp_path / "rules") as server:
        assert rules_of(server) == ["example.net/one"]
        file.write_text(rule.replace("id: one", "id: two"), encoding="utf-8")
        server.signal(signal.SIGHUP)
        wait_for(lambda: rules_of(server) == ["example.net/two"] or None)
        file.write_text("site: [", encoding="utf-8")
        server.signal(signal.SIGHUP)
        wait_for(lambda: re.search(r"the old rules go on serving: .*example\.net\.yaml:1", server.log()))
        wait_for(lambda: len(re.findall("Worker exiting", server.log())) == 2 or None)
        assert rules_of(server) == ["example.net/two"]
        server.signal(signal.SIGTERM)
        assert server.wait() == 0
