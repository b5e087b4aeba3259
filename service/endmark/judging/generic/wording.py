"""How much a block's words sound like boilerplate: a linear score of its words and word pairs.

The method is fastText's (Joulin et al., 2016, "Bag of Tricks for Efficient Text Classification"), without its hidden
layer: words and pairs are hashed into a table of weights that a logistic regression learned.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from endmark.judging.generic.layout import Hashes, Layout, Numbers, Row

try:
    from endmark.native import layout as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

_FIRST, _LAST = 28, 8  # words read at either end of a block: what a block is shows there
_FORMER, _LATTER = np.uint32(3), np.uint32(0x01000193)  # of a pair
_OF_WORDS, _OF_PAIRS = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)
_HALF = np.uint32(15)
AMID_STORY = -3.0  # the score of a block that is not looked at


class Grams(NamedTuple):
    """What stands in the blocks: a block, a place in the table of weights and a word's index for each."""

    block: Numbers
    place: Hashes
    word: Numbers


class Telling(NamedTuple):
    """A word's index in the layout, and how much it adds to its block's score."""

    word: int
    weight: float


def grams_of(layout: Layout, bits: int) -> Grams:
    """The words and the pairs of each block; its edges make pairs with its first and its last word."""
    ends, index = layout.word_counts.cumsum(), np.arange(len(layout.words))
    is_read = index < (ends - layout.word_counts + _FIRST)[layout.word_block]
    is_read |= index >= (ends - _LAST)[layout.word_block]
    is_read &= ~layout.amid_story[layout.word_block]
    word = is_read.nonzero()[0]
    words, block = layout.words[word], layout.word_block[word]
    begins = np.ones(len(word) + 1, dtype=np.bool_)
    begins[1:-1] = block[1:] != block[:-1]
    before = np.zeros(len(word), dtype=np.uint32)
    before[1:] = words[:-1]
    before[begins[:-1]] = 0
    last = begins[1:].nonzero()[0]
    pairs = np.concatenate([before * _FORMER + words * _LATTER, words[last] * _FORMER])
    return Grams(
        np.concatenate([block, block, block[last]]),
        np.concatenate([_place(words, _OF_WORDS, bits), _place(pairs, _OF_PAIRS, bits)]),
        np.concatenate([word, word, word[last]]),
    )


def _place(hashes: Hashes, spread: np.uint32, bits: int) -> Hashes:
    return ((hashes ^ (hashes >> _HALF)) * spread) >> np.uint32(32 - bits)


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
        if not native:
            return self._scores(layout)
        skipped, found = layout.amid_story.view(np.uint8), np.empty(len(layout), dtype=np.float32)
        of_table = self.weights, self.bits, self.unit, self.bias
        native.score(layout.words, layout.word_counts, skipped, *of_table, AMID_STORY, found)
        return found

    def _scores(self, layout: Layout) -> Row:
        grams, n = grams_of(layout, self.bits), len(layout)
        sums = np.bincount(grams.block, weights=self.weights.take(grams.place), minlength=n)
        counts = np.bincount(grams.block, minlength=n)
        found = sums * self.unit / np.sqrt(np.maximum(counts, 1)) + self.bias
        return np.where(layout.amid_story, AMID_STORY, found).astype(np.float32)

    def telling(self, layout: Layout, block: int, most: int) -> tuple[Telling, ...]:
        """The words of a block that add to its score or take from it most; a pair counts for its second word.

        All words and the bias add up to the score.
        """
        low, high = layout.word_block.searchsorted([block, block + 1])
        counts, home = np.array([high - low]), np.zeros(high - low, dtype=np.int64)
        alone = replace(layout, words=layout.words[low:high], word_block=home, word_counts=counts)
        grams = grams_of(alone, self.bits)
        summed = np.bincount(grams.word, weights=self.weights.take(grams.place), minlength=high - low)
        sums = summed * self.unit / np.sqrt(max(len(grams.word), 1))
        loudest = np.argsort(-np.abs(sums), kind="stable")[:most].tolist()
        return tuple(Telling(int(low) + i, float(sums[i])) for i in loudest if sums[i])
