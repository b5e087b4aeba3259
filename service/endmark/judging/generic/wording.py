"""How much a block's words sound like boilerplate: a linear score of its words and word pairs.

The method is fastText's (Joulin et al., 2016, "Bag of Tricks for Efficient Text Classification"), without its hidden
layer: words and pairs are hashed into a table of weights that a logistic regression learned. Unlike there, the first
and the last word, and the first and the last pair, are told apart from the others.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from endmark.judging.generic.layout import Hashes, Layout, Numbers, Row

_FIRST, _LAST = 28, 8  # words read at either end of a block: what a block is shows there
_PRIME = np.uint64(0x100000001B3)
_SPREAD = 0xBF58476D1CE4E5B9
_HALF = np.uint64(29)
AMID_STORY = -3.0  # the score of a block that is not looked at


class Grams(NamedTuple):
    """What stands in the blocks: a block, a place in the table of weights and a word's index for each."""

    block: Numbers
    place: Numbers
    word: Numbers


class Telling(NamedTuple):
    """A word's index in the layout, and how much it adds to its block's score."""

    word: int
    weight: float


def grams_of(layout: Layout, bits: int) -> Grams:
    """The words, pairs, and firsts and lasts of each block."""
    block, words = layout.word_block, layout.words
    ends = layout.word_counts.cumsum()
    index = np.arange(len(words))
    from_start, from_end = index - (ends - layout.word_counts)[block], ends[block] - 1 - index
    read = np.flatnonzero(((from_start < _FIRST) | (from_end < _LAST)) & ~layout.amid_story[block])
    pair = read[:-1][(np.diff(read) == 1) & (np.diff(block[read]) == 0)]
    pairs = words[pair] * np.uint64(3) + words[pair + 1] * _PRIME
    first, last = from_start[pair] == 0, from_end[pair] == 1
    chosen = (
        (read, words[read]),
        (pair, pairs),
        (read[from_start[read] == 0], words[read[from_start[read] == 0]]),
        (read[from_end[read] == 0], words[read[from_end[read] == 0]]),
        (pair[first], pairs[first]),
        (pair[last], pairs[last]),
    )
    places = [_place(hashes, salt, bits) for salt, (_, hashes) in enumerate(chosen)]
    word = np.concatenate([at for at, _ in chosen])
    return Grams(block[word], np.concatenate(places), word)


def _place(hashes: Hashes, salt: int, bits: int) -> Numbers:
    mixed = (hashes ^ (hashes >> _HALF)) * np.uint64(_SPREAD + 2 * salt)
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Wording:
    """The learned weights: one for each place of the table, in units of `unit`, and the score of no words at all."""

    weights: NDArray[np.int8]
    unit: float
    bias: float

    @property
    def bits(self) -> int:
        """Bits of a place in the table."""
        return len(self.weights).bit_length() - 1

    def scores(self, layout: Layout) -> Row:
        """Each block's score: log-odds of boilerplate by its words alone."""
        grams, n = grams_of(layout, self.bits), len(layout)
        sums = np.bincount(grams.block, weights=self.weights[grams.place], minlength=n)
        counts = np.bincount(grams.block, minlength=n)
        found = sums * self.unit / np.sqrt(np.maximum(counts, 1)) + self.bias
        return np.where(layout.amid_story, AMID_STORY, found).astype(np.float32)

    def telling(self, layout: Layout, block: int, most: int) -> tuple[Telling, ...]:
        """The words of a block that add to its score or take from it most; a pair counts for its first word.

        All words and the bias add up to the score.
        """
        low, high = layout.word_block.searchsorted([block, block + 1])
        counts, home = np.array([high - low]), np.zeros(high - low, dtype=np.int64)
        alone = replace(layout, words=layout.words[low:high], word_block=home, word_counts=counts)
        grams = grams_of(alone, self.bits)
        summed = np.bincount(grams.word, weights=self.weights[grams.place], minlength=high - low)
        sums = summed * self.unit / np.sqrt(max(len(grams.word), 1))
        loudest = np.argsort(-np.abs(sums), kind="stable")[:most].tolist()
        return tuple(Telling(int(low) + i, float(sums[i])) for i in loudest if sums[i])
