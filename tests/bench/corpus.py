"""Real passages and bodies out of a labelled text corpus (`text-*.jsonl.gz`: records of labelled lines)."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.passages.copies import seeded
from tests.passages.materials import Appeal, Story
from tests.passages.wording import letters

BOILERPLATE = {"tail", "inline"}
# Scrapers by how much of a page they keep: windows come from the first, bodies from the last.
_GREEDY = ("container", "alltext", "readability", "newspaper", "trafilatura")
_WORDS_ARE_SPLIT = {"hi"}  # `wording.words` tears apart scripts whose vowels are combining marks


@dataclass(frozen=True)
class Record:
    """One scraper's text of one page."""

    site: str
    page: str
    language: str
    scraper: str
    lines: tuple[tuple[str, str], ...]  # (label, text)


def load(path: Path) -> list[Record]:
    """The records whose every line is labelled."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(row) for row in file]
    return [_record(row) for row in rows if row["truth"] != "partial" and row["lang"] not in _WORDS_ARE_SPLIT]


def _record(row: dict[str, Any]) -> Record:
    labelled = tuple(
        (line["label"], part) for line in row["lines"] for part in line["text"].splitlines() if part.strip()
    )
    site, page, lang, scraper = (str(row[key]) for key in ("site", "page", "lang", "scraper"))
    return Record(_slug(site), page, lang or "en", scraper, labelled)


def _slug(site: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", site.lower()).strip("-")


def windows(records: list[Record], count: int) -> tuple[Appeal, ...]:
    """Runs of 3 to 12 boilerplate lines as passages, at most one of a site; every second is held out."""
    found: dict[str, Appeal] = {}
    for record in sorted(records, key=lambda r: (_GREEDY.index(r.scraper), r.page)):
        rng = seeded("window", record.page)
        runs = [run for run in _runs(record, rng) if letters("".join(run)) >= 100]
        if runs and record.site not in found:
            found[record.site] = Appeal(record.site, record.language, rng.choice(runs))
    chosen = seeded("windows").sample(sorted(found), min(count, len(found)))
    return tuple(
        Appeal(name, found[name].language, found[name].lines, held_out=n % 2 == 1) for n, name in enumerate(chosen)
    )


def _runs(record: Record, rng: Random) -> Iterator[tuple[str, ...]]:
    run: list[str] = []
    for label, text in (*record.lines, ("end", "")):
        if label in BOILERPLATE:
            run.append(text)
        elif len(run) >= 3:
            size = rng.randint(3, min(12, len(run)))
            start = rng.randint(0, len(run) - size)
            yield tuple(run[start : start + size])
            run = []
        else:
            run = []


def bodies(records: list[Record]) -> tuple[Story, ...]:
    """Each page's body lines, if five or more and of 800 letters. A story's name begins with its site."""
    found: dict[str, Story] = {}
    for record in sorted(records, key=lambda r: (-_GREEDY.index(r.scraper), r.page)):
        lines = tuple(text for label, text in record.lines if label == "body")
        if record.page not in found and len(lines) >= 5 and letters("".join(lines)) >= 800:
            found[record.page] = Story(f"{record.site}/{record.page}", record.language, lines)
    return tuple(found.values())


def bodies_for(appeal: Appeal, stories: tuple[Story, ...]) -> tuple[Story, ...]:
    """Bodies of other sites, in the passage's language if there are some, that hold none of its lines."""
    others = [s for s in stories if site_of(s) != appeal.name and not set(s.lines) & set(appeal.lines)]
    same = tuple(s for s in others if s.language == appeal.language)
    return same if len(same) >= 3 else tuple(others)


def site_of(story: Story) -> str:
    """The site that a body came from, as a passage of that site is named."""
    return story.name.split("/")[0]
