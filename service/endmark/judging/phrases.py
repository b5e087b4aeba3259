"""Many phrases looked for at once: which of them stand in a text, at a cost that does not grow with their number."""

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

from endmark.folding import Codes, letters_of
from endmark.judging.grams import ALPHABETIC, IDEOGRAPHIC, GramSet, GramSize, every, size_for
from endmark.judging.sheet import Sheet

try:
    from endmark.native import letters as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]


class PhraseIndex:
    """Phrases, by their letters. A long one is known by its first grams and then compared; a short one is sought.

    A phrase without letters is sought as it is: it must be of symbols, which folding leaves alone.
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        of_letters = [letters_of(phrase) for phrase in phrases]
        sizes = [size_for(letters.codes) for letters in of_letters]
        is_long = [len(p.text) >= size.shortest_run for p, size in zip(of_letters, sizes, strict=True)]
        self._phrases = [letters.text for letters in of_letters]
        self._symbols = [phrase.strip() for phrase in phrases if is_symbols(phrase)]
        self._short = [self._phrases[n] for n, long in enumerate(is_long) if not (long or is_symbols(phrases[n]))]
        self._sets = [
            (size, _grams(size, {n: of_letters[n].codes for n in numbers}))
            for size in (ALPHABETIC, IDEOGRAPHIC)
            if (numbers := [n for n, long in enumerate(is_long) if long and sizes[n] is size])
        ]

    def stand_in(self, sheet: Sheet) -> bool:
        """Whether the letters of any phrase stand in a text."""
        if self._short and any_in(sheet.letters.text, self._short):
            return True
        if self._symbols and any(map(sheet.text.__contains__, self._symbols)):
            return True
        return bool(self._sets and self.places(sheet))

    def places(self, sheet: Sheet) -> list[tuple[int, int]]:
        """The numbers of the long phrases that stand in a text, each with the offset of its first letter."""
        found = []
        for size, grams in self._sets:
            if size is IDEOGRAPHIC and sheet.text.isascii():
                continue  # most of such a phrase's letters are of East Asia
            for i, value in grams.find(sheet.grams(size)):
                number, place = divmod(value, size.stride)
                start = i * size.stride - place
                if start >= 0 and sheet.letters.text.startswith(self._phrases[number], start):
                    found.append((number, int(sheet.letters.at[start])))
        return found

    def letters(self, number: int) -> int:
        """How many letters a phrase has."""
        return len(self._phrases[number])


def any_in(text: str, phrases: list[str]) -> bool:
    """Whether any of a few short phrases stands in a text, as it is spelt."""
    return native.any_in(text, phrases) if native else any(map(text.__contains__, phrases))


def _grams(size: GramSize, phrases: Mapping[int, Codes]) -> GramSet:
    """The first grams, each with its phrase's number and its place in it: one of them falls on the stride."""
    hashes = [every(codes, size)[: size.stride] for codes in phrases.values()]
    values = [n * size.stride + np.arange(size.stride) for n in phrases]
    return GramSet(np.concatenate(hashes), np.concatenate(values))


def is_symbols(phrase: str) -> bool:
    """Whether a phrase is of symbols alone, such as the × of a closing button."""
    return bool(phrase.strip()) and all(unicodedata.category(c) in {"So", "Sm"} for c in phrase.strip())
