"""Where markers stand on a sheet. Spans here are spans of the folded copy."""

from collections.abc import Iterator
from typing import NamedTuple

from endmark.judging.program import Literal, Marker, Pattern
from endmark.judging.sheet import Boundary, Sheet


class Found(NamedTuple):
    """A marker's place on the folded copy, and what begins there."""

    start: int
    end: int
    boundary: Boundary


def find(sheet: Sheet, markers: tuple[Marker, ...]) -> list[Found]:
    """Every place where a marker begins a block, a sentence or a glued word, in order of place."""
    found = {
        Found(start, end, boundary)
        for marker in markers
        for start, end in _occurrences(sheet, marker)
        if (boundary := sheet.boundary(start)) and sheet.ends_word(end)
    }
    return sorted(found)


def find_ends(sheet: Sheet, marker: Marker) -> list[tuple[int, int]]:
    """Every place where an end marker stands as whole words, in order."""
    return [(s, e) for s, e in _occurrences(sheet, marker) if sheet.begins_word(s) and sheet.ends_word(e)]


def find_blocks(sheet: Sheet, markers: tuple[Marker, ...]) -> list[tuple[int, int]]:
    """Every place where a marker is a whole block, or a run of whole blocks; in order, one for each start."""
    longest: dict[int, int] = {}
    for marker in markers:
        for start, end in _whole(sheet, marker):
            longest[start] = max(end, longest.get(start, 0))
    return sorted(longest.items())


def _whole(sheet: Sheet, marker: Marker) -> Iterator[tuple[int, int]]:
    if isinstance(marker, Literal):
        for start, end in _occurrences(sheet, marker):
            if start in sheet.block_at and end in sheet.block_ends:
                yield start, end
    elif touched := {*_touched(sheet, marker)}:
        own = [(start, block) for start, block in sheet.block_at.items() if block in touched]
        for start, block in own:  # with and without its bullet
            end = sheet.folded_blocks[block][1]
            if marker.regex.fullmatch(sheet.folded.text[start:end]):
                yield start, end


def _occurrences(sheet: Sheet, marker: Marker) -> Iterator[tuple[int, int]]:
    if isinstance(marker, Pattern):
        yield from _matches(sheet, marker)
        return
    text, literal = sheet.folded.text, marker.text
    at = text.find(literal)
    while at >= 0:
        yield at, at + len(literal)
        at = text.find(literal, at + len(literal))


def _matches(sheet: Sheet, marker: Pattern) -> Iterator[tuple[int, int]]:
    """A pattern's matches, each inside one block: folding has made the line ends spaces."""
    for block in sorted({*_touched(sheet, marker)}):
        start, end = sheet.folded_blocks[block]
        for match in marker.regex.finditer(sheet.folded.text[start:end]):
            if match.end() > match.start():
                yield start + match.start(), start + match.end()


def _touched(sheet: Sheet, marker: Pattern) -> Iterator[int]:
    """The blocks that may have a match of their own: that hold what each match does, or that any match reaches into.

    A phrase is found in a fraction of the time that RE2 takes, above all for a text unlike those that it has seen.
    """
    text, phrase = sheet.folded.text, marker.phrase
    if not phrase:
        for match in marker.regex.finditer(text):
            yield from sheet.folded_blocks_between(match.start(), match.end())
        return
    at = text.find(phrase)
    while at >= 0:
        block = sheet.folded_block_index(at)
        end = sheet.folded_blocks[block][1] if block >= 0 else 0
        if at + len(phrase) <= end:
            yield block
        at = text.find(phrase, max(at + 1, end))
