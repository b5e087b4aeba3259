"""The shape of blocks: the numbers by which a block, and what stands around it, are judged.

Each feature is a row with an entry for every block. What breaks up a text again and again ("Advertisement") is passed
over when neighbours are counted, so that a story looks the same with and without it.
"""

from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from endmark.judging.generic.layout import Flags, Layout, Numbers, Row, Sign
from endmark.judging.generic.marking import Marking

Matrix = NDArray[np.float32]

PROSE = 90  # letters from which a sentence, or what a scraper made of one, is prose
SENTENCE_WORDS = 4
_REFRAIN = 3  # times from which a repeated block is a refrain
_FAR = 200  # blocks; further away makes no difference
_LONG_WORD = 4  # letters from which a word says what a text is about; a Hangul syllable is two
_NEAR = 6  # blocks in which a word is said again in a list of like things
_SHIFTS = (1, 2, 3, -1, -2, -3)
_WIDTHS = (8, 30)

_NEIGHBOURS = (
    "size stop wording sentence colon upper capitals digits starts_upper symbols prose commas marked heading".split()
)
_AREAS = "size stop wording sentence upper prose again topic has_digit has_bracket marked".split()


def names() -> tuple[str, ...]:
    """The names of the features, in order."""
    around = [f"{row}{shift:+d}" for row, shift in product(_NEIGHBOURS, _SHIFTS)]
    areas = [f"{row}_{side}{width}" for side, width, row in product(("before", "after"), _WIDTHS, _AREAS)]
    return (*_OWN, *_GROUPED, *_PLACES, *_PEAKS, *around, *areas)


