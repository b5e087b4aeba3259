"""A document's blocks as arrays: what signs they are made of, how they begin and end, and their words as hashes.

Everything is computed for all blocks at once, in a fixed number of array operations: a Python step for each block
would cost more than all of the judging.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from endmark.folding import Codes
from endmark.judging.sheet import Sheet

Hashes = NDArray[np.uint64]
Numbers = NDArray[np.int64]
Row = NDArray[np.float32]
Flags = NDArray[np.bool_]

_TABLE_SIZE = 0x20000
_POWERS = np.array([pow(0x9E3779B97F4A7C15, i, 2**64) for i in range(64)], dtype=np.uint64)
_DIGIT_LETTER = 1  # every digit is the same letter of a word
_CLOSERS_SEEN_THROUGH = 2
_LONG = 150  # letters
_LAST = 2  # blocks at the end of a text, which are always looked at


class Sign:
    """Classes of characters: plain numbers, since looking up an enum's member costs more than comparing arrays."""

    NONE = 0
    LOWER = 1
    UPPER = 2
    UNCASED = 3  # a letter of a script without case
    EAST = 4  # a Han letter, a kana or a Hangul syllable: says about as much as two letters
    DIGIT = 5
    SPACE = 6
    STOP = 7  # ends a sentence
    COMMA = 8
    COLON = 9
    QUOTE = 10
    BRACKET = 11
    DASH = 12
    SYMBOL = 13
    MARK = 14  # combining: part of the letter before it
    OTHER = 15


SIGNS = 16
_NAMED = {
    **dict.fromkeys(".!?…。！？؟।۔", Sign.STOP),
    **dict.fromkeys(",;،、；，", Sign.COMMA),
    **dict.fromkeys(":：", Sign.COLON),
    **dict.fromkeys("\"“”„‟«»「」『』'‘’‚‛‹›", Sign.QUOTE),
    **dict.fromkeys("|@#*/&·•", Sign.SYMBOL),
    **dict.fromkeys("\r\n", Sign.NONE),
}
_CATEGORIES = {
    "Ps": Sign.BRACKET,
    "Pe": Sign.BRACKET,
    "Pd": Sign.DASH,
    "Ll": Sign.LOWER,
    "Lu": Sign.UPPER,
    "Lt": Sign.UPPER,
    "Lo": Sign.UNCASED,
    "Lm": Sign.UNCASED,
}
_MAJOR = {"N": Sign.DIGIT, "M": Sign.MARK, "S": Sign.SYMBOL}


def sign_of(char: str) -> int:
    """The class of one character.

    >>> [sign_of(char) for char in "aÄ水3."] == [Sign.LOWER, Sign.UPPER, Sign.EAST, Sign.DIGIT, Sign.STOP]
    True
    """
    if char in _NAMED:
        return _NAMED[char]
    if char.isspace():
        return Sign.SPACE
    category = unicodedata.category(char)
    sign = _CATEGORIES.get(category) or _MAJOR.get(category[0], Sign.OTHER)
    return Sign.EAST if sign == Sign.UNCASED and _is_east(char) else sign


def _is_east(char: str) -> bool:
    return is_unspaced(char) or "가" <= char <= "힣"


def is_unspaced(char: str) -> bool:
    """Whether a script writes no space between words: each letter counts as a word."""
    return "\u3040" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"


@cache
def _tables() -> tuple[NDArray[np.uint8], Flags]:
    signs = np.array([Sign.NONE, *(sign_of(chr(c)) for c in range(1, _TABLE_SIZE))], dtype=np.uint8)
    unspaced = np.array([is_unspaced(chr(c)) for c in range(_TABLE_SIZE)])
    return signs, unspaced


