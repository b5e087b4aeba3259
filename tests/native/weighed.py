"""Texts of any blocks, with any phrases marked in them, as weighing comes by them."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from endmark.judging.generic.layout import Layout, Row, lay_out
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.phrasebook import Phrase
from endmark.judging.program import Terms
from endmark.judging.sheet import Sheet
from endmark.model import Document, Kind
from endmark.reading import lines

LONG = "The council met on Monday and closed the old bridge over the river for the winter, though nobody asked."
_LINES = [
    *(LONG, f"{LONG} {LONG}", f"{LONG[:-1]} in", "the harbour,", ", which the mayor", "opened.", "He waved and went."),
    *(
        "Read more",
        "Tags: Bridges",
        "“A quote.”",
        "1. FC Harbour 3:2 (1:0)",
        "12 34 56 78",
        "] [",
        "***",
        "漢字の町。",
        "\0",
    ),
]
_TEXTS = st.lists(st.sampled_from(_LINES) | st.text(max_size=20), min_size=1, max_size=40).map("\n".join)


def _phrase(kind: Kind | None, *gaps: int, rule: str = "en/rule", is_heading: bool = False) -> Phrase:
    terms = Terms(rule=rule, file="en", kind=kind) if kind else None
    return Phrase(pieces=("read more:",), gaps=gaps, rule=rule, terms=terms, is_heading=is_heading)


_PHRASES = [
    _phrase(Kind.AD_MARKER, 0, 0),
    _phrase(Kind.RELATED_LINKS, 0, 60),
    _phrase(Kind.RELATED_LINKS, 0, 0, is_heading=True),
    _phrase(Kind.AUTHOR_BIO, 60, 60),
    _phrase(Kind.AGENCY_CREDIT, 60, 0),
    _phrase(Kind.NEWSLETTER, 0, 0),
    _phrase(None, 0, 0),
    _phrase(None, 0, 0, rule="en/salutation"),
    replace(_phrase(Kind.COMMENTS_PROMPT, 0, 0), pieces=("you must be logged in to",)),
]


class Told(NamedTuple):
    """A text's layout, and anything else of its blocks."""

    layout: Layout
    marking: Marking
    wording: Row
    odds: Row
    turns: list[bool]


@st.composite
def told(draw: st.DrawFn) -> Told:
    """A text of one block or more."""
    sheet = Sheet(draw(_TEXTS.map(lambda text: Document(text, lines.split)).filter(lambda text: text.blocks)))
    n, random = len(sheet.blocks), np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    share = draw(st.sampled_from([0.0, 0.1, 0.5]))
    marks = [
        _PHRASES[i] if i >= 0 else None for i in random.integers(0, len(_PHRASES), n) - 99 * (random.random(n) >= share)
    ]
    wording, odds = (random.normal(scale=draw(st.sampled_from([0.1, 2, 9])), size=(2, n)) - 1).astype(np.float32)
    return Told(lay_out(sheet), Marking(tuple(marks)), wording, odds, (random.random(n) > 0.97).tolist())
