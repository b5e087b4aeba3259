"""Many phrases looked for at once: which of them stand in a text, at a cost that does not grow with their number."""

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from endmark.folding import Codes, code_points, letters_of
from endmark.judging.grams import ALPHABETIC, IDEOGRAPHIC, GramSet, GramSize, every, size_for
from endmark.judging.sheet import Sheet

_FEW = 4  # up to so many phrases are sought one by one


class PhraseIndex:
    """Phrases, by their letters. A long one is known by its first grams and then compared; a short one is sought.

    A phrase without letters is sought as it is: it must be of symbols, which folding leaves alone.
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        self._symbols = {n: phrase.strip() for n, phrase in enumerate(phrases) if is_symbols(phrase)}
        self._phrases = [letters_of(code_points(phrase)) for phrase in phrases]
        sizes = [size_for(letters.codes) for letters in self._phrases]
        is_long = [len(p.codes) >= size.shortest_run for p, size in zip(self._phrases, sizes, strict=True)]
        self._sought = [
            n for n, long in enumerate(is_long) if n not in self._symbols and (not long or len(phrases) <= _FEW)
        ]
        self._sets = [
            (size, self._grams(size, numbers))
            for size in (ALPHABETIC, IDEOGRAPHIC)
            if (numbers := [n for n, long in enumerate(is_long) if long and sizes[n] is size])
        ]

    def _grams(self, size: GramSize, numbers: list[int]) -> GramSet:
        """The first grams, each with its phrase's number and its place in it: one of them falls on the stride."""
        hashes = [every(self._phrases[n].codes, size)[: size.stride] for n in numbers]
        values = [n * size.stride + np.arange(size.stride) for n in numbers]
        return GramSet(np.concatenate(hashes), np.concatenate(values))

    def stand_in(self, sheet: Sheet) -> bool:
        """Whether the letters of any phrase stand in a text."""
        return (
            any(sheet.letters.has(self._phrases[n]) for n in self._sought)
            or any(symbols in sheet.text for symbols in self._symbols.values())
            or (len(self._phrases) > _FEW and any(True for _ in self.places(sheet)))
        )

    def places(self, sheet: Sheet) -> Iterator[tuple[int, int]]:
        """The numbers of the long phrases that stand in a text, each with the offset of its first letter."""
        letters = sheet.letters
        for size, grams in self._sets:
            for i, value in grams.find(sheet.grams(size)):
                number, place = divmod(value, size.stride)
                if self._stands_at(letters.codes, i * size.stride - place, number):
                    yield number, int(letters.at[i * size.stride - place])

    def _stands_at(self, codes: Codes, start: int, number: int) -> bool:
        phrase = self._phrases[number].codes
        return start >= 0 and np.array_equal(codes[start : start + len(phrase)], phrase)

    def letters(self, number: int) -> int:
        """How many letters a phrase has."""
        return len(self._phrases[number].codes)


def is_symbols(phrase: str) -> bool:
    """Whether a phrase is of symbols alone, such as the × of a closing button."""
    return bool(phrase.strip()) and all(unicodedata.category(c) in {"So", "Sm"} for c in phrase.strip())
