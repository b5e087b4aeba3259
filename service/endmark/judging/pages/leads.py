"""Which blocks say what the page's description says: a standfirst belongs to the story."""

from collections.abc import Sequence

import numpy as np

from endmark.judging.pages.columns import Row

_LENGTHS = 2  # how many times as long one may be as the other


def likeness(texts: Sequence[str], summaries: Sequence[str]) -> Row:
    """How like each block is to one of the descriptions: the share of their words that they have in common."""
    found, lengths = np.zeros(len(texts), dtype=np.float32), np.array([*map(len, texts)])
    for summary in summaries:
        near = (lengths * _LENGTHS >= len(summary)) & (lengths <= len(summary) * _LENGTHS)
        words = _words(summary)
        for number in np.flatnonzero(near).tolist():
            found[number] = max(found[number], _shared(words, _words(texts[number])))
    return found


def _words(text: str) -> set[str]:
    return set(text.lower().split())


def _shared(one: set[str], other: set[str]) -> float:
    common = len(one & other)
    return common / max(1, len(one) + len(other) - common)
