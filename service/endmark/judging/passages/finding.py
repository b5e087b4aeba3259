"""Copies of a site's passages on a sheet, as candidates."""

from collections.abc import Iterator
from dataclasses import replace

from endmark.judging import quoting
from endmark.judging.candidates import Candidate
from endmark.judging.passages import alignment
from endmark.judging.passages.edges import Edges, edges
from endmark.judging.passages.evidence import convinces, convinces_at_edge, weigh
from endmark.judging.passages.regions import Region, regions
from endmark.judging.passages.scene import Scene
from endmark.judging.program import Program, Terms, Where
from endmark.judging.sheet import Sheet

_LOOKED_AT = 3  # runs behind whose beginning a quotation is looked for: the first may be the outlet's name
_WHOLE = 0.5  # share of a passage from which a copy is no mere quotation


def find(sheet: Sheet, program: Program) -> Iterator[Candidate]:
    """The copies of a site's passages on a sheet, as candidates. Linear in the document."""
    index = program.passages
    runs = alignment.runs(sheet, index) if index else []
    if index is None or not runs:
        return
    kinds = [program.passage_terms[index.variant_at(run.at).rule].kind for run in runs]
    scene = Scene(sheet, index)
    found_regions = regions(scene, runs, kinds)
    lows = [0, *(r.end for r in found_regions)]
    highs = [*(r.start for r in found_regions[1:]), len(scene)]
    for region, low, high in zip(found_regions, lows, highs, strict=False):
        found = edges(scene, region, low, high)
        if found.start < found.end:
            yield from _candidate(scene, region, found, _terms(scene, program, region))


def _terms(scene: Scene, program: Program, region: Region) -> Terms:
    """The terms of the rule that speaks for most of the region."""
    letters: dict[int, int] = {}
    for run in region.runs:
        rule = scene.index.variant_at(run.at).rule
        letters[rule] = letters.get(rule, 0) + len(run)
    return program.passage_terms[max(letters, key=lambda rule: letters[rule])]


def _candidate(scene: Scene, region: Region, found: Edges, terms: Terms) -> Iterator[Candidate]:
    evidence = weigh(scene, region, found)
    strong, weak = convinces(evidence), convinces_at_edge(evidence)
    refused = _refusal(scene, region, found, thorough=not strong or evidence.coverage < _WHOLE)
    if not strong and terms.where is Where.ANYWHERE:
        terms = replace(terms, where=Where.EDGE)
    reason = strong or weak
    if reason:
        yield Candidate(start=found.left, end=found.right, terms=terms, reason=reason, refused_by=refused)


def _refusal(scene: Scene, region: Region, found: Edges, *, thorough: bool) -> str | None:
    """Why a region is somebody's quotation. Weak evidence is looked at more closely."""
    sheet, first, end = scene.sheet, region.runs[0], scene.after(region.runs[-1].end)
    spans = [
        (found.left, found.right),
        *((scene.word_at(run.start), end) for run in region.runs[:_LOOKED_AT]),
    ]
    if thorough:
        spans.append((scene.word_at(first.start), scene.after(first.end)))
    if any(quoting.is_quoted(sheet, *span) for span in spans):
        return "it is quoted"
    if thorough and any(quoting.is_reported(sheet, *span) or quoting.is_announced(sheet, span[0]) for span in spans):
        return "it is reported speech"
    return None
