"""A service under load while things go wrong: `make soak`. Loopback only; ends by itself.

    python -m tests.load.soak [--seconds 600] [--requests 1000000]

Articles of mixed sizes go in without a pause. Meanwhile the rules are changed, broken and mended, SIGHUP comes, slow
clients connect, and now and then a worker is killed. It fails if an answer is neither 2xx nor lost with a killed
worker, if /healthz ever takes a second, if a worker has other rules than its siblings in the end, or if memory grew by
more than a tenth after all had been seen twice.
"""

import argparse
import http.client
import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from tests.load.__main__ import write_payloads
from tests.load.measuring import CONNECTIONS, SERVICE, Running, require_wrk, running, wrk

ROUND = 10.0  # seconds of load between two faults
ROUNDS = 10  # until every fault and every size has come twice
RULE = 'hosts: [soak.example]\nrules:\n  - {{id: number-{0}, kind: tags, line: "Number {0}"}}\n'


@dataclass(slots=True)
class Health:
    """Asks /healthz twice a second, and remembers the longest that it took."""

    service: Running
    longest: float = 0.0
    _end: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        while not self._end.wait(0.5):
            begin = time.monotonic()
            get(self.service, "/healthz")
            self.longest = max(self.longest, time.monotonic() - begin)

    def end(self) -> None:
        self._end.set()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.soak", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--requests", type=int, default=1_000_000)
    options = parser.parse_args()
    require_wrk()
    with tempfile.TemporaryDirectory() as folder:
        payloads = write_payloads(Path(folder))
        rules = Path(folder) / "rules" / "sites"
        rules.mkdir(parents=True)
        write(rules, RULE.format(0))
        with running("-c", SERVICE, RULES=rules.parent) as service:
            faults = soak(service, payloads, rules, options.seconds, options.requests)
    sys.exit("\n".join(faults) or None)


def soak(service: Running, payloads: dict[str, Path], rules: Path, seconds: float, requests: int) -> list[str]:
    """Load and faults in turns; returns what was wrong."""
    health = Health(service)
    watching = threading.Thread(target=health.watch, daemon=True)
    watching.start()
    begin, done, failed, killed = time.monotonic(), 0.0, 0, 0
    memory: list[float] = []
    bodies = [payloads[name] for name in ("small", "story", "appeal", "small")]
    for turn in count():
        if time.monotonic() - begin > seconds or done > requests:
            break
        killed += harm(service, rules, turn)
        load = wrk(f"{service.url}/v1/strip", bodies[turn % 4], "text/plain", seconds=ROUND)
        done, failed = done + load.rate * ROUND, failed + load.failed
        memory.append(service.resident())
        say(f"{done:9,.0f} requests, {failed} failed, {killed} workers killed, {memory[-1]:5.0f} MiB")
    write(rules, RULE.format("last"))
    time.sleep(6)
    health.end()
    watching.join()
    return list(wrong(service, memory, failed, killed, health.longest))


def wrong(service: Running, memory: list[float], failed: int, killed: int, longest: float) -> list[str]:
    faults = []
    settled = max(memory[ROUNDS : 3 * ROUNDS] or memory)
    growth = max(memory[-ROUNDS:]) / settled - 1
    say(f"memory {settled:.0f} MiB when all had been seen twice, {growth:+.1%} in the end")
    say(f"/healthz took {longest:.2f} s at most; {failed} requests failed, {killed} workers were killed")
    if growth > 0.1:
        faults.append(f"memory grew by {growth:.1%}")
    if longest > 1:
        faults.append(f"/healthz took {longest:.2f} s")
    if failed > killed * CONNECTIONS:
        faults.append(f"{failed} requests failed, more than the killed workers' {killed * CONNECTIONS} connections")
    answers = [json.loads(get(service, "/readyz")) for _ in range(50)]
    if len({(answer["rule_set"], answer["status"]) for answer in answers}) != 1 or answers[0]["status"] != "ready":
        faults.append(f"the workers do not agree: {answers}")
    return faults


def harm(service: Running, rules: Path, turn: int) -> int:
    """Something of what goes wrong in a service's life; returns how many workers it killed."""
    match turn % 5:
        case 0:
            write(rules, RULE.format(turn))
        case 1:
            (rules / "soak.example.yaml").write_text("hosts: [")
        case 2:
            os.kill(service.pid, signal.SIGHUP)
        case 3:
            slow_clients(service)
        case _ if turn % 10 == 4:
            os.kill(service.workers()[0], signal.SIGKILL)
            return 1
    return 0


def write(rules: Path, text: str) -> None:
    aside = rules / ".new"
    aside.write_text(text, "utf-8")
    aside.replace(rules / "soak.example.yaml")


def slow_clients(service: Running) -> None:
    """Connections that begin a request and never end it; they are left to the service."""
    host, port = urlsplit(service.url).hostname, urlsplit(service.url).port
    threads = [threading.Thread(target=_dawdle, args=(str(host), port), daemon=True) for _ in range(40)]
    for thread in threads:
        thread.start()


def _dawdle(host: str, port: int) -> None:
    with socket.create_connection((host, port)) as connection:
        connection.sendall(
            b"POST /v1/strip HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n"
        )
        time.sleep(ROUND)


def get(service: Running, path: str) -> bytes:
    connection = http.client.HTTPConnection(urlsplit(service.url).netloc, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    except (OSError, http.client.HTTPException):  # was with the worker that was killed
        return b"{}"
    finally:
        connection.close()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
