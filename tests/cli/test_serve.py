"""`endmark serve`: that it serves, and how it says that it cannot."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from endmark.api.settings import Settings

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]


@contextmanager
def listening() -> Iterator[int]:
    """A port of this machine that something listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def free_port() -> int:
    with listening() as port:
        return port


def answered(port: int, process: subprocess.Popen[bytes]) -> bytes:
    """What the service says to an article, once it is up."""
    for _ in range(300):
        assert process.poll() is None, "the service has ended"
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("POST", "/v1/strip", "The bridge is closed.", {"Content-Type": "text/plain"})
            return connection.getresponse().read()
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError


def test_serves_until_it_is_told_to_stop(program: list[str], rules: Path) -> None:
    port = free_port()
    command = [*program, "serve", "--port", str(port), "--rules", str(rules)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            assert b'"body":"The bridge is closed."' in answered(port, process)
        finally:
            process.send_signal(signal.SIGTERM)
    assert process.returncode == 0


def test_a_port_in_use_is_told_at_once(endmark: Endmark) -> None:
    with listening() as port:
        run = endmark("serve", "--port", str(port))
    expected = f"endmark: cannot listen on 127.0.0.1, port {port}: something listens there already; "
    assert run.stderr.decode() == expected + "choose another with --port\n"
    assert run.returncode == 1


def test_a_host_that_there_is_not_is_told(endmark: Endmark) -> None:
    run = endmark("serve", "--host", "192.0.2.1")
    assert run.stderr.startswith(b"endmark: cannot listen on 192.0.2.1, port 8000: ")
    assert run.returncode == 1


def test_a_port_that_cannot_be_is_a_usage_error(endmark: Endmark) -> None:
    run = endmark("serve", "--port", "65536")
    assert run.returncode == 2
    assert b"Traceback" not in run.stderr


def test_broken_rules_are_told_before_anything_listens(endmark: Endmark, rules: Path) -> None:
    (rules / "sites" / "gazette.example.yaml").write_text("rulez: []\n")
    run = endmark("serve", "--port", "0", "--rules", rules)
    assert run.returncode == 1
    assert b"gazette.example.yaml:1:1: " in run.stderr
    assert b"Traceback" not in run.stderr


def test_without_the_server_extra_it_says_what_to_install() -> None:
    program = """
import sys
sys.modules["flask"] = None
from endmark.cli import main
main(["serve"])
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert run.returncode == 1
    assert run.stderr == b"endmark: the service needs flask: pip install 'endmark[server]'\n"


def test_help_lists_the_settings(endmark: Endmark) -> None:
    shown = endmark("serve", "--help").stdout.decode()
    for setting in Settings.table():
        assert f"{setting.name} " in shown
