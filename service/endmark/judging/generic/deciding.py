"""Which blocks go, given how much each looks like boilerplate.

Confident prose anchors the story. Behind the last anchor one place is sought where all that follows adds up to
boilerplate; before it, each block must speak for itself. (Cutting at one place instead of block by block keeps the
story's short last lines; the anchors keep its long ones.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np

from endmark.judging.generic import asides, teasers
from endmark.judging.generic.layout import Flags, Layout, Numbers, Row
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.measuring import PROSE, ROWS
from endmark.judging.generic.shape import Shape
from endmark.judging.generic.stories import enumerations, list_end, tables
from endmark.judging.spans import Span

try:
    from endmark.native import deciding as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

_ANCHOR = 0.8  # log-odds under which prose is surely the story's
_WEAK_ANCHOR = -1.2  # ... and any sentence, where there is no prose
_LATE_ANCHOR = 2.5  # ... and a long paragraph on the story's topic, worded as a story is, behind what is not
_LONG = 200  # letters
_REFRAIN = 40  # letters from which what is said again and again is no heading and no button
_IN_STORY = 2  # times
_ON_TOPIC = 0.25  # of its long words stand in the story too
_TAIL = -0.4  # log-odds from which a block adds to what is cut behind the last anchor
_CREDIT_TAIL = 1.0  # what a sentence about the author, which looks like the story's, adds at least
_PLAIN_TAIL = 0.2  # what a phrase that is a whole block adds at least, and each short line under a heading
_LISTED = 12  # most lines under a heading
_LINE = 100  # letters
_QUESTION = 50  # letters up to which what ends as a sentence may be a title
_SENTENCE_PENALTY = 3.0  # a sentence that no phrase names is rather the story's last
_PROSE_PENALTY = 1.5
_OPENING_PENALTY = 0.4  # a sentence that only begins as a phrase does may go on as the story's
_UNNAMED_MEAN = 0.55  # log-odds on average from which what no phrase names goes
_ALONE_MEAN = 1.0  # ... and goes if no phrase follows at all
_FIRST = 1.8  # log-odds from which a tail may begin behind what is no sentence
_INSET = 2.4  # log-odds from which a block is cut between others; the longer it is, the more it takes
_HEADING_INSET = 3.3  # the same between sentences, for what a phrase names: it may be a heading of the story's
_MARKED_INSET = 1.3  # ... for what a phrase names, and others near it too
_SURE_INSET = -2.2  # ... and if it says where it leads: "Read more: …"
_HEAD = -0.2  # ... and if it stands above the story
_NEAR = 3  # blocks
_LENGTH_PENALTY = 0.5
_SHORT = 3.0  # log of letters up to which length does not matter
_APPEAL_BLOCKS, _APPEAL_LETTERS = 5, 1100  # how far the two ends of an appeal may be apart


class Place(Enum):
    """Where a block stands."""

    BEFORE = "before the first paragraph"
    BETWEEN = "between paragraphs"
    BEHIND = "behind the last paragraph"


@dataclass(frozen=True)
class Decision:
    """The blocks to cut, and between which anchors the story stands.

    `first_anchor` is the number of blocks and `last_anchor` -1 if there is none. `needed` are the log-odds above which
    a block is cut by itself.
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
    needed = _needed(shape, marking)
    cut = (odds > needed) & ~kept
    anchors = _anchors(shape, odds, marking.marked, kept)
    if not len(anchors):
        return Decision(cut, needed, len(odds), -1)
    anchors = _with_late(layout, shape, odds, marking.marked, anchors)
    first, last = int(anchors[0]), list_end(layout, marking.marked, int(anchors[-1]))
    if np.count_nonzero(marking.marked[:first]):
        cut[:first] |= (_in_company(marking.marked, 1) & marking.marked & (odds > _HEAD))[:first]
    if np.count_nonzero(cut[: anchors[-1]]):
        cut &= ~asides.unspoken(cut, marking, anchors, company(marking.marked, asides.REACH) > 0)
    cut[anchors[-1] : last + 1] = False
    listed = enumerations(layout) & ~(shape.stop | marking.marked)  # rather the story's last, as sentences are
    weights = np.where(listed, odds - np.float32(_SENTENCE_PENALTY), odds) if np.count_nonzero(listed) else odds
    alone = teasers.lone(anchors, odds, kept)
    tail = _tail_among(alone, layout, shape, weights, marking) if alone else None
    if tail is None:
        tail = _tail(shape, weights, marking, last, behind_list=last > anchors[-1])
    last = min(last, tail - 1)
    cut[tail : _tail_end(shape, odds, marking)] = True
    if np.count_nonzero(cut[last + 1 :]):
        cut[last + 1 :] &= ~_refrains(layout, shape, marking.marked, ~cut[: last + 1])
    for begin, end in _appeals(layout, shape, marking):
        if cut[begin] or cut[end]:
            cut[begin : end + 1] = True
    if np.count_nonzero(cut[first:last]):
        cut[first:last] &= ~tables(layout, marking.marked)[first:last]
    return Decision(cut & ~kept, needed, first, last)


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


