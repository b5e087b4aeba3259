"""Boosted trees over the features of blocks, for all blocks and all trees at once.

The method is QuickScorer's (Lucchese et al., 2015): a tree is its leaves as bits; each condition that does not hold
clears the leaves of its left side, and the first bit left is the leaf. Most blocks of a page are so plainly not the
story's that the first trees tell: the others are asked of the rest only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float32]
Matrix = NDArray[np.float32]

MOST_LEAVES = 16  # the bits of a mask
_MASKS = np.arange(1, 1 << MOST_LEAVES)
_LOWEST = np.concatenate([[0], np.log2(_MASKS & -_MASKS)]).astype(np.uint8)  # the place of a mask's first bit
_AT_ONCE = 1000  # blocks, so that large pages take no more memory than this many
_FIRST_TREES = 12
_HOPELESS = -1.1  # log-odds after the first trees from which no block of 250 pages has come to be the story's


@dataclass(frozen=True, slots=True)
class Trees:
    """Conditions `features[feature] <= threshold`, tree by tree: those of a tree begin at `first`.

    `masks` are the leaves that stay where a condition does not hold; `leaves` has a row of values for each tree.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    masks: NDArray[np.uint16]
    first: NDArray[np.int32]
    leaves: NDArray[np.float32]

    def odds(self, features: Matrix) -> Row:
        """The log-odds of each column of features; of the hopeless ones after the first trees only."""
        found = np.empty(features.shape[1], dtype=np.float32)
        for start in range(0, len(found), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            found[part] = self._odds(features[:, part])
        return found

    def _odds(self, features: Matrix) -> Row:
        found = self._part(0, _FIRST_TREES, features)
        undecided = np.flatnonzero(found > _HOPELESS)
        found[undecided] += self._part(_FIRST_TREES, len(self.first), features[:, undecided])
        return found

    def _part(self, begin: int, end: int, features: Matrix) -> Row:
        """The sum of the trees `begin:end`."""
        stop = self.first[end] if end < len(self.first) else len(self.feature)
        conditions = slice(self.first[begin], stop)
        holds = features.take(self.feature[conditions], axis=0) <= self.threshold[conditions, None]
        left = np.where(holds, np.uint16(0xFFFF), self.masks[conditions, None])
        leaf = _LOWEST.take(np.bitwise_and.reduceat(left, self.first[begin:end] - self.first[begin], axis=0))
        found: Row = np.take_along_axis(self.leaves[begin:end], leaf.astype(np.intp), axis=1).sum(axis=0)
        return found
