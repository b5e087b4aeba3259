"""Copies of a site's passages on a sheet, as candidates."""

from collections.abc import Iterator
from dataclasses import replace

from endmark.judging import quoting
from endmark.judging.candidates import Candidate
from endmark.judging.passages import alignment
from endmark.judging.passages.alignment import Run
from endmark.judging.passages.edges import Edges, edges
from endmark.judging.passages.evidence import convinces, weigh
from endmark.judging.passages.regions import Region, regions
from endmark.judging.passages.scene import Scene
from endmark.judging.program import PassageSet, Terms, Where
from endmark.judging.sheet import Sheet

_CHANCE = 8  # letters
_LOOKED_AT = 3  # runs behind whose beginning a quotation is looked for: the first may be the outlet's name
# From these shares of a passage on a copy is no mere quotation, of whatever sign that it is one:
_HALF, _LARGELY, _NEARLY_WHOLE = 0.5, 0.75, 0.9


def find(sheet: Sheet, passages: PassageSet) -> Iterator[Candidate]:
    """The copies of passages on a sheet, as candidates. Linear in the document."""
    index = passages.index
    runs = alignment.runs(sheet, index)
    if not runs:
        return
    kinds = [passages.terms[index.variant_at(run.at).rule].kind for run in runs]
    scene = Scene(sheet, index)
    found_regions = regions(scene, runs, kinds)
    lows = [0, *(r.end for r in found_regions)]
    highs = [*(r.start for r in found_regions[1:]), len(scene)]
    for region, low, high in zip(found_regions, lows, highs, strict=False):
        found = edges(scene, region, low, high)
        if found.start < found.end:
            yield from _candidate(scene, region, found, _terms(scene, passages, region))


def _terms(scene: Scene, passages: PassageSet, region: Region) -> Terms:
    """The terms of the rule that speaks for most of the region."""
    letters: dict[int, int] = {}
    for run in region.runs:
        rule = scene.index.variant_at(run.at).rule
        letters[rule] = letters.get(rule, 0) + len(run)
    return passages.terms[max(letters, key=lambda rule: letters[rule])]


def _candidate(scene: Scene, region: Region, found: Edges, terms: Terms) -> Iterator[Candidate]:
    evidence = weigh(scene, region, found)
    verdict = convinces(evidence)
    if verdict is None:
        return
    reason, where = verdict
    refused = _refusal(scene, region, found, evidence.coverage if where is Where.ANYWHERE else 0.0)
    if terms.where is Where.ANYWHERE:
        terms = replace(terms, where=where)
    yield Candidate(start=found.left, end=found.right, terms=terms, reason=reason, refused_by=refused)


def _refusal(scene: Scene, region: Region, found: Edges, coverage: float) -> str | None:
    """Why a region is somebody's quotation. The less of the passage is there, the more closely it is looked at."""
    sheet, first = scene.sheet, region.runs[0]
    end = _said_end(scene, region.runs[-1])
    spans = [
        (found.left, found.right),
        *((scene.word_at(run.start), end) for run in region.runs[:_LOOKED_AT]),
    ]
    if coverage < _HALF:
        spans.append((scene.word_at(first.start), scene.after(first.end)))
    if any(quoting.is_quoted(sheet, *span, across=coverage < _NEARLY_WHOLE) for span in spans):
        return "it is quoted"
    if coverage < _NEARLY_WHOLE and any(quoting.is_reported(sheet, *span) for span in spans):
        return "it is reported speech"
    if quoting.is_announced(sheet, found.left, marked_only=coverage >= _LARGELY):
        return "it is announced as a quotation"
    return None


def _said_end(scene: Scene, run: Run) -> int:
    """The offset behind a run, without the few letters of a next sentence that begins alike by chance."""
    begun = scene.sentence_start(run.end - 1, _CHANCE)
    return scene.after(begun if begun is not None and begun > run.start else run.end)