def _with_late(layout: Layout, shape: Shape, odds: Row, marked: Flags, anchors: Numbers) -> Numbers:
    """The anchors, and behind the last one the long paragraphs that are on their topic and sound like the story.

    What stands between makes them look like a part of it; teasers are shorter, and lists have no sentences.
    """
    behind = slice(int(anchors[-1]) + 1, None)
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
    needed = np.where(marked & _in_company(marked, _NEAR), _MARKED_INSET, _INSET)
    needed = np.where(marked & _between_sentences(shape), _HEADING_INSET, needed)
    needed = needed + _LENGTH_PENALTY * np.maximum(np.log1p(shape.mass) - _SHORT, 0)
    needed = np.where(shape.prose, np.maximum(needed, _INSET), needed)
    title = ~shape.stop | (shape.size <= _QUESTION)
    return np.where(marking.leads_elsewhere & title, _SURE_INSET, needed).astype(np.float32)


def company(marked: Flags, reach: int) -> Numbers:
    """How many blocks within reach of each are marked, itself among them."""
    sums = np.zeros(len(marked) + 2 * reach + 1, dtype=np.int64)
    marked.cumsum(out=sums[reach + 1 : len(sums) - reach])
    sums[len(sums) - reach :] = sums[-reach - 1]
    return sums[2 * reach + 1 :] - sums[: len(marked)]


def _in_company(marked: Flags, reach: int) -> Flags:
    """Which blocks have another marked one within reach."""
    if not np.count_nonzero(marked):
        return marked
    found: Flags = company(marked, reach) > 1
    return found


def _between_sentences(shape: Shape) -> Flags:
    """Which blocks have a sentence before and behind them: a phrase there may be a heading of the story's."""
    found = np.zeros(len(shape.sentence), dtype=np.bool_)
    found[1:-1] = shape.sentence[:-2] & shape.sentence[2:]
    return found


def _tail(shape: Shape, odds: Row, marking: Marking, last: int, *, behind_list: bool) -> int:
    """Where the tail behind the last anchor begins: there the most weight follows. It does not begin inside a list."""
    if last + 1 == len(odds):
        return len(odds)
    if not native:
        return _tail_by_arrays(shape, odds, marking, last, behind_list=behind_list)
    prose, marks, listed = shape.prose.view(np.uint8), marking.flags.view(np.uint8), np.empty(len(odds), np.uint8)
    return native.tail(shape.features, prose, marks, odds, last, behind_list, listed)


def _tail_among(alone: teasers.Lone, layout: Layout, shape: Shape, odds: Row, marking: Marking) -> int | None:
    """Where a tail begins that has some of the last paragraphs in it; None if it has none."""
    last = list_end(layout, marking.marked, alone.story_end)
    begin = _tail(shape, alone.weights(odds), marking, last, behind_list=last > alone.story_end)
    return begin if alone.are_among_boilerplate(marking.marked, begin) else None


