"""Judging: a document and compiled rules to cuts. Pure: nothing is read, written or remembered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from endmark.folding import fold_character
from endmark.judging import affixes, verbs
from endmark.judging.candidates import Candidate
from endmark.judging.generic import Generic, find
from endmark.judging.pages import Learned, outside_story
from endmark.judging.passages import finding
from endmark.judging.program import AffixRule, Program
from endmark.judging.selecting import NOTHING, Selected
from endmark.judging.settling import Kept, Settled, apart, measure, preceded, settle, spared, trimmed
from endmark.judging.sheet import Sheet
from endmark.judging.spans import is_blank, merge
from endmark.model import Cut, Document, Kind, Refusal

__all__ = ["Judged", "Rules", "Verdict", "is_text", "judge"]

_MOST_AFFIXES = 100  # "… he said. DM (dpa)": few end one paragraph, but what repeats must go at once


class Verdict(NamedTuple):
    """One cut: its whole span, the cut that labels it, and the other rules that would cut here.

    A page has dozens, each made anew as it is tidied: a tuple is made in a fraction of a frozen dataclass's time.
    """

    start: int
    end: int
    cut: Cut
    also: tuple[str, ...]


class Judged(NamedTuple):
    """The verdicts in order, apart from each other, and what was refused; whether generic judging had its turn.

    `misplaced` is what was refused for no more than that it does not stand at the tail.
    """

    verdicts: tuple[Verdict, ...] = ()
    refused: tuple[Refusal, ...] = ()
    is_generic: bool = False
    misplaced: tuple[Candidate, ...] = ()


_NOTHING = Judged()


@dataclass(frozen=True, slots=True)
class Rules:
    """What judges a document: its site's compiled rules, and behind them the generic ones; `pages` for pages."""

    site: Program
    generic: Generic | None = None
    pages: Learned | None = None


def judge(sheet: Sheet, rules: Rules, keep: frozenset[Kind] = frozenset(), selected: Selected = NOTHING) -> Judged:
    """Judge a document by its site's rules; by the generic ones too where these find nothing to remove.

    All rules match the document as it is. What a site's cuts leave is judged in the next round. Cuts of kinds to `keep`
    remove nothing, and nothing else cuts there. `selected` is what the site's selectors found on the page.
    """
    judged = _by_site(sheet, rules.site, selected)
    if not is_text(sheet.document):
        return _by_page(sheet, rules, judged, selected)
    if rules.generic is None or any(verdict.cut.kind not in keep for verdict in judged.verdicts):
        return judged
    cut = ((v.cut.rule, (v.start, v.end)) for v in judged.verdicts)
    kept = chain(cut, _kept(sheet, rules.site, selected))
    generic = _generically(sheet, rules.generic, kept, judged.misplaced)
    verdicts = sorted((*judged.verdicts, *generic.verdicts), key=lambda v: v.start)
    return Judged(tuple(verdicts), (*judged.refused, *generic.refused), is_generic=True)


def is_text(document: Document) -> bool:
    """Whether a document is judged by its words: a text, or a page that is hardly more than one."""
    return document.input == "text" or (document.page is not None and document.page.is_bare)


def _by_site(sheet: Sheet, program: Program, selected: Selected) -> Judged:
    candidates = [c for passages in program.passages for c in finding.find(sheet, passages)]
    candidates += selected.candidates
    marked = program.signal is None or program.signal.stand_in(sheet)
    if not (candidates or selected.outside or marked) or not sheet.blocks:
        return _NOTHING
    if marked:
        candidates += _by_markers(sheet, program)
    return _settled(sheet, candidates, program.affixes, apart(_kept(sheet, program, selected)), selected)


def _generically(sheet: Sheet, generic: Generic, kept: Iterable[Kept], misplaced: Sequence[Candidate]) -> Judged:
    """What the generic rules cut, and what the site's do at the tail only and is behind the story, whatever follows."""
    candidates = [*find(sheet, generic, misplaced)]
    if generic.insets.signal is None or generic.insets.signal.stand_in(sheet):
        candidates += _by_markers(sheet, generic.insets)
    last = _folded(sheet.text.rstrip()[-1:])
    if not (candidates or last.endswith(generic.suffix_ends)) or not sheet.blocks:
        return _NOTHING
    return _settled(sheet, candidates, generic.suffixes, apart(kept))


@lru_cache(maxsize=256)
def _folded(last: str) -> str:
    """A text's last character as it is folded: the same few, each looked up once."""
    return "".join(map(fold_character, last))


def _by_page(sheet: Sheet, rules: Rules, judged: Judged, selected: Selected) -> Judged:
    """What the site's rules cut, and all that is not the page's story. What is left of a page has been judged."""
    page = sheet.document.page
    if page is None or page.is_story or rules.pages is None:
        return judged
    named = [span for _, span in _kept(sheet, rules.site, selected)]
    taken = merge([*named, *((v.start, v.end) for v in judged.verdicts)])
    found = [*outside_story(sheet.document, page, rules.pages, taken)]
    cut = [Verdict(c.start, c.end, c, ()) for c in found if isinstance(c, Cut)]
    refused = [r for r in found if isinstance(r, Refusal)]
    verdicts = sorted((*judged.verdicts, *cut), key=lambda v: v.start)
    return Judged(tuple(verdicts), (*judged.refused, *refused))


def _kept(sheet: Sheet, program: Program, selected: Selected) -> Iterator[Kept]:
    """The spans that a site's `keep` rules name."""
    yield from ((rule.rule, span) for rule in program.keeps for span in verbs.keeps(sheet, rule))
    yield from selected.kept


def _settled(
    sheet: Sheet,
    candidates: list[Candidate],
    affixed: Sequence[AffixRule],
    kept: list[Kept],
    selected: Selected = NOTHING,
) -> Judged:
    outside = selected.around((c.start, c.end) for c in candidates if not c.refused_by)
    settled = _filled(sheet, settle(sheet, [*candidates, *outside], kept), kept, selected)
    settled = _with_affixes(sheet, affixed, settled, kept)
    refused = tuple(_refusal(c) for c in settled.refused)
    return Judged(tuple(map(_verdict, settled.groups)), refused, misplaced=settled.misplaced)


def _filled(sheet: Sheet, settled: Settled, kept: list[Kept], selected: Selected) -> Settled:
    """Add what lies outside the body where another rule's cut was refused."""
    left = selected.around([*settled.spans, *(span for _, span in kept)])
    pieces = ((piece,) for c in left for piece in trimmed(sheet, c, c.start, c.end))
    return replace(settled, groups=tuple(sorted((*settled.groups, *pieces), key=lambda g: g[0].start)))


def _by_markers(sheet: Sheet, program: Program) -> Iterator[Candidate]:
    for line in program.lines:
        yield from verbs.lines(sheet, line)
    for heading in program.headings:
        yield from verbs.headings(sheet, heading)
    for span in program.spans:
        yield from verbs.spans(sheet, span, program.known)


def _with_affixes(sheet: Sheet, affixed: Sequence[AffixRule], settled: Settled, kept: list[Kept]) -> Settled:
    """Add the cuts at the two ends of what is left of the body."""
    if not affixed:
        return settled
    for _ in range(_MOST_AFFIXES):
        body = _body(sheet, settled)
        found = [*affixes.find(sheet, affixed, body)] if body else []
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
