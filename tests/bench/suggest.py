"""How much of what repeats `endmark suggest` finds, and whether it leaves the stories alone.

    python -m tests.bench.suggest text-dev.jsonl.gz [--show N] [--truth gold,silver]
    python -m tests.bench.suggest html-dev.jsonl.gz [--show N] [--truth gold,silver]

The articles are the texts that one scraper made of two or more pages of one site. A line repeats truly if two pages or
more say it and it is boilerplate on each of them (labels `head`, `inline`, `tail`). It is named if the suggested rules
say it, and cut if the suggested rule file, alone, cuts it from all of its pages. Lines that are body on any page must
be neither; `--show` prints those that are, and some that were missed.

Of a corpus of pages (records with `html` and the story's `paragraphs`) it tells how many elements are suggested as
rules, and how many paragraphs of the stories all suggested rules cut.
"""

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from endmark.errors import InputError
from endmark.reading import read
from endmark.rules.book import RuleBook
from endmark.saved import Saved
from endmark.strip import strip
from endmark.suggesting import Suggestion, suggest
from endmark.suggesting.drafting import book_of
from endmark.suggesting.rows import key_of

_BOILERPLATE = {"head", "inline", "tail"}
_HOST = "site.example"
_COLUMNS = ("sites", "repeat", "named", "cut", "below or between", "named there", "body named", "body cut")
Page = dict[str, Any]


