"""What goes wrong outside of the service, under the gunicorn that ships: deliberate answers, and others unharmed."""

import gzip
import http.client
import json
import os
import re
import signal
import socket
import struct
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.api.problem_documents import problem
from tests.api.running import BARE, LIMIT, PATIENCE, Server, head, parsed, wait_for

from endmark import RuleBook
from endmark.api import create_app
from endmark.api.rule_set import Rules, RuleSet
from endmark.api.settings import Settings

MEBIBYTE = 1024 * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, rules_folder: Path) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("server"), rules_folder, MAX_BODY_SECONDS=2) as server:
        yield server


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["Content-Length: 5", "Transfer-Encoding: chunked"], 400),
        (["Content-Length: 5", "Content-Length: 6"], 400),
        (["Content-Length: 5", "Content-Length: 5"], 400),
        (["Content-Length: -1"], 400),
        (["Content-Length: +5"], 400),
        (["Content-Length: 5 "], 200),
        (["Transfer-Encoding: odd"], 501),
        (["Transfer-Encoding: chunked, chunked"], 400),
        (["Transfer-Encoding: gzip, chunked"], 400),
        ([f"X-Long: {'x' * 9000}"], 431),
        ([f"X-{number}: x" for number in range(150)], 431),
        (["X-Request-ID: a\rSet-Cookie: x", "Content-Length: 5"], 400),
        (["X-Request-ID: a\0b", "Content-Length: 5"], 400),
        ([" folded: x", "Content-Length: 5"], 400),
        (["No colon", "Content-Length: 5"], 400),
    ],
)
def test_heads_that_two_servers_may_read_two_ways_are_refused(server: Server, lines: list[str], status: int) -> None:
    answer = server.exchange(head(*lines, "Connection: close") + b"hello")
    found, _, rest = answer.partition(b"\r\n")
    assert int(found.split()[1]) in {status, 501 if status == 400 else status}
    if status != 200:
        assert b"application/problem+json" in rest
        assert json.loads(rest.partition(b"\r\n\r\n")[2])["detail"]
    assert b"Set-Cookie" not in answer
    assert not server.faults()


@pytest.mark.parametrize("line", [b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"])
def test_what_is_no_http_is_refused(server: Server, line: bytes) -> None:
    assert server.exchange(line).startswith(b"HTTP/1.1 400 ")
    assert not server.faults()


def raw_deflate_bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return packer.compress(bytes(size)) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(256 * MEBIBYTE))),
        ("deflate", zlib.compress(bytes(256 * MEBIBYTE))),
        ("deflate", raw_deflate_bomb(256 * MEBIBYTE)),
        ("gzip", gzip.compress(b"") * 50_000),
    ],
    ids=["gzip", "zlib", "deflate", "many members"],
)
@pytest.mark.parametrize("path", ["/v1/strip", "/v1/strip/batch"])
def test_bombs_are_413_and_take_no_memory(server: Server, coding: str, bomb: bytes, path: str) -> None:
    before = server.memory()
    content_type = "text/plain" if path == "/v1/strip" else "application/x-ndjson"
    status, headers, data = server.request("POST", path, bomb, Content_Type=content_type, Content_Encoding=coding)
    assert status == (200 if bomb.count(b"\x1f\x8b") > 1000 else 413)
    assert status == 200 or (headers["Content-Type"], parsed(data)["status"]) == ("application/problem+json", 413)
    assert server.memory() - before < 50 * MEBIBYTE


def test_a_batch_takes_no_more_memory_than_its_largest_article(tmp_path: Path, rules_folder: Path) -> None:
    text = "The council closed the bridge on Tuesday, the mayor said. " * 500
    line = json.dumps({"text": text, "site": "example.com"}).encode() + b"\n"
    with Server(tmp_path, rules_folder, MAX_BATCH_ITEMS=5000) as server:
        server.request("POST", "/v1/strip/batch", line * 20, Content_Type="application/x-ndjson")
        before = server.memory()
        count = 60 * MEBIBYTE // len(line)
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        connection.request(
            "POST",
            "/v1/strip/batch",
            (line for _ in range(count)),
            {"Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"},
            encode_chunked=True,
        )
        response = connection.getresponse()
        assert response.status == 200
        assert sum(1 for _ in iter(response.readline, b"")) == count
        connection.close()
        assert server.memory() - before < 20 * MEBIBYTE


