"""What stands in and around each block: features for the trees, and what decisions go by."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from endmark.judging.generic.layout import Flags, Layout, Matrix, Numbers, Row
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.measuring import ROWS, SUMS, Measuring

try:
    from endmark.native import layout as native_layout
    from endmark.native import shape as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Shape:
    """What was measured of a document's blocks.

    `features` has a row for each of `measuring.names`, a column for each block. `mass` is the letters of each block,
    or of the sentence that it is a piece of. `prose` tells which blocks are long, or part of a long sentence, and end
    as a sentence does.
    """

    features: Matrix
    mass: Row
    prose: Flags

    @classmethod
    def of(cls, layout: Layout, wording: Row, marking: Marking) -> "Shape":
        """Measure the blocks of a document that has one or more."""
        repeats = _repeats(layout)
        if native:
            return _natively(layout, wording, marking, repeats)
        measuring = Measuring(layout, wording, marking, repeats)
        return cls(measuring.features, measuring.mass, measuring.prose)

    @property
    def size(self) -> Row:
        """Letters and digits of each block."""
        found: Row = self.features[ROWS["size"]]
        return found

    @cached_property
    def stop(self) -> Flags:
        """Which blocks end as a sentence does."""
        found: Flags = self.features[ROWS["stop"]] > 0
        return found

    @cached_property
    def sentence(self) -> Flags:
        """Which blocks end as a sentence of some words."""
        found: Flags = self.features[ROWS["sentence"]] > 0
        return found


def _repeats(layout: Layout) -> Numbers:
    """How many blocks say what each one says."""
    if native:
        found = np.empty(len(layout), dtype=np.int64)
        native_layout.count_repeats(layout.keys, found)
        return found
    keys = layout.keys.tolist()
    counts = Counter(keys)
    return np.array([counts[key] for key in keys])


def _natively(layout: Layout, wording: Row, marking: Marking, repeats: Numbers) -> Shape:
    n = len(layout)
    features, mass, prose = np.empty((len(ROWS), n), np.float32), np.empty(n, np.float32), np.empty(n, np.uint8)
    native.measure(
        layout.counts,
        layout.size,
        layout.first,
        layout.first_said,
        layout.last,
        layout.word_counts,
        layout.words,
        layout.word_starts,
        int(layout.bounds[-1]),
        wording,
        repeats,
        marking.flags.view(np.uint8),
        features,
        mass,
        prose,
        np.empty(n, np.int64),
        np.empty((SUMS, n + 1)),
    )
    return Shape(features, mass, prose.view(np.bool_))
