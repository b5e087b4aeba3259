"""A site on this machine, and crawls of it in processes of their own: a reactor runs once in a process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from tests import gazette
from tests.client.conftest import script

__all__ = ["script"]  # a fixture of another folder's

RULES = f'{gazette.RULES}fingerprints: ["The Harbour Gazette depends on you"]\n'
STORY = "The council voted on Tuesday evening to close the old bridge for the whole of the coming winter."
PAGES = 12

SPIDER = """
import dataclasses, json, sys, time
import attrs, scrapy
from scrapy.crawler import CrawlerProcess

settings, kind, address = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]

@dataclasses.dataclass
class Data:
    url: str
    text: str
    removed: list | None = None

@attrs.define
class Attrs:
    url: str
    text: str
    removed: list | None = None

class Item(scrapy.Item):
    url, text, removed = scrapy.Field(), scrapy.Field(), scrapy.Field()

KINDS = {"dict": dict, "dataclass": Data, "attrs": Attrs, "item": Item}

class Spider(scrapy.Spider):
    name = "gazette"
    start_urls = [address]

    def parse(self, response):
        yield from response.follow_all(css="a", callback=self.parse_story)

BODY

process = CrawlerProcess({"LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False, **settings})
crawler = process.create_crawler(Spider)
process.crawl(crawler)
process.start()
print(json.dumps({name: value for name, value in crawler.stats.get_stats().items() if type(value) is int}))
"""
ITEMS = """
    def parse_story(self, response):
        text = "\\n".join(response.css("p::text").getall())
        yield KINDS[kind](url=response.url, text=text)
"""


class Crawled:
    """What a crawl left: its items and numbers, and what it logged."""

    def __init__(self, output: Path, run: subprocess.CompletedProcess[str]) -> None:
        assert run.returncode == 0, run.stderr
        self.items = [json.loads(line) for line in output.read_text("utf-8").splitlines()] if output.exists() else []
        self.stats: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
        self.log = run.stderr


Crawl = Callable[..., Crawled]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a connection that finds no room comes again after a second


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a front page that links to the stories."""
    folder = tmp_path_factory.mktemp("site")
    links = "".join(f"<a href=/story-{n}.html>{n}</a>" for n in range(PAGES))
    (folder / "index.html").write_text(links)
    for n in range(PAGES):
        ends = "<p>Share this story</p><p>The Harbour Gazette depends on you.</p>"
        (folder / f"story-{n}.html").write_text(f"<meta charset=utf-8><h1>Bridge</h1><p>{n} {STORY}</p>{ends}")
    with serve_folder(folder) as address:
        yield address


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """The address of the front page of a site that is a folder."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gazette.write_rules(tmp_path_factory.mktemp("rules"), RULES)


@pytest.fixture
def crawl(tmp_path: Path, site: str, rules: Path) -> Crawl:
    """Crawl the site: `crawl(kind="dict", ENDMARK_KEEP=…)`; `body` is the spider's callback."""

    def run(
        *, kind: str = "dict", body: str = ITEMS, environ: dict[str, str] | None = None, **settings: object
    ) -> Crawled:
        output = tmp_path / "items.jsonl"
        output.unlink(missing_ok=True)
        told = {
            "ADDONS": {"endmark.scrapy.Addon": 500},
            "ENDMARK_RULES": [str(rules)],
            "FEEDS": {str(output): {"format": "jsonlines"}},
            **settings,
        }
        program = tmp_path / "spider.py"
        program.write_text(SPIDER.replace("BODY", body))
        done = subprocess.run(
            [sys.executable, program, json.dumps(told), kind, site],
            capture_output=True,
            env=os.environ | (environ or {}),
            text=True,
            timeout=120,
            check=False,
        )
        return Crawled(output, done)

    return run