def test_a_client_that_leaves_stops_the_work_on_its_batch(server: Server) -> None:
    def stripped() -> float:
        found = re.search(r'^endmark_article_characters_count{input="text"} (\S+)', server.metrics(), re.MULTILINE)
        return float(found[1]) if found else 0

    before = stripped()
    body = json.dumps([{"text": f"Council {number}. " * 2_000} for number in range(1000)]).encode()
    sent = head(f"Content-Length: {len(body)}", path="/v1/strip/batch").replace(b"text/plain", b"application/json")
    with server.connect() as connection:
        connection.sendall(sent + body)
        assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wait_for(lambda: "endmark_requests_in_flight 1.0" in server.metrics())
    assert 0 < stripped() - before < 900
    assert not server.faults()


def test_health_is_answered_beside_a_hundred_slow_bodies(server: Server) -> None:
    with ExitStack() as clients:
        for _ in range(100):
            clients.enter_context(server.connect()).sendall(head("Content-Length: 10") + b"h")
        start = time.monotonic()
        assert server.request("GET", "/healthz")[0] == 200
        assert time.monotonic() - start < 5  # seconds; starved threads took 25, and make soak asks for one


def test_health_is_answered_beside_clients_that_never_hang_up(server: Server) -> None:
    with ExitStack() as clients:
        for _ in range(10):
            connection = clients.enter_context(server.connect())
            connection.sendall(head("Content-Length: 1", "Connection: close") + b"h")
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        start = time.monotonic()
        assert server.request("GET", "/healthz")[0] == 200
        assert time.monotonic() - start < 1.5  # seconds; gunicorn by itself waits two for each of them, one by one


def test_a_body_that_dawdles_is_given_up(server: Server) -> None:
    """It never stalls for long enough to be noticed: a byte comes twice a second."""
    with server.connect() as connection:
        connection.sendall(head("Content-Length: 100"))
        start = time.monotonic()
        while time.monotonic() - start < 10:
            connection.sendall(b"x")
            time.sleep(0.4)
            connection.settimeout(0.1)
            try:
                answer = connection.recv(65536)
                break
            except TimeoutError:
                connection.settimeout(PATIENCE)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"2 seconds" in answer
    assert not server.faults()


def test_the_rest_of_a_body_that_was_given_up_is_no_request(server: Server) -> None:
    rest = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    for stated in (1000, LIMIT + 1000):
        with server.connect() as connection:
            connection.sendall(head(f"Content-Length: {stated}") + bytes(max(0, stated - 999)))
            connection.settimeout(0.02)
            got, start = b"", time.monotonic()
            with suppress(ConnectionError):
                while time.monotonic() - start < 10:
                    connection.sendall(rest if got else b"x")
                    with suppress(TimeoutError):
                        if not (piece := connection.recv(65536)):
                            break
                        got += piece
        assert got.startswith((b"HTTP/1.1 408 ", b"HTTP/1.1 413 "))
        assert got.count(b"HTTP/1.1 ") == 1
    assert not server.faults()


def hostile_pages() -> list[tuple[str, str, int]]:
    return [
        ("100k nested divs", "<div>" * 100_000 + "story", 413),
        ("200k attributes", "<p " + " ".join(f"a{number}=1" for number in range(200_000)) + ">story</p>", 413),
        ("400k tags", "<p>x</p>" * 200_000, 413),
        ("100k open angle brackets", "<" * 100_000 + "story", 200),
        ("an endless comment", "<!--" + "-" * 1_000_000 + "story", 200),
        ("billion laughs", '<!DOCTYPE a [<!ENTITY a "ha">' + '<!ENTITY b "&a;&a;&a;">' * 1000 + "]><p>&b;</p>", 200),
        ("xxe", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>story &x;</p>', 200),
        ("entities", "<p>" + "&lt;" * 500_000 + "</p>", 200),
    ]


@pytest.fixture(scope="module")
def roomy(rules_folder: Path) -> FlaskClient:
    book = RuleBook.only(rules_folder)
    return create_app(Settings(max_bytes=12 * MEBIBYTE), Rules(RuleSet(book, 0))).test_client()


@pytest.mark.parametrize(("page", "status"), [pytest.param(p, s, id=name) for name, p, s in hostile_pages()])
def test_hostile_pages_are_answered_whole_or_refused(roomy: FlaskClient, page: str, status: int) -> None:
    response = roomy.post("/v1/strip", data=page, content_type="text/html")
    assert response.status_code == status
    if status != 200:
        assert problem(response, status)["limit"]
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10 * MEBIBYTE,
        "x\n" * 2 * MEBIBYTE,
        "\u0301" * MEBIBYTE,
        "A Message from " * 200_000,
        '"' * MEBIBYTE,
        "\r" * MEBIBYTE,
    ],
    ids=["10 MB line", "2M lines", "marks", "beginnings", "quotes", "line ends"],
)
def test_hostile_texts_come_back_whole(roomy: FlaskClient, text: str) -> None:
    response = roomy.post("/v1/strip?site=example.com", data=text.encode(), content_type="text/plain")
    assert response.status_code in {200, 503}
    if response.status_code == 200:
        answer = response.get_json()
        assert len(answer["body"]) + sum(len(cut["text"]) for cut in answer["removed"]) == len(text)


