"""What the counts tell of each rule."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from endmark.hits.edits import Edit, edits, likeness
from endmark.hits.store import Hits
from endmark.rules.book import RuleBook
from endmark.rules.compiling import Member
from endmark.rules.format import Status

FEWEST = 20  # articles of a site under which a rule that never hit says nothing
_EXPECTED = 5.0  # hits that should have been, from which fewer are no chance
_FEWER = 0.5  # of what was to be expected
_REWORDED = 0.97  # likeness under which a text is not the passage any more, and
_GROWN = 0.02  # how much it must have fallen since the first sample


class Sort(StrEnum):
    """What may be wrong with a rule."""

    NEVER = "never hit"
    LESS = "hits less"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to look at: a rule, its file, in words what was counted, and of a passage what was reworded."""

    sort: Sort
    rule: str
    file: str
    said: str
    edits: tuple[Edit, ...] = ()


def findings(hits: Hits, book: RuleBook, *, recent: int) -> Iterator[Finding]:
    """What the counts tell of each site rule of a book, in the order of its files.

    `recent` is how many days, up to the last one counted, are compared with those before.
    """
    counts = _Counts(hits, recent)
    sites: dict[str, list[str]] = defaultdict(list)
    members: dict[str, Member] = {}
    for file in book.sites:
        for member in book.rules_of(file):
            if member.rule.verb != "keep" and member.rule.status is Status.STABLE:
                members[member.name] = member
                sites[member.name].append(file.host)
    for name, member in members.items():
        yield from _counted(member, sites[name], counts)
        if member.rule.passage:
            yield from _reworded(member, hits)


class _Counts:
    """Hits and articles, before and since a day."""

    def __init__(self, hits: Hits, recent: int) -> None:
        self._hits, self._articles = hits.hits(), hits.articles()
        last = max((day for _, day in self._articles), default=date.min + timedelta(days=recent))
        self._since = last - timedelta(days=recent - 1)
        self._rules, self._sites = self._split(self._hits), self._split(self._articles)

    def _split(self, counts: dict[tuple[str, date], int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for (name, day), number in counts.items():
            found[name][day >= self._since] += number
        return found

    def of(self, rule: str) -> tuple[int, int]:
        """How often a rule cut before, and since."""
        before, since = self._rules[rule]
        return before, since

    def articles(self, sites: list[str]) -> tuple[int, int]:
        """How many articles of sites there were before, and since."""
        return sum(self._sites[site][0] for site in sites), sum(self._sites[site][1] for site in sites)


def _counted(member: Member, sites: list[str], counts: _Counts) -> Iterator[Finding]:
    (earlier, lately), (seen_earlier, seen_lately) = counts.of(member.name), counts.articles(sites)
    seen = seen_earlier + seen_lately
    if not earlier + lately:
        if seen >= FEWEST:
            yield _finding(Sort.NEVER, member, f"in {seen:,} articles")
        return
    expected = earlier / seen_earlier * seen_lately if seen_earlier else 0.0
    if expected >= _EXPECTED and lately < _FEWER * expected:
        said = f"{lately:,} hits in {seen_lately:,} articles lately, {earlier:,} in {seen_earlier:,} before"
        yield _finding(Sort.LESS, member, said)


def _reworded(member: Member, hits: Hits) -> Iterator[Finding]:
    samples = hits.samples(member.name)
    passages = member.rule.passage
    variants = [passages] if isinstance(passages, str) else list(passages or [])
    if not samples:
        return
    first, last = (max(likeness(passage, text) for passage in variants) for _, text in (samples[0], samples[-1]))
    if last < _REWORDED and last <= first - _GROWN:
        day, text = samples[-1]
        nearest = max(variants, key=lambda passage: likeness(passage, text))
        said = f"{last:.0%} of the words are the same on {day}, {first:.0%} on {samples[0][0]}"
        yield _finding(Sort.REWORDED, member, said, tuple(edits(nearest, text)))


def _finding(sort: Sort, member: Member, said: str, made: tuple[Edit, ...] = ()) -> Finding:
    return Finding(sort=sort, rule=member.name, file=member.file.name, said=said, edits=made)
