"""Whether a region is a copy of a passage, or a story that happens to share words with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from endmark.judging.grams import ALPHABETIC
from endmark.judging.passages.edges import Edges
from endmark.judging.passages.index import Unit, Variant
from endmark.judging.passages.regions import Region
from endmark.judging.passages.scene import Scene

_DENSE = 0.5
_UNIT_SEEN = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a region.

    `coverage`: the largest share of one variant that is there; `seen`: its units of which 60 % are there;
    `matched`: letters of passages that are there, an ideographic one for two; `density`: share of the region's letters that match;
    `opening` and `closing`: whether a variant's first and last unit are among those seen; `clean_start` and
    `clean_end`: whether lines or sentences begin and end there; `lines`: whether whole lines do.
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
    covered = _covered(region, edges, index.units)
    seen = [i for i in covered if sum(e - s for s, e in covered[i]) >= _UNIT_SEEN * (index.units[i].end - index.units[i].start)]
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
        short=index.variants[best].last - index.variants[best].first <= 2,
        opening=any(v.first in seen for v in variants),
        closing=any(v.last - 1 in seen for v in variants),
        clean_start=scene.breaks_clause(edges.start),
        clean_end=scene.breaks_clause(edges.end),
        lines=scene.breaks_line(edges.start) and scene.breaks_line(edges.end),
    )


def _length(variant: Variant) -> int:
    return variant.end - variant.start


def _covered(region: Region, edges: Edges, units: list[Unit]) -> dict[int, list[tuple[int, int]]]:
    """The distinct spans of the index that are there, by unit."""
    spans = [(run.at, run.at_end) for run in region.runs] + [(units[i].start, units[i].end) for i in edges.units]
    covered: dict[int, list[tuple[int, int]]] = {}
    merged = _merged(spans)
    for i, unit in enumerate(units):
        parts = [(max(s, unit.start), min(e, unit.end)) for s, e in merged if s < unit.end and e > unit.start]
        if parts:
            covered[i] = parts
    return covered


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def convinces(e: Evidence) -> str | None:
    """Why the evidence suffices wherever the region stands; None if it does not."""
    if e.density < _DENSE:
        return None
    if e.short:
        return "the whole passage" if e.coverage >= 0.8 and e.lines else None
    if e.coverage >= 0.5 and (e.clean_start or e.coverage >= 0.8):
        return f"{e.coverage:.0%} of the passage"
    if e.seen >= 4 and e.matched >= 200:
        return f"{e.seen} sentences of the passage"
    if e.seen >= 3 and e.matched >= 120 and e.clean_start:
        return f"{e.seen} sentences of the passage"
    if e.opening and e.clean_start and e.matched >= 100 and e.seen >= 2:
        return "the passage's opening"
    if e.opening and e.lines and e.seen >= 2 and e.matched >= 24:
        return "the passage's first lines"
    if e.closing and e.seen >= 2 and e.matched >= 60:
        return "the passage's ending"
    return None


def convinces_at_edge(e: Evidence) -> str | None:
    """Why the evidence suffices at the head or tail of the text, where nothing but boilerplate stands beyond."""
    if e.density < _DENSE or not e.clean_start:
        return None
    if e.opening and e.clean_end and e.matched >= 24:
        return "the passage's opening, at the edge of the text"
    if e.seen >= 2 and e.matched >= 80:
        return f"{e.seen} sentences of the passage, at the edge of the text"
    if e.matched >= 40 and e.lines:
        return "a block of the passage, at the edge of the text"
    return None
