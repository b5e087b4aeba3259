"""How much the service serves: `make load`. Loopback only; ends by itself, after some minutes.

    python -m tests.load [--seconds 15] [--requests 200000]

All in one run on one machine, wrk included, so that the ratios mean something: the service against Flask's own echo
of the same payload, as JSON and as plain text, a page against the library alone on the same cores, the latency at half
of the highest load, and the memory over many requests (with workers that are never replaced).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import synthetic
from tests.load.measuring import CONNECTIONS, SERVICE, Load, Running, require_wrk, running, wrk
from tests.passages.copies import seeded
from tests.passages.materials import appeals

from endmark.api.settings import Settings

SITE = "?site=themoscowtimes.com"
APPEAL = next(appeal.passage for appeal in appeals() if appeal.name == "moscow-times")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=15, help="of each run of wrk")
    parser.add_argument("--requests", type=int, default=200_000, help="over which the memory is watched; 0: not at all")
    options = parser.parse_args()
    require_wrk()
    with tempfile.TemporaryDirectory() as folder:
        payloads = write_payloads(Path(folder))
        for line in measure(payloads, options.seconds, options.requests):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def write_payloads(folder: Path) -> dict[str, Path]:
    """20 KB of a story, as much that ends in an appeal, a page of 100 KB, and 1 KB."""
    story, small = synthetic.text(seeded("story"), 20_000), synthetic.text(seeded("small"), 1_000)
    head = f"<html><head><title>x</title><style>{'.a{color:red}' * 1500}</style></head><body><nav>Home</nav><article>"
    lines = synthetic.text(seeded("page"), 70_000).splitlines()
    page = head + "".join(f"<p class='text'>{line}</p>\n" for line in lines) + "</article></body></html>"
    whole_lines = story[: 20_000 - len(APPEAL)].rpartition("\n")[0]
    posted = json.dumps({"text": story})
    texts = {"story": story, "json": posted, "appeal": f"{whole_lines}\n{APPEAL}", "page": page, "small": small}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return {name: folder / name for name in texts}


def measure(payloads: dict[str, Path], seconds: float, requests: int) -> Iterator[str]:
    cores = Settings().processes
    yield f"{cores} workers, {CONNECTIONS} connections, {seconds:.0f} s each; requests per second"
    with running("-m", "tests.load.echo", "{port}") as echo, running("-c", SERVICE) as service:
        for name, media_type in (("json", "application/json"), ("story", "text/plain")):
            echoed, story = (
                wrk(f"{server.url}/v1/strip{SITE}", payloads[name], media_type, seconds=seconds)
                for server in (echo, service)
            )
            yield f"echo, 20 KB      {_shown(echoed)}   {media_type}"
            yield f"story, 20 KB     {_shown(story)}   {story.rate / echoed.rate:.2f} × echo (goal 0.5)"
        appeal = _text(service, payloads["appeal"], seconds, SITE)
        yield f"with an appeal   {_shown(appeal)}   {appeal.rate / echoed.rate:.2f} × echo"
        half = _text(service, payloads["story"], seconds, SITE, pace=2_000 * CONNECTIONS / story.rate)
        yield f"at half load     {_shown(half)}   p99 {half.p99 / half.median:.1f} × median (goal 5)"
        page = wrk(f"{service.url}/v1/strip", payloads["page"], "text/html", seconds=seconds)
        alone = library_alone(payloads["page"], cores, seconds)
        size = payloads["page"].stat().st_size // 1000
        yield f"library, {size} KB page {alone:8.0f} /s"
        yield f"page, {size} KB    {_shown(page)}   {page.rate / alone:.2f} × library (goal 0.6)"
        if requests:
            yield from memory(service, payloads["small"], requests)


def _text(server: Running, body: Path, seconds: float, query: str, pace: float = 0) -> Load:
    url = f"{server.url}/v1/strip{query}"
    return wrk(url, body, "text/plain", seconds=seconds, pace=pace)


def _shown(load: Load) -> str:
    return f"{load.rate:8.0f} /s   median {load.median:7.1f} ms   p99 {load.p99:7.1f} ms   failed {load.failed}"


def library_alone(body: Path, cores: int, seconds: float) -> float:
    """Pages a second, of as many processes as the service has workers."""
    command = [sys.executable, "-m", "tests.load.library", str(body), str(seconds)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(cores)]
    return sum(float(process.communicate()[0]) for process in processes)


def memory(service: Running, body: Path, requests: int) -> Iterator[str]:
    """The workers' memory after a tenth of the requests, and how far from that it was later."""
    done, failed = 0.0, 0
    seen: list[float] = []
    while done < requests:
        load = _text(service, body, 5, "")
        done, failed = done + 5 * load.rate, failed + load.failed
        if done > requests / 10:
            seen.append(service.resident())
    yield (
        f"memory over {done:,.0f} requests: {seen[0]:.0f} MiB after a tenth, then {min(seen):.0f} to {max(seen):.0f}"
        f" MiB ({max(seen) / seen[0] - 1:+.1%}; goal ±10%); failed {failed}"
    )


if __name__ == "__main__":
    main()
