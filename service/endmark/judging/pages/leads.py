"""Which blocks say what the page's description says: a standfirst belongs to the story."""

from collections.abc import Iterable

import numpy as np

from endmark.judging.pages.columns import Row

try:
    from endmark.native import columns as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

_LENGTHS = 2  # how many times as long one may be as the other
_LONG = 10_000  # letters of what takes more room compiled than in Python


def likeness(texts: list[str], summaries: Iterable[str]) -> Row:
    """How like each block is to one of the descriptions: the share of their words that they have in common."""
    found = np.zeros(len(texts), dtype=np.float32)
    for summary in summaries:
        (native.likeness if native and len(summary) <= _LONG else _rate)(texts, summary, found)
    return found


def _rate(texts: list[str], summary: str, found: Row) -> None:
    words, longest = _words(summary), len(summary) * _LENGTHS
    for number, text in enumerate(texts):
        if len(text) * _LENGTHS >= len(summary) and len(text) <= longest:
            found[number] = max(found[number], _shared(words, _words(text)))


def _words(text: str) -> set[str]:
    return set(text.lower().split())


def _shared(one: set[str], other: set[str]) -> float:
    common = len(one & other)
    return common / max(1, len(one) + len(other) - common)
