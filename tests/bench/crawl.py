"""What the Scrapy add-on adds to a crawl of a site on this machine: all in one run.

    python -m tests.bench.crawl [--pages N] [--rounds N]

The same crawl without the add-on, with it, and with it and a service. A crawl is timed from its first page to its end;
beside it stands the CPU time of the stripping itself, in the crawl's threads or in the service's workers. The reactor's
longest standstill is how much later than asked a call came; Scrapy's own work is in it, so the crawl without the add-on
tells it too. Of several rounds the median counts, of the standstills the longest.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench import synthetic
from tests.bench.processes import cpu_seconds
from tests.client.conftest import Service, serving
from tests.passages.copies import seeded
from tests.scrapy.conftest import SPIDER, serve_folder

_CALLBACK = """
    async def start(self):
        from functools import partial
        from endmark.scrapy import Pipeline
        from twisted.internet.task import LoopingCall
        self.begun = self.last = time.perf_counter()
        self.longest = self.stripping = 0.0
        if pipeline := self.crawler.get_item_pipeline(Pipeline):
            pipeline.stripper._strip = partial(self.timed, pipeline.stripper._strip)
        LoopingCall(self.tick).start(0.005)
        async for request in super().start():
            yield request

    def tick(self):
        now = time.perf_counter()
        self.longest, self.last = max(self.longest, now - self.last - 0.005), now

    def timed(self, strip, *args, **kwargs):
        begun = time.thread_time()
        try:
            return strip(*args, **kwargs)
        finally:
            self.stripping += time.thread_time() - begun

    def parse_story(self, response):
        yield {"url": response.url, "html": response.text, "text": None}

    def closed(self, reason):
        self.crawler.stats.set_value("crawl/whole us", int((time.perf_counter() - self.begun) * 1e6))
        self.crawler.stats.set_value("crawl/stripping us", int(self.stripping * 1e6))
        self.crawler.stats.set_value("crawl/longest us", int(self.longest * 1e6))
"""


@dataclass(frozen=True, slots=True)
class Crawled:
    """Seconds: of the crawl, of its stripping's CPU time, and of the reactor's longest standstill."""

    took: float
    stripping: float
    standstill: float


def main() -> None:
    """Print the table."""
    args = _arguments()
    with tempfile.TemporaryDirectory() as name, _site(Path(name), args.pages) as address:
        rules = Path(name) / "rules"
        (rules / "sites").mkdir(parents=True)
        with serving(rules, Path(name) / "log") as service:
            crawl = partial(_crawl, Path(name) / "spider.py", address)
            rounds = [_round(crawl, service) for _ in range(args.rounds)]
    _say(f"{args.pages} pages, {args.rounds} rounds; seconds")
    for number, case in enumerate(("without", "in the crawl", "by a service")):
        crawls = [crawls[number] for crawls in rounds]
        took, stripping = median(c.took for c in crawls), median(c.stripping for c in crawls)
        still = max(c.standstill for c in crawls)
        more = median(crawls[number].took - crawls[0].took for crawls in rounds)
        _say(
            f"{case:<14}{took:6.2f}   {more:+6.2f}, the stripping itself {stripping:5.2f}"
            f"   the reactor's standstill {still:.3f}"
        )
    _say("goals: no more than the stripping itself; with a service no standstill over 0.050")


def _round(crawl: Callable[[dict[str, object]], Crawled], service: Service) -> tuple[Crawled, Crawled, Crawled]:
    addon: dict[str, object] = {"ADDONS": {"endmark.scrapy.Addon": 500}}
    without, here, before = crawl({}), crawl(addon), cpu_seconds(service.workers())
    remote = crawl({**addon, "ENDMARK_URL": service.url})
    return without, here, replace(remote, stripping=cpu_seconds(service.workers()) - before)


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
    return Crawled(*(stats[f"crawl/{name} us"] / 1e6 for name in ("whole", "stripping", "longest")))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