@dataclass(frozen=True)
class Layout:
    """Blocks as arrays, one entry or row each.

    `counts` has how often each sign stands in a block; `first`, `first_said` (behind an opening quote or bracket) and
    `last` (before closing ones) are signs; `sentences` counts the sentence ends inside. `words` holds the hashes of all
    words in order, `word_block` their blocks, `word_starts` their offsets in the text, `word_sizes` their letters (one
    of East Asia counts for two). `keys` is equal for blocks of equal words.
    """

    counts: NDArray[np.float32]
    first: NDArray[np.uint8]
    first_said: NDArray[np.uint8]
    last: NDArray[np.uint8]
    sentences: Numbers
    words: Hashes
    word_starts: Numbers
    word_sizes: Numbers
    word_block: Numbers
    word_counts: Numbers
    keys: Hashes

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def size(self) -> Row:
        """Letters and digits of each block; one of East Asia counts for two."""
        signs = self.counts
        found: Row = signs[:, Sign.LOWER : Sign.UNCASED + 1].sum(1) + 2 * signs[:, Sign.EAST] + signs[:, Sign.DIGIT]
        return found

    @cached_property
    def amid_story(self) -> Flags:
        """Which blocks are long sentences between long sentences: they are the story's without a closer look."""
        long: Flags = (self.size >= _LONG) & (self.last == Sign.STOP)
        found = long.copy()
        found[1:] &= long[:-1]
        found[:-1] &= long[1:]
        found[-_LAST:] = False
        return found


def lay_out(sheet: Sheet) -> Layout:
    """Lay out a document that has a block or more."""
    codes = sheet.codes
    places = np.array([(b.start, b.left, b.right) for b in sheet.blocks], dtype=np.int64)
    starts, left, right = places.T
    signs = _tables()[0].take(codes, mode="clip")
    block = np.zeros(len(codes), dtype=np.int64)
    block[starts[1:]] = 1
    block = block.cumsum()
    first, first_said, last = _edges(signs, left, right)
    word_starts, word_sizes, words = _words(codes, sheet.letters.found, signs)
    word_block = block[word_starts]
    n = len(places)
    return Layout(
        counts=np.bincount(block * SIGNS + signs, minlength=n * SIGNS).reshape(n, SIGNS).astype(np.float32),
        first=first,
        first_said=first_said,
        last=last,
        sentences=_sentences(codes, signs, block, n),
        words=words,
        word_starts=word_starts,
        word_sizes=word_sizes,
        word_block=word_block,
        word_counts=np.bincount(word_block, minlength=n),
        keys=_keys(words, word_block, n),
    )


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
    found: Flags = (signs == Sign.QUOTE) | (signs == Sign.BRACKET)
    return found


def _sentences(codes: Codes, signs: NDArray[np.uint8], block: Numbers, n: int) -> Numbers:
    """How many sentences end inside each block: a stop, a space and what can begin a sentence; or an eastern stop."""
    begins = (signs[2:] == Sign.UPPER) | (signs[2:] == Sign.UNCASED) | (signs[2:] == Sign.QUOTE)
    ends = np.flatnonzero((signs[:-2] == Sign.STOP) & (signs[1:-1] == Sign.SPACE) & begins)
    east = np.flatnonzero(codes == ord("。"))
    return np.bincount(block[np.concatenate([ends, east])], minlength=n)


def _words(codes: Codes, letters: Codes, signs: NDArray[np.uint8]) -> tuple[Numbers, Numbers, Hashes]:
    """Where each word starts, how many letters it has, and its hash: a polynomial of its folded letters."""
    said = np.where(signs == Sign.DIGIT, np.uint32(_DIGIT_LETTER), letters).astype(np.uint64)
    is_letter = said != 0
    alone = _tables()[1].take(codes, mode="clip") & is_letter
    begins = is_letter.copy()
    begins[1:] &= ~((is_letter[:-1] | (signs[:-1] == Sign.MARK)) & ~alone[1:] & ~alone[:-1])
    starts = np.flatnonzero(begins)
    if not len(starts):
        return starts, starts, np.empty(0, dtype=np.uint64)
    lengths = np.diff(starts, append=len(codes))
    places = np.arange(starts[0], len(codes)) - np.repeat(starts, lengths)
    at = starts - starts[0]
    sizes = np.add.reduceat(is_letter[starts[0] :] + (signs[starts[0] :] == Sign.EAST).astype(np.int64), at)
    return starts, sizes, np.add.reduceat(said[starts[0] :] * _POWERS.take(places, mode="clip"), at)


def _keys(words: Hashes, word_block: Numbers, n: int) -> Hashes:
    keys = np.zeros(n, dtype=np.uint64)
    np.add.at(keys, word_block, words)
    return keys
