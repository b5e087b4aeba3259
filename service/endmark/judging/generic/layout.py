"""A document's blocks as arrays: what signs they are made of, how they begin and end, and their words as hashes.

Everything is computed for all blocks at once, in compiled loops, or in a fixed number of array operations: a Python
step for each block would cost more than all of the judging.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from endmark.folding import Codes, highest, mapped
from endmark.judging.generic.signs import SIGNS, Sign, sign_table, spelling_table
from endmark.judging.sheet import Sheet

try:
    from endmark.native import layout as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

Hashes = NDArray[np.uint32]
Numbers = NDArray[np.int64]
Row = NDArray[np.float32]
Matrix = NDArray[np.float32]
Flags = NDArray[np.bool_]

_MODULUS = 1 << 32
_BASE = 0x9E3779B1  # of the polynomials that words are hashed by
_INVERSE = pow(_BASE, -1, _MODULUS)
_KANA = 0x3040  # the first of the scripts in which each letter is a word
_NOTES = re.compile(r"\s*(?:\[[^\[\]]{1,12}\])+$")
_LONGEST_NOTES = 60  # characters
_CLOSERS_SEEN_THROUGH = 2
_LONG_WORD = 5  # characters from one word to the next from which the first says what a text is about
_LONG = 150  # letters
_LAST = 2  # blocks at the end of a text, which are always looked at
_CLOSING = np.isin(np.arange(SIGNS), [Sign.QUOTE, Sign.BRACKET])
_SENTENCE_END = re.compile(
    b"%c(?:%c[%c%c%c]|%c)" % (Sign.STOP, Sign.SPACE, Sign.UPPER, Sign.UNCASED, Sign.QUOTE, Sign.EAST)
)


def _is_alone(codes: Codes) -> Flags:
    """Which characters are words by themselves."""
    kana_and_han = (codes >= _KANA) & (codes <= ord("\u9fff"))  # as `is_unspaced`
    found: Flags = kana_and_han | ((codes >= ord("\uf900")) & (codes <= ord("\ufaff")))
    return found


@dataclass(frozen=True)
class Layout:
    """Blocks as arrays, one entry or column each.

    `counts` has a row for each sign: how often it stands in each block; `first`, `first_said` (behind an opening quote
    or bracket) and `last` (before closing ones) are signs. `words` holds the hashes of all words in order,
    `word_starts` their offsets in the text, `word_block` their blocks. `keys` is equal for blocks of equal words.
    `signs` are those of the text's characters, `bounds` where each block begins and the last one ends. `size` is how
    many letters and digits each block has; one of East Asia counts for two. `amid_story` tells which blocks are long
    sentences between long sentences: they are the story's without a closer look.
    """

    signs: NDArray[np.uint8]
    bounds: Numbers
    counts: NDArray[np.float32]
    size: Row
    first: NDArray[np.uint8]
    first_said: NDArray[np.uint8]
    last: NDArray[np.uint8]
    amid_story: Flags
    words: Hashes
    word_starts: Numbers
    word_block: Numbers
    word_counts: Numbers
    keys: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.first)

    def has_sentence_end(self, block: int) -> bool:
        """Whether a sentence ends inside a block and another begins."""
        start, end = self.bounds[block : block + 2].tolist()
        return _SENTENCE_END.search(self.signs[start:end].tobytes()) is not None

    @property
    def long_words(self) -> Flags:
        """Which words are long: they say what a text is about."""
        ends = np.append(self.word_starts[1:], self.bounds[-1:])[: len(self.words)]
        found: Flags = ends - self.word_starts >= _LONG_WORD
        return found

    def shared_words(self, blocks: Numbers) -> Row:
        """The share of each block's long words that these blocks say too; 0 where a block has no long word."""
        is_told, is_long = np.zeros(len(self), dtype=np.bool_), self.long_words
        is_told[blocks] = True
        shared = is_long & np.isin(self.words, self.words[is_long & is_told[self.word_block]])
        totals, counts = (np.bincount(self.word_block[words], minlength=len(self)) for words in (is_long, shared))
        found: Row = (counts / np.maximum(totals, 1)).astype(np.float32)
        return found


def lay_out(sheet: Sheet) -> Layout:
    """Lay out a document that has a block or more."""
    return _natively(sheet) if native else _lay_out(sheet)


