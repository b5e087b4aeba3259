"""Whether a region is a copy of a passage, or a story that happens to share words with it."""

from dataclasses import dataclass

from endmark.judging.grams import ALPHABETIC
from endmark.judging.passages.edges import Edges
from endmark.judging.passages.index import PassageIndex, Variant
from endmark.judging.passages.regions import Region
from endmark.judging.passages.scene import Scene
from endmark.judging.program import Where
from endmark.judging.spans import Span, merge

_DENSE = 0.5
_UNIT_SEEN = 0.6
_SHORT_UNITS = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a region.

    `coverage`: the largest share of one variant that is there; `seen`: the units of which 60 % are there;
    `matched`: letters of passages that are there, an ideographic one for two; `density`: the share of the region's
    letters that match; `short`: whether the variant has but one or two units; `opening` and `closing`: whether a
    variant's first and last unit are among those seen; `clean_start` and `clean_end`: whether clauses begin and end
    there; `lines`: whether whole lines do.
    """

    coverage: float
    seen: int
    matched: int
    density: float
    short: bool
    opening: bool
    closing: bool
    clean_start: bool
    clean_end: bool
    lines: bool


def weigh(scene: Scene, region: Region, edges: Edges) -> Evidence:
    """Measure a region."""
    index = scene.index
    covered = _covered(region, edges, index)
    seen = [
        i
        for i in covered
        if sum(e - s for s, e in covered[i]) >= _UNIT_SEEN * (index.units[i].end - index.units[i].start)
    ]
    letters: dict[int, int] = {}
    for i, spans in covered.items():
        letters[index.units[i].variant] = letters.get(index.units[i].variant, 0) + sum(e - s for s, e in spans)
    best = max(letters, key=lambda v: letters[v] / _length(index.variants[v]))
    variants = [index.variants[v] for v in letters]
    matched = sum(run.end - run.start for run in region.runs)
    return Evidence(
        coverage=letters[best] / _length(index.variants[best]),
        seen=len({index.units[i].words for i in seen}),
        matched=int(sum(letters.values()) * ALPHABETIC.length / index.size.length),
        density=matched / max(1, region.end - region.start),
        short=index.variants[best].last - index.variants[best].first <= _SHORT_UNITS,
        opening=any(v.first in seen for v in variants),
        closing=any(v.last - 1 in seen for v in variants),
        clean_start=scene.breaks_clause(edges.start),
        clean_end=scene.breaks_clause(edges.end),
        lines=scene.breaks_line(edges.start) and scene.breaks_line(edges.end),
    )


def _length(variant: Variant) -> int:
    return variant.end - variant.start


def _covered(region: Region, edges: Edges, index: PassageIndex) -> dict[int, list[Span]]:
    """The distinct spans of the index that are there, by unit."""
    units = index.units
    spans = [(run.at, run.at_end) for run in region.runs] + [(units[i].start, units[i].end) for i in edges.units]
    covered: dict[int, list[Span]] = {}
    for start, end in merge(spans):
        for i in range(int(index.unit_of[start]), int(index.unit_of[end - 1]) + 1):
            part = max(start, units[i].start), min(end, units[i].end)
            if part[0] < part[1]:
                covered.setdefault(i, []).append(part)
    return covered


@dataclass(frozen=True, slots=True, kw_only=True)
class _Criterion:
    """Evidence that suffices: at least these figures, and all of these flags."""

    reason: str
    where: Where = Where.ANYWHERE
    coverage: float = 0.0
    seen: int = 0
    matched: int = 0
    flags: tuple[str, ...] = ()

    def met(self, evidence: Evidence) -> bool:
        return (
            evidence.density >= _DENSE
            and evidence.coverage >= self.coverage
            and evidence.seen >= self.seen
            and evidence.matched >= self.matched
            and all(getattr(evidence, flag) for flag in self.flags)
        )


# A passage of one or two sentences could stand in any story: only as whole lines.
_SHORT = (_Criterion(reason="{coverage:.0%} of the passage", coverage=0.8, flags=("lines",)),)

_ANYWHERE = (
    _Criterion(reason="{coverage:.0%} of the passage", coverage=0.8),
    _Criterion(reason="{coverage:.0%} of the passage", coverage=0.5, flags=("clean_start",)),
    _Criterion(reason="{seen} sentences of the passage", seen=4, matched=200),
    _Criterion(reason="{seen} sentences of the passage", seen=3, matched=120, flags=("clean_start",)),
    _Criterion(reason="the passage's opening", seen=2, matched=100, flags=("opening", "clean_start")),
    _Criterion(reason="the passage's first lines", seen=2, matched=28, flags=("opening", "lines")),
    _Criterion(reason="the passage's ending", seen=2, matched=60, flags=("closing",)),
)

# At the head or tail, with nothing but boilerplate beyond, less will do; at the tail even a heading alone.
_AT_EDGE = (
    _Criterion(
        reason="the passage's opening, at the text's edge",
        where=Where.EDGE,
        matched=28,
        flags=("opening", "clean_start", "clean_end"),
    ),
    _Criterion(
        reason="{seen} sentences of the passage, at the text's edge",
        where=Where.EDGE,
        seen=2,
        matched=80,
        flags=("clean_start",),
    ),
    _Criterion(
        reason="a block of the passage, at the text's edge",
        where=Where.EDGE,
        matched=40,
        flags=("clean_start", "lines"),
    ),
    _Criterion(
        reason="the passage's opening, at the end of the text",
        where=Where.TAIL,
        matched=24,
        flags=("opening", "clean_start", "clean_end"),
    ),
)


def convinces(evidence: Evidence) -> tuple[str, Where] | None:
    """Why the evidence suffices, and where the region must stand for it to suffice; None if it does not."""
    criteria = (*(_SHORT if evidence.short else _ANYWHERE), *_AT_EDGE)
    met = next((c for c in criteria if c.met(evidence)), None)
    return (met.reason.format(coverage=evidence.coverage, seen=evidence.seen), met.where) if met else None
