"""The notes of a story: what it draws on, with signs that no prompt and no menu has."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import numpy as np

from endmark.judging.generic.layout import Flags
from endmark.judging.phrases import any_in
from endmark.judging.sheet import Sheet

_WORKS = ["ISBN ", "ISBN-", "ISBN:", "doi:", "doi.org/"]  # how works are named
_BACK = ("^", "↑")  # what begins a note that leads back to its place in the story
_KEY = re.compile(r"\[\w[\w.:-]{0,15}\]")  # `[HTTP]`, `[12]`
_BULLETS = "-*• "
_LONGEST_LEAD = 10  # characters
_LONGEST_NUMBER = len("[999]")  # a note's; years have more
_FEWEST = 4
_FEWEST_SECTIONS = 2
_MOST_ENTRIES = 30  # of a section


def notes(sheet: Sheet, marked: Flags) -> Flags:
    """Which blocks are notes: several that lead back into the story or have keys, or works by their numbers.

    With them go the last sections of a reference work's article, up to what is `marked` as boilerplate. No block of
    that is a note.
    """
    found = np.zeros(len(sheet.blocks), dtype=np.bool_)
    keys = [*_KEY.finditer(sheet.text)] if sheet.text.count("[") >= _FEWEST else []
    for blocks in (_leading_back(sheet), _keyed(sheet, keys)):
        if len(blocks) >= _FEWEST:
            found[[*blocks]] = True
    if any_in(sheet.text, _WORKS):
        found[[sheet.block_index(at) for sign in _WORKS for at in _places(sheet.text, sign)]] = True
    if len({key[0] for key in keys if key[0][1:-1].isdigit() and len(key[0]) <= _LONGEST_NUMBER}) >= _FEWEST:
        found |= _sections(sheet, marked)
    return found & ~marked if np.count_nonzero(found) else found  # as in most texts


def _places(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def _leading_back(sheet: Sheet) -> set[int]:
    blocks = (_begun_at(sheet, at) for sign in _BACK for at in _places(sheet.text, sign))
    return {block for block in blocks if block is not None}


def _keyed(sheet: Sheet, keys: list[re.Match[str]]) -> set[int]:
    """The blocks that begin with a key that stands elsewhere in the text too, and there not at a block's beginning."""
    begun = {block: key[0] for key in keys if (block := _begun_at(sheet, key.start())) is not None}
    everywhere, at_beginnings = Counter(key[0] for key in keys), Counter(begun.values())
    return {block for block, key in begun.items() if everywhere[key] > at_beginnings[key]}


def _begun_at(sheet: Sheet, at: int) -> int | None:
    """The block that begins at an offset, but for its bullets; None if none does."""
    number = sheet.block_index(at)
    left = sheet.blocks[number].left
    return number if at - left <= _LONGEST_LEAD and not sheet.text[left:at].strip(_BULLETS) else None


@cache
def _section_names() -> frozenset[str]:
    lines = files(__package__).joinpath("sections.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _sections(sheet: Sheet, marked: Flags) -> Flags:
    """Which blocks are of the last sections of a reference work's article: their headings, and entries below them."""
    found = np.zeros(len(sheet.blocks), dtype=np.bool_)
    told = [sheet.text[block.left : block.right].lstrip(_BULLETS) for block in sheet.blocks]
    names = [block.partition("[")[0].strip().lower() for block in told]
    heads = [number for number, name in enumerate(names) if name in _section_names()]
    if len({names[head] for head in heads}) < _FEWEST_SECTIONS:
        return found
    for head in heads:
        end = head + 1
        while end < min(head + 1 + _MOST_ENTRIES, len(told)) and len(told[end]) > 1 and not marked[end]:
            end += 1  # `v`, `t` and `e` on lines of their own begin a box of links
        found[head:end] = True
    return found
