"""Pasted passages, laid out for searching: letters, units (sentences and lines), grams."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from endmark.folding import Codes, Offsets, fold, letters_of
from endmark.judging.grams import GramSet, GramSize, every, size_for

_SENTENCE = re.compile(r"[^\r\n]*?(?:[.!?…。！？]+[\"'”’»“)\]]*(?=\s|$)|[。！？]|(?=[\r\n])|$)")
_WORD = re.compile(r"\w+")
_EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
JOINS_WORD = frozenset("'’\u00ad\u200b\u200c\u200d\ufeff\u2060")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or line of a passage: letters `start:end` of the index.

    `lead` and `tail` are the signs and numbers around its letters, as `signs` gives them.
    """

    start: int
    end: int
    variant: int
    opens_line: bool
    closes_line: bool
    first_word: str
    words: frozenset[str]
    lead: str
    tail: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One pasted text of a rule: letters `start:end` and units `first:last` of the index."""

    rule: int
    start: int
    end: int
    first: int
    last: int


class PassageIndex:
    """Every passage of a site's rules as one run of letters, with a zero between variants."""

    def __init__(self, passages: Iterable[tuple[int, str]]) -> None:
        """`passages` pairs a rule's number with one of its pasted texts."""
        self.units: list[Unit] = []
        self.variants: list[Variant] = []
        self._word_starts: list[int] = []
        self.signs: dict[int, str] = {}  # signs and numbers before a letter inside a unit
        pieces: list[Codes] = []
        at = 0
        for rule, text in passages:
            codes = self._add(rule, text, at)
            pieces += [codes, np.zeros(1, dtype=np.uint32)]
            at += len(codes) + 1
        self.codes: Codes = np.concatenate(pieces)
        self.text = "".join(map(chr, self.codes.tolist()))
        self.size: GramSize = size_for(self.codes)
        self.grams = self._grams()

    def _add(self, rule: int, text: str, at: int) -> Codes:
        letters = letters_of(text)
        first = len(self.units)
        variant = len(self.variants)
        self.units += _units(text, letters.at, at, variant)
        self._word_starts += [
            at,
            *(at + i for i, gap in _gaps(text, letters.at) if not JOINS_WORD.issuperset(gap)),
        ]
        self.signs |= {at + i: signs(gap) for i, gap in _gaps(text, letters.at) if gap.strip()}
        self.variants.append(Variant(rule, at, at + len(letters.codes), first, len(self.units)))
        return letters.codes

    def _grams(self) -> GramSet:
        hashes = every(self.codes, self.size)
        gaps = np.concatenate([[0], np.cumsum(self.codes == 0)])
        whole = gaps[self.size.length :] == gaps[: len(gaps) - self.size.length]
        at = np.flatnonzero(whole[: len(hashes)])
        return GramSet(hashes[at], at)

    @cached_property
    def unit_of(self) -> Offsets:
        """The unit of each letter."""
        owner = np.zeros(len(self.codes), dtype=np.int64)
        for i, unit in enumerate(self.units):
            owner[unit.start : unit.end] = i
        return owner

    @cached_property
    def word_starts(self) -> frozenset[int]:
        """The letters with which a word begins, and those behind a variant's last one."""
        return frozenset(self._word_starts) | {v.end for v in self.variants}

    def variant_at(self, letter: int) -> Variant:
        """The variant that a letter belongs to."""
        return self.variants[self.units[int(self.unit_of[letter])].variant]


def _gaps(text: str, at: Offsets) -> Iterator[tuple[int, str]]:
    """What stands between neighbouring letters, where anything does, with the number of the second one."""
    for i in (np.flatnonzero(np.diff(at) > 1) + 1).tolist():
        yield i, text[int(at[i - 1]) + 1 : int(at[i])]


def _units(text: str, at: Offsets, base: int, variant: int) -> list[Unit]:
    spans = [m.span() for m in _SENTENCE.finditer(text) if m.end() > m.start()]
    edges = [(int(np.searchsorted(at, s)), int(np.searchsorted(at, e))) for s, e in spans]
    said = [(a, b) for a, b in edges if a < b]
    units = []
    for i, (a, b) in enumerate(said):
        before = text[int(at[said[i - 1][1] - 1]) + 1 if i else 0 : int(at[a])]
        after = text[int(at[b - 1]) + 1 : int(at[said[i + 1][0]]) if i + 1 < len(said) else len(text)]
        units.append(
            Unit(
                start=base + a,
                end=base + b,
                variant=variant,
                opens_line=not i or "\n" in before,
                closes_line=i + 1 == len(said) or "\n" in after,
                first_word=first_word(text[int(at[a]) : int(at[b - 1]) + 1]),
                words=words(text[int(at[a]) : int(at[b - 1]) + 1]),
                lead=signs(before[_touching(before) if i else 0 :]),
                tail=signs(after[: len(after) - _touching(after[::-1])] if i + 1 < len(said) else after),
            )
        )
    return units


def _touching(gap: str) -> int:
    """How many signs at a gap's beginning touch the word there: they are that word's."""
    touching = len(gap.split(maxsplit=1)[0]) if gap[:1].strip() else 0
    return touching if touching < len(gap) else 0


def words(text: str) -> frozenset[str]:
    """The folded words of a text; pairs of letters where a script has no spaces.

    >>> sorted(words("Thank you! 寄付のお願い"))
    ['thank', 'you', 'お願', 'のお', '付の', '寄付', '願い']
    """
    found = _WORD.findall(fold(text).text)
    pairs = (w[i : i + 2] for w in found if _EAST.match(w) for i in range(max(1, len(w) - 1)))
    return frozenset(w for w in found if not _EAST.match(w)).union(pairs)


def first_word(text: str) -> str:
    """The folded first word of a text; empty if it has none."""
    found = _WORD.search(fold(text).text)
    return found[0] if found else ""


def signs(text: str) -> str:
    """Signs and numbers between letters as they are compared: folded, numbers as `#`, no spaces, no currency.

    >>> signs(" $2,50. ")
    '#.'
    """
    numbered = _NUMBER.sub("#", fold(text).text)
    return "".join(c for c in numbered if not c.isspace() and unicodedata.category(c) != "Sc")
