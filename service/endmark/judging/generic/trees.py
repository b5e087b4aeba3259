"""Boosted trees over the features of blocks, for all blocks and all trees at once.

The trees are oblivious (as CatBoost's: Prokhorenkova et al., 2018): all nodes of a level ask the same question, so
that the answers of a tree are the bits of its leaf's number. That takes a few array operations however many trees
there are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from endmark.judging.generic.layout import Row
from endmark.judging.generic.shape import Matrix

MOST_LEVELS = 8  # the bits of a leaf's number


@dataclass(frozen=True, slots=True)
class Trees:
    """Questions `features[feature] > threshold`, a row of them for each tree, and a row of its leaves' values.

    The first question is the lowest bit of a leaf's number.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    leaves: NDArray[np.float32]

    def odds(self, features: Matrix) -> Row:
        """The sum of the trees for each column of features: log-odds of boilerplate."""
        answers = features.take(self.feature, axis=0) > self.threshold[:, :, None]
        leaf = np.packbits(answers, axis=1, bitorder="little")[:, 0]
        first = np.arange(0, self.leaves.size, self.leaves.shape[1])
        found: Row = self.leaves.take(leaf + first[:, None]).sum(axis=0)
        return found
