"""Both clients behind one face, a service as it ships, and one that answers what it is told to."""

import asyncio
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests import gazette

from endmark import Result
from endmark.client import AsyncClient, Client
from endmark.client.exchange import Outcome
from endmark.errors import EndmarkError

PATIENCE = 60.0
PGREP = shutil.which("pgrep") or "pgrep"


@dataclass(frozen=True)
class Either:
    """What both clients can do, waited for."""

    strip: Callable[..., Result]
    strip_many: Callable[..., list[Outcome]]
    close: Callable[[], None]


Connect = Callable[..., Either]


def blocking(client: Client) -> Either:
    return Either(client.strip, lambda *given, **told: list(client.strip_many(*given, **told)), client.close)


def awaited(client: AsyncClient) -> Either:
    runner = asyncio.Runner()

    async def collect(outcomes: AsyncIterator[Outcome]) -> list[Outcome]:
        return [outcome async for outcome in outcomes]

    def close() -> None:
        runner.run(client.aclose())
        runner.close()

    return Either(
        lambda *given, **told: runner.run(client.strip(*given, **told)),
        lambda *given, **told: runner.run(collect(client.strip_many(*given, **told))),
        close,
    )


KINDS: dict[str, Connect] = {
    "Client": lambda *given, **told: blocking(Client(*given, **told)),
    "AsyncClient": lambda *given, **told: awaited(AsyncClient(*given, **told)),
}


@pytest.fixture(params=KINDS)
def connect(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Make a client of either kind; it is closed in the end."""
    with ExitStack() as made:

        def closed_later(client: Either) -> Either:
            made.callback(client.close)
            return client

        yield lambda *given, **told: closed_later(KINDS[request.param](*given, **told))


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of rules with one site, gazette.example."""
    return gazette.write_rules(tmp_path_factory.mktemp("rules"))


class Service:
    """A running service."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port, self.url = process, port, f"http://127.0.0.1:{port}"

    def workers(self) -> list[int]:
        """The processes that answer."""
        found = subprocess.run([PGREP, "-P", str(self.process.pid)], capture_output=True, check=False)
        return sorted(map(int, found.stdout.split()))

    def ready(self) -> bool:
        """Whether it answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


@contextmanager
def serving(rules: Path, log: Path, **settings: str) -> Iterator[Service]:
    """`endmark serve` on a free port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("endmark")), "serve", "--port", str(port), "--rules", str(rules)]
    with log.open("wb") as out, subprocess.Popen(command, env=os.environ | settings, stdout=out, stderr=out) as process:
        service = Service(process, port)
        try:
            wait_until(service.ready)
            yield service
        finally:
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture(scope="session")
def service(rules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that nothing happens to."""
    with serving(rules, tmp_path_factory.mktemp("service") / "log", ENDMARK_WORKERS="1") as running:
        yield running


class Script(ThreadingHTTPServer):
    """A server that answers as it was told, one answer after the other, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Scripted)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.answers: list[tuple[int, dict[str, str], bytes] | None] = []
        self.asked: list[tuple[str, dict[str, str], bytes]] = []

    def says(self, status: int, data: object = None, **headers: str) -> None:
        """Have the next request answered so."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.append((status, named, data if isinstance(data, bytes) else json.dumps(data).encode()))

    def hangs_up(self) -> None:
        """Have the next request's connection closed without an answer."""
        self.answers.append(None)


class _Scripted(BaseHTTPRequestHandler):
    server: Script
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), body))
        answer = self.server.answers.pop(0)
        if answer is None:
            self.close_connection = True
            return
        status, headers, data = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def script() -> Iterator[Script]:
    with Script() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits between attempts, which take no time here."""
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    # The clients' own names: other threads of this process nap too.
    monkeypatch.setattr("endmark.client.blocking.sleep", waits.append)
    monkeypatch.setattr("endmark.client.asynchronous.sleep", wait)
    return waits


@pytest.fixture
def retries() -> list[EndmarkError]:
    return []
