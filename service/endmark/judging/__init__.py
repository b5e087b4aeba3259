"""Judging: a document and compiled rules to cuts. Pure: nothing is read, written or remembered."""

from collections.abc import Iterator
from dataclasses import dataclass

from endmark.judging import affixes, verbs
from endmark.judging.candidates import Candidate
from endmark.judging.passages import finding
from endmark.judging.program import Program
from endmark.judging.settling import Kept, Settled, apart, measure, preceded, settle, spared
from endmark.judging.sheet import Sheet
from endmark.judging.spans import is_blank
from endmark.model import Cut, Refusal

__all__ = ["Judged", "Verdict", "judge"]

_MOST_AFFIXES = 100  # "… he said. DM (dpa)": few end one paragraph, but what repeats must go at once


@dataclass(frozen=True, slots=True)
class Verdict:
    """One cut: its whole span, the cut that labels it, and the other rules that would cut here."""

    start: int
    end: int
    cut: Cut
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts in order, apart from each other, and what was refused."""

    verdicts: tuple[Verdict, ...] = ()
    refused: tuple[Refusal, ...] = ()


def judge(sheet: Sheet, program: Program) -> Judged:
    """Judge a document by a site's compiled rules. All rules match the document as it is."""
    candidates = [c for passages in program.passages for c in finding.find(sheet, passages)]
    marked = program.signal is None or program.signal.stand_in(sheet)
    if not (candidates or marked) or not sheet.blocks:
        return Judged()
    if marked:
        candidates += _by_markers(sheet, program)
    kept = apart((rule.rule, span) for rule in program.keeps for span in verbs.keeps(sheet, rule))
    settled = _with_affixes(sheet, program, settle(sheet, candidates, kept), kept)
    return Judged(tuple(map(_verdict, settled.groups)), tuple(_refusal(c) for c in settled.refused))


def _by_markers(sheet: Sheet, program: Program) -> Iterator[Candidate]:
    for line in program.lines:
        yield from verbs.lines(sheet, line)
    for heading in program.headings:
        yield from verbs.headings(sheet, heading)
    for span in program.spans:
        yield from verbs.spans(sheet, span, program.known)


def _with_affixes(sheet: Sheet, program: Program, settled: Settled, kept: list[Kept]) -> Settled:
    """Add the cuts at the two ends of what is left of the body."""
    if not program.affixes:
        return settled
    for _ in range(_MOST_AFFIXES):
        body = _body(sheet, settled)
        found = [f for rule in program.affixes if body and (f := affixes.find(sheet, rule, body))]
        found = [_checked(sheet, f, settled, kept) for f in found]
        cuts = [f for f in found if not f.refused_by][:1]
        groups = sorted((*settled.groups, *((c,) for c in cuts)), key=lambda g: g[0].start)
        refused = dict.fromkeys((*settled.refused, *(f for f in found if f.refused_by)))
        settled = Settled(tuple(groups), tuple(refused))
        if not cuts:
            break
    return settled


def _checked(sheet: Sheet, found: Candidate, settled: Settled, kept: list[Kept]) -> Candidate:
    """What the guards say of a cut at an end of the body, given the cuts there are."""
    candidate = measure(sheet, spared(found, kept))
    others = [c for group in settled.groups for c in group]
    return candidate if candidate.refused_by else preceded(sheet, [*others, candidate])[-1]


def _body(sheet: Sheet, settled: Settled) -> tuple[int, int] | None:
    """The span from the first to the last character that says something and is not cut; None if all is cut."""
    start, end = 0, len(sheet.text)
    spans = sorted(settled.spans)
    for low, high in spans:
        if not is_blank(sheet.text[start:low]):
            break
        start = high
    for low, high in reversed(spans):
        if not is_blank(sheet.text[high:end]):
            break
        end = low
    return (start, end) if not is_blank(sheet.text[start:end]) else None


def _verdict(group: tuple[Candidate, ...]) -> Verdict:
    first, *others = group
    start, end = min(c.start for c in group), max(c.end for c in group)
    also = tuple(dict.fromkeys(c.terms.rule for c in others if c.terms.rule != first.terms.rule))
    return Verdict(start, end, first.cut(), also)


def _refusal(candidate: Candidate) -> Refusal:
    return Refusal(cut=candidate.cut(), guard=candidate.refused_by or "")
