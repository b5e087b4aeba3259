"""Spans, and whether a piece of text says anything."""

from collections.abc import Iterable

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


def is_blank(text: str) -> bool:
    r"""Whether a text says nothing: no letter or digit.

    >>> is_blank(" > \u200b--"), is_blank("DM")
    (True, False)
    """
    return not any(map(str.isalnum, text))
