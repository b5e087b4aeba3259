"""A document laid out for matching: folded copies and block boundaries, each made when first asked for."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import IntEnum
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from endmark.folding import Codes, Folded, Letters, code_points, fold, letters_of
from endmark.judging.grams import GramSize, Hashes, aligned
from endmark.judging.spans import Span, is_word
from endmark.model import Block, Document

_CLOSERS = "\"')]"
_SENTENCE_ENDS = ".!?:;。！？」"


class Boundary(IntEnum):
    """What begins at a place of the text, from nothing to a block."""

    NONE = 0
    GLUED = 1  # a capital right after a small letter: a widget that lost its space
    SENTENCE = 2
    BLOCK = 3


class Origin(NamedTuple):
    """The sheet that another one is a rest of, and the pieces of it that are left, in order."""

    sheet: "Sheet"
    pieces: Sequence[Span]


class Sheet:
    """One document while it is judged. Every property is computed at most once.

    `origin` tells what a rest is a rest of. `known` is for what was found out about the document and holds for what is
    left of it too, by its type.
    """

    def __init__(self, document: Document, origin: Origin | None = None) -> None:
        self.document, self.origin = document, origin
        self.known: dict[type, object] = {}
        self.text = document.text
        self._hashes: dict[int, Hashes] = {}  # by stride

    @cached_property
    def codes(self) -> Codes:
        """The text's code points."""
        return code_points(self.text)

    @cached_property
    def letters(self) -> Letters:
        """The text's folded letters."""
        return letters_of(self.text)

    def grams(self, size: GramSize) -> Hashes:
        """The hashes of the letters' grams, one at every stride."""
        hashes = self._hashes.get(size.stride)
        if hashes is None:
            hashes = self._hashes[size.stride] = aligned(self.text, size)
        return hashes

    @cached_property
    def folded(self) -> Folded:
        """The folded copy."""
        return fold(self.text)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The document's blocks."""
        return self.document.blocks

    @cached_property
    def _block_starts(self) -> list[int]:
        return [b.start for b in self.blocks]

    def block_index(self, offset: int) -> int:
        """The index of the last block that starts at or before an offset; -1 before the first."""
        return bisect_right(self._block_starts, offset) - 1

    @cached_property
    def blocks_left(self) -> list[int] | None:
        """The numbers that the blocks of a rest have in its origin; None if one is no whole block there."""
        whole, pieces = self.origin or Origin(self, ())
        left: list[tuple[int, int, int]] = []
        reached = 0
        for start, end in pieces:
            first, last = (whole.block_index(offset - 1) + 1 for offset in (start, end))
            moved = reached - start
            left += [(b.left + moved, b.right + moved, first + i) for i, b in enumerate(whole.blocks[first:last])]
            reached += end - start
        are_whole = [(left, right) for _, _, left, right in self.blocks] == [(low, high) for low, high, _ in left]
        return [number for _, _, number in left] if are_whole else None

    @cached_property
    def folded_blocks(self) -> tuple[tuple[int, int], ...]:
        """What each block says, as a span of the folded copy."""
        places = np.array([(b.left, b.right) for b in self.blocks], dtype=np.int64).reshape(-1, 2)
        found = np.searchsorted(self.folded.starts, places).tolist()
        return tuple((left, right) for left, right in found)

    def folded_blocks_between(self, start: int, end: int) -> range:
        """The blocks that a span of the folded copy touches."""
        blocks = self.folded_blocks
        return range(bisect_left(blocks, start, key=itemgetter(1)), bisect_right(blocks, end, key=itemgetter(0)))

    def folded_block_index(self, index: int) -> int:
        """The index of the last block that says anything at or before a folded index; -1 before the first."""
        return bisect_right(self.folded_blocks, index, key=itemgetter(0)) - 1

    @cached_property
    def block_at(self) -> dict[int, int]:
        """Folded index -> the block that begins there, with or without its bullet."""
        starts = np.searchsorted(self.folded.starts, np.array(self._block_starts, dtype=np.int64)).tolist()
        bare = self.folded.text
        at = {s + (bare[s : s + 1] == " "): i for i, s in enumerate(starts)}
        return at | {left: i for i, (left, _) in enumerate(self.folded_blocks)}

    @cached_property
    def block_ends(self) -> frozenset[int]:
        """The folded indexes where a block ends."""
        return frozenset(right for _, right in self.folded_blocks)

    def boundary(self, index: int) -> Boundary:
        """What begins at a folded index."""
        if index in self.block_at:
            return Boundary.BLOCK
        before = self.folded.text[max(0, index - 4) : index]
        if before.rstrip(" " + _CLOSERS)[-1:] in _SENTENCE_ENDS or not before.strip():
            return Boundary.SENTENCE
        original = self.text[self.folded.offset(index)]
        return Boundary.GLUED if before[-1:].isalpha() and original.isupper() else Boundary.NONE

    def ends_word(self, index: int) -> bool:
        """Whether a word ends before a folded index: what follows is no letter or digit, or a glued capital."""
        after = self.folded.text[index : index + 1]
        return not is_word(after) or self.text[self.folded.offset(index)].isupper()

    def begins_word(self, index: int) -> bool:
        """Whether a word begins at a folded index: what stands before is no letter or digit, or a capital is glued."""
        before = self.folded.text[max(0, index - 1) : index]
        return not is_word(before) or self.text[self.folded.offset(index)].isupper()
