"""A page's elements and blocks as arrays: what is counted of each, before anything is compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from endmark.judging.pages.class_names import MEANINGS, meanings
from endmark.page import Blocks as PageBlocks
from endmark.page import Elements as PageElements
from endmark.page import Page

try:
    from endmark.native import columns as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

Row = NDArray[np.float32]
Sums = NDArray[np.float64]
Numbers = NDArray[np.intp]
Flags = NDArray[np.bool_]

TAGS = (
    "html body main article section div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tbody tr td th figure figcaption "
    "blockquote aside nav header footer form button label fieldset address pre details summary span option select"
).split()
TAG_NUMBERS = {tag: number for number, tag in enumerate(TAGS)}
OTHER = len(TAGS)  # the number of all tags that are seldom met
AROUND = {
    "navigation": ("nav", "footer", "header", "form", "button", "select"),
    "aside": ("aside",),
    "table": ("table", "td", "th"),
}
TAG_BITS = np.zeros(OTHER + 1, dtype=np.intp)  # above those of class names
for _bit, _tags in enumerate(AROUND.values(), len(MEANINGS)):
    TAG_BITS[[TAG_NUMBERS[tag] for tag in _tags]] |= 1 << _bit
# What is worth less as prose, as against the story's: the bits of what is around it, and its worth.
_COMMENTS, _COMMENT_WORTH = 1 << MEANINGS.index("comments"), 0.1
_ASIDE, _ASIDE_WORTH = 0b11 << len(MEANINGS), 0.4
_LESS = (_COMMENTS, _COMMENT_WORTH, _ASIDE, _ASIDE_WORTH)
_STOPS = frozenset(".!?…。！？।؟۔")
_CLOSERS = "\"'”’»)]“」』"
_PROSE_WORDS = 8
_PROSE_LETTERS = 25
_UNSPACED = 12  # letters for each space, from which a script does without
_SURELY_PROSE = 150  # letters that need no stop


@dataclass(frozen=True)
class Elements:
    """The elements' tags (by number), parents, depths, and the blocks `firsts:lasts` of each, as `columns`.

    `names` are the meanings of an element's own class names, `around` those of all around it as well, and of tags.
    `looks` are alike for elements of the same tag and class names, `tribes` for those whose parents look alike, and
    `kin` for those that do so in both.
    """

    columns: Numbers
    tags: Numbers
    parents: Numbers
    depths: Numbers
    firsts: Numbers
    lasts: Numbers
    names: Numbers
    around: Numbers
    looks: Numbers
    kin: Numbers
    tribes: Numbers

    @classmethod
    def of(cls, page: Page) -> "Elements":
        """The columns of a page's elements."""
        e, n = page.elements, len(page.elements.tags)
        columns = np.empty((10, n), dtype=np.intp)
        found = cls(columns, *columns)
        if native:
            lists, room = (e.tags, e.classes, e.parents, e.depths, e.firsts, e.lasts), n + len(TAG_NUMBERS) + 1
            native.elements(*lists, TAG_NUMBERS, TAG_BITS, meanings, np.empty((5, room), dtype=np.intp), columns)
        else:
            found._fill(e)
        return found

    def _fill(self, e: PageElements) -> None:
        count, numbers = len(e.tags), [TAG_NUMBERS.get(tag, OTHER) for tag in e.tags]
        self.columns[:6] = numbers, e.parents, e.depths, e.firsts, e.lasts, [*map(meanings, e.classes)]
        self.around[:] = self.inherited(self.names | TAG_BITS[self.tags])
        tags = np.where(self.tags == OTHER, OTHER + _firsts(e.tags), self.tags)
        self.looks[:] = numbered(_firsts(e.classes) * (OTHER + count) + tags)
        self.tribes[:] = self.looks[self.parents]
        self.kin[:] = numbered(self.tribes * count + self.looks)

    def inherited(self, own: Numbers) -> Numbers:
        """Bits of each element and of all the elements around it."""
        found = own.copy()
        for above in self._above:
            found |= found[above]
        return found

    def nearest(self, own: Numbers) -> Numbers:
        """What each element has that is not 0, or else the nearest of those around it."""
        found = own
        for above in self._above:
            found = np.where(found, found, found[above])
        return found

    @cached_property
    def _above(self) -> list[Numbers]:
        """The element above each, 1 up, 2, 4 and so on: with each turn all have looked twice as far up."""
        found = [self.parents]
        for _ in range(int(self.depths.max()).bit_length() - 1):
            found.append(found[-1][found[-1]])
        return found


