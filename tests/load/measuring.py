"""Servers on loopback, wrk against them, and what it tells."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.processes import children, resident

HERE = Path(__file__).parent
SERVICE = "from endmark.api.serving import OPTIONS, serve; OPTIONS['max_requests'] = 0; serve(port={port})"
THREADS, CONNECTIONS = 2, 32


@dataclass(frozen=True, slots=True)
class Load:
    """One run of wrk: requests a second, milliseconds, and requests that did not get a 2xx."""

    rate: float
    median: float
    p99: float
    failed: int


@dataclass(frozen=True, slots=True)
class Running:
    """A server: its URL, and its workers' memory."""

    url: str
    pid: int

    def workers(self) -> list[int]:
        return children(self.pid)

    def resident(self) -> float:
        """MiB that the workers have resident, together."""
        return resident(self.workers()) / 2**20


def require_wrk() -> None:
    """Leave with what to do where there is no wrk."""
    if not shutil.which("wrk"):
        sys.exit("this needs wrk: apt-get install wrk, or brew install wrk")


@contextmanager
def running(*arguments: str, **settings: object) -> Iterator[Running]:
    """A server of `python ARGUMENTS`, in which {port} is replaced; it is stopped at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, *(argument.replace("{port}", str(port)) for argument in arguments)]
    environ = {f"ENDMARK_{name}": str(value) for name, value in settings.items()}
    with subprocess.Popen(command, env={**os.environ, **environ}, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield Running(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"the server does not start: {process.args!r}")


def wrk(url: str, body: Path, media_type: str, *, seconds: float, pace: float = 0) -> Load:
    """POST a file again and again, for so long; `pace` is what each connection waits between two, in ms."""
    command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--timeout", "30s", "--latency"]
    environ = {**os.environ, "BODY": str(body), "TYPE": media_type, "PACE": str(pace)}
    run = subprocess.run(
        [*command, "-s", str(HERE / "post.lua"), url], env=environ, capture_output=True, text=True, check=True
    )
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", run.stdout)
    lost = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", run.stdout)
    return Load(
        rate=float(_found(r"Requests/sec:\s+([\d.]+)", run.stdout)[1]),
        median=_milliseconds(_found(r"50%\s+([\d.]+)(us|ms|s)", run.stdout)),
        p99=_milliseconds(_found(r"99%\s+([\d.]+)(us|ms|s)", run.stdout)),
        failed=(int(failed[1]) if failed else 0) + (sum(map(int, lost.groups())) if lost else 0),
    )


def _found(pattern: str, text: str) -> re.Match[str]:
    found = re.search(pattern, text)
    if not found:
        sys.exit(f"wrk says something new:\n{text}")
    return found


def _milliseconds(found: re.Match[str]) -> float:
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]
