"""The service under the gunicorn that ships, as a process on a loopback port of its own."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Self, TypeVar

LIMIT = 1024 * 1024
PATIENCE = 60.0  # machines that test are busy
STALL = 1.0

START = "from endmark.api.serving import serve; serve(port=0)"
# Without the built-in rules it starts and reloads in a fraction of the time; few tests are about those.
BARE = f"""\
from pathlib import Path
import endmark.rules.book
Path("nothing").mkdir(exist_ok=True)
endmark.rules.book.builtin_folder = lambda: Path("nothing")
{START}
"""

Found = TypeVar("Found")


def wait_for(what: Callable[[], Found | None]) -> Found:
    """What `what` finds, once it finds something: anything but None and False."""
    deadline = time.monotonic() + PATIENCE
    while (found := what()) is None or found is False:
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)
    return found


def head(*lines: str, path: str = "/v1/strip") -> bytes:
    """A POST's head, with a text to come."""
    return "\r\n".join((f"POST {path} HTTP/1.1", "Host: x", "Content-Type: text/plain", *lines, "", "")).encode()


def parsed(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data)
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


class Server:
    """One running service. `settings` are its ENDMARK_ variables, without the prefix; `start` is its program.

    `redirect` is what a shell does with its streams; then the log is not there to tell the port.
    """

    def __init__(self, folder: Path, rules: Path, *, start: str = BARE, redirect: str = "", **settings: object) -> None:
        self.port = free_port() if redirect else 0
        program = start.replace("port=0", f"port={self.port}")
        self.log_file = folder / "log"
        defaults = {"RULES": rules, "MAX_BYTES": LIMIT, "WORKERS": 1, "MAX_STALL_SECONDS": STALL}
        environ = {f"ENDMARK_{name}": str(value) for name, value in {**defaults, **settings}.items()}
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", f'exec "$0" "$@" {redirect}', sys.executable, "-c", program],
                cwd=folder,
                env={**os.environ, **environ},
                stdout=log,
                stderr=log,
            )

    def __enter__(self) -> Self:
        if not self.port:
            self.port = int(wait_for(lambda: re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", self.log()))[1])
        wait_for(self.listens)
        return self

    def listens(self) -> bool:
        with socket.socket() as connection:
            return connection.connect_ex(("127.0.0.1", self.port)) == 0

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(PATIENCE)

    def log(self) -> str:
        assert self.process.poll() in (None, 0), self.log_file.read_text()
        return self.log_file.read_text()

    def faults(self) -> list[str]:
        """What the log says that no well-run service says."""
        return re.findall(r"Traceback|\[ERROR\]|CRITICAL", self.log())

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def memory(self) -> int:
        """The most resident memory that any worker has had so far, in bytes."""
        status = [Path(f"/proc/{pid}/status").read_text() for pid in self.workers()]
        return max(int(found[1]) for text in status if (found := re.search(r"VmHWM:\s+(\d+) kB", text))) * 1024

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def wait(self) -> int:
        return self.process.wait(PATIENCE)

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

    def get(self, path: str) -> dict[str, Any]:
        """The JSON object at a path, whatever its status."""
        return parsed(self.request("GET", path)[2])

    def metrics(self) -> str:
        return self.request("GET", "/metrics")[2].decode()

    def strip(self, text: str, query: str = "") -> dict[str, Any]:
        """The answer to a text; it must be one."""
        status, _, data = self.request("POST", f"/v1/strip{query}", text.encode(), Content_Type="text/plain")
        assert status == 200, data
        return parsed(data)

    def exchange(self, sent: bytes, *, end: bool = True) -> bytes:
        """Send bytes as they are and read until the server closes."""
        with self.connect() as connection:
            connection.sendall(sent)
            if end:
                connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))