def test_nothing_is_opened_or_asked_whatever_is_posted(client: FlaskClient) -> None:
    """No file is read and no connection made for a URL, a site or an entity: Python's own audit events say so."""
    seen: list[str] = []
    watching = True

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if watching and (event == "open" or event.startswith(("socket.", "subprocess.", "os.system", "urllib."))):
            seen.append(f"{event} {arguments}")

    sys.addaudithook(audit)
    for _ in range(2):
        seen.clear()  # what is imported on first use was imported in the first round
        for value in ("http://127.0.0.1:1/x", "file:///etc/passwd", "http://169.254.169.254/", "//nowhere.test/../x"):
            client.post("/v1/strip", json={"html": f'<img src="{value}"><p>x</p>', "url": value})
            client.post("/v1/strip", json={"text": "x", "site": value})
        for site in ("../../etc/passwd", "..\0", "a/../b", "%2e%2e"):
            client.get(f"/v1/sites/{site}")
            client.post(f"/v1/strip?site={site}", data="x", content_type="text/plain")
    watching = False
    assert seen == []


def test_worker_sigkill_under_load_harms_no_other(tmp_path: Path, rules_folder: Path) -> None:
    with Server(tmp_path, rules_folder, WORKERS=2) as server:
        stop, statuses, lost = threading.Event(), list[int](), list[Exception]()

        def ask() -> None:
            while not stop.is_set():
                try:
                    statuses.append(server.request("POST", "/v1/strip", b"x" * 1000, Content_Type="text/plain")[0])
                except (OSError, http.client.HTTPException) as error:  # was with the worker that was killed
                    lost.append(error)

        clients = [threading.Thread(target=ask) for _ in range(4)]
        for client in clients:
            client.start()
        victim = server.workers()[0]
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda: len(server.workers()) == 2 and victim not in server.workers())
        answered = len(statuses)
        wait_for(lambda: len(statuses) > answered + 50)
        stop.set()
        for client in clients:
            client.join(PATIENCE)
        assert set(statuses) == {200}
        assert len(lost) <= len(clients)
        counted = re.search(r'^endmark_requests_total{.*"/v1/strip".*"200"} (\S+)', server.metrics(), re.MULTILINE)
        assert counted
        assert abs(float(counted[1]) - len(statuses)) <= len(clients)  # the killed worker's count is not lost


def test_a_worker_without_files_left_goes_on(tmp_path: Path, rules_folder: Path) -> None:
    few = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))"
    with Server(tmp_path, rules_folder, start=f"{few}\n{BARE}") as server:
        workers = wait_for(server.workers)
        server.request("POST", "/v1/strip", b"opens what is opened once", Content_Type="text/plain")
        with ExitStack() as clients:
            first = clients.enter_context(server.connect())
            first.sendall(head("Content-Length: 10") + b"hello")
            for _ in range(80):
                clients.enter_context(server.connect())
            wait_for(lambda: "a connection has to wait: Too many open files" in server.log())
            first.sendall(b"world")
            assert first.recv(65536).startswith(b"HTTP/1.1 200 ")
        assert server.request("GET", "/healthz")[0] == 200
        assert server.workers() == workers


def test_sigterm_finishes_a_batch_that_is_being_answered(tmp_path: Path, rules_folder: Path) -> None:
    with Server(tmp_path, rules_folder, MAX_BATCH_ITEMS=5000) as server, server.connect() as connection:
        body = b'{"text": "It rained.", "site": "example.com"}\n' * 3000
        sent = head(f"Content-Length: {len(body)}", "Connection: close", path="/v1/strip/batch")
        connection.sendall(sent.replace(b"text/plain", b"application/x-ndjson") + body)
        answer = connection.recv(1000)
        server.signal(signal.SIGTERM)
        answer += b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.endswith(b"0\r\n\r\n")
        assert answer.count(b'"body":"It rained."') == 3000
        assert server.wait() == 0
        assert not server.faults()


def test_a_refused_client_reads_why_although_it_sent_much(tmp_path: Path, rules_folder: Path) -> None:
    with Server(tmp_path, rules_folder, MAX_BATCHES=1) as server, server.connect() as slow:
        slow.sendall(head("Content-Length: 10", path="/v1/strip/batch") + b"h")
        time.sleep(0.3)
        status, headers, _ = server.request(
            "POST", "/v1/strip/batch", b" " * LIMIT, Content_Type="application/x-ndjson"
        )
        assert (status, headers["Retry-After"]) == (429, "1")
