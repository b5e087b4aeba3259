"""What the Scrapy add-on adds to a crawl of a site on this machine: all in one run.

    python -m tests.bench.crawl [--pages N] [--rounds N]

The same crawl without the add-on, with it, and with it and a service; and what a loop takes to strip the same pages.
A crawl is timed from its first page to its end. The reactor's longest standstill is how much later than asked a call
came; Scrapy's own work is in it, so the crawl without the add-on tells it too. Of several rounds the median counts.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench import synthetic
from tests.bench.processes import apart
from tests.client.conftest import serving
from tests.passages.copies import seeded
from tests.scrapy.conftest import SPIDER, serve_folder

from endmark import RuleBook, read, strip

_CALLBACK = """
    async def start(self):
        from twisted.internet.task import LoopingCall
        self.begun = self.last = time.perf_counter()
        self.longest = 0.0
        LoopingCall(self.tick).start(0.005)
        async for request in super().start():
            yield request

    def tick(self):
        now = time.perf_counter()
        self.longest, self.last = max(self.longest, now - self.last - 0.005), now

    def parse_story(self, response):
        yield {"url": response.url, "html": response.text, "text": None}

    def closed(self, reason):
        self.crawler.stats.set_value("crawl/us", int((time.perf_counter() - self.begun) * 1e6))
        self.crawler.stats.set_value("crawl/longest us", int(self.longest * 1e6))
"""
Crawled = tuple[float, float]
"""Seconds of the crawl, and of the reactor's longest standstill."""


def main() -> None:
    """Print the table."""
    args = _arguments()
    with tempfile.TemporaryDirectory() as name, _site(Path(name), args.pages) as address:
        rules = Path(name) / "rules"
        (rules / "sites").mkdir(parents=True)
        with serving(rules, Path(name) / "log") as service:
            addon: dict[str, object] = {"ADDONS": {"endmark.scrapy.Addon": 500}}
            remote = {**addon, "ENDMARK_URL": service.url}
            cases: dict[str, dict[str, object]] = {"without": {}, "in the crawl": addon, "by a service": remote}
            crawl = partial(_crawl, Path(name) / "spider.py", address)
            rounds = [{case: crawl(settings) for case, settings in cases.items()} for _ in range(args.rounds)]
        alone = apart(partial(_stripped, Path(name)))
    _say(f"{args.pages} pages; stripping them in a loop takes {alone:.2f} s")
    for case in cases:
        took, still = (median(values) for values in zip(*(crawls[case] for crawls in rounds), strict=True))
        more = median(crawls[case][0] - crawls["without"][0] for crawls in rounds)
        _say(f"{case:<14}{took:7.2f} s  {more / alone:+5.2f} × that loop   reactor's standstill {still * 1e3:4.0f} ms")
    _say("goals: at most 1 × that loop; with a service no standstill over 50 ms")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


@contextmanager
def _site(folder: Path, pages: int) -> Iterator[str]:
    """The address of a front page that links to all others."""
    for n in range(pages):
        (folder / f"story-{n}.html").write_text(synthetic.page(seeded("page", n)), encoding="utf-8")
    (folder / "index.html").write_text("".join(f"<a href=/story-{n}.html>{n}</a>" for n in range(pages)))
    with serve_folder(folder) as address:
        yield address


def _crawl(program: Path, address: str, settings: dict[str, object]) -> Crawled:
    program.write_text(SPIDER.replace("BODY", _CALLBACK), encoding="utf-8")
    command = [sys.executable, str(program), json.dumps(settings), "dict", address]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    stats = json.loads(done.stdout.splitlines()[-1])
    return stats["crawl/us"] / 1e6, stats["crawl/longest us"] / 1e6


def _stripped(folder: Path) -> float:
    """Seconds for the same pages in a loop, the rules loaded before."""
    book, files = RuleBook.builtin(), sorted(folder.glob("story-*.html"))
    strip(read(synthetic.page(seeded("page", -1)), html=True), book=book)
    started = time.perf_counter()
    for file in files:
        strip(read(file.read_bytes(), html=True), url="http://127.0.0.1/", book=book)
    return time.perf_counter() - started


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
