"""Spans, and whether a piece of text says anything."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

Span = tuple[int, int]


def merge(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, with overlapping and touching ones made one.

    >>> merge([(5, 7), (0, 2), (1, 3)])
    [(0, 3), (5, 7)]
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def without(span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """What is left of a span without those that are taken, which are in order and apart.

    >>> list(without((0, 9), [(2, 4), (8, 12)]))
    [(0, 2), (4, 8)]
    """
    start, end = span
    for i in range(bisect_right(taken, start, key=itemgetter(1)), len(taken)):
        low, high = taken[i]
        if low >= end:
            break
        if start < low:
            yield start, low
        start = max(start, high)
    if start < end:
        yield start, end


def minus(spans: Iterable[Span], taken: Iterable[Span]) -> Iterator[Span]:
    """What is left of spans that are in order and apart.

    >>> list(minus([(0, 4), (6, 9)], [(3, 7), (8, 9)]))
    [(0, 3), (7, 8)]
    """
    merged = merge(taken)
    for span in spans:
        yield from without(span, merged)


def is_blank(text: str) -> bool:
    r"""Whether a text says nothing: no letter or digit.

    >>> is_blank(" > \u200b--"), is_blank("DM")
    (True, False)
    """
    return not any(map(str.isalnum, text))


def is_word(char: str) -> bool:
    """Whether a character is part of a word: a letter, a digit, or a sign that belongs to a letter (as in Hindi)."""
    return char.isalnum() or (char != "" and unicodedata.category(char)[0] == "M")