_OWN = (
    "size words stop colon comma starts_upper starts_lower starts_digit starts_sign quote upper capitals digits commas "
    "uncased symbols brackets quotes colons has_digit has_bracket sentences repeats sentence wording marked heading "
    "opening refrain".split()
)
_LASTS = np.array([[Sign.STOP], [Sign.COLON], [Sign.COMMA]], dtype=np.uint8)
_FIRSTS = np.array([[Sign.UPPER], [Sign.LOWER], [Sign.DIGIT]], dtype=np.uint8)
_SHARES = [Sign.UPPER, Sign.UPPER, Sign.DIGIT, Sign.COMMA]
_SEVERAL = [Sign.SYMBOL, Sign.BRACKET, Sign.QUOTE, Sign.COLON]
_ANY = [Sign.DIGIT, Sign.BRACKET]
_GROUPED = "group_size group_stop group_blocks linked prose again topic".split()
_PLACES = (
    "before after prose_before prose_after prose_share_after all_prose prose_share blocks prose_blocks to_prose "
    "from_prose behind_prose from_start from_end from_mark from_heading".split()
)
_PEAKS = "wording_rest wording_rest_sum wording_peak_3 wording_peak_8 wording_peak_next".split()
_ROWS = {name: row for row, name in enumerate((*_OWN, *_GROUPED))}
_NEIGHBOUR_ROWS = [_ROWS[name] for name in _NEIGHBOURS]
_AREA_ROWS = [_ROWS[name] for name in _AREAS]


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
        _, inverse, counts = np.unique(self._layout.keys, return_inverse=True, return_counts=True)
        found: Numbers = counts[inverse]
        return found

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

    @property
    def _own(self) -> Matrix:
        """What each block is, by itself: a row for each of the own features."""
        layout, counts, size = self._layout, self._layout.counts.T, self.size
        words, letters = np.maximum(layout.word_counts, 1), np.maximum(size, 1)
        cased = np.maximum(counts[Sign.LOWER] + counts[Sign.UPPER], 1)
        parts: list[Any] = [
            np.log1p(np.array([size, layout.word_counts])),
            layout.last == _LASTS,
            layout.first_said == _FIRSTS,
            [_is_sign(layout.first), layout.first == Sign.QUOTE],
            counts[_SHARES] / np.array([cased, words, letters, words]),
            [(counts[Sign.UNCASED] + 2 * counts[Sign.EAST]) / letters],
            np.minimum(counts[_SEVERAL], 3),
            counts[_ANY] > 0,
            np.minimum(np.array([layout.sentences, self._repeats]), 4),
            [self.sentence, self._wording],
            [self._marking.marked, self._marking.heading, self._marking.opening, self.refrain],
        ]
        return np.concatenate(parts).astype(np.float32)

    @cached_property
    def _groups(self) -> tuple[Row, Flags, Numbers, Flags]:
        """Of each kept block: letters, sentence end and blocks of its group, and whether it goes on from the last.

        A group is one sentence that a scraper broke at its links.
        """
        layout, kept = self._layout, self.kept
        last, first, said, size = layout.last[kept], layout.first[kept], layout.first_said[kept], self.size[kept]
        open_end = (last != Sign.STOP) & (last != Sign.COLON)
        goes_on = (said == Sign.LOWER) | (first == Sign.COMMA) | (first == Sign.STOP) | (first == Sign.COLON)
        linked = np.zeros(len(kept), dtype=np.bool_)
        linked[1:] = (open_end[:-1] & goes_on[1:]) | (last[:-1] == Sign.COMMA)
        group = (~linked).cumsum() - 1
        ends = np.append(np.flatnonzero(~linked)[1:], len(kept)) - 1
        sizes = np.bincount(group, weights=size).astype(np.float32)
        return sizes[group], (last[ends] == Sign.STOP)[group], np.bincount(group)[group], linked

    @cached_property
    def prose(self) -> Flags:
        """Which blocks are prose: long, or part of a long sentence, and ending as a sentence does."""
        sizes, stops, _, _ = self._groups
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
    def _word_rows(self) -> tuple[Row, Row]:
        """Of each kept block: the share of its words said again nearby, and of those that the prose says too."""
        layout, kept = self._layout, self.kept
        n = len(kept)
        place = np.full(len(self.size), -1)
        place[kept] = np.arange(n)
        chosen = np.flatnonzero((layout.word_sizes >= _LONG_WORD) & (place[layout.word_block] >= 0))
        words, block = layout.words[chosen], place[layout.word_block[chosen]]
        order = words.argsort(kind="stable")
        words, block = words[order], block[order]
        same = words[1:] == words[:-1]
        distance = block[1:] - block[:-1]
        near = same & (distance > 0) & (distance <= _NEAR)
        again = np.zeros(len(words), dtype=np.bool_)
        again[1:] |= near
        again[:-1] |= near
        group = np.concatenate([[0], (~same).cumsum()])[: len(words)]
        of_prose = np.bincount(group, weights=self.prose[kept][block]) > 0
        totals = np.maximum(np.bincount(block, minlength=n), 1)
        return (
            (np.bincount(block[again], minlength=n) / totals).astype(np.float32),
            (np.bincount(block[of_prose[group]], minlength=n) / totals).astype(np.float32),
        )

    @property
    def _grouped(self) -> Matrix:
        sizes, stops, blocks, linked = self._groups
        again, topic = self._word_rows
        prose = self.prose[self.kept]
        rows = (np.log1p(sizes), stops, np.log1p(blocks), linked, prose, again, np.where(prose, -1, topic))
        return _filled(rows, len(self.kept))

    @property
    def _places(self) -> Matrix:
        kept, marking = self.kept, self._marking
        size, prose = self.size[kept], self.prose[kept]
        n, index = len(kept), np.arange(len(kept))
        total, so_far = max(float(size.sum()), 1.0), size.cumsum()
        of_prose = (prose * size).cumsum()
        all_prose = float(of_prose[-1])
        at = np.flatnonzero(prose)
        behind = index > at[-1] if len(at) else np.ones(n, dtype=np.bool_)
        rows = (
            (so_far - size) / total,
            (total - so_far) / total,
            np.log1p(of_prose - prose * size),
            np.log1p(all_prose - of_prose),
            (all_prose - of_prose) / max(all_prose, 1.0),
            np.full(n, np.log1p(all_prose)),
            np.full(n, all_prose / total),
            np.full(n, np.log1p(n)),
            np.full(n, prose.mean()),
            np.log1p(_until(at, index)),
            np.log1p(_since(at, index)),
            behind,
            np.log1p(index),
            np.log1p(n - 1 - index),
            np.log1p(_since(np.flatnonzero(marking.marked[kept]), index)),
            np.log1p(_since(np.flatnonzero(marking.heading[kept]), index)),
        )
        return _filled(rows, n)

    @cached_property
    def features(self) -> Matrix:
        """All features: a row for each name, a column for each block."""
        grouped, own = self._grouped, self._own
        kept = np.concatenate([own[:, self.kept], grouped])
        context = np.concatenate(
            [
                grouped,
                self._places,
                _peaks(kept[_ROWS["wording"]]),
                _neighbours(kept[_NEIGHBOUR_ROWS]),
                _areas(kept[_AREA_ROWS]),
            ]
        )
        nearest = np.maximum(np.searchsorted(self.kept, np.arange(len(self.size)), side="right") - 1, 0)
        return np.concatenate([own, context[:, nearest]])


