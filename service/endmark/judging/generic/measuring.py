"""Measuring blocks: the numbers by which a block, and what stands around it, are judged.

Each feature is a row with an entry for every block. What breaks up a text again and again ("Advertisement") is passed
over when neighbours are counted, so that a story looks the same with and without it.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from endmark.judging.generic.layout import Flags, Hashes, Layout, Matrix, Numbers, Row
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.signs import Sign

_Values = NDArray[Any] | float
_Item = TypeVar("_Item", bound=np.generic)

PROSE = 90  # letters from which a sentence, or what a scraper made of one, is prose
SENTENCE_WORDS = 4
_REFRAIN = 3  # times from which a repeated block is a refrain
_MOST_REPEATS = 4
_FAR = 200  # blocks; further away makes no difference
_NOTHING = -5.0  # the wording of what is not there
_SHIFTS = (1, -1)
_SPARE_BITS = 5  # so few words share a part of their hashes
_AREA = 8  # blocks
_OWN = (
    "size words stop upper capitals digits commas symbols brackets quotes colons repeats sentence wording marked "
    "refrain".split()
)
_AREAS = "wording marked".split()
_OWN_SHARES = 3  # the first of the shares
_SHARE_SIGNS = [Sign.UPPER, Sign.UPPER, Sign.DIGIT, Sign.COMMA]
_COUNTED_SIGNS = [Sign.SYMBOL, Sign.BRACKET, Sign.QUOTE, Sign.COLON]
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


ROWS = {name: row for row, name in enumerate(names())}
_SUMMED_ROWS = [ROWS[name] for name in ("size", "size", *_AREAS)]
SUMS = len(_SUMMED_ROWS)
_NEIGHBOUR_ROWS = [ROWS[name] for name in _NEIGHBOURS]


class Measuring:
    """The features of a document's blocks, as arrays. `repeats` is how many blocks say what each one says."""

    def __init__(self, layout: Layout, wording: Row, marking: Marking, repeats: Numbers) -> None:
        self._layout, self._wording, self._marking, self._repeats = layout, wording, marking, repeats

    @cached_property
    def kept(self) -> Numbers:
        """The blocks that are not passed over."""
        passed = self.refrain | self._marking.passed_over
        return np.flatnonzero(~passed) if passed.any() and not passed.all() else np.arange(len(passed))

    def _of_kept(self, values: NDArray[_Item]) -> NDArray[_Item]:
        """The entries, or columns, of the blocks that are not passed over; most often all of them are."""
        return values if len(self.kept) == len(self.size) else values[..., self.kept]

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
        layout = self._layout
        last, first, said = map(self._of_kept, (layout.last, layout.first, layout.first_said))
        open_end = (last != Sign.STOP) & (last != Sign.COLON)
        goes_on = (said == Sign.LOWER) | (first == Sign.COMMA) | (first == Sign.STOP) | (first == Sign.COLON)
        begins = np.ones(len(last) + 1, dtype=np.bool_)
        begins[1:-1] = ~((open_end[:-1] & goes_on[1:]) | (last[:-1] == Sign.COMMA))
        edges = begins.nonzero()[0]
        blocks = edges[1:] - edges[:-1]
        group = np.arange(len(blocks)).repeat(blocks)
        return (
            np.add.reduceat(self._of_kept(self.size), edges[:-1])[group],
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
        found = np.empty((len(ROWS), n), dtype=np.float32)
        self._fill_own(found)
        context = self._of_kept(found)
        _fill(context[len(_OWN) :], self._context(context))
        _fill_neighbours(context[-len(_NEIGHBOURS) * len(_SHIFTS) :], context[_NEIGHBOUR_ROWS])
        if len(kept) < n:
            nearest = np.maximum(kept.searchsorted(np.arange(n), side="right") - 1, 0)
            found[len(_OWN) :] = context[len(_OWN) :, nearest]
        return found

    def _fill_own(self, rows: Matrix) -> None:
        """What each block is, by itself."""
        counts, size, words = self._layout.counts, self.size, self._layout.word_counts
        rows[:_OWN_SHARES] = size, words, self.stop
        cased = counts[Sign.LOWER] + counts[Sign.UPPER]
        wholes = np.maximum(np.array([cased, words, size, words], dtype=np.float32), 1)
        shares = rows[_OWN_SHARES : _OWN_SHARES + len(_SHARE_SIGNS)]
        np.divide(counts[_SHARE_SIGNS], wholes, out=shares)
        own = rows[_OWN_SHARES + len(_SHARE_SIGNS) : len(_OWN)]
        own[: len(_COUNTED_SIGNS)] = counts[_COUNTED_SIGNS]
        repeats, marked = np.minimum(self._repeats, _MOST_REPEATS), self._marking.marked
        own[len(_COUNTED_SIGNS) :] = repeats, self.sentence, self._wording, marked, self.refrain

    def _context(self, rows: Matrix) -> Iterator[_Values]:
        """What stands around each kept block; `rows` has what the block is."""
        prose, marked, heading = map(self._of_kept, (self.prose, self._marking.marked, self._marking.heading))
        yield prose
        yield from self._groups
        yield self._topic()
        sums = _Sums(rows, prose)
        yield from _shares(sums, prose)
        yield from _distances(prose, marked, heading)
        yield from _peaks(rows[ROWS["wording"]], sums)
        yield from _areas(sums)

    def _topic(self) -> _Values:
        """Of each kept block that is no prose: the share of its long words that the prose says too; -1 of prose.

        Words are told apart by a part of their hashes: few are taken for others.
        """
        block, hashes = self._long_words()
        n, bits = len(self.kept), len(hashes).bit_length() + _SPARE_BITS
        words = hashes >> np.uint32(32 - bits)
        is_of_prose = self._of_kept(self.prose)
        of_prose = np.zeros(1 << bits, dtype=np.bool_)
        of_prose[words[is_of_prose.take(block)]] = True
        totals = np.maximum(np.bincount(block, minlength=n), 1)
        return np.where(is_of_prose, -1, np.bincount(block, weights=of_prose.take(words), minlength=n) / totals)

    def _long_words(self) -> tuple[Numbers, Hashes]:
        """The long words of the kept blocks: the number of its block among these, and the hash, for each."""
        layout, n = self._layout, len(self.kept)
        chosen = layout.long_words.nonzero()[0]
        block, hashes = layout.word_block.take(chosen), layout.words.take(chosen)
        if n == len(layout):
            return block, hashes
        place = np.full(len(layout), -1)
        place[self.kept] = np.arange(n)
        block = place.take(block)
        return block[block >= 0], hashes[block >= 0]


def _fill(rows: Matrix, values: Iterable[_Values]) -> None:
    for number, value in enumerate(values):
        rows[number] = value


def _fill_neighbours(found: Matrix, rows: Matrix) -> None:
    """The rows of the next block and of the last: -1 where there is none."""
    around = found.reshape(len(rows), len(_SHIFTS), -1)
    around[:, 0, :-1], around[:, 1, 1:] = rows[:, 1:], rows[:, :-1]
    around[:, 0, -1] = around[:, 1, 0] = -1


class _Sums:
    """Sums of rows over the kept blocks: of letters, letters of prose, wording and marks.

    `before` are those of all blocks before each, `upto` with the block itself, `all` of all blocks; `near_before` and
    `near_after` are of some blocks before and after each, wording and marks alone.
    """

    def __init__(self, rows: Matrix, prose: Flags) -> None:
        n = rows.shape[1]
        values = rows[_SUMMED_ROWS]
        values[1] *= prose
        sums = np.zeros((len(values), n + 2 * _AREA + 1))
        values.cumsum(axis=1, out=sums[:, _AREA + 1 : n + _AREA + 1])
        sums[:, n + _AREA + 1 :] = sums[:, n + _AREA, None]
        self.before, self.upto, self.all = sums[:, _AREA : n + _AREA], sums[:, _AREA + 1 : n + _AREA + 1], sums[:, -1]
        self.near_before = self.before[2:] - sums[2:, :n]
        self.near_after = sums[2:, 2 * _AREA + 1 :] - self.upto[2:]


def _areas(sums: _Sums) -> Iterator[_Values]:
    """The means of wording and marks over some blocks before, and after, each block."""
    counts = np.arange(sums.before.shape[1]).clip(1, _AREA)
    yield from sums.near_before / counts
    yield from sums.near_after / counts[::-1]


def _shares(sums: _Sums, prose: Flags) -> Iterator[_Values]:
    """How much of the text, and of its prose, stands before and after each block; and how much there is."""
    total, all_prose = max(float(sums.all[0]), 1.0), float(sums.all[1])
    prose_after = all_prose - sums.upto[1]
    yield from (sums.before[0] / total, (total - sums.upto[0]) / total)
    yield from (sums.before[1], prose_after, prose_after / max(all_prose, 1.0))
    yield from (all_prose, all_prose / total, len(prose), np.count_nonzero(prose) / len(prose))


def _distances(prose: Flags, marked: Flags, heading: Flags) -> Iterator[_Values]:
    """How many blocks it is since the last of each sort, to the next prose, and from either end."""
    index = np.arange(len(prose))
    last = np.maximum.accumulate(np.where([prose, marked, heading], index, -_FAR), axis=1)
    following = np.minimum.accumulate(np.where(prose, index, len(prose) + _FAR)[::-1])[::-1]
    yield from np.minimum(index - last, _FAR)
    yield from (np.minimum(following - index, _FAR), index, index[::-1])


def _peaks(wording: Row, sums: _Sums) -> Iterator[_Values]:
    """The wording of all that follows: its mean and sum; and the highest shortly before and after."""
    n, rest = len(wording), sums.all[2] - sums.upto[2]
    padded = np.full(n + 11, _NOTHING, dtype=np.float32)
    padded[8:-3] = wording
    two = np.maximum(padded[:-1], padded[1:])
    four = np.maximum(two[:-2], two[2:])
    yield from (rest / np.maximum(np.arange(n - 1, -1, -1), 1), rest)
    yield np.maximum(two[5 : n + 5], padded[7 : n + 7])
    yield np.maximum(four[:n], four[4 : n + 4])
    yield np.maximum(two[9 : n + 9], padded[11:])