def _natively(sheet: Sheet) -> Layout:
    n, size = len(sheet.blocks), len(sheet.text)
    bounds, left, right = np.empty(n + 1, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
    bracketed = native.find_places(sheet.blocks, sheet.text, bounds, left, right)
    ends = _before_notes(sheet, left, right, bracketed)
    signs, counts, sizes = np.empty(size, np.uint8), np.empty((SIGNS, n), np.float32), np.empty(n, np.float32)
    first, first_said, last, amid = np.empty((4, n), np.uint8)
    words, starts, of_block = np.empty(size, np.uint32), np.empty(size, np.int64), np.empty(size, np.int64)
    word_counts, keys = np.empty(n, np.int64), np.empty(n, np.uint64)
    found = native.lay_out(
        sheet.text, sign_table(), spelling_table(), bounds, signs, counts, words, starts, of_block, word_counts, keys
    )
    native.find_edges(signs, left, ends, counts, first, first_said, last, sizes, amid)
    return Layout(
        signs=signs,
        bounds=bounds,
        counts=counts,
        size=sizes,
        first=first,
        first_said=first_said,
        last=last,
        amid_story=amid.view(np.bool_),
        words=words[:found],
        word_starts=starts[:found],
        word_block=of_block[:found],
        word_counts=word_counts,
        keys=keys,
    )


def _lay_out(sheet: Sheet) -> Layout:
    codes, n = sheet.codes, len(sheet.blocks)
    bounds, left, right = _places(sheet)
    bracketed = (codes[right - 1] == ord("]")).nonzero()[0].tolist()
    signs = sign_table().take(codes, mode="clip")
    cell = np.arange(0, n * SIGNS, SIGNS).repeat(bounds[1:] - bounds[:-1])
    cell += signs
    counts = np.bincount(cell, minlength=n * SIGNS).reshape(n, SIGNS).T.astype(np.float32, order="C")
    size = np.add.reduce(counts[Sign.LOWER : Sign.DIGIT + 1]) + counts[Sign.EAST]
    first, first_said, last = _edges(signs, left, _before_notes(sheet, left, right, bracketed))
    word_starts, words = _words(codes, signs)
    word_block = cell.take(word_starts) // SIGNS
    return Layout(
        signs=signs,
        bounds=bounds,
        counts=counts,
        size=size,
        first=first,
        first_said=first_said,
        last=last,
        amid_story=_amid_story(size, last),
        words=words,
        word_starts=word_starts,
        word_block=word_block,
        word_counts=np.bincount(word_block, minlength=n),
        keys=np.bincount(word_block, weights=words, minlength=n).astype(np.uint64),
    )


def _amid_story(size: Row, last: NDArray[np.uint8]) -> Flags:
    long: Flags = (size >= _LONG) & (last == Sign.STOP)
    found = long.copy()
    found[1:] &= long[:-1]
    found[:-1] &= long[1:]
    found[-_LAST:] = False
    return found


def _places(sheet: Sheet) -> tuple[Numbers, Numbers, Numbers]:
    """Where each block begins and the last one ends, and where what each says begins and ends."""
    n = len(sheet.blocks)
    starts, _, left, right = np.fromiter(chain.from_iterable(sheet.blocks), np.int64, 4 * n).reshape(n, 4).T
    return np.concatenate([[0], starts[1:], [len(sheet.text)]]), left, right


def _before_notes(sheet: Sheet, left: Numbers, right: Numbers, bracketed: list[int]) -> Numbers:
    """Where each block ends without the numbers of its footnotes: `… in 1922.[337][338]` ends as a sentence does.

    `bracketed` are the blocks that end on a bracket.
    """
    ends = right.copy() if bracketed else right
    for block in bracketed:
        notes = _NOTES.search(sheet.text, max(left[block] + 1, right[block] - _LONGEST_NOTES), right[block])
        ends[block] = notes.start() if notes else right[block]
    return ends


def _edges(
    signs: NDArray[np.uint8], left: Numbers, right: Numbers
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    first = signs[left]
    behind = np.minimum(left + _closes(first), right - 1)
    end = right - 1
    for _ in range(_CLOSERS_SEEN_THROUGH):
        end = np.maximum(end - _closes(signs[end]), left)
    return first, signs[behind], signs[end]


def _closes(signs: NDArray[np.uint8]) -> Flags:
    found: Flags = _CLOSING.take(signs)
    return found


def _words(codes: Codes, signs: NDArray[np.uint8]) -> tuple[Numbers, Hashes]:
    """Where each word starts, and its hash: a polynomial of its folded letters."""
    spelt = mapped(spelling_table(), codes)
    is_letter = spelt != 0
    begins = is_letter.copy()
    begins[1:] &= ~(is_letter[:-1] | (signs[:-1] == Sign.MARK))
    if highest(codes) >= _KANA:
        alone = is_letter & _is_alone(codes)
        begins[1:] |= is_letter[1:] & (alone[1:] | alone[:-1])
    starts = begins.nonzero()[0]
    if not len(starts):
        return starts, np.empty(0, dtype=np.uint32)
    places, back = _powers(_BASE, len(codes)), _powers(_INVERSE, len(codes))
    return starts, np.add.reduceat(spelt * places, starts, dtype=np.uint32) * back.take(starts)


def _powers(base: int, size: int) -> Hashes:
    """The powers of a number from 0 on."""
    first = _first_powers(base)
    if size <= len(first):
        return first[:size]
    steps = np.array([pow(base, i, _MODULUS) for i in range(0, size, len(first))], dtype=np.uint32)
    found: Hashes = np.outer(steps, first).ravel()[:size]
    return found


@cache
def _first_powers(base: int) -> Hashes:
    factors = np.full(1 << 16, base, dtype=np.uint32)
    factors[0] = 1
    return np.multiply.accumulate(factors, dtype=np.uint32)