def _filled(rows: tuple[Any, ...], length: int) -> Matrix:
    """Rows of numbers and flags as one matrix: filling it takes a third of what making it of them takes."""
    found = np.empty((len(rows), length), dtype=np.float32)
    for number, row in enumerate(rows):
        found[number] = row
    return found


def _is_sign(signs: NDArray[np.uint8]) -> Flags:
    found: Flags = (signs >= Sign.STOP) & (signs != Sign.QUOTE) & (signs <= Sign.SYMBOL)
    return found


def _until(at: Numbers, index: Numbers) -> Numbers:
    """How many blocks it is to the next of some."""
    if not len(at):
        return np.full(len(index), _FAR)
    i = at.searchsorted(index)
    return np.where(i < len(at), np.minimum(at[np.minimum(i, len(at) - 1)] - index, _FAR), _FAR)


def _since(at: Numbers, index: Numbers) -> Numbers:
    """How many blocks it is since the last of some; none if it is the block itself."""
    if not len(at):
        return np.full(len(index), _FAR)
    i = at.searchsorted(index, side="right") - 1
    return np.where(i >= 0, np.minimum(index - at[np.maximum(i, 0)], _FAR), _FAR)


def _peaks(wording: Row) -> Matrix:
    """The wording of all that follows, and the highest shortly before and after."""
    n = len(wording)
    rest = wording.sum() - wording.cumsum()
    left = np.maximum(n - 1 - np.arange(n), 1)
    padded = np.concatenate([np.full(8, -5, np.float32), wording, np.full(3, -5, np.float32)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, 8)[:n]
    after = np.maximum.reduce([padded[start : start + n] for start in (9, 10, 11)])
    return np.array(
        [rest / left, np.clip(rest, -40, 40), windows[:, 5:].max(1), windows.max(1), after], dtype=np.float32
    )


def _neighbours(rows: Matrix) -> Matrix:
    """The rows of the blocks at each shift: -1 where there is none."""
    reach, n = max(_SHIFTS), rows.shape[1]
    padded = np.full((len(rows), n + 2 * reach), -1, dtype=np.float32)
    padded[:, reach : reach + n] = rows
    shifted = [padded[:, reach - shift : reach - shift + n] for shift in _SHIFTS]
    return np.stack(shifted, axis=1).reshape(-1, n)


def _areas(rows: Matrix) -> Matrix:
    """The rows' means over the blocks before and after, in several widths."""
    n = rows.shape[1]
    sums = np.zeros((len(rows), n + 1))
    np.cumsum(rows, axis=1, out=sums[:, 1:], dtype=np.float64)
    index = np.arange(n)
    found = []
    for side, width in product((False, True), _WIDTHS):
        low = index + 1 if side else np.maximum(index - width, 0)
        high = np.minimum(index + 1 + width, n) if side else index
        found.append((sums[:, high] - sums[:, np.minimum(low, n)]) / np.maximum(high - low, 1))
    return np.concatenate(found).astype(np.float32)
