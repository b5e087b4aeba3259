"""Paragraphs behind a story that stand alone among boilerplate: teasers of other stories, and comments.

A story goes on in paragraphs that follow one another; between teasers stand titles, between comments names and dates.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from endmark.judging.generic.layout import Flags, Layout, Numbers, Row
from endmark.judging.generic.lists import Lists

_QUIET = 0.0  # log-odds under which two paragraphs in succession are the story's
_PENALTY = np.float32(3.0)  # log-odds against cutting a lone paragraph
_LOUDEST = np.float32(1.5)  # most log-odds of a block that count: a long list between two parts of a story is no tail
_PHRASES = 3  # fewest from a tail's beginning to the last paragraph in it
_PHRASES_BEFORE_ONE = 6  # ... if it is the only one: it may be the story's last behind a bar of buttons
_TEASERS = 6  # ... or so many paragraphs and one phrase


@dataclass(frozen=True, slots=True)
class Lone:
    """The last paragraphs, no two of which are a story that goes on, and the last one before them."""

    story_end: int
    blocks: Numbers

    def weights(self, odds: Row) -> Row:
        """How much each block speaks for a tail that may have these paragraphs in it."""
        found: Row = np.minimum(odds, _LOUDEST)
        found[self.blocks] -= _PENALTY
        return found

    def are_among_boilerplate(self, marked: Flags, begin: int) -> bool:
        """Whether a tail from a block on has some of these paragraphs in it, and enough phrases before the last."""
        phrases, paragraphs = np.count_nonzero(marked[begin : self.blocks[-1]]), np.count_nonzero(self.blocks >= begin)
        enough = _PHRASES if paragraphs > 1 else _PHRASES_BEFORE_ONE
        return bool(phrases >= enough or (phrases > 0 and paragraphs >= _TEASERS))


class Story(NamedTuple):
    """The last paragraph of a text, and those of its last paragraphs that stand alone; None if none does.

    `lists` are the text's, that a story may end with.
    """

    last: int
    lone: Lone | None
    lists: Lists

    @classmethod
    def of(cls, layout: Layout, odds: Row, marked: Flags, kept: Flags, anchors: Numbers) -> "Story":
        """Tell the lone paragraphs behind a story from its own, of all `anchors`; with no other there is no story."""
        last, alone = int(anchors[-1]), _lone(odds, kept, anchors)
        return cls(last, alone, Lists(layout, marked, alone.story_end if alone else last))


def _lone(odds: Row, kept: Flags, anchors: Numbers) -> Lone | None:
    quiet, stays = odds[anchors] < _QUIET, kept[anchors]
    stays[1:] |= quiet[:-1] & quiet[1:] & (anchors[1:] - anchors[:-1] == 1)
    held = stays.nonzero()[0]
    if not len(held) or held[-1] + 1 == len(anchors):
        return None
    return Lone(int(anchors[held[-1]]), anchors[held[-1] + 1 :])
