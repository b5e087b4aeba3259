"""Lists and tables with which a story ends, and those between its paragraphs: they are the story's."""

import numpy as np

from endmark.judging.generic.layout import Flags, Layout, Matrix, Numbers, Row
from endmark.judging.generic.signs import Sign

try:
    from endmark.native import deciding as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

_SIGNS = [Sign.DIGIT, Sign.BRACKET, Sign.COLON, Sign.DASH, Sign.SYMBOL]
_FEWEST_SIGNS = 2
_FEWEST_ENTRIES = 4
_MANY_SIGNS = 3  # ... and so many entries, from which a list stays between paragraphs whatever it is worded as
_MANY_ENTRIES = 9
_HEADING = 1  # block
_HEADING_BLOCKS = 5  # a list may have a heading, and lines that introduce it
_ENUMERATION = 90  # letters of what is listed in one block
_FEWEST_COMMAS = 5
_FIGURES = 0.2  # digits among letters and digits, from which a block is a row of a table
_FIGURE = 0.5  # ... from which it is a cell with nothing but a figure
_CELL = 25  # letters: titles and comments have more
_APART = 3  # blocks from one figure of a table to the next
_PAIR = 2  # blocks from one figure to the next, where each has its words
_FEWEST_FIGURES = 4
_DIGITS = 3  # so many, or a unit, show that a figure does not just count what stands below it
_COLUMNS = 8  # blocks above the first figure that may head it


class Lists:
    """The lists and tables behind a block, for where a story ends. Linear in these blocks, as often as it is asked."""

    def __init__(self, layout: Layout, marked: Flags, begin: int) -> None:
        self._begin = begin
        alike, near = _pairs(layout, marked, begin)
        in_table = cells(layout.counts[:, begin:], layout.size[begin:], marked[begin:])
        if np.count_nonzero(in_table):
            pairs = in_table[1:] & in_table[:-1]
            alike, near = alike | pairs, near | pairs
        self._alike, self._alike_near, self._marked = alike.tobytes(), near.tobytes(), marked[begin:].tobytes()

    def end(self, behind: int) -> int:
        """The last block of the lists that go with the story: like entries right behind its last paragraph.

        Entries are alike if they have two signs of a list in common: figures (several count twice), brackets, colons,
        dashes, symbols; so are the cells of a table, and numbered entries with no more than a heading above them: what
        is read most has more. The paragraph itself (`behind`) if there is none.
        """
        last = behind - self._begin
        while (end := self._next_end(last)) > last:
            last = end
        return self._begin + last

    def _next_end(self, behind: int) -> int:
        """The last entry of the list that begins soon behind a block; the block itself if none does."""
        for first in range(behind + 1, min(behind + 1 + _HEADING_BLOCKS, len(self._alike))):
            if self._marked[first]:
                break  # what follows is not the story's
            alike = self._alike_near if first <= behind + 1 + _HEADING else self._alike
            last = first
            while last < len(alike) and alike[last]:
                last += 1
            if last - first + 1 >= _FEWEST_ENTRIES:
                return last
        return behind


def _pairs(layout: Layout, marked: Flags, begin: int) -> tuple[Flags, Flags]:
    """Which blocks behind one are like the next one, and which are so if numbers are enough."""
    if native:
        alike, near = np.empty((2, len(marked) - begin - 1), dtype=np.uint8)
        native.fill_alike(layout.counts, layout.first, marked.view(np.uint8), begin, alike, near)
        return alike.view(np.bool_), near.view(np.bool_)
    counts, marked = layout.counts[:, begin:], marked[begin:]
    signs = counts > 0
    labelled = signs[Sign.COLON] & signs[Sign.COMMA]
    numbered = (layout.first[begin:] == Sign.DIGIT) & signs[Sign.STOP]
    found = _alike(np.vstack([signs[_SIGNS], counts[Sign.DIGIT] > 1, labelled]), marked, _FEWEST_SIGNS)
    return found, found | _alike(numbered[np.newaxis], marked, 1)


def _alike(kinds: Flags, marked: Flags, fewest: int) -> Flags:
    """Which blocks have so many kinds of signs in common with the next one; `kinds` has a row for each."""
    found: Flags = ((kinds[:, 1:] & kinds[:, :-1]).sum(axis=0) >= fewest) & ~(marked[1:] | marked[:-1])
    return found


def cells(counts: Matrix, size: Row, marked: Flags) -> Flags:
    """Which blocks are the cells of a table of which a scraper made a line each: figures, with few words between them.

    A list of what is read most has figures too: they count its lines. The figures of a menu of pages stand alone.
    """
    found = np.zeros(len(size), dtype=np.bool_)
    digits = counts[Sign.DIGIT]
    figure = (digits > 0) & (digits >= _FIGURE * size) & ~marked
    if np.count_nonzero(figure) < _FEWEST_FIGURES:
        return found  # as in most texts
    is_cell = (size <= _CELL) & ~marked
    tells = (digits >= _DIGITS) | (size > digits) | (counts[Sign.SYMBOL] > 0)
    places = figure.nonzero()[0]
    gaps = np.diff(places)
    for run in np.split(places, (gaps > _APART).nonzero()[0] + 1):
        first, end = int(run[0]), int(run[-1]) + 1
        if _is_table(run, tells[run]) and is_cell[first:end].all():
            begin = first
            while begin > max(0, first - _COLUMNS) and is_cell[begin - 1]:
                begin -= 1
            if (np.diff(run) == _PAIR).all() and is_cell[end : end + 1].any():
                end += 1  # what the last figure is of, if words follow theirs
            found[begin:end] = True
    return found


def _is_table(figures: Numbers, tells: Flags) -> bool:
    """Whether figures at these places are a table's: words stand between some, and they do not count these."""
    steps = np.diff(figures)
    if len(figures) < _FEWEST_FIGURES or (steps == 1).all():
        return False
    return bool((steps == 1).any() or 2 * np.count_nonzero(tells) >= len(figures))


def enumerations(layout: Layout) -> Flags:
    """Which blocks list so much that they are as long as a paragraph, however they end."""
    found: Flags = (layout.counts[Sign.COMMA] >= _FEWEST_COMMAS) & (layout.size >= _ENUMERATION)
    return found


def tables(layout: Layout, marked: Flags) -> Flags:
    """Which blocks are rows of a table of figures, or entries of a long list that are much alike: dates, results.

    Several stand in a row, and between paragraphs they are the story's.
    """
    digits = layout.counts[Sign.DIGIT]
    row = (digits >= _FIGURES * layout.size) & (digits > 0) & ~marked
    return _in_row(row, _FEWEST_ENTRIES) | _in_row(_entries(layout, marked), _MANY_ENTRIES)


def _entries(layout: Layout, marked: Flags) -> Flags:
    """Which blocks are much like the next one or the last."""
    alike = _alike(layout.counts[_SIGNS] > 0, marked, _MANY_SIGNS)
    found = np.zeros(len(layout), dtype=np.bool_)
    found[:-1] = alike
    found[1:] |= alike
    return found


def _in_row(flags: Flags, fewest: int) -> Flags:
    """Which flags are set together with so many next to them."""
    found = np.zeros(len(flags), dtype=np.bool_)
    if np.count_nonzero(flags) < fewest:
        return found  # as in most texts
    edges = np.diff(flags, prepend=False, append=False).nonzero()[0]
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        found[start:end] = end - start >= fewest
    return found
