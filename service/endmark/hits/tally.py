"""Counts in memory: what was counted and is not written yet."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from endmark.model import Result

_SAMPLE = 100  # characters from which a cut is worth a sample
_LONGEST_SAMPLE = 5_000

NameAndDay = tuple[str, str]


@dataclass(slots=True)
class Tally:
    """Hits by rule and day, articles by site and day, and a sample of what each rule matched on a day.

    As many entries as there are rules and sites, however many articles are counted. Not safe to share between threads.
    """

    hits: Counter[NameAndDay] = field(default_factory=Counter)
    articles: Counter[NameAndDay] = field(default_factory=Counter)
    samples: dict[NameAndDay, str] = field(default_factory=dict)

    def count(self, result: Result, day: date | None = None) -> None:
        """Count an article and its cuts, those that are kept too; `day` is today, in UTC, if not given."""
        when = (day or datetime.now(UTC).date()).isoformat()
        self.articles[result.site or "", when] += 1
        for segment in result.segments:
            for rule in (segment.cut.rule, *segment.also) if segment.cut else ():
                self.hits[rule, when] += 1
            if segment.cut and len(segment.text) >= _SAMPLE:
                self.samples.setdefault((segment.cut.rule, when), segment.text[:_LONGEST_SAMPLE])

    def add(self, later: "Tally") -> None:
        """Count what another tally has too; its samples where there are none."""
        self.hits += later.hits
        self.articles += later.articles
        self.samples = later.samples | self.samples
