"""What a page costs, bytes to Result: the ratio to lxml's parse of the same bytes, in the same run.

    python -m tests.bench.page_path [--corpus html-dev.jsonl.gz] [--pages N]

Every page is stripped whole in one process, every second one step by step in another, and neither sees a page twice.
All rules are loaded; CPU time; lxml parses each page between. trafilatura, where it is installed, extracts some.
"""

import argparse
import gc
import gzip
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from statistics import mean, quantiles
from typing import ParamSpec, TypeVar

import lxml.html
from selectolax.lexbor import LexborHTMLParser
from tests.bench import synthetic
from tests.bench.processes import apart, memory, peak
from tests.passages.copies import seeded

from endmark import InputError, RuleBook, read, strip
from endmark.judging.pages import builtin
from endmark.judging.pages.columns import Row
from endmark.judging.pages.features import Features
from endmark.judging.pages.leads import likeness
from endmark.page import Page
from endmark.reading.guards import guard
from endmark.reading.markup import decode_page
from endmark.reading.walking import walk

GOAL, PEER_GOAL, TAIL_GOAL, MEMORY_GOAL = 3, 0.2, 4, 60
_SETTLING = 4_096  # bytes that make malloc join what was freed: else the next step pays for lxml's thousands of nodes
_WARM = 3  # composed pages that show what is made on first use, before a bare one and one of a known site
_BARE = b"""<p>The bridge is open again, the harbour office said on Monday.</p><p>Share this article</p>
<p>A Message from The Moscow Times:</p><p>Dear readers,</p><p>We are facing unprecedented challenges.</p>"""
_KNOWN = b'<link rel="canonical" href="https://www.themoscowtimes.com/2017/09/07/x"><nav>News</nav>' + _BARE
_PEER_EACH = 10  # of the pages, trafilatura gets one in so many
_Answer = TypeVar("_Answer")
_Given = ParamSpec("_Given")


class Times:
    """CPU seconds by step."""

    def __init__(self) -> None:
        self.of: defaultdict[str, list[float]] = defaultdict(list)

    def take(self, step: str, work: Callable[_Given, _Answer], *args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
        """Do the work and note what it cost."""
        started = time.process_time()
        answer = work(*args, **kwargs)
        bytearray(_SETTLING)
        self.of[step].append(time.process_time() - started)
        return answer

    def ratio(self, step: str, base: str) -> float:
        """All of a step's time as a share of another's."""
        return sum(self.of[step]) / sum(self.of[base])


def main() -> None:
    """Print the tables."""
    args = _arguments()
    pages = [*islice(_corpus(args.corpus) if args.corpus else map(_composed, range(args.pages)), args.pages)]
    book = RuleBook.builtin()
    for file in book.sites:
        book.program(file)
    for page in (*map(_composed, range(-_WARM, 0)), _BARE, _KNOWN):
        _strip(page)
    gc.freeze()  # else each fork copies the book as soon as it collects
    _say(f"{len(pages)} pages, {sum(map(len, pages)) // len(pages):,} bytes on average; CPU time, × lxml's parse", "")
    _say_steps(apart(lambda: _steps(pages[1::2])))
    _say_whole(apart(lambda: _whole(pages)))
    used = apart(lambda: _memory_above(pages)) / 1e6
    _say(_row("peak memory above the pages, MB", used, MEMORY_GOAL))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default=os.environ.get("ENDMARK_CORPUS"), help="its pages: an html-*.jsonl.gz")
    parser.add_argument("--pages", type=int, default=300)
    return parser.parse_args()


def _corpus(path: str) -> Iterator[bytes]:
    """The pages of a corpus, but those that are refused."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in file:
            page = json.loads(row)["html"].encode(errors="replace")
            try:
                guard(page)
            except InputError:
                continue
            yield page


def _composed(number: int) -> bytes:
    return synthetic.page(seeded("page", number)).encode()


def _parse(page: bytes) -> None:
    lxml.html.fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))


def _strip(page: bytes) -> None:
    strip(read(page, html=True))


def _whole(pages: list[bytes]) -> Times:
    times, peer = Times(), find_spec("trafilatura") and import_module("trafilatura")
    for number, page in enumerate(pages):
        times.take("lxml", _parse, page)
        times.take("whole", _strip, page)
        if peer and number % _PEER_EACH == 0:
            times.of["whole beside"].append(times.of["whole"][-1])
            times.take("trafilatura", peer.extract, page)
    return times


def _steps(pages: list[bytes]) -> Times:
    times = Times()
    for page in pages:
        times.take("lxml", _parse, page)
        _take_steps(times, page)
    return times


def _take_steps(times: Times, data: bytes) -> None:
    markup = times.take("decode", decode_page, data)
    times.take("guard", guard, markup.utf8)
    parser = times.take("parse (Lexbor)", LexborHTMLParser, markup.utf8)
    page = times.take("walk", walk, parser)
    document = read(data, html=True)
    times.take("strip", strip, document)
    if page.blocks.texts:  # what of it is judging the page, once more: names seen before are cheaper
        summaries = times.take("  metadata", lambda: page.stated.summaries)
        lead = times.take("  likeness", likeness, page.blocks.texts, summaries)
        features = times.take("  features", _measured, page, lead)
        times.take("  trees", builtin().odds, features)


def _measured(page: Page, lead: Row) -> Features:
    features = Features(page, lead)
    assert features.matrix.size  # it is made when first asked for, and then not again for the trees
    return features


def _memory_above(pages: list[bytes]) -> int:
    before = memory()
    for page in pages:
        _strip(page)
    return peak() - before


def _say_steps(times: Times) -> None:
    for step in times.of:
        _say(f"{step:<36}{times.ratio(step, 'lxml'):>9.2f}")


def _say_whole(times: Times) -> None:
    whole = times.of["whole"]
    _say("", _row("whole page path, × lxml's parse", times.ratio("whole", "lxml"), GOAL))
    if times.of["trafilatura"]:
        _say(_row("× trafilatura", times.ratio("whole beside", "trafilatura"), PEER_GOAL))
    else:
        _say("× trafilatura: it is not installed")
    _say(_row("99th percentile, × mean", _tail(whole), TAIL_GOAL))
    _say(f"{'  of lxml on the same pages':<36}{_tail(times.of['lxml']):>9.2f}")
    _say(f"{'mean, ms':<36}{mean(whole) * 1e3:>9.2f}")


def _tail(times: list[float]) -> float:
    """The 99th percentile, × the mean."""
    return quantiles(times, n=100)[-1] / mean(times)


def _row(name: str, value: float, goal: float) -> str:
    return f"{name:<36}{value:>9.2f} ≤ {goal:<5}{'' if value <= goal else '  over the goal'}"


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
