"""The shape of blocks: the numbers by which a block, and what stands around it, are judged.

Each feature is a row with an entry for every block. What breaks up a text again and again ("Advertisement") is passed
over when neighbours are counted, so that a story looks the same with and without it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from endmark.judging.generic.layout import Flags, Layout, Numbers, Row, Sign
from endmark.judging.generic.marking import Marking

Matrix = NDArray[np.float32]
_Values = NDArray[Any] | float

PROSE = 90  # letters from which a sentence, or what a scraper made of one, is prose
SENTENCE_WORDS = 4
_REFRAIN = 3  # times from which a repeated block is a refrain
_MOST_REPEATS = 4
_FAR = 200  # blocks; further away makes no difference
_NOTHING = -5.0  # the wording of what is not there
_SHIFTS = (1, -1)
_LONG_WORD = 5  # characters from one word to the next from which the first says what a text is about
_SPARE_BITS = 5  # so few words share a part of their hashes
_AREA = 8  # blocks
_OWN = (
    "size words stop upper capitals digits commas symbols brackets quotes colons repeats sentence wording marked "
    "refrain".split()
)
_AREAS = "wording marked".split()
_NEIGHBOURS = "size stop capitals commas wording prose".split()
_CONTEXT = (
    "prose group_size group_stop group_blocks topic before after prose_before prose_after prose_share_after "
    "all_prose prose_share blocks prose_blocks from_prose from_mark from_heading to_prose from_start from_end "
    "wording_rest wording_rest_sum wording_peak_3 wording_peak_8 wording_peak_next".split()
)


def names() -> tuple[str, ...]:
    """The names of the features, in order."""
    around = [f"{row}{shift:+d}" for row, shift in product(_NEIGHBOURS, _SHIFTS)]
    areas = [f"{row}_{side}" for side, row in product(("before", "after"), _AREAS)]
    return (*_OWN, *_CONTEXT, *areas, *around)


_ROWS = {name: row for row, name in enumerate(names())}
_AREA_ROWS = [_ROWS[name] for name in _AREAS]
_NEIGHBOUR_ROWS = [_ROWS[name] for name in _NEIGHBOURS]


class Shape:
    """The features of a document's blocks."""

    def __init__(self, layout: Layout, wording: Row, marking: Marking) -> None:
        self._layout, self._wording, self._marking = layout, wording, marking

    @cached_property
    def kept(self) -> Numbers:
        """The blocks that are not passed over."""
        passed = self.refrain | self._marking.passed_over
        return np.flatnonzero(~passed) if not passed.all() else np.arange(len(passed))

    @cached_property
    def _repeats(self) -> Numbers:
        keys = self._layout.keys.tolist()
        counts = Counter(keys)
        return np.array([counts[key] for key in keys])

    @cached_property
    def refrain(self) -> Flags:
        """Which blocks say what several others say."""
        return self._repeats >= _REFRAIN

    @cached_property
    def stop(self) -> Flags:
        """Which blocks end as a sentence does."""
        found: Flags = self._layout.last == Sign.STOP
        return found

    @cached_property
    def sentence(self) -> Flags:
        """Which blocks end as a sentence of some words."""
        found: Flags = self.stop & (self._layout.word_counts >= SENTENCE_WORDS)
        return found

    @property
    def size(self) -> Row:
        """Letters and digits of each block."""
        return self._layout.size

    @cached_property
    def _groups(self) -> tuple[Row, Flags, Numbers]:
        """Of each kept block: letters, sentence end and blocks of its group.

        A group is one sentence that a scraper broke at its links.
        """
        layout, kept = self._layout, self.kept
        last, first, said = layout.last[kept], layout.first[kept], layout.first_said[kept]
        open_end = (last != Sign.STOP) & (last != Sign.COLON)
        goes_on = (said == Sign.LOWER) | (first == Sign.COMMA) | (first == Sign.STOP) | (first == Sign.COLON)
        begins = np.ones(len(kept) + 1, dtype=np.bool_)
        begins[1:-1] = ~((open_end[:-1] & goes_on[1:]) | (last[:-1] == Sign.COMMA))
        edges = begins.nonzero()[0]
        blocks = edges[1:] - edges[:-1]
        group = np.arange(len(blocks)).repeat(blocks)
        return (
            np.add.reduceat(self.size[kept], edges[:-1])[group],
            (last[edges[1:] - 1] == Sign.STOP)[group],
            blocks[group],
        )

    @cached_property
    def prose(self) -> Flags:
        """Which blocks are prose: long, or part of a long sentence, and ending as a sentence does."""
        sizes, stops, _ = self._groups
        found = np.zeros(len(self.size), dtype=np.bool_)
        found[self.kept] = (sizes >= PROSE) & stops
        return found

    @cached_property
    def mass(self) -> Row:
        """Letters of each block, or of the sentence that it is a piece of."""
        found = self.size.copy()
        found[self.kept] = self._groups[0]
        return found

    @property
    def features(self) -> Matrix:
        """All features: a row for each name, a column for each block."""
        n, kept = len(self.size), self.kept
        found = np.empty((len(_ROWS), n), dtype=np.float32)
        _fill(found, self._own())
        context = found if len(kept) == n else found[:, kept]
        _fill(context[len(_OWN) :], self._context(context))
        _fill_neighbours(context[-len(_NEIGHBOURS) * len(_SHIFTS) :], context[_NEIGHBOUR_ROWS])
        if len(kept) < n:
            nearest = np.maximum(kept.searchsorted(np.arange(n), side="right") - 1, 0)
            found[len(_OWN) :] = context[len(_OWN) :, nearest]
        return found

    def _own(self) -> Iterator[_Values]:
        """What each block is, by itself."""
        layout, size, words = self._layout, self.size, np.maximum(self._layout.word_counts, 1)
        upper, lower, digits, commas = layout.counts[:, [Sign.UPPER, Sign.LOWER, Sign.DIGIT, Sign.COMMA]].T
        yield from (size, layout.word_counts, self.stop)
        yield from (upper / np.maximum(lower + upper, 1), upper / words, digits / np.maximum(size, 1), commas / words)
        yield from layout.counts[:, [Sign.SYMBOL, Sign.BRACKET, Sign.QUOTE, Sign.COLON]].T
        yield from (np.minimum(self._repeats, _MOST_REPEATS), self.sentence, self._wording)
        yield from (self._marking.marked, self.refrain)

    def _context(self, rows: Matrix) -> Iterator[_Values]:
        """What stands around each kept block; `rows` has what the block is."""
        prose, marking = self.prose[self.kept], self._marking
        yield prose
        yield from self._groups
        yield self._topic()
        yield from _shares(rows[_ROWS["size"]], prose)
        yield from _distances(prose, marking.marked[self.kept], marking.heading[self.kept])
        yield from _peaks(rows[_ROWS["wording"]])
        yield from _areas(rows[_AREA_ROWS])

    def _topic(self) -> _Values:
        """Of each kept block that is no prose: the share of its long words that the prose says too; -1 of prose.

        Words are told apart by a part of their hashes: few are taken for others.
        """
        layout, n = self._layout, len(self.kept)
        place = np.full(len(layout), -1)
        place[self.kept] = np.arange(n)
        block = place[layout.word_block]
        chosen = (np.diff(layout.word_starts, append=layout.bounds[-1]) >= _LONG_WORD) & (block >= 0)
        bits = int(chosen.sum()).bit_length() + _SPARE_BITS
        block, words = block[chosen], layout.words[chosen] >> np.uint32(32 - bits)
        is_of_prose = self.prose[self.kept]
        of_prose = np.zeros(1 << bits, dtype=np.bool_)
        of_prose[words[is_of_prose[block]]] = True
        totals = np.maximum(np.bincount(block, minlength=n), 1)
        return np.where(is_of_prose, -1, np.bincount(block, weights=of_prose[words], minlength=n) / totals)


