"""What characters are to the laying out of blocks: their classes, and how they count in a word."""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from endmark.folding import TABLE_SIZE, Codes, letter_table

_DIGIT_LETTER = 1  # every digit is the same letter of a word


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
def sign_table() -> NDArray[np.uint8]:
    """Code point -> its class, as far as the tables go."""
    return np.array([Sign.NONE, *(sign_of(chr(c)) for c in range(1, TABLE_SIZE))], dtype=np.uint8)


@cache
def spelling_table() -> Codes:
    """Code point -> how it counts in a word: its folded letter, one number for all digits; 0 between words."""
    table = letter_table().copy()
    table[sign_table() == Sign.DIGIT] = _DIGIT_LETTER
    return table
