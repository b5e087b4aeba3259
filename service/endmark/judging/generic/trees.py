"""Boosted trees over the features of blocks, for all blocks and all trees at once.

The trees are oblivious (as CatBoost's: Prokhorenkova et al., 2018): all nodes of a level ask the same question, so
that the answers of a tree are the bits of its leaf's number. That takes a few array operations however many trees
there are.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from endmark.judging.generic.layout import Matrix, Row

try:
    from endmark.native import trees as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

MOST_LEVELS = 8  # the bits of a leaf's number


@dataclass(frozen=True)
class Trees:
    """Questions `features[feature] > threshold`, a row of them for each tree, and a row of its leaves' values.

    The first question is the lowest bit of a leaf's number.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    leaves: NDArray[np.float32]

    def odds(self, features: Matrix) -> Row:
        """The sum of the trees for each column of features: log-odds of boilerplate."""
        if not native:
            return self._odds(features)
        found: Row = np.empty(features.shape[1], dtype=np.float32)
        native.oblivious(self.feature, self.threshold, self.leaves, np.ascontiguousarray(features), found)
        return found

    def _odds(self, features: Matrix) -> Row:
        feature, threshold, bits, first = self._by_level
        answers = features.take(feature, axis=0) > threshold
        leaf = np.bitwise_or.reduce(answers * bits, axis=0)  # several times quicker than packing bits that lie apart
        found: Row = self.leaves.take(leaf + first).cumsum(axis=0)[-1]  # in order, as `sum` does not always
        return found

    @cached_property
    def _by_level(self) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.uint8], NDArray[np.intp]]:
        """Features and thresholds, a row for each level; the bit of each level; where the leaves of each tree begin."""
        bits = np.uint8(1) << np.arange(self.feature.shape[1], dtype=np.uint8)
        first = np.arange(0, self.leaves.size, self.leaves.shape[1])
        return self.feature.T, self.threshold.T[:, :, None], bits[:, None, None], first[:, None]
