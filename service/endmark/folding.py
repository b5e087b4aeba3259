"""Typographic folding that keeps an offset map.

Matching happens on folded copies, cutting on the original. Two copies are made from one table:

*folded*: what literals and regexes match: lower case without accents; all quotes are `'` or `"`, all dashes
`-`, white space one space, an ellipsis or a run of dots one `.`; zero-width characters, soft hyphens and
combining marks are gone; width variants are plain.

*letters*: the folded letters alone. Spaces, digits, signs and line ends vanish, so that glued, wrapped,
quoted and retyped copies of one passage are the same letters.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

try:
    from endmark.native import letters as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int64]

TABLE_SIZE = 0x20000  # planes 0 and 1
MARK = 0xFE0F  # stands in a table for those that lie beyond it
_MARKS = 0xE0  # U+E0xxx: variation selectors and tags
_UNKNOWN = 0xFFFD
_SINGLE_QUOTES = "'‘’‚‛′`´ʼʹ‹›＇"
_DOUBLE_QUOTES = '"“”„‟″«»〝〞＂'
_MINUS = "−⁃"
_SPACE, _DOT = ord(" "), ord(".")


def fold_character(char: str) -> str:  # noqa: PLR0911  a list of cases, each a line
    r"""The folded form of one character: one character, or none.

    >>> [fold_character(c) for c in "É’—\u00a0…\u00ad"]
    ['e', "'", '-', ' ', '.', '']
    """
    category = unicodedata.category(char)
    if char in _SINGLE_QUOTES:
        return "'"
    if char in _DOUBLE_QUOTES:
        return '"'
    if category == "Pd" or char in _MINUS:
        return "-"
    if char.isspace():
        return " "
    if category == "Cf" or unicodedata.combining(char) or "\ufe00" <= char <= "\ufe0f" or ord(char) >> 12 == _MARKS:
        return ""
    if category in {"So", "Sk", "Sc", "Sm", "Cn", "Co", "Cs"} or "가" <= char <= "힣":
        return char
    return "i" if char == "ı" else unicodedata.normalize("NFKD", char).casefold()[0]


@cache
def _tables() -> tuple[Codes, Codes]:
    """Code point -> folded code point (0: dropped), and the same for letters alone."""
    fold = np.arange(TABLE_SIZE, dtype=np.uint32)
    letters = np.zeros(TABLE_SIZE, dtype=np.uint32)
    for code in range(1, TABLE_SIZE):
        char = chr(code)
        folded = fold_character(char)
        fold[code] = ord(folded) if folded else 0
        if folded.isalpha():
            letters[code] = ord(folded)
    fold[0] = _UNKNOWN  # a NUL in the text is a character like any other
    fold[0xD800:0xE000] = _UNKNOWN  # lone surrogates: RE2 reads UTF-8, which has none
    return fold, letters


def highest(codes: Codes) -> int:
    """The highest of some code points; 0 if there is none."""
    return int(np.maximum.reduce(codes, initial=0))  # `codes.max()` takes twice as long


def mapped(table: Codes, codes: Codes) -> Codes:
    """Each code point's entry; beyond the table marks go and the rest, rare Han letters, stays."""
    found: Codes = table.take(codes, mode="clip")
    if highest(codes) >= TABLE_SIZE:
        beyond = codes >= TABLE_SIZE
        found[beyond] = np.where(codes[beyond] >> 12 == _MARKS, table[MARK], codes[beyond])
    return found


def code_points(text: str) -> Codes:
    """The text's code points; lone surrogates are allowed."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@dataclass(frozen=True)
class Letters:
    """The folded letters of a text, one after the other, as `text`; `source` is the text that they are of."""

    text: str
    source: str

    @cached_property
    def codes(self) -> Codes:
        """The letters' code points."""
        return code_points(self.text)

    @cached_property
    def at(self) -> Offsets:
        """The offset in the source of each letter."""
        if not native:
            at: Offsets = (_found(self.source) != 0).nonzero()[0]  # far quicker on booleans than on numbers
            return at
        at = np.empty(len(self.text) + 1, dtype=np.int64)
        native.places(self.source, letter_table(), MARK, at)
        return at[:-1]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded copy.

    `starts[i]` is the offset in the original of folded character `i`; the last entry is the original's length.
    What folding dropped or joined belongs to the character before it.
    """

    text: str
    starts: Offsets

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for the folded span `start:end`."""
        return self.offset(start), self.offset(end)

    def offset(self, index: int) -> int:
        """The original's offset of a folded index."""
        return int(self.starts[index])

    def index(self, offset: int) -> int:
        """The folded index of the first folded character at or after an offset of the original."""
        return int(self.starts.searchsorted(offset))


def letters_of(text: str) -> Letters:
    """The letters of a text.

    >>> letters_of("To-day: 3 cafés").text
    'todaycafes'
    """
    if native:
        return Letters(native.letters(text, letter_table(), MARK), text)
    found = _found(text)
    return Letters(found[found != 0].astype("<u4").tobytes().decode("utf-32-le"), text)


def letter_table() -> Codes:
    """Code point -> its folded letter; 0 for what is no letter."""
    return _tables()[1]


def _found(text: str) -> Codes:
    return mapped(letter_table(), code_points(text))


def fold(text: str) -> Folded:
    """Fold a text.

    >>> fold("“Read  MORE…”").text
    '"read more."'
    """
    if native:
        starts: Offsets = np.empty(len(text) + 1, dtype=np.int64)
        copied = native.fold(text, _tables()[0], MARK, starts)
        return Folded(copied, starts[: len(copied) + 1])
    folded = mapped(_tables()[0], code_points(text))
    starts = (folded != 0).nonzero()[0]
    copy = folded[starts]
    joins = (copy[1:] == copy[:-1]) & ((copy[1:] == _SPACE) | (copy[1:] == _DOT))
    if joins.any():
        kept = np.concatenate([[True], ~joins])
        copy, starts = copy[kept], starts[kept]
    return Folded(copy.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"), np.append(starts, len(folded)))
