"""Markers inside the first or the last paragraph of the body: `… he said. DM`, `… (dpa)`."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from endmark.folding import Folded, fold
from endmark.judging.candidates import Candidate
from endmark.judging.program import AffixRule, Literal, Marker
from endmark.judging.sheet import Sheet
from endmark.judging.spans import is_blank, is_word

_SENTENCE_ENDS = frozenset(".!?。！？।۔؟")


class _Edge(NamedTuple):
    """The folded last (or first) line of the body, without white space around it, and where that stands.

    `start` is the line's offset in the text, `skipped` are the folded characters before `said`.
    """

    said: str
    folded: Folded
    start: int
    skipped: int

    @classmethod
    def of(cls, sheet: Sheet, body: tuple[int, int], *, at_end: bool) -> "_Edge":
        start, end = _edge_line(sheet, body, at_end=at_end)
        folded = fold(sheet.text[start:end])
        return cls(folded.text.strip(), folded, start, len(folded.text) - len(folded.text.lstrip()))

    def offset(self, index: int) -> int:
        """The text's offset of what stands at an index of `said`."""
        return self.start + self.folded.offset(self.skipped + index)


def find(sheet: Sheet, rules: Sequence[AffixRule], body: tuple[int, int]) -> Iterator[Candidate]:
    """The markers at the very end (or beginning) of what is left of the body, each as a word of its own.

    `body` is a span of the original; the markers stand in its last (or first) block.
    """
    edges = {at_end: _Edge.of(sheet, body, at_end=at_end) for at_end in {rule.at_end for rule in rules}}
    for rule in rules:
        edge = edges[rule.at_end]
        if edge.said.endswith(rule.last) and (found := _find(sheet, rule, body, edge)):
            yield found


def _find(sheet: Sheet, rule: AffixRule, body: tuple[int, int], edge: _Edge) -> Candidate | None:
    for marker in rule.markers:
        span = _at_end(edge.said, marker) if rule.at_end else _at_beginning(edge.said, marker)
        if span and not (rule.behind_sentence and not _is_behind_sentence(edge.said, span[0])):
            first, last = map(edge.offset, span)
            last = first + len(sheet.text[first:last].rstrip())
            if is_blank(sheet.text[body[0] : first] + sheet.text[last : body[1]]):
                return None  # it is the whole body
            reason = f"at the {'end' if rule.at_end else 'beginning'} of the body"
            return Candidate(start=first, end=last, terms=rule.terms, reason=reason)
    return None


def _edge_line(sheet: Sheet, body: tuple[int, int], *, at_end: bool) -> tuple[int, int]:
    """What is left of the body's last (or first) block."""
    block = sheet.blocks[max(0, sheet.block_index(body[1] - 1 if at_end else body[0]))]
    return max(body[0], block.start), min(body[1], block.end)


def _at_end(said: str, marker: Marker) -> tuple[int, int] | None:
    if isinstance(marker, Literal):
        start = len(said) - len(marker.text) if said.endswith(marker.text) else -1
    elif marker.phrase not in said:
        start = -1  # as of most: the regex need not run
    else:
        match = marker.regex.search(said)
        start = match.start() if match and match.end() == len(said) else -1
    alone = start == 0 or (start > 0 and not is_word(said[start - 1]))
    return (start, len(said)) if alone else None


def _is_behind_sentence(said: str, start: int) -> bool:
    return said[:start].rstrip(" \"')")[-1:] in _SENTENCE_ENDS


def _at_beginning(said: str, marker: Marker) -> tuple[int, int] | None:
    if isinstance(marker, Literal):
        end = len(marker.text) if said.startswith(marker.text) else 0
    else:
        match = marker.regex.search(said)
        end = match.end() if match and match.start() == 0 else 0
    return (0, end) if end and not is_word(said[end : end + 1]) else None