def _fill(rows: Matrix, values: Iterable[_Values]) -> None:
    for number, value in enumerate(values):
        rows[number] = value


def _fill_neighbours(found: Matrix, rows: Matrix) -> None:
    """The rows of the next block and of the last: -1 where there is none."""
    around = found.reshape(len(rows), len(_SHIFTS), -1)
    around[:, 0, :-1], around[:, 1, 1:] = rows[:, 1:], rows[:, :-1]
    around[:, 0, -1] = around[:, 1, 0] = -1


def _areas(rows: Matrix) -> Iterator[_Values]:
    """The rows' means over some blocks before, and after, each block."""
    n = rows.shape[1]
    sums = np.zeros((len(rows), n + 1))
    rows.cumsum(axis=1, out=sums[:, 1:])
    index = np.arange(n)
    low, high = np.maximum(index - _AREA, 0), np.minimum(index + 1 + _AREA, n)
    yield from (sums[:, :-1] - sums[:, low]) / np.maximum(index - low, 1)
    yield from (sums[:, high] - sums[:, 1:]) / np.maximum(high - index - 1, 1)


def _shares(size: Row, prose: Flags) -> Iterator[_Values]:
    """How much of the text, and of its prose, stands before and after each block; and how much there is."""
    of_prose = prose * size
    so_far, prose_so_far = size.cumsum(dtype=np.float64), of_prose.cumsum(dtype=np.float64)
    total, all_prose = max(float(so_far[-1]), 1.0), float(prose_so_far[-1])
    prose_after = all_prose - prose_so_far
    yield from ((so_far - size) / total, (total - so_far) / total)
    yield from (prose_so_far - of_prose, prose_after, prose_after / max(all_prose, 1.0))
    yield from (all_prose, all_prose / total, len(size), float(prose.mean()))


def _distances(prose: Flags, marked: Flags, heading: Flags) -> Iterator[_Values]:
    """How many blocks it is since the last of each sort, to the next prose, and from either end."""
    index = np.arange(len(prose))
    last = np.maximum.accumulate(np.where([prose, marked, heading], index, -_FAR), axis=1)
    following = np.minimum.accumulate(np.where(prose, index, len(prose) + _FAR)[::-1])[::-1]
    yield from np.minimum(index - last, _FAR)
    yield from (np.minimum(following - index, _FAR), index, index[::-1])


def _peaks(wording: Row) -> Iterator[_Values]:
    """The wording of all that follows: its mean and sum; and the highest shortly before and after."""
    n = len(wording)
    so_far = wording.cumsum(dtype=np.float64)
    rest = so_far[-1] - so_far
    padded = np.full(n + 11, _NOTHING, dtype=np.float32)
    padded[8:-3] = wording
    two = np.maximum(padded[:-1], padded[1:])
    four = np.maximum(two[:-2], two[2:])
    yield from (rest / np.maximum(np.arange(n - 1, -1, -1), 1), rest)
    yield np.maximum(two[5 : n + 5], padded[7 : n + 7])
    yield np.maximum(four[:n], four[4 : n + 4])
    yield np.maximum(two[9 : n + 9], padded[11:])