@dataclass(frozen=True)
class Blocks:
    """What is counted of each block, as `columns`. `linked` and `strong` are shares of its letters.

    `prose` are the letters of each block that reads as sentences, links left out, by their worth; none of the others.
    `before` are sums over the blocks before each place: of blocks, letters, links' letters, prose, blocks of prose.
    """

    elements: Numbers
    before: Sums
    columns: Row
    letters: Row
    words: Row
    linked: Row
    strong: Row
    stop: Row
    prose: Row

    @classmethod
    def of(cls, page: Page, around: Numbers) -> "Blocks":
        """The columns of a page's blocks, given what is around its elements."""
        b, n = page.blocks, len(page.blocks.texts)
        at, columns, before = np.empty(n, dtype=np.intp), np.empty((6, n), dtype=np.float32), np.zeros((5, n + 1))
        found = cls(at, before, columns, *columns)
        if native:
            native.blocks(b.texts, b.elements, b.linked, b.strong, around, _LESS, at, columns, before)
        else:
            found._fill(b, around)
        return found

    def _fill(self, b: PageBlocks, around: Numbers) -> None:
        self.elements[:] = b.elements
        self.letters[:] = [*map(len, b.texts)]
        self.words[:] = [text.count(" ") + 1 for text in b.texts]
        self.linked[:], self.strong[:] = b.linked, b.strong
        self.columns[2:4] /= self.letters
        self.stop[:] = [*map(_stops, b.texts)]
        self.prose[:] = self._prose(np.array(["," in text or "、" in text for text in b.texts]), around[self.elements])
        rows = (np.ones_like(self.letters), self.letters, self.letters * self.linked, self.prose, self.prose > 0)
        np.cumsum(np.array(rows, dtype=np.float64), axis=1, out=self.before[:, 1:])

    def _prose(self, comma: Flags, around: Numbers) -> Row:
        wordy = (self.words >= _PROSE_WORDS) | (self.words * _UNSPACED < self.letters)
        reads = (self.stop > 0) | comma | (self.letters > _SURELY_PROSE)
        is_prose = wordy & reads & (self.letters >= _PROSE_LETTERS)
        worth = np.where(around & _COMMENTS, _COMMENT_WORTH, 1) * np.where(around & _ASIDE, _ASIDE_WORTH, 1)
        return np.where(is_prose, self.letters * worth.astype(np.float32) * (1 - self.linked) ** 2, 0)

    def within(self, firsts: Numbers, lasts: Numbers) -> Sums:
        """The same sums over the ranges `firsts:lasts`."""
        found: Sums = self.before.take(lasts, axis=1) - self.before.take(firsts, axis=1)
        return found


def _stops(text: str) -> bool:
    return text.rstrip(_CLOSERS)[-1:] in _STOPS


def numbered(keys: Numbers) -> Numbers:
    """The numbers of keys, equal ones the same, in the order of the keys: `np.unique` takes four times as long."""
    order, found = keys.argsort(), np.zeros_like(keys)
    in_order = keys[order]
    found[order[1:]] = (in_order[1:] != in_order[:-1]).cumsum()
    return found


def _firsts(names: Sequence[str]) -> Numbers:
    """Where each name stands for the first time."""
    known = dict[str, int]()
    return np.array([known.setdefault(name, number) for number, name in enumerate(names)], dtype=np.intp)