def _tail_by_arrays(shape: Shape, odds: Row, marking: Marking, last: int, *, behind_list: bool) -> int:
    behind = slice(last + 1, None)
    odds_behind, stop, marked = odds[behind], shape.stop[behind], marking.marked[behind]
    unnamed = np.where(shape.prose[behind], _PROSE_PENALTY, np.where(stop, _SENTENCE_PENALTY, 0.0))
    named = np.where(marking.opening[behind] & stop, _OPENING_PENALTY, 0.0)
    penalized = odds_behind - _TAIL - np.where(marked, named, unnamed)
    floors = np.where(marked & _in_company(marking.marked, 1)[behind], 0.0, -np.inf)
    floors[marking.plain[behind] | _listed(shape, marking)[behind]] = _PLAIN_TAIL
    floors[marking.credits[behind]] = _CREDIT_TAIL
    begins = shape.stop[last:-1] | marked | (odds_behind >= _FIRST)
    begins[0] |= not behind_list
    begins &= _speaks(odds_behind, marked)
    totals = np.where(begins, np.maximum(penalized, floors)[::-1].cumsum()[::-1], 0)
    return last + 1 + int(totals.argmax()) if totals.max() > 0 else len(odds)


def _tail_end(shape: Shape, odds: Row, marking: Marking) -> int:
    """Where the tail ends: what follows a prompt and ends the text is the story's, if quiet sentences are all of it.

    Short ones may be titles.
    """
    if native:
        return native.tail_end(shape.features, marking.flags.view(np.uint8), odds)
    quiet = shape.sentence & ~marking.marked & (odds < _FIRST) & (shape.size > _QUESTION)
    return int(np.flatnonzero(~quiet)[-1]) + 1 if quiet[-1] and not quiet.all() else len(odds)


def _refrains(layout: Layout, shape: Shape, marked: Flags, story: Flags) -> Flags:
    """Which blocks behind the story say what several blocks of it say, and are no short line: its refrains."""
    end = len(story)
    often = shape.features[ROWS["repeats"], end:] > _IN_STORY
    found: Flags = often & (shape.size[end:] >= _REFRAIN) & ~marked[end:]
    if np.count_nonzero(found):
        told, counts = np.unique(layout.keys[:end][story], return_counts=True)
        found &= np.isin(layout.keys[end:], told[counts >= _IN_STORY])
    return found


def _listed(shape: Shape, marking: Marking) -> Flags:
    """Which blocks are the short lines, no sentences, under a heading that a phrase names."""
    line = (shape.size <= _LINE) & ~shape.stop & ~marking.marked
    found, left = np.zeros(len(line), dtype=np.bool_), 0
    if not marking.heading.any():
        return found
    for block, (heads, is_line) in enumerate(zip(marking.heading.tolist(), line.tolist(), strict=True)):
        left = _LISTED if heads else left - 1 if is_line else 0
        found[block] = is_line and left >= 0
    return found


def _speaks(odds: Row, marked: Flags) -> Flags:
    """Behind the story: from which blocks on all that stands before the first phrase looks like boilerplate enough.

    Lists with which a story ends look a little like it.
    """
    named, least = (int(marked.argmax()), _UNNAMED_MEAN) if marked.any() else (len(marked), _ALONE_MEAN)
    means = odds[:named][::-1].cumsum()[::-1] / np.arange(named, 0, -1)
    return np.concatenate([means >= least, np.ones(len(odds) - named, dtype=np.bool_)])


def _appeals(layout: Layout, shape: Shape, marking: Marking) -> Iterator[Span]:
    """The first and last blocks of what asks for one thing from its heading to its button.

    The same words with a sentence between them are two prompts, and the story between.
    """
    if not np.count_nonzero(marking.marked):
        return
    asking = [(number, kind) for number, kind in enumerate(marking.asks) if kind]
    for (first, kind), (end, other) in pairwise(asking):
        is_twice = layout.keys[first] == layout.keys[end] and shape.sentence[first:end].any()
        near = end - first <= _APPEAL_BLOCKS and shape.size[first : end + 1].sum() <= _APPEAL_LETTERS
        if kind is other and near and not is_twice:
            yield first, end
