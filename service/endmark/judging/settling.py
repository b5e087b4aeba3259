"""From candidates to cuts: keeps, guards, places, overlaps. Nothing is cut twice.

Where a rule may cut depends on what else is cut: an appeal is at the tail if only boilerplate follows it. So
candidates that may stand anywhere settle first; then the tail is eaten from the end and the head from the
beginning, as far as boilerplate goes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import itemgetter

from endmark.judging.candidates import Candidate
from endmark.judging.program import Where
from endmark.judging.sheet import Sheet
from endmark.judging.spans import Span, is_blank, merge

Kept = tuple[str, Span]

_AT_TAIL = (Where.TAIL, Where.EDGE)  # no set: it would hash in Python


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of the candidates: groups that overlap (the longest first), and those refused."""

    groups: tuple[tuple[Candidate, ...], ...]
    refused: tuple[Candidate, ...]

    @property
    def spans(self) -> list[Span]:
        """The spans that are cut, in order, apart."""
        return [(min(c.start for c in g), max(c.end for c in g)) for g in self.groups]

    @property
    def misplaced(self) -> tuple[Candidate, ...]:
        """Those that were refused for no more than that they do not stand at the tail."""
        at_tail = (c for c in self.refused if c.where in _AT_TAIL)
        return tuple(c for c in at_tail if c.refused_by == _outside(c.where))


def settle(sheet: Sheet, candidates: Iterable[Candidate], kept: Sequence[Kept] = ()) -> Settled:
    """Decide which candidates become cuts. `kept` are the spans that keep rules name, `apart`."""
    pieces = [measure(sheet, piece) for c in candidates for piece in _spare(sheet, c, kept)]
    placed = _place(sheet, [c for c in pieces if not c.refused_by])
    ahead = preceded(sheet, [c for c in placed if not c.refused_by])
    refused = (*pieces, *placed, *ahead)
    return Settled(
        _groups([c for c in ahead if not c.refused_by]),
        tuple(sorted(dict.fromkeys(c for c in refused if c.refused_by), key=lambda c: (c.start, c.end))),
    )


def _spare(sheet: Sheet, candidate: Candidate, kept: Sequence[Kept]) -> Iterator[Candidate]:
    """The candidate without what keep rules name; the kept pieces are refused."""
    start = candidate.start
    for rule, (low, high) in _overlapping(kept, candidate):
        if high > start:
            yield from trimmed(sheet, candidate, start, low)
            yield replace(candidate, start=max(low, start), end=min(high, candidate.end)).refuse(f"{rule} keeps it")
            start = high
    yield from trimmed(sheet, candidate, start, candidate.end)


def _overlapping(kept: Sequence[Kept], candidate: Candidate) -> Iterator[Kept]:
    for i in range(bisect_right(kept, candidate.start, key=lambda k: k[1][1]), len(kept)):
        if kept[i][1][0] >= candidate.end:
            return
        yield kept[i]


def apart(kept: Iterable[Kept]) -> list[Kept]:
    """Kept spans in order, without those that begin inside another: what overlaps is kept all the same.

    >>> apart([("b", (1, 4)), ("a", (0, 3))])
    [('a', (0, 3)), ('b', (3, 4))]
    """
    found: list[Kept] = []
    reached = 0
    for rule, (low, high) in sorted(kept, key=lambda k: k[1]):
        if high > reached:
            found.append((rule, (max(low, reached), high)))
            reached = high
    return found


def trimmed(sheet: Sheet, candidate: Candidate, start: int, end: int) -> Iterator[Candidate]:
    """A piece of the candidate without white space around it, if anything is left."""
    said = sheet.text[start:end].lstrip()
    start, end = end - len(said), end - len(said) + len(said.rstrip())
    if (start, end) == (candidate.start, candidate.end):
        yield candidate
    elif start < end:
        yield replace(candidate, start=start, end=end)


def spared(candidate: Candidate, kept: Sequence[Kept]) -> Candidate:
    """The candidate, refused if a keep rule names any of it."""
    rule = next((rule for rule, _ in _overlapping(kept, candidate)), None)
    return candidate.refuse(f"{rule} keeps it") if rule else candidate


def measure(sheet: Sheet, candidate: Candidate) -> Candidate:
    """Refuse a candidate that is longer than its guards allow, or that its rule only reports."""
    terms, length, whole = candidate.terms, candidate.end - candidate.start, len(sheet.text)
    longest, share = terms.guards.longest, terms.guards.largest_share
    if candidate.refused_by:
        return candidate
    if terms.silent:
        return candidate.refuse(f"the rule's status is {terms.silent}: reported, not cut")
    if longest is not None and length > longest:
        return candidate.refuse(f"{length:,} characters are more than the rule's longest cut, {longest:,}")
    if length > share * whole:
        return candidate.refuse(
            f"{length:,} of {whole:,} characters are more than the rule's largest share, {share:.0%}"
        )
    return candidate


