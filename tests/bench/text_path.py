"""What a text costs: MB/s, and the ratio to `json.loads` of the same payload in the same run.

    python -m tests.bench.text_path [--corpus text-dev.jsonl.gz] [--texts N] [--sites N]

Every text is stripped once in the life of a process, so no automaton and no cache has seen it before; CPU
time; `json.loads` runs between the texts. Three cases (the site is known and nothing is to be cut; nobody
says which site it is; a passage is found), each with the built-in rules and with many synthetic sites too.
"""

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from tests.bench import corpus, synthetic
from tests.bench.processes import apart, memory
from tests.passages.copies import seeded
from tests.passages.materials import appeals

from endmark import RuleBook, strip

URL = "https://www.themoscowtimes.com/2017/09/07/story"
APPEAL = next(appeal.passage for appeal in appeals() if appeal.name == "moscow-times")
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)


@dataclass(frozen=True)
class Case:
    """One row: how the texts are submitted, and how many cuts each should have."""

    name: str
    url: str | None
    appended: str
    cuts: int
    goal: int


CASES = (
    Case("a: known site, nothing to cut", URL, "", 0, 8),
    Case("b: no URL, no site found", None, "", 0, 8),
    Case("c: a passage is found", URL, "\n" + APPEAL, 1, 50),
)


@dataclass(frozen=True)
class Cost:
    """CPU seconds over all texts of a case."""

    texts: int
    size: int
    strip: float
    loads: float
    as_expected: int

    def row(self, case: Case, rules: str) -> str:
        ratio, speed = self.strip / self.loads, self.size / self.strip / 1e6
        verdict = "" if ratio <= case.goal else "  over the goal"
        wrong = "" if self.as_expected == self.texts else f"  ({self.texts - self.as_expected} cut otherwise)"
        return (
            f"{case.name:<32}{rules:<16}{self.texts:>6}{self.strip / self.texts * 1e6:>10.0f}{speed:>9.1f}"
            f"{ratio:>9.1f} ≤ {case.goal:<3}{verdict}{wrong}"
        )


def main() -> None:
    """Print the tables."""
    args = _arguments()
    texts = _texts(args)
    _say(f"{len(texts)} texts, {sum(map(len, texts)) // len(texts):,} characters on average; CPU time", "")
    books = {"built-in": _loaded("built-in rules", RuleBook.builtin)}
    with tempfile.TemporaryDirectory() as folder:
        synthetic.write_sites(Path(folder) / "rules", args.sites, seeded("sites"))
        name = f"+{args.sites:,} sites"
        books[name] = _loaded(name, lambda: RuleBook.load(Path(folder) / "rules"))
    _say("", f"{'':<48}{'texts':>6}{'µs each':>10}{'MB/s':>9}{'× json.loads':>13}")
    for case in CASES:
        for rules, book in books.items():
            _say(apart(partial(_cost, case, texts, book)).row(case, rules))
    _say("", "time per character, relative to 10,000 characters")
    sizes = [size for size in SIZES if size <= args.largest]
    _say(f"{'':<32}" + "".join(f"{size:>14,}" for size in sizes))
    for name, make in SHAPES.items():
        _say(f"{name:<32}" + "".join(apart(partial(_growth, make, sizes, books["built-in"]))))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default=os.environ.get("ENDMARK_CORPUS"), help="its bodies: a text-*.jsonl.gz")
    parser.add_argument("--texts", type=int, default=600)
    parser.add_argument("--size", type=int, default=5_000, help="characters of a composed text")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="for linearity, in characters")
    parser.add_argument("--sites", type=int, default=10_000)
    return parser.parse_args()


def _texts(args: argparse.Namespace) -> list[str]:
    if args.corpus:
        stories = corpus.bodies(corpus.load(Path(args.corpus)))
        return ["\n".join(story.lines) for story in stories][: args.texts]
    return [synthetic.text(seeded("text", n), args.size) for n in range(args.texts)]


def _loaded(name: str, load: Callable[[], RuleBook]) -> RuleBook:
    before, started = memory(), time.process_time()
    book = load()
    seconds = time.process_time() - started
    for file in book.sites:
        book.program(file)
    gc.freeze()  # else each fork copies the book as soon as it collects
    _say(f"{name:<24} loaded in {seconds:6.2f} s, {(memory() - before) / 1e6:7.1f} MB")
    strip(synthetic.text(seeded("warm"), 2_000), url=URL, book=book)  # what is made once, on first use
    strip(synthetic.text(seeded("warm", 2), 2_000), book=book)
    return book


def _cost(case: Case, texts: list[str], book: RuleBook) -> Cost:
    stripping = loading = 0.0
    size = expected = 0
    for text in texts:
        payload = json.dumps({"text": text + case.appended, "url": case.url})
        a = time.process_time()
        received = json.loads(payload)
        b = time.process_time()
        result = strip(received["text"], url=received["url"], book=book)
        c = time.process_time()
        loading, stripping = loading + b - a, stripping + c - b
        size += len(payload)
        expected += len(result.removed) == case.cuts
    return Cost(len(texts), size, stripping, loading, expected)


def _one_long_line(rng: Random, size: int) -> str:
    return synthetic.text(rng, size).replace("\n", " ")


def _short_lines(rng: Random, size: int) -> str:
    return "\n".join(" ".join(rng.choices(synthetic.VOCABULARY, k=3)) for _ in range(size // 20))


def _appeals(_: Random, size: int) -> str:
    return (APPEAL + "\n") * (size // len(APPEAL) + 1)


def _appeals_between_paragraphs(rng: Random, size: int) -> str:
    pairs = size // (len(APPEAL) + 250) + 1
    return "\n".join(f"{synthetic.paragraph(rng)}\n{APPEAL}" for _ in range(pairs))


def _openings(_: Random, size: int) -> str:
    opening = "A Message from The Moscow Times:\n"
    return opening * (size // len(opening))


def _openings_and_endings(_: Random, size: int) -> str:
    pair = "A Message from The Moscow Times:\nDear readers,\nRemind me later.\n"
    return pair * (size // len(pair))


def _shreds(rng: Random, size: int) -> str:
    """Random runs of the appeal's words: what looks most like it without being it."""
    found = APPEAL.split()
    starts = (rng.randrange(len(found) - 9) for _ in range(size // 30))
    return "\n".join(" ".join(found[at : at + rng.randint(2, 9)]) for at in starts)


def _open_quotations(rng: Random, size: int) -> str:
    return "\n".join("“" + synthetic.sentence(rng) for _ in range(size // 100))


SHAPES: dict[str, Callable[[Random, int], str]] = {
    "one long line": _one_long_line,
    "short lines": _short_lines,
    "the appeal again and again": _appeals,
    "appeals between paragraphs": _appeals_between_paragraphs,
    "openings": _openings,
    "openings and endings": _openings_and_endings,
    "shreds of the appeal": _shreds,
    "open quotations": _open_quotations,
}


def _growth(make: Callable[[Random, int], str], sizes: list[int], book: RuleBook) -> list[str]:
    """Cells: µs a character at the smallest size, then the factor for each larger one."""
    first, cells = 0.0, []
    for size in sizes:
        cost = _per_character([make(seeded(size, n), size) for n in range(max(1, 200_000 // size))], book)
        first = first or cost
        cells.append(f"{cost * 1e9:>11.1f} ns" if size == sizes[0] else f"{cost / first:>14.2f}")
    return cells


def _per_character(texts: list[str], book: RuleBook) -> float:
    started = time.process_time()
    for text in texts:
        strip(text, url=URL, book=book)
    return (time.process_time() - started) / sum(map(len, texts))


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
