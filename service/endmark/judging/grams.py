"""Hashed letter grams: the one scan of a document that tells whether anything known can be in it.

The known side is indexed at every letter, the document is hashed at every `stride`-th letter only: any exact run of
`length + stride - 1` letters shows. Hashing 1 in 4 costs a quarter of a rolling hash and finds the same runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from endmark.folding import MARK, Codes, Offsets, letter_table, letters_of

try:
    from endmark.native import letters as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

Hashes = NDArray[np.uint32]

_KANA, _HANGUL_END = 0x3040, 0xD7B0
_CELL, _PAIR, _SPREAD = 0x01000193, 0x85EBCA6B, 0x9E3779B1  # odd multipliers; arithmetic is modulo 2**32
_LONGEST_STRIDE = 16
_LOAD = 32  # table places for each known gram: about 3 in 100 unknown grams pass the table


@dataclass(frozen=True, slots=True)
class GramSize:
    """Letters of a gram, and the distance between those hashed in a document; `length` is 2 × `stride`."""

    length: int
    stride: int

    def __post_init__(self) -> None:
        """Raise ValueError for strides that compiled loops do not have."""
        if self.length != 2 * self.stride or self.stride % 2 or not 0 < self.stride <= _LONGEST_STRIDE:
            raise ValueError(f"a stride is even, at most {_LONGEST_STRIDE}, and half of the length: {self}")

    @property
    def shortest_run(self) -> int:
        """The shortest run of letters that is sure to show."""
        return self.length + self.stride - 1


ALPHABETIC = GramSize(8, 4)
IDEOGRAPHIC = GramSize(4, 2)  # a Han letter, a kana or a Hangul syllable says about as much as two or three letters


def size_for(codes: Codes) -> GramSize:
    """The gram size for a script: ideographic if most letters are of East Asia.

    >>> size_for(np.array([ord(c) for c in "寄付のお願い"], dtype=np.uint32)).length
    4
    """
    east = np.count_nonzero((codes >= _KANA) & (codes < _HANGUL_END))
    return IDEOGRAPHIC if 2 * east > len(codes) else ALPHABETIC


@cache
def _weights(stride: int) -> Hashes:
    """A cell's weights. They spread hashes over all bits, so that the high ones are a place in a table."""
    return np.array([_SPREAD * pow(_CELL, i, 2**32) % 2**32 for i in range(stride)], dtype=np.uint32)


def aligned(text: str, size: GramSize) -> Hashes:
    """The hashes of the grams that begin at a text's letters 0, stride, 2 × stride and so on."""
    if native:
        hashes = np.empty(len(text) // size.stride, dtype=np.uint32)
        found = native.aligned(text, letter_table(), MARK, _weights(size.stride), _PAIR, hashes)
        return hashes[:found]
    letters = letters_of(text)
    count = len(letters.text) // size.stride
    cells = letters.codes[: count * size.stride].reshape(-1, size.stride) @ _weights(size.stride)
    return cells[:-1] * np.uint32(_PAIR) + cells[1:]


def every(codes: Codes, size: GramSize) -> Hashes:
    """The hashes of the grams that begin at each letter."""
    if len(codes) < size.length:
        return np.empty(0, dtype=np.uint32)
    cells = np.lib.stride_tricks.sliding_window_view(codes, size.stride) @ _weights(size.stride)
    return cells[: -size.stride] * np.uint32(_PAIR) + cells[size.stride :]


class GramSet:
    """Known grams, each with a value: a position or an owner."""

    def __init__(self, hashes: Hashes, values: Offsets) -> None:
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._values = hashes[order], values[order]
        self._shift = 32 - max(6, (len(hashes) * _LOAD - 1).bit_length())
        table = np.zeros(1 << (32 - self._shift), dtype=np.bool_)
        table[hashes >> np.uint32(self._shift)] = True
        self._table = np.packbits(table, bitorder="little")  # eight times as much of it stands near the processor

    def maybe(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Which hashes may be known; a few that are not pass too."""
        places = hashes >> np.uint32(self._shift)
        return (self._table.take(places >> 3) >> (places & 7) & 1).astype(np.bool_)

    def exact(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Which hashes are known."""
        known: NDArray[np.bool_] = self._hashes.take(self._hashes.searchsorted(hashes), mode="clip") == hashes
        return known

    def has_row(self, hashes: Hashes, count: int) -> bool:
        """Whether so many hashes that follow each other may be known. Of most texts' none are."""
        if native:
            return native.has_row(hashes, self._table, self._shift, count)
        known = self.maybe(hashes)
        return bool(np.logical_and.reduce([known[i : i - count + 1 or None] for i in range(count)]).any())

    def values(self, hash_: np.uint32) -> list[int]:
        """The values of one gram; empty if it is not known."""
        low, high = self._hashes.searchsorted(hash_), self._hashes.searchsorted(hash_, side="right")
        values: list[int] = self._values[low:high].tolist()
        return values

    def find(self, hashes: Hashes) -> Sequence[tuple[int, int]]:
        """The places of known grams among hashes, with each of their values."""
        if native:
            return native.find(hashes, self._table, self._shift, self._hashes, self._values)
        at = self.maybe(hashes).nonzero()[0]
        known = at[self.exact(hashes[at])].tolist() if len(at) else ()
        return [(i, value) for i in known for value in self.values(hashes[i])]
