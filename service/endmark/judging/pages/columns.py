"""A page's elements and blocks as arrays: what is counted of each, before anything is compared."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from endmark.page import Page

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
_STOPS = frozenset(".!?…。！？।؟۔")
_CLOSERS = "\"'”’»)]“」』"
_PROSE_WORDS = 8
_PROSE_LETTERS = 25
_UNSPACED = 12  # letters for each space, from which a script does without
_SURELY_PROSE = 150  # letters that need no stop


@dataclass(frozen=True)
class Elements:
    """The elements' tags (by number), parents, depths, and the blocks `firsts:lasts` of each."""

    tags: Numbers
    parents: Numbers
    depths: Numbers
    firsts: Numbers
    lasts: Numbers

    @classmethod
    def of(cls, page: Page) -> "Elements":
        """The columns of a page's elements."""
        e = page.elements
        tags = [TAG_NUMBERS.get(tag, OTHER) for tag in e.tags]
        return cls(*(np.array(column, dtype=np.intp) for column in (tags, e.parents, e.depths, e.firsts, e.lasts)))

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
    """What is counted of each block. `linked` and `strong` are shares of its letters.

    `worth` is what its prose is worth: less where it is surely not the story's.
    """

    elements: Numbers
    letters: Row
    words: Row
    linked: Row
    strong: Row
    stop: Flags
    commas: Row
    worth: Row

    @classmethod
    def of(cls, page: Page, worth: Row) -> "Blocks":
        """The columns of a page's blocks."""
        b, texts = page.blocks, page.blocks.texts
        letters = np.array([*map(len, texts)], dtype=np.float32)
        return cls(
            elements=np.array(b.elements, dtype=np.intp),
            letters=letters,
            words=np.array([text.count(" ") for text in texts], dtype=np.float32) + 1,
            linked=np.array(b.linked, dtype=np.float32) / letters,
            strong=np.array(b.strong, dtype=np.float32) / letters,
            stop=np.array([*map(_stops, texts)], dtype=np.bool_),
            commas=np.array([text.count(",") + text.count("、") for text in texts], dtype=np.float32),
            worth=worth,
        )

    @cached_property
    def prose(self) -> Row:
        """The letters of each block that reads as sentences, links left out, by their worth; none of the others."""
        wordy = (self.words >= _PROSE_WORDS) | (self.words * _UNSPACED < self.letters)
        reads = self.stop | (self.commas > 0) | (self.letters > _SURELY_PROSE)
        is_prose = wordy & reads & (self.letters >= _PROSE_LETTERS)
        return np.where(is_prose, self.letters * self.worth * (1 - self.linked) ** 2, 0).astype(np.float32)

    @cached_property
    def before(self) -> Sums:
        """Sums over the blocks before each place: of blocks, letters, links' letters, prose, and blocks of prose."""
        rows = (np.ones_like(self.letters), self.letters, self.letters * self.linked, self.prose, self.prose > 0)
        found = np.zeros((len(rows), len(self.letters) + 1))
        np.cumsum(np.array(rows, dtype=np.float64), axis=1, out=found[:, 1:])
        return found

    def within(self, firsts: Numbers, lasts: Numbers) -> Sums:
        """The same sums over the ranges `firsts:lasts`."""
        found: Sums = self.before.take(lasts, axis=1) - self.before.take(firsts, axis=1)
        return found


def _stops(text: str) -> bool:
    last = text[-1]
    return last in _STOPS or (last in _CLOSERS and text.rstrip(_CLOSERS)[-1:] in _STOPS)