def _place(sheet: Sheet, candidates: list[Candidate]) -> list[Candidate]:
    """Refuse the candidates that do not stand where their rule may cut."""
    free = [c for c in candidates if c.where is Where.ANYWHERE]
    if len(free) == len(candidates):
        return candidates  # as all generic ones
    tails = [c for c in candidates if c.where in _AT_TAIL]
    heads = [c for c in candidates if c.where in (Where.HEAD, Where.EDGE)]
    tail, tail_from = _eat_tail(sheet, free, tails)
    head, head_to = _eat_head(sheet, free, heads)
    insets = {c for c in candidates if c.where is Where.INSET and _between(sheet, c, head_to, tail_from)}
    good = {*free, *tail, *head, *insets}
    return [c if c in good else c.refuse(_outside(c.where)) for c in candidates]


def _outside(where: Where) -> str:
    return f"it stands outside the rule's place, {where.name.lower()}"


def _eat_tail(sheet: Sheet, free: list[Candidate], tails: list[Candidate]) -> tuple[list[Candidate], int]:
    """The tail candidates behind which only boilerplate stands, and where the tail begins."""
    frontier, eaten = len(sheet.text), []
    for candidate in sorted([*free, *tails], key=lambda c: c.end, reverse=True):
        if not is_blank(sheet.text[candidate.end : frontier]):
            break
        eaten.append(candidate)
        frontier = min(frontier, candidate.start)
    return eaten, frontier


def _eat_head(sheet: Sheet, free: list[Candidate], heads: list[Candidate]) -> tuple[list[Candidate], int]:
    """The head candidates before which only boilerplate stands, and where the head ends."""
    frontier, eaten = 0, []
    for candidate in sorted([*free, *heads], key=lambda c: c.start):
        if not is_blank(sheet.text[frontier : candidate.start]):
            break
        eaten.append(candidate)
        frontier = max(frontier, candidate.end)
    return eaten, frontier


def _between(sheet: Sheet, candidate: Candidate, head_to: int, tail_from: int) -> bool:
    before, after = sheet.text[head_to : candidate.start], sheet.text[candidate.end : tail_from]
    return not is_blank(before) and not is_blank(after)


def behind(candidates: Iterable[Candidate], story: Sequence[Span], end: int) -> list[Candidate]:
    """Those of misplaced candidates behind which nothing of a story stands but what others of them cut: they may cut.

    `story` are spans in order and apart; `end` is where the text ends.
    """
    found: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: c.end, reverse=True):
        last = bisect_left(story, end, key=itemgetter(0)) - 1
        if last >= 0 and story[last][1] > candidate.end:
            break
        found.append(replace(candidate, terms=replace(candidate.terms, where=Where.ANYWHERE), refused_by=None))
        end = min(end, candidate.start)
    return found


def preceded(sheet: Sheet, candidates: list[Candidate]) -> list[Candidate]:
    """Refuse the candidates before which less body stands than their guards ask for."""
    if not any(c.terms.guards.min_blocks_before or c.terms.guards.min_characters_before for c in candidates):
        return candidates
    spans = merge([(c.start, c.end) for c in candidates])
    starts = [s for s, _ in spans]
    covered = [0, *accumulate(e - s for s, e in spans)]
    blocks = [
        b.left
        for b in sheet.blocks
        if not _is_covered(spans, starts, b.left) and not is_blank(sheet.text[b.left : b.right])
    ]

    def check(candidate: Candidate) -> Candidate:
        guards = candidate.terms.guards
        before = bisect_left(blocks, candidate.start)
        characters = max(0, candidate.start - covered[bisect_left(starts, candidate.start)])
        if before < guards.min_blocks_before:
            return candidate.refuse(
                f"{before} body blocks stand before it, the rule asks for {guards.min_blocks_before}"
            )
        if characters < guards.min_characters_before:
            asked = guards.min_characters_before
            return candidate.refuse(f"{characters} body characters stand before it, the rule asks for {asked}")
        return candidate

    return [check(c) for c in candidates]


def _is_covered(spans: list[Span], starts: list[int], offset: int) -> bool:
    i = bisect_left(starts, offset + 1) - 1
    return i >= 0 and offset < spans[i][1]


def _groups(candidates: list[Candidate]) -> tuple[tuple[Candidate, ...], ...]:
    """Candidates that overlap, together; the longest labels the group, so it comes first."""
    groups: list[list[Candidate]] = []
    reached = -1
    for candidate in sorted(candidates, key=lambda c: (c.start, -c.end)):
        if candidate.start < reached:
            groups[-1].append(candidate)
        else:
            groups.append([candidate])
        reached = max(reached, candidate.end)
    return tuple(tuple(sorted(g, key=lambda c: c.start - c.end)) for g in groups)