@dataclass
class Group:
    """Pages of one site as one scraper has them: the labels of each line, and the pages that say it."""

    name: str
    pages: list[Page]
    labels: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    holders: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for number, page in enumerate(self.pages):
            for label, key in _lines(page):
                self.labels[key].add(label)
                self.holders[key].add(number)

    @property
    def repeated(self) -> set[str]:
        """The keys of the lines that truly repeat."""
        several = (key for key, pages in self.holders.items() if len(pages) > 1 and any(map(str.isalpha, key)))
        return {key for key in several if self.labels[key] <= _BOILERPLATE}

    @property
    def articles(self) -> list[Saved]:
        """The pages' texts."""
        texts = (page["sep"].join(line["text"] for line in page["lines"]) for page in self.pages)
        return [Saved(name=self.name, document=read(text)) for text in texts]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--show", type=int, default=0, help="so many missed lines, and every line of a story's")
    parser.add_argument("--truth", default="gold,silver", help="the records whose labels count, with commas")
    args = parser.parse_args()
    shown: list[str] = []
    records = _records(args.corpus, set(args.truth.split(",")))
    if "html" in (first := next(records)):
        _tell_of_pages([first, *records], shown)
        sys.stdout.writelines(f"{line}\n" for line in shown[: args.show])
        return
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for scraper, group in _groups(chain([first], records)):
        counts = _score(group, shown)
        for name in (scraper, "all"):
            told[name].update(counts)
    _table(told)
    if args.show:
        bad, missed = ([line for line in shown if line.startswith(word)] for word in ("BODY", "missed"))
        sys.stdout.writelines(f"{line}\n" for line in [*bad, *missed[:: max(1, len(missed) // args.show)]])


def _records(corpus: Path, truths: set[str]) -> Iterator[Page]:
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        yield from (row for row in map(json.loads, file) if row["truth"] in truths)


def _tell_of_pages(records: list[Page], shown: list[str]) -> None:
    """Print what is suggested of the elements of sites with two pages or more; the rules that are shown first cut."""
    sites: dict[str, dict[str, Page]] = defaultdict(dict)
    for record in records:
        sites[record["site"]][record["url"]] = record
    counts: Counter[str] = Counter()
    for site, pages in ((site, [*pages.values()]) for site, pages in sites.items() if len(pages) > 1):
        counts.update({"sites": 1, "pages": len(pages), "paragraphs": sum(len(page["paragraphs"]) for page in pages)})
        articles = [Saved(name=page["url"], document=read(page["html"], html=True)) for page in pages]
        try:
            drafts = suggest(articles, _HOST).drafts
        except InputError:
            continue
        lost = _paragraphs_cut(book_of(_HOST, drafts), articles, pages)
        elements = [c for draft in drafts for c in draft.candidates if c.verb == "css"]
        counts.update({"sites with elements": bool(elements), "elements": len(elements), "paragraphs cut": len(lost)})
        shown[:0] = [f"BODY {site} cut {text[:100]}" for text in lost]
        shown += [f"{site} {c.kind} {c.texts[0]} on {len(c.articles)} of {len(pages)}" for c in elements]
    sys.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()) + "\n")


def _paragraphs_cut(book: RuleBook, articles: list[Saved], pages: list[Page]) -> list[str]:
    """The stories' paragraphs that rules cut."""
    cut = []
    for article, page in zip(articles, pages, strict=True):
        own = {draft.name for file in book.sites for draft in book.rules_of(file)}
        gone = [s.text for s in strip(article.document, site=_HOST, book=book).removed if s.cut and s.cut.rule in own]
        lines = {key_of(line.strip()) for text in gone for line in text.splitlines()}
        cut += [text for text in page["paragraphs"] if key_of(text) in lines]
    return cut


def _groups(records: Iterable[Page]) -> Iterator[tuple[str, Group]]:
    found: dict[tuple[str, str], dict[str, Page]] = defaultdict(dict)
    for row in records:
        found[row["site"], row["scraper"]][row["page"]] = row
    for (site, scraper), pages in found.items():
        if len(pages) > 1:
            yield scraper, Group(f"{site} {scraper}", [*pages.values()])


def _lines(page: Page) -> Iterator[tuple[str, str]]:
    for line in page["lines"]:
        for part in line["text"].splitlines():
            if key := key_of(part.strip()):
                yield line["label"], key


def _score(group: Group, shown: list[str]) -> Counter[str]:
    repeated = group.repeated
    within = {key for key in repeated if group.labels[key] & {"tail", "inline"}}
    try:
        suggestion = suggest(group.articles, _HOST)
    except InputError:
        return Counter({"sites": 1, "repeat": len(repeated), "below or between": len(within)})
    named, (cut, lost) = _named(suggestion), _cut(suggestion, group)
    body = {key for key, labels in group.labels.items() if "body" in labels}
    shown += [f"BODY {group.name} named {key[:100]}" for key in sorted(body & named)]
    shown += [f"BODY {group.name} cut {key[:100]}" for key in sorted(body & lost)]
    shown += [f"missed {group.name} {key[:100]}" for key in sorted(repeated - named)]
    sets = (repeated, repeated & named, repeated & cut, within, within & named, body & named, body & lost)
    return Counter(dict(zip(_COLUMNS, (1, *map(len, sets)), strict=True)))


def _named(suggestion: Suggestion) -> set[str]:
    """The lines that the rules say; of a list, its heading."""
    made = [c for draft in suggestion.drafts for c in draft.candidates if c.verb != "suffix"]
    return {key_of(row.text) for c in made for row in c.rows if c.verb != "heading" or row.text in c.texts}


def _cut(suggestion: Suggestion, group: Group) -> tuple[set[str], set[str]]:
    """The lines that the rules cut from all of their pages, and those that they cut where they are body."""
    book = book_of(suggestion.host, suggestion.drafts)
    stayed: set[str] = set()
    gone: set[str] = set()
    lost: set[str] = set()
    for article, page in zip(group.articles, group.pages, strict=True):
        body = {key_of(line.strip()) for line in strip(article.document, site=_HOST, book=book).body.splitlines()}
        for label, key in _lines(page):
            (stayed if key in body else gone).add(key)
            if label == "body" and key not in body:
                lost.add(key)
    return gone - stayed, lost


def _table(told: dict[str, Counter[str]]) -> None:
    sys.stdout.write(f"{'':12}{''.join(f'{column:>18}' for column in _COLUMNS)}\n")
    for name, counts in sorted(told.items()):
        sys.stdout.write(f"{name:12}{''.join(f'{counts[column]:>18}' for column in _COLUMNS)}\n")
    every = told["all"]
    sys.stdout.write(f"{every['named'] / max(1, every['repeat']):.1%} of the lines that truly repeat are named\n")
    sys.stdout.write(f"{every['body named']} lines that are body are named, {every['body cut']} are cut\n")


if __name__ == "__main__":
    main()
