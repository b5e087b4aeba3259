"""Which blocks go, given how much each looks like boilerplate.

Confident prose anchors the story. Behind it one place is sought where all that follows adds up to boilerplate; before
that, each block must speak for itself. (Cutting at one place instead of block by block keeps the story's short last
lines; the anchors keep its long ones. Teasers and comments look like anchors too: `teasers` tells them.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np

from endmark.judging.generic import asides, tails
from endmark.judging.generic.layout import Flags, Layout, Numbers, Row
from endmark.judging.generic.lists import tables
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.measuring import PROSE, ROWS
from endmark.judging.generic.shape import Shape
from endmark.judging.generic.teasers import Story
from endmark.judging.spans import Span

try:
    from endmark.native import deciding as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

_ANCHOR = 0.8  # log-odds under which prose is surely the story's
_WEAK_ANCHOR = -1.2  # ... and any sentence, where there is no prose
_LATE_ANCHOR = 2.5  # ... and a long paragraph on the story's topic, worded as a story is, behind what is not
_LONG = 200  # letters
_ON_TOPIC = 0.25  # of its long words stand in the story too
_INSET = 2.4  # log-odds from which a block is cut between others; the longer it is, the more it takes
_HEADING_INSET = 3.3  # the same between sentences, for what a phrase names: it may be a heading of the story's
_MARKED_INSET = 1.3  # ... for what a phrase names, and others near it too
_WORDY_INSET = 0.0  # ... or in several words, and not in a paragraph
_SURE_INSET = -2.2  # ... and if it says where it leads: "Read more: …"
_HEAD = -0.2  # ... and if it stands above the story
_NEAR = 3  # blocks
_LENGTH_PENALTY = 0.5
_SHORT = 3.0  # log of letters up to which length does not matter
_BOX = 3  # phrases in a row, at least
_FRAMED = 12  # most blocks from one box to the next that says the same
_RATHER_TOLD = -3.0  # log-odds under which what two boxes have between them is no appeal's
_APPEAL_BLOCKS, _APPEAL_LETTERS = 5, 1100  # how far the two ends of an appeal may be apart


class Place(Enum):
    """Where a block stands."""

    BEFORE = "before the first paragraph"
    BETWEEN = "between paragraphs"
    BEHIND = "behind the last paragraph"


@dataclass(frozen=True)
class Decision:
    """The blocks to cut, and between which anchors the story stands.

    `first_anchor` is the number of blocks and `last_anchor` -1 if there is none; what ends the story is its last
    anchor or a list behind that. `needed` are the log-odds above which a block is cut by itself.
    """

    cut: Flags
    needed: Row
    first_anchor: int
    last_anchor: int

    def place(self, block: int) -> Place:
        """Where a block stands."""
        if block > self.last_anchor:
            return Place.BEHIND
        return Place.BEFORE if block < self.first_anchor else Place.BETWEEN


def decide(layout: Layout, shape: Shape, odds: Row, marking: Marking, kept: Flags) -> Decision:
    """Decide by the blocks' log-odds; `kept` are the blocks that must stay."""
    needed, marked = _needed(shape, marking), marking.marked
    cut = (odds > needed) & ~kept
    anchors = _anchors(shape, odds, marked, kept)
    if not len(anchors):
        return Decision(cut, needed, len(odds), -1)
    anchors = _with_late(layout, shape, odds, marked, anchors)
    story = Story.of(layout, odds, marked, kept, anchors)
    first, last = int(anchors[0]), story.end.last
    if np.count_nonzero(marked[:first]):
        cut[:first] |= (marking.in_company(1) & marked & (odds > _HEAD))[:first]
    if np.count_nonzero(cut[: anchors[-1]]):
        cut &= ~asides.unspoken(cut, marking, anchors, marking.company(asides.REACH) > 0)
    cut[anchors[-1] : last + 1] = False
    tail = tails.find(layout, shape, odds, marking, story)
    last = min(last, tail.start - 1)
    cut[tail] = True
    if np.count_nonzero(cut[last + 1 :]):
        cut[last + 1 :] &= ~tails.refrains(layout, shape, marked, ~cut[: last + 1])
    for begin, end in _appeals(layout, shape, odds, marking, anchors):
        if cut[begin] or cut[end]:
            cut[begin : end + 1] = True
    if np.count_nonzero(cut[first:last]):
        cut[first:last] &= ~tables(layout, marked)[first:last]
    return Decision(cut & ~(kept | _framed(layout, shape, marking)), needed, first, last)


def _anchors(shape: Shape, odds: Row, marked: Flags, kept: Flags) -> Numbers:
    """The blocks that are surely the story's: prose, or where there is none, sentences."""
    if not native:
        return _anchors_by_arrays(shape, odds, marked, kept)
    found = np.empty(len(odds), dtype=np.uint8)
    native.find_anchors(shape.features, shape.mass, marked.view(np.uint8), odds, kept.view(np.uint8), found)
    return found.nonzero()[0]


