"""Markers inside the first or the last paragraph of the body: `… he said. DM`, `… (dpa)`."""

from collections.abc import Iterator, Sequence

from endmark.folding import fold
from endmark.judging.candidates import Candidate
from endmark.judging.program import AffixRule, Literal, Marker
from endmark.judging.sheet import Sheet
from endmark.judging.spans import is_blank, is_word

_SENTENCE_ENDS = frozenset(".!?。！？।۔؟")
_ANY_END = ("",)


def find(sheet: Sheet, rules: Sequence[AffixRule], body: tuple[int, int]) -> Iterator[Candidate]:
    """The markers at the very end (or beginning) of what is left of the body, each as a word of its own.

    `body` is a span of the original; the markers stand in its last (or first) block.
    """
    likely = _likely(sheet, rules, body)
    edges = {at_end: _edge_block(sheet, body, at_end=at_end) for at_end in {rule.at_end for rule in likely}}
    for rule in likely:
        start, end = edges[rule.at_end]
        if found := _find(sheet, rule, body, start, sheet.folded.text[start:end]):
            yield found


def _likely(sheet: Sheet, rules: Sequence[AffixRule], body: tuple[int, int]) -> Sequence[AffixRule]:
    """The rules whose markers the body may end with: its last line tells, and the text need not be folded for most."""
    if all(rule.last == _ANY_END for rule in rules):
        return rules
    start, end = _edge_line(sheet, body, at_end=True)
    said = fold(sheet.text[start:end]).text.rstrip()
    return [rule for rule in rules if said.endswith(rule.last)]


def _find(sheet: Sheet, rule: AffixRule, body: tuple[int, int], start: int, said: str) -> Candidate | None:
    if not said.endswith(rule.last):
        return None
    for marker in rule.markers:
        span = _at_end(said, marker) if rule.at_end else _at_beginning(said, marker)
        if span and not (rule.behind_sentence and not _is_behind_sentence(said, span[0])):
            first, last = sheet.folded.span(start + span[0], start + span[1])
            last = first + len(sheet.text[first:last].rstrip())
            if is_blank(sheet.text[body[0] : first] + sheet.text[last : body[1]]):
                return None  # it is the whole body
            reason = f"at the {'end' if rule.at_end else 'beginning'} of the body"
            return Candidate(start=first, end=last, terms=rule.terms, reason=reason)
    return None


def _edge_block(sheet: Sheet, body: tuple[int, int], *, at_end: bool) -> tuple[int, int]:
    """The folded span of the body's last (or first) block, without white space around it."""
    start, end = map(sheet.folded.index, _edge_line(sheet, body, at_end=at_end))
    said = sheet.folded.text[start:end]
    return start + len(said) - len(said.lstrip()), start + len(said.rstrip())


def _edge_line(sheet: Sheet, body: tuple[int, int], *, at_end: bool) -> tuple[int, int]:
    """What is left of the body's last (or first) block."""
    block = sheet.blocks[max(0, sheet.block_index(body[1] - 1 if at_end else body[0]))]
    return max(body[0], block.start), min(body[1], block.end)


def _at_end(said: str, marker: Marker) -> tuple[int, int] | None:
    if isinstance(marker, Literal):
        start = len(said) - len(marker.text) if said.endswith(marker.text) else -1
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
