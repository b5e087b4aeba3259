"""Recognising a site by its phrases, at a cost that does not grow with the number of sites."""

from collections.abc import Iterable

import numpy as np

from endmark.folding import Codes, Letters, code_points, letters_of
from endmark.judging.grams import ALPHABETIC, IDEOGRAPHIC, GramSet, GramSize, aligned, every, size_for

SHORTEST = 12  # letters of a fingerprint in an alphabet; half as many in an ideographic script


class FingerprintIndex:
    """Phrases and their owners (numbers). A phrase is known by its first grams, and then compared whole."""

    def __init__(self, phrases: Iterable[tuple[str, int]]) -> None:
        """`phrases` pairs a phrase with its owner."""
        self._phrases = [(letters_of(code_points(phrase)), owner) for phrase, owner in phrases]
        self._sets = [(size, grams) for size in (ALPHABETIC, IDEOGRAPHIC) if (grams := self._grams(size))]

    def _grams(self, size: GramSize) -> GramSet | None:
        hashes, values = [], []
        for number, (letters, _) in enumerate(self._phrases):
            if size_for(letters.codes) is size:
                first = every(letters.codes, size)[: size.stride]
                hashes.append(first)
                values.append(np.full(len(first), number, dtype=np.int64))
        return GramSet(np.concatenate(hashes), np.concatenate(values)) if hashes else None

    def find(self, letters: Letters) -> int | None:
        """The owner of the longest phrase that stands in a text's letters; None if there is none."""
        found = {n for size, grams in self._sets for n in self._candidates(letters.codes, size, grams)}
        standing = [n for n in found if self._phrases[n][0].text in letters.text]
        best = max(standing, key=lambda n: (len(self._phrases[n][0].codes), -n), default=None)
        return None if best is None else self._phrases[best][1]

    def _candidates(self, codes: Codes, size: GramSize, grams: GramSet) -> Iterable[int]:
        hashes = aligned(codes, size)
        for i in np.flatnonzero(grams.maybe(hashes)).tolist():
            yield from grams.values(hashes[i]).tolist()
