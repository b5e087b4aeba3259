"""Boosted trees over the features of blocks, for all blocks and all trees at once.

The method is QuickScorer's (Lucchese et al., 2015): a tree is its leaves as bits; each condition that does not hold
clears the leaves of its left side, and the first bit left is the leaf. That takes four array operations however many
trees there are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from endmark.judging.generic.layout import Row
from endmark.judging.generic.shape import Matrix

MOST_LEAVES = 16  # the bits of a mask
_MASKS = np.arange(1, 1 << MOST_LEAVES)
_LOWEST = np.concatenate([[0], np.log2(_MASKS & -_MASKS)]).astype(np.uint8)  # the place of a mask's first bit


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
        """The sum of the trees for each column of features: log-odds of boilerplate."""
        holds = features.take(self.feature, axis=0) <= self.threshold[:, None]
        left = np.where(holds, np.uint16(0xFFFF), self.masks[:, None])
        leaf = _LOWEST.take(np.bitwise_and.reduceat(left, self.first, axis=0))
        found: Row = np.take_along_axis(self.leaves, leaf.astype(np.intp), axis=1).sum(axis=0)
        return found
