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


class End(NamedTuple):
    """A paragraph, and the last block of the lists that belong to it: the paragraph itself if there are none."""

    paragraph: int
    last: int


@dataclass(frozen=True, slots=True)
class Lone:
    """The last paragraphs, no two of which are a story that goes on, and where the story before them ends."""

    before: End
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
    """Where a text's last paragraph ends, and those of its last paragraphs that stand alone; None if none does."""

    end: End
    lone: Lone | None

    @classmethod
    def of(cls, layout: Layout, odds: Row, marked: Flags, kept: Flags, anchors: Numbers) -> "Story":
        """Tell the lone paragraphs behind a story from its own, of all `anchors`; with no other there is no story."""
        own = _own(odds, kept, anchors)
        before, last = int(anchors[own - 1]), int(anchors[-1])
        if before == len(odds) - 1:
            return cls(End(last, last), None)  # as of most stories
        lists = Lists(layout, marked, before)
        lone = Lone(End(before, lists.end(before)), anchors[own:]) if own < len(anchors) else None
        return cls(End(last, lists.end(last)), lone)


def _own(odds: Row, kept: Flags, anchors: Numbers) -> int:
    """How many of the anchors are the story's own: all up to the last that does not stand alone, or all if all do."""
    places, quiet, stays = anchors.tolist(), (odds[anchors] < _QUIET).tolist(), kept[anchors].tolist()
    for number in range(len(places) - 1, -1, -1):
        follows = number > 0 and quiet[number] and quiet[number - 1] and places[number] - places[number - 1] == 1
        if stays[number] or follows:
            return number + 1
    return len(places)
