"""Boosted trees over the features of blocks, for all blocks and all trees at once.

The method is QuickScorer's (Lucchese et al., 2015): a tree is its leaves as bits; each condition that does not hold
clears the leaves of its left side, and the first bit left is the leaf. Most blocks of a page are so plainly the
story's, or not, that the first trees tell: the rest are asked only of the others.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

try:
    from endmark.native import trees as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

Row = NDArray[np.float32]
Matrix = NDArray[np.float32]

MOST_LEAVES = 16  # the bits of a mask
_CONDITIONS = MOST_LEAVES - 1
_LEFT = ~np.arange((1 << MOST_LEAVES) - 1, dtype=np.uint16)  # by the leaves that are cleared: never all
_FIRST_LEFT = np.log2(_LEFT & -_LEFT).astype(np.intp)
_AT_ONCE = 1000  # blocks, so that large pages take no more memory than this many
# After so many trees: log-odds up to which a block is not the story's, nor in doubt, and from which it is the story's.
# So it was of all 365,593 blocks of 1,639 pages; at 60 trees with 0.3 to spare.
_STAGES = ((12, -1.1, np.inf), (60, -2.05, 2.3))


@dataclass(frozen=True)
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
        """The log-odds of each column of features; of those that are plain after the first trees, by these only."""
        found = np.zeros(features.shape[1], dtype=np.float32)
        if native:
            columns = self.feature, self.threshold, self.masks, self._bounds, self.leaves, self._stages
            values = np.zeros((len(features), native.LANES), dtype=np.float32)
            native.staged(*columns, np.ascontiguousarray(features), values, np.arange(len(found)), found)
            return found
        for start in range(0, len(found), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            found[part] = self._odds(features[:, part])
        return found

    def _odds(self, features: Matrix) -> Row:
        found, undecided, begin = np.zeros(features.shape[1], dtype=np.float32), np.arange(features.shape[1]), 0
        for end, no, yes in self._stages:
            found[undecided] += self._part(begin, int(end), features)
            so_far = found[undecided]
            open_ = np.flatnonzero((so_far > no) & (so_far <= yes))
            undecided, features, begin = undecided[open_], features.take(open_, axis=1), int(end)
        return found

    def _part(self, begin: int, end: int, features: Matrix) -> Row:
        """The sum of the trees `begin:end`."""
        conditions = slice(begin * _CONDITIONS, end * _CONDITIONS)
        feature, threshold, cleared = self._conditions
        fails = features.take(feature[conditions], axis=0) > threshold[conditions]
        goes = (fails * cleared[conditions]).reshape(end - begin, _CONDITIONS, features.shape[1])
        gone = np.bitwise_or.reduce(goes, axis=1)
        leaf = _FIRST_LEFT.take(gone) + np.arange(begin, end)[:, None] * MOST_LEAVES
        found: Row = self.leaves.take(leaf).cumsum(axis=0)[-1]  # in order, as `sum` does not always
        return found

    @cached_property
    def _stages(self) -> Matrix:
        """The stages that there are trees for, and all trees: a row `end, no, yes` for each."""
        count = len(self.first)
        stages = [stage for stage in _STAGES if stage[0] < count]
        return np.array([*stages, (count, 0, 0)], dtype=np.float32)

    @cached_property
    def _bounds(self) -> NDArray[np.int32]:
        """Where the conditions of each tree begin, and where the last one's end."""
        return np.append(self.first, np.int32(len(self.feature)))

    @cached_property
    def _conditions(self) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.uint16]]:
        """Features, thresholds and the leaves that go where a condition fails: of each tree the most there can be."""
        counts = np.diff(self._bounds)
        at = np.repeat(np.arange(len(self.first)) * _CONDITIONS - self.first, counts) + np.arange(len(self.feature))
        size = len(self.first) * _CONDITIONS
        feature = np.zeros(size, dtype=np.intp)
        threshold = np.full((size, 1), np.inf, dtype=np.float32)
        cleared = np.zeros((size, 1), dtype=np.uint16)
        feature[at], threshold[at, 0], cleared[at, 0] = self.feature, self.threshold, ~self.masks
        return feature, threshold, cleared
