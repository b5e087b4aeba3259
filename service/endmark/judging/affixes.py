"""Markers inside the first or the last paragraph of the body: `… he said. DM`, `… (dpa)`."""

from endmark.judging.candidates import Candidate
from endmark.judging.program import AffixRule, Literal, Marker
from endmark.judging.sheet import Sheet
from endmark.judging.spans import is_blank, is_word


def find(sheet: Sheet, rule: AffixRule, body: tuple[int, int]) -> Candidate | None:
    """The marker at the very end (or beginning) of what is left of the body, as a word of its own.

    `body` is a span of the original; the marker stands in its last (or first) block.
    """
    start, end = _edge_block(sheet, rule, body)
    said = sheet.folded.text[start:end]
    for marker in rule.markers:
        span = _at_end(said, marker) if rule.at_end else _at_beginning(said, marker)
        if span:
            first, last = sheet.folded.span(start + span[0], start + span[1])
            last = first + len(sheet.text[first:last].rstrip())
            if is_blank(sheet.text[body[0] : first] + sheet.text[last : body[1]]):
                return None  # it is the whole body
            reason = f"at the {'end' if rule.at_end else 'beginning'} of the body"
            return Candidate(start=first, end=last, terms=rule.terms, reason=reason)
    return None


def _edge_block(sheet: Sheet, rule: AffixRule, body: tuple[int, int]) -> tuple[int, int]:
    """The folded span of the body's last (or first) block, without white space around it."""
    block = sheet.blocks[max(0, sheet.block_index(body[1] - 1 if rule.at_end else body[0]))]
    start = sheet.folded.index(max(body[0], block.start))
    end = sheet.folded.index(min(body[1], block.end))
    said = sheet.folded.text[start:end]
    return start + len(said) - len(said.lstrip()), start + len(said.rstrip())


def _at_end(said: str, marker: Marker) -> tuple[int, int] | None:
    if isinstance(marker, Literal):
        start = len(said) - len(marker.text) if said.endswith(marker.text) else -1
    else:
        match = marker.regex.search(said)
        start = match.start() if match and match.end() == len(said) else -1
    alone = start == 0 or (start > 0 and not is_word(said[start - 1]))
    return (start, len(said)) if alone else None


def _at_beginning(said: str, marker: Marker) -> tuple[int, int] | None:
    if isinstance(marker, Literal):
        end = len(marker.text) if said.startswith(marker.text) else 0
    else:
        match = marker.regex.search(said)
        end = match.end() if match and match.start() == 0 else 0
    return (0, end) if end and not is_word(said[end : end + 1]) else None
