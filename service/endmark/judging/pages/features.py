"""The features of a page's blocks: what speaks for and against each being the story's, as one matrix.

What tells most is not a block's own text but the company it keeps: how much prose its parent holds, how much the
parents that look alike (same tag and class names) hold all over the page, and how far it is to the element that holds
the most.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from endmark.judging.pages.class_names import MEANINGS
from endmark.judging.pages.columns import AROUND, TAG_NUMBERS, Blocks, Elements, Flags, Numbers, Row, Sums
from endmark.page import Page

try:
    from endmark.native import features as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

Matrix = NDArray[np.float32]
Named = dict[str, Any]

_NAMED = ("comments", "media", "quote")
_SHIFTS = (*range(len(MEANINGS), len(MEANINGS) + len(AROUND)), *map(MEANINGS.index, _NAMED))  # of their bits
# Of 18,000 blocks so named of labelled pages 26 are the story's, where little of the page is called so.
_FURNITURE = [1 << MEANINGS.index(name) for name in ("furniture", "newsletter", "ad")]
_FEW = 0.25  # the share of a page's prose under which elements are what their names say
_TAGS = _H1, _H6, _DIV = TAG_NUMBERS["h1"], TAG_NUMBERS["h6"], TAG_NUMBERS["div"]
_DESCENT = 0.85  # the share of an element's prose that a child must hold to be the story's container instead
_OWN = 1.0001  # what an element holds itself outweighs what its children hold
_ANCESTORS = 3
_WIDTH = 8
_FAR = 9.0  # of what is not there, on the scale of log1p


class Features:
    """All that is measured of one page; each property is computed at most once.

    `lead` says how like each block is to the description that the page gives of itself, from 0 to 1.
    """

    def __init__(self, page: Page, lead: Row) -> None:
        self.page, self.lead = page, lead
        self.elements = Elements.of(page)
        self.blocks = Blocks.of(page, self.elements.around)

    @property
    def names(self) -> Numbers:
        """The meanings of each element's own class names."""
        return self.elements.names

    @cached_property
    def matrix(self) -> Matrix:
        """A row for each feature, a column for each block."""
        e, b = self.elements, self.blocks
        if not native:
            return self._matrix
        found, count = np.empty((native.ROWS, len(b.letters)), dtype=np.float32), len(e.tags)
        room = np.empty(count, dtype=np.intp), np.empty((len(b.before), count)), np.empty((count, 6), dtype=np.float32)
        native.matrix(e.columns, b.elements, b.columns, b.before, self.lead, _TAGS, _SHIFTS, *room, found)
        return found

    @property
    def _matrix(self) -> Matrix:
        rows = list(self.named().values())
        found = np.empty((len(rows), len(self.blocks.letters)), dtype=np.float32)
        for number, row in enumerate(rows):
            found[number] = row
        return found

    def named(self) -> Named:
        """The features by name."""
        own, main, alike = self._own(), self._main(), self._alike()
        return {
            **own,
            **self._places(),
            **self._names(),
            **self._above(),
            **main,
            **alike,
            **_shifted("main down", main["main down"], (-1, 1, 2)),
            **_shifted("main up", main["main up"], (-2, -1, 1)),
            **_shifted("like prose", alike["like prose"], (-1, 1)),
            **_shifted("linked", own["linked"], (1,)),
            **self._areas(),
        }

    @cached_property
    def _around(self) -> Numbers:
        """What is said by the tags and the class names of all elements around each block."""
        return self.elements.around[self.blocks.elements]

    @cached_property
    def _totals(self) -> Sums:
        found: Sums = np.maximum(self.blocks.before[:, -1], 1)
        return found

    @cached_property
    def _held(self) -> Sums:
        """What each element holds: the sums of `Blocks.before`."""
        return self.blocks.within(self.elements.firsts, self.elements.lasts)

    @cached_property
    def furniture(self) -> Flags:
        """The blocks within elements with names that are never the story's, unless much of the page is called so."""
        found, all_around = np.zeros(len(self.blocks.letters), dtype=np.bool_), np.bitwise_or.reduce(self._around)
        for bit in _FURNITURE:
            if all_around & bit:
                named = (self._around & bit) > 0
                if self.blocks.prose[named].sum() < _FEW * self._totals[3]:
                    found |= named
        return found

    @cached_property
    def container(self) -> int:
        """The innermost element that holds most of the prose of each element around it."""
        prose = self._held[3].tolist()
        best = 0
        for element, parent in enumerate(self.elements.parents.tolist()):
            if parent == best and prose[element] >= _DESCENT * prose[best] > 0:
                best = element
        return best

    @cached_property
    def main(self) -> int:
        """The element with the most prose in itself and its children."""
        own = np.bincount(self.blocks.elements, weights=self.blocks.prose, minlength=len(self.elements.parents))
        below = np.bincount(self.elements.parents, weights=own, minlength=len(own))
        return int((below + own * _OWN).argmax())

    def _own(self) -> Named:
        b, tag = self.blocks, self.tags
        return {
            "words": np.log1p(b.words, dtype=np.float64),
            "linked": b.linked,
            "strong": b.strong,
            "stop": b.stop,
            "prose": np.log1p(b.prose, dtype=np.float64),
            "tag": tag,
            "heading": np.where((tag >= _H1) & (tag <= _H6), tag - _H1 + 1, 0),
            "in div": tag == _DIV,
            "lead": self.lead,
        }

    def _places(self) -> Named:
        b, n = self.blocks, len(self.blocks.letters)
        index, tag = np.arange(n), self.tags
        first_headings = np.flatnonzero(tag == _H1)
        return {
            "prose before": b.before[3, :-1] / self._totals[3],
            "prose blocks before": np.log1p(b.before[4, :-1]),
            "since heading": _since(np.flatnonzero((tag >= _H1) & (tag <= _H6)), index),
            "since h1": _since(first_headings, index),
            "until h1": _since(n - 1 - first_headings[::-1], index)[::-1],
            "blocks": np.log1p(n),
            "page prose": np.log1p(self._totals[3]),
            "page linked": self._totals[2] / self._totals[1],
        }

    def _names(self) -> Named:
        """What is said by the tags and the class names of all elements around a block."""
        e, at, around = self.elements, self.blocks.elements, self._around
        own, above = e.names[at], e.names[e.parents[at]]
        found = {f"in {name}": around >> bit & 1 for bit, name in enumerate(AROUND, len(MEANINGS))}
        for name in _NAMED:
            bit = MEANINGS.index(name)
            found[f"{name} around"] = (around >> bit & 1) + (above >> bit & 1) + 2 * (own >> bit & 1)
        return found

    def _above(self) -> Named:
        """What is held by the element of a block and those above it."""
        e, element, found = self.elements, self.blocks.elements, Named()
        held = self._held
        described = {
            "linked": held[2] / np.maximum(held[1], 1),
            "prose": held[3] / self._totals[3],
            "prose share": held[3] / np.maximum(held[1], 1),
            "prose blocks": held[4] / np.maximum(held[0], 1),
            "letters": np.log1p(held[1]),
            "blocks": np.log1p(held[0]),
        }
        found["depth"] = e.depths[element]
        for up in range(_ANCESTORS + 1):
            found |= {f"{up} {name}": row[element] for name, row in described.items()}
            element = e.parents[element]
        found["1 tag"] = e.tags[e.parents[self.blocks.elements]]
        return found

    def _main(self) -> Named:
        """Where a block stands as seen from the main element and the container."""
        e, at, held = self.elements, self.blocks.elements, self._held
        index, main, box = np.arange(len(at)), self.main, self.container
        (main_up, main_down), (box_up, box_down) = self._distance(main), self._distance(box)
        return {
            "in main": (at == main) | (e.parents[at] == main),
            "main up": main_up,
            "main down": main_down,
            "container up": box_up,
            "main prose": held[3, main] / self._totals[3],
            "container prose": held[3, box] / max(held[1, box], 1),
            "place in main": np.minimum(np.maximum(_place(index, e, main), -1), 2),
            "place in container": _place(index, e, box),
            "container down": box_down,
        }

    def _distance(self, element: int) -> tuple[Numbers, Numbers]:
        """How far it is up from each block, and from the element, to the innermost element that holds both."""
        e, n = self.elements, len(self.blocks.letters)
        chain = np.array([*_chain(e.parents, element)])[::-1]
        begins, ends = (np.bincount(edges[chain], minlength=n + 1) for edges in (e.firsts, e.lasts))
        common = (begins - ends).cumsum()[:n] - 1
        return e.depths[self.blocks.elements] - e.depths[chain][common], len(chain) - 1 - common

    @property
    def tags(self) -> Numbers:
        """The number of each block's tag."""
        return self.elements.tags[self.blocks.elements]

    def _alike(self) -> Named:
        """What the blocks of elements that look alike have in common: their own, and those of like parents."""
        e, at = self.elements, self.blocks.elements
        return self._shared("like", e.looks[at]) | self._shared("kin", e.kin[at]) | self._shared("tribe", e.tribes[at])

    def _shared(self, label: str, group: Numbers) -> Named:
        b = self.blocks
        count, letters = np.bincount(group), np.maximum(np.bincount(group, weights=b.letters), 1)
        prose = np.bincount(group, weights=b.prose)
        return {
            f"{label} blocks": np.log1p(count)[group],
            f"{label} prose": (prose / self._totals[3])[group],
            f"{label} prose share": (prose / letters)[group],
            f"{label} linked": (np.bincount(group, weights=b.letters * b.linked) / letters)[group],
            f"{label} stops": (np.bincount(group, weights=b.stop) / np.maximum(count, 1))[group],
            f"{label} mean": np.log1p(letters / np.maximum(count, 1))[group],
        }

    def _areas(self) -> Named:
        n = len(self.blocks.letters)
        index = np.arange(n)
        before = self.blocks.within(np.maximum(index - _WIDTH, 0), index)
        after = self.blocks.within(index + 1, np.minimum(index + 1 + _WIDTH, n))
        return {
            "linked before": before[2] / np.maximum(before[1], 1),
            "linked after": after[2] / np.maximum(after[1], 1),
            "prose after": np.log1p(after[3]),
        }


def _chain(parents: Numbers, element: int) -> Iterator[int]:
    """An element and those around it, up to the root."""
    yield element
    while element:
        element = int(parents[element])
        yield element


def _place(blocks: Numbers, elements: Elements, element: int) -> Sums:
    """Where blocks stand between an element's first and last."""
    first, last = elements.firsts[element], elements.lasts[element]
    found: Sums = (blocks - first) / max(1, last - first)
    return found


def _since(at: Numbers, index: Numbers) -> Row:
    """How many blocks it is since the last of some, on a log scale."""
    if not len(at):
        return np.full(len(index), _FAR, dtype=np.float32)
    i = at.searchsorted(index, side="right") - 1
    return np.where(i >= 0, np.log1p(np.maximum(index - at[np.maximum(i, 0)], 0)), _FAR).astype(np.float32)


def _shifted(name: str, row: NDArray[Any], shifts: Iterable[int]) -> Named:
    """A feature of the blocks before and after: -1 where there is none."""
    reach, n = 2, len(row)
    padded = np.full(n + 2 * reach, -1, dtype=np.float32)
    padded[reach : reach + n] = row
    return {f"{name} {shift:+}": padded[reach + shift : reach + shift + n] for shift in shifts}
