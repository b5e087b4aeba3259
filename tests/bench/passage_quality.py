"""How well passages are found: a table per distortion, placement and join.

    python -m tests.bench.passage_quality [--held-out | --all] [--seed N] [--show N] [--only NAME]
    python -m tests.bench.passage_quality --corpus text-dev.jsonl.gz …

Without a corpus the appeals are those composed for the tests, in composed stories; with one (also named by
the environment's ENDMARK_CORPUS) they are runs of real boilerplate lines, in real bodies of other sites. By
default one half of either is used; tune on it, and look at the other (`--held-out`) when you are done.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import corpus
from tests.passages.books import EVERY_SITE, cuts, host_of, removed, write_book
from tests.passages.copies import Copy, copies
from tests.passages.materials import Appeal, Story, all_stories, appeals, stories
from tests.passages.negatives import Negative, negatives, quoted_above
from tests.passages.scoring import Outcome, Span, Verdict, judge, table

from endmark import RuleBook

_Material = tuple[tuple[Appeal, ...], tuple[Story, ...], Callable[[Appeal], tuple[Story, ...]]]


def main() -> None:
    """Print the tables."""
    args = _arguments()
    material, bodies, of_appeal = _real(args) if args.corpus else _composed(args)
    with tempfile.TemporaryDirectory() as folder:
        book = write_book(Path(folder), material)
    each = args.each or (1 if args.corpus else None)
    made = [c for c in copies(material, of_appeal, seed=args.seed, each=each) if args.only in c.name]
    started = time.process_time()
    verdicts = [judge(copy, cuts(copy.text, _host(copy, args), book)) for copy in made]
    seconds = time.process_time() - started
    for by in ("distortion", "placement", "join", "appeal"):
        _say(table(verdicts, by=by), "")
    _say(f"{len(made)} copies, {seconds / max(1, len(made)) * 1e6:.0f} µs each", "")
    _show_worst(verdicts, args.show)
    _false_cuts(bodies, book, args.show)
    if not args.corpus:
        _quotations(negatives(material, stories, seed=args.seed), book, args.show)
        _below_quotations(quoted_above(material, stories, seed=args.seed), book, args.show)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--held-out", action="store_true", help="the half that is not for tuning")
    which.add_argument("--all", action="store_true", help="both halves")
    parser.add_argument("--corpus", default=os.environ.get("ENDMARK_CORPUS"), help="a text-*.jsonl.gz")
    parser.add_argument("--windows", type=int, default=120, help="how many real passages (both halves)")
    parser.add_argument("--each", type=int, help="draw so many copies a distortion (with a corpus: 1)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0, help="print this many of the worst cases")
    parser.add_argument("--only", default="", help="only copies with this in APPEAL/DISTORTION/PLACEMENT/JOIN")
    parser.add_argument("--every-site", action="store_true", help="search for all passages, not just the site's")
    return parser.parse_args()


def _wanted(appeal: Appeal, args: argparse.Namespace) -> bool:
    return bool(args.all or appeal.held_out == args.held_out)


def _composed(args: argparse.Namespace) -> _Material:
    material = tuple(a for a in appeals() if _wanted(a, args))
    return material, all_stories(), lambda appeal: stories(appeal.language)


def _real(args: argparse.Namespace) -> _Material:
    pages = corpus.load(Path(args.corpus))
    material = tuple(a for a in corpus.windows(pages, args.windows) if _wanted(a, args))
    bodies = corpus.bodies(pages)
    return material, bodies, lambda appeal: corpus.bodies_for(appeal, bodies)


def _host(copy: Copy, args: argparse.Namespace) -> str:
    return EVERY_SITE if args.every_site else host_of(copy.appeal)


def _show_worst(verdicts: list[Verdict], count: int) -> None:
    wrong = [v for v in verdicts if v.outcome is not Outcome.EXACT]
    for verdict in sorted(wrong, key=lambda v: (-v.lost, -v.left))[:count]:
        copy = verdict.copy
        _say(f"=== {copy.name}: {verdict.outcome}, lost {verdict.lost}, left {verdict.left}")
        _say(_marked(copy.text, [(copy.start, copy.end)], list(verdict.cuts)), "")


def _marked(text: str, due: list[Span], found: list[Span]) -> str:
    """The text with what should be cut in [[ ]] and what was cut in {{ }}, away from both shortened."""
    marks = [(a, "[[") for a, _ in due] + [(a, "{{") for a, _ in found]
    marks += [(b, "]]") for _, b in due] + [(b, "}}") for _, b in found]
    out, last = [], 0
    for at, mark in [*sorted(marks), (len(text), "")]:
        part = text[last:at]
        out += [part if len(part) < 160 else part[:70] + " ~~~ " + part[-70:], mark]
        last = at
    return "".join(out)


def _false_cuts(bodies: tuple[Story, ...], book: RuleBook, show: int) -> None:
    wrong = []
    for body, text in ((b, between.join(b.lines)) for b in bodies for between in ("\n", " ")):
        cut = [s for s in removed(text, EVERY_SITE, book) if s.cut and s.cut.rule != corpus.site_of(body)]
        if cut:
            wrong.append((f"{body.name} by {cut[0].cut}", text, [(s.start, s.end) for s in cut]))
    _say(f"all passages on {len(bodies)} bodies, as lines and on one line: {len(wrong)} with a false cut")
    for name, text, found in wrong[:show]:
        _say(f"=== false cut in {name}", _marked(text, [], found), "")


def _quotations(stories_that_quote: Iterator[Negative], book: RuleBook, show: int) -> None:
    wrong, count = [], 0
    for negative in stories_that_quote:
        count += 1
        found = cuts(negative.text, host_of(negative.appeal), book)
        if found:
            wrong.append((negative, found))
    _say(f"stories that quote an appeal: {count}, with a cut: {len(wrong)}")
    for negative, found in wrong[:show]:
        _say(f"=== cut in {negative.name}", _marked(negative.text, [], found), "")


def _below_quotations(made: Iterator[Copy], book: RuleBook, show: int) -> None:
    verdicts = [judge(copy, cuts(copy.text, host_of(copy.appeal), book)) for copy in made]
    _say("", "the appeal under a story that quotes it", table(verdicts, by="appeal"))
    _show_worst(verdicts, show)


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