def _anchors_by_arrays(shape: Shape, odds: Row, marked: Flags, kept: Flags) -> Numbers:
    prose = (shape.mass >= PROSE) & (odds < _ANCHOR) & ~marked
    if not prose.any():
        prose = shape.stop & (odds < _WEAK_ANCHOR) & ~marked
    return np.flatnonzero(prose | kept)


def _framed(layout: Layout, shape: Shape, marking: Marking) -> Flags:
    """Which sentences stand between a box that asks for something and the next one that says the same: in neither."""
    found, marked = np.zeros(len(layout), dtype=np.bool_), marking.marked
    if np.count_nonzero(marked) < 2 * _BOX:
        return found  # as in most texts
    edges, asks = np.diff(marked, prepend=False, append=False).nonzero()[0].tolist(), marking.asks
    ends: dict[bytes, int] = {}
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        said = layout.keys[start:end].tobytes()
        if end - start >= _BOX and start - ends.get(said, start) <= _FRAMED and any(asks[start:end]):
            found[ends.get(said, start) : start] = True
        ends[said] = end
    found &= shape.sentence & ~marked & (shape.features[ROWS["wording"]] <= 0)
    return found


def _with_late(layout: Layout, shape: Shape, odds: Row, marked: Flags, anchors: Numbers) -> Numbers:
    """The anchors, and behind the last one the long paragraphs that are on their topic and sound like the story.

    What stands between makes them look like a part of it; teasers are shorter, and lists have no sentences.
    """
    behind = slice(int(anchors[-1]) + 1, len(odds))
    if behind.start == behind.stop:
        return anchors
    late = (shape.mass[behind] >= _LONG) & (odds[behind] < _LATE_ANCHOR) & ~marked[behind]
    late &= shape.features[ROWS["wording"], behind] <= 0
    if not np.count_nonzero(late):
        return anchors
    late &= layout.shared_words(anchors)[behind] >= _ON_TOPIC
    blocks = (late.nonzero()[0] + behind.start).tolist()
    told = [block for block in blocks if shape.stop[block] or layout.has_sentence_end(block)]
    return np.append(anchors, np.array(told, dtype=anchors.dtype))


def _needed(shape: Shape, marking: Marking) -> Row:
    """The log-odds above which each block is cut by itself."""
    if not native:
        return _needed_by_arrays(shape, marking)
    logs, found = np.log1p(shape.mass), np.empty_like(shape.mass)
    native.fill_needed(shape.features, logs, shape.prose.view(np.uint8), marking.flags.view(np.uint8), found)
    return found


def _needed_by_arrays(shape: Shape, marking: Marking) -> Row:
    marked = marking.marked
    needed = np.where(marked & marking.in_company(_NEAR), _MARKED_INSET, _INSET)
    needed = np.where(marked & _between_sentences(shape), _HEADING_INSET, needed)
    needed = needed + _LENGTH_PENALTY * np.maximum(np.log1p(shape.mass) - _SHORT, 0)
    needed = np.where(shape.prose, np.maximum(needed, _INSET), needed)
    needed = np.where(marking.wordy & ~shape.prose, np.minimum(needed, _WORDY_INSET), needed)
    title = ~shape.stop | (shape.size <= tails.QUESTION)
    return np.where(marking.leads_elsewhere & title, _SURE_INSET, needed).astype(np.float32)


def _between_sentences(shape: Shape) -> Flags:
    """Which blocks have a sentence before and behind them: a phrase there may be a heading of the story's."""
    found = np.zeros(len(shape.sentence), dtype=np.bool_)
    found[1:-1] = shape.sentence[:-2] & shape.sentence[2:]
    return found


def _appeals(layout: Layout, shape: Shape, odds: Row, marking: Marking, anchors: Numbers) -> Iterator[Span]:
    """The first and last blocks of what asks for one thing from its heading to its button."""
    if not np.count_nonzero(marking.marked):
        return
    asking = [(number, kind) for number, kind in enumerate(marking.asks) if kind]
    for (first, kind), (end, other) in pairwise(asking):
        near = end - first <= _APPEAL_BLOCKS and shape.size[first : end + 1].sum() <= _APPEAL_LETTERS
        is_twice = layout.keys[first] == layout.keys[end] and shape.sentence[first:end].any()
        if kind is other and near and not (is_twice or _are_apart(shape, odds, marking.marked, anchors, (first, end))):
            yield first, end


def _are_apart(shape: Shape, odds: Row, marked: Flags, anchors: Numbers, asking: Span) -> bool:
    """Whether two blocks that are `asking` belong to two prompts, and what stands between is the story's.

    A paragraph worded as the story's is, if another one follows below; so is what is rather the story's, between the
    last of some phrases and the first of others.
    """
    (first, end), wording = asking, shape.features[ROWS["wording"]]
    between = anchors[anchors.searchsorted(first) : anchors.searchsorted(end)]
    if end < anchors[-1] and (shape.prose[between] & (wording[between] <= 0)).any():
        return True
    inside = slice(first + 1, end)
    in_boxes = marked[first - 1 : first].any() and marked[end + 1 : end + 2].any()
    return bool(in_boxes and ((wording[inside] <= 0) & (odds[inside] < _RATHER_TOLD)).any())
