"""The verbs of rule files on a sheet: each function turns one compiled rule into candidates."""

from bisect import bisect_left
from collections.abc import Iterator

from endmark.judging import markers, quoting
from endmark.judging.candidates import Candidate
from endmark.judging.markers import Found
from endmark.judging.program import BlockRule, KeepRule, OpenEnd, SpanRule, Terms
from endmark.judging.sheet import Boundary, Sheet

_LINK_BLOCKS = 12  # most blocks that one heading takes with it
_LINK_LENGTH = 140  # longest block that is still a link, in code points
_LONGEST_SPAN = 6000  # how far an end marker is looked for, in folded characters, where no guard says less
_STOPS = ".;:,…。।۔！？"
_CLOSING_MARKS = "\"'”’»“)"
_KNOWN_GAP = 400  # most letters between two known sentences of one appeal
_QUOTED = "it is quoted"


def lines(sheet: Sheet, rule: BlockRule) -> Iterator[Candidate]:
    """Whole blocks."""
    for start, end in markers.find_blocks(sheet, rule.markers):
        yield _candidate(sheet, rule.terms, start, end, "a whole block is the marker")


def headings(sheet: Sheet, rule: BlockRule) -> Iterator[Candidate]:
    """A heading and the short, unpunctuated blocks that follow it."""
    for start, end in markers.find_blocks(sheet, rule.markers):
        first = sheet.block_at[start]
        last = first + 1
        while last < min(len(sheet.blocks), first + 1 + _LINK_BLOCKS) and _is_link(sheet, last):
            last += 1
        reached = max(end, sheet.folded_blocks[last - 1][1])
        yield _candidate(sheet, rule.terms, start, reached, f"a heading and {last - first - 1} short blocks")


def _is_link(sheet: Sheet, index: int) -> bool:
    block = sheet.blocks[index]
    said = sheet.text[block.left : block.right]
    quoted = said[-1:] in _CLOSING_MARKS
    bare = said.rstrip(_CLOSING_MARKS)
    return len(said) <= _LINK_LENGTH and bare[-1:] not in _STOPS and not (quoted and bare[-1:] in "?!؟")


def spans(sheet: Sheet, rule: SpanRule, known: tuple[str, ...]) -> Iterator[Candidate]:
    """From each start marker through the preferred end marker that follows it before the next start."""
    starts = markers.find(sheet, rule.starts)
    if not starts:
        return
    ends = [markers.find_ends(sheet, marker) for marker in rule.ends]
    reach = rule.terms.guards.longest or _LONGEST_SPAN
    limits = [s.start for s in starts[1:]] + [len(sheet.folded.text)]
    for found, limit in zip(starts, limits, strict=True):
        end = _first_end(ends, found.end, min(limit, found.start + reach))
        if end is not None:
            yield _candidate(sheet, rule.terms, found.start, end, "from its start marker through an end marker")
        elif found.boundary is Boundary.BLOCK:
            yield from _open_ended(sheet, rule, found, limit, known)


def _first_end(ends: list[list[tuple[int, int]]], after: int, limit: int) -> int | None:
    for places in ends:
        i = bisect_left(places, (after, 0))
        if i < len(places) and places[i][1] <= limit:
            return places[i][1]
    return None


def _open_ended(sheet: Sheet, rule: SpanRule, found: Found, limit: int, known: tuple[str, ...]) -> Iterator[Candidate]:
    if rule.open_end is OpenEnd.LAST_KNOWN:
        end = _last_known(sheet, found, limit, known)
        if end is None:
            return
        yield _candidate(sheet, rule.terms, found.start, end, "from its start marker through the last known sentence")
    elif rule.open_end is OpenEnd.TEXT_END and limit == len(sheet.folded.text):
        yield _candidate(sheet, rule.terms, found.start, limit, "from its start marker to the end of the text")


def _last_known(sheet: Sheet, found: Found, limit: int, known: tuple[str, ...]) -> int | None:
    """The folded end of the last known sentence, each at most `_KNOWN_GAP` letters after the one before.

    If none follows it is the marker's own end; None if the marker's sentence goes on.
    """
    letters = sheet.letters
    first, stop = (int(letters.at.searchsorted(sheet.folded.offset(index))) for index in (found.end, limit))
    reached, further = first, True
    while further and reached < stop:
        near = letters.text[reached : min(stop, reached + _KNOWN_GAP)]
        ends = (reached + near.find(k) + len(k) for k in known if k in near)
        before, reached = reached, max((e for e in ends if _is_sentence_end(sheet, e)), default=reached)
        further = reached > before
    if reached > first:
        return _sentence_end(sheet, sheet.folded.index(int(letters.at[reached - 1])) + 1)
    end = _sentence_end(sheet, found.end)
    return end if end in sheet.block_ends or end > found.end or _ends_sentence(sheet, end) else None


def _is_sentence_end(sheet: Sheet, letter: int) -> bool:
    """Whether a sentence or block ends before a letter."""
    index = sheet.folded.index(int(sheet.letters.at[letter - 1])) + 1
    return index in sheet.block_ends or sheet.folded.text[index : index + 1] in tuple(".!?:;")


def _ends_sentence(sheet: Sheet, index: int) -> bool:
    return sheet.folded.text[index - 1] in ".!?:"


def _sentence_end(sheet: Sheet, index: int) -> int:
    """Take the signs that close a sentence with it."""
    text = sheet.folded.text
    while text[index : index + 1] and text[index] in ".!?:\"')":
        index += 1
    return index


def keeps(sheet: Sheet, rule: KeepRule) -> Iterator[tuple[int, int]]:
    """The original's spans that no rule may cut."""
    for marker in rule.markers:
        for start, end in markers.find_ends(sheet, marker):
            yield sheet.folded.span(start, end)


def _candidate(sheet: Sheet, terms: Terms, start: int, end: int, reason: str) -> Candidate:
    """A candidate for a span of the folded copy, already refused if it is a quotation."""
    first, last = sheet.folded.span(start, end)
    last = first + len(sheet.text[first:last].rstrip())
    quoted = quoting.is_quoted(sheet, first, last) or quoting.is_reported(sheet, first, last)
    return Candidate(start=first, end=last, terms=terms, reason=reason, refused_by=_QUOTED if quoted else None)
