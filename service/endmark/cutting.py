"""Cutting: verdicts on a document to the segments that partition its text.

White space belongs to what is cut in such a way that the body reads on: a cut that begins a line takes the line
ends behind it along, so that an inset leaves no hole; a cut that ends a line of the body leaves its line end.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from endmark.judging import Verdict
from endmark.judging.spans import is_blank
from endmark.model import Block, Document, Kind, Position, Segment


def tidy(document: Document, found: Sequence[Verdict], tidied_before: Sequence[Verdict] = ()) -> list[Verdict]:
    """The verdicts in order, apart, each with the white space that goes with it; neighbours of one kind made one.

    `tidied_before` have theirs already.
    """
    tidied: list[Verdict] = []
    starts = [block.start for block in document.blocks] if found else []
    spaced = [*tidied_before, *(_with_space(document, starts, verdict) for verdict in found)]
    for verdict in sorted(spaced, key=attrgetter("start", "end")):
        low = tidied[-1].end if tidied else 0
        start, end = max(low, verdict.start), max(low, verdict.end)
        if tidied and verdict.cut.kind == tidied[-1].cut.kind and _are_one(document.text, tidied[-1], start):
            tidied[-1] = _joined(tidied[-1], verdict, end)
        elif start < end:
            tidied.append(Verdict(start, end, verdict.cut, verdict.also))
    return tidied


def _are_one(text: str, first: Verdict, start: int) -> bool:
    """Whether a cut goes on at `start`: only blanks stand between, and no end of a line of which a beginning stays."""
    between = text[first.end : start]
    ends_line = between.splitlines() not in ([], [between])
    return is_blank(between) and not (ends_line and _begins_in_line(text, first.start))


def _begins_in_line(text: str, offset: int) -> bool:
    return offset > 0 and len(text[offset - 1 : offset + 1].splitlines()) == 1


def _joined(first: Verdict, second: Verdict, end: int) -> Verdict:
    rules = (*first.also, second.cut.rule, *second.also)
    also = tuple(dict.fromkeys(r for r in rules if r != first.cut.rule))
    return Verdict(first.start, max(first.end, end), first.cut, also)


def _with_space(document: Document, starts: list[int], verdict: Verdict) -> Verdict:
    """`starts` are those of the document's blocks."""
    start, end, text, blocks = verdict.start, verdict.end, document.text, document.blocks
    first, last = _block_of(blocks, starts, start), _block_of(blocks, starts, end - 1)
    begins_line = first is None or start <= first.left
    ends_line = last is None or end >= last.right
    if begins_line:
        start = first.start if first else start
    if begins_line and (first is None or first is blocks[0]):
        start = 0
    if ends_line and last:
        end = last.end
    if begins_line or (not ends_line and text[start - 1].isspace()):
        while end < len(text) and text[end].isspace():
            end += 1
    return Verdict(start, end, verdict.cut, verdict.also)


def _block_of(blocks: tuple[Block, ...], starts: list[int], offset: int) -> Block | None:
    i = bisect_right(starts, offset) - 1
    return blocks[i] if i >= 0 else None


def segments(document: Document, tidied: list[Verdict], keep: frozenset[Kind]) -> Iterator[Segment]:
    """The document's text as body and cut segments, in order, with nothing left out."""
    text, end = document.text, 0
    first, last = _body_edges(text, tidied) if tidied else (0, len(text))
    for verdict in tidied:
        if end < verdict.start:
            yield Segment(start=end, end=verdict.start, text=text[end : verdict.start])
        end = verdict.end
        yield Segment(
            start=verdict.start,
            end=end,
            text=text[verdict.start : end],
            cut=verdict.cut,
            position=_position(verdict, first, last),
            kept=verdict.cut.kind in keep,
            also=verdict.also,
        )
    if end < len(text) or not tidied:
        yield Segment(start=end, end=len(text), text=text[end:])


def _body_edges(text: str, tidied: list[Verdict]) -> tuple[int, int]:
    """Where the first body piece begins and the last one ends; the other way round if there is none."""
    pieces = [(s, e) for s, e in remains(len(text), tidied) if not is_blank(text[s:e])]
    return (pieces[0][0], pieces[-1][1]) if pieces else (len(text), 0)


def _position(verdict: Verdict, first: int, last: int) -> Position:
    if verdict.start >= last:
        return Position.TAIL
    return Position.HEAD if verdict.end <= first else Position.INSET


def remains(length: int, tidied: Iterable[Verdict]) -> list[tuple[int, int]]:
    """The spans of a text that the verdicts leave."""
    edges = [0, *(edge for v in tidied for edge in (v.start, v.end)), length]
    return [(s, e) for s, e in zip(edges[::2], edges[1::2], strict=True) if s < e]
