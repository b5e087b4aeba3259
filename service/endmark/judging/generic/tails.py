"""Where what follows a story begins and ends: from one place on, all that stands adds up to boilerplate."""

import numpy as np

from endmark.judging.generic import teasers
from endmark.judging.generic.layout import Flags, Layout, Row
from endmark.judging.generic.lists import enumerations
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.measuring import ROWS
from endmark.judging.generic.shape import Shape

try:
    from endmark.native import deciding as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

_TAIL = -0.4  # log-odds from which a block adds to what is cut behind the last anchor
_CREDIT_TAIL = 1.0  # what a sentence about the author, which looks like the story's, adds at least
_PLAIN_TAIL = 0.2  # what a phrase that is a whole block adds at least, and each short line under a heading
_LISTED = 12  # most lines under a heading
_LINE = 100  # letters
_SENTENCE_PENALTY = 3.2  # a sentence that no phrase names is rather the story's last
_PROSE_PENALTY = 1.5
_OPENING_PENALTY = 0.7  # a sentence that only begins as a phrase does may go on as the story's
_UNNAMED_MEAN = 0.55  # log-odds on average from which what no phrase names goes
_ALONE_MEAN = 1.0  # ... and goes if no phrase follows, or a heading: it heads what stands below it
_FIRST = 1.8  # log-odds from which a tail with a phrase may begin behind what is no sentence
QUESTION = 50  # letters up to which what ends as a sentence may be a title
_REFRAIN = 40  # letters from which what is said again and again is no heading and no button
_IN_STORY = 2  # times


def find(layout: Layout, shape: Shape, odds: Row, marking: Marking, story: teasers.Story) -> slice:
    """The tail behind a story, as a slice of the blocks; an empty one if there is none."""
    if story.end.last + 1 == len(odds) and not story.lone:
        return slice(len(odds), len(odds))
    weights = _weights(layout, shape, odds, marking.marked)
    begin = _among(story.lone, shape, weights, marking) if story.lone else None
    if begin is None:
        begin = _begin(shape, weights, marking, story.end)
    return slice(begin, max(begin, _end(shape, odds, marking)))


def _weights(layout: Layout, shape: Shape, odds: Row, marked: Flags) -> Row:
    """The log-odds; what lists much is rather the story's last, as sentences are."""
    listed = enumerations(layout)
    if not np.count_nonzero(listed):
        return odds  # as in most texts
    return np.where(listed & ~(shape.stop | marked), odds - np.float32(_SENTENCE_PENALTY), odds)


def _among(alone: teasers.Lone, shape: Shape, weights: Row, marking: Marking) -> int | None:
    """Where a tail begins that has some of the last paragraphs in it; None if it has none."""
    begin = _begin(shape, alone.weights(weights), marking, alone.before)
    return begin if alone.are_among_boilerplate(marking.marked, begin) else None


def _begin(shape: Shape, weights: Row, marking: Marking, end: teasers.End) -> int:
    """Where the tail behind a story begins: there the most weight follows. It does not begin inside a list."""
    last, behind_list = end.last, end.last > end.paragraph
    if last + 1 == len(weights):
        return len(weights)
    if not native:
        return _begin_by_arrays(shape, weights, marking, last, behind_list=behind_list)
    prose, marks, listed = shape.prose.view(np.uint8), marking.flags.view(np.uint8), np.empty(len(weights), np.uint8)
    return native.tail(shape.features, prose, marks, weights, last, behind_list, listed)


def _begin_by_arrays(shape: Shape, weights: Row, marking: Marking, last: int, *, behind_list: bool) -> int:
    behind = slice(last + 1, None)
    weights_behind, stop, marked = weights[behind], shape.stop[behind], marking.marked[behind]
    unnamed = np.where(shape.prose[behind], _PROSE_PENALTY, np.where(stop, _SENTENCE_PENALTY, 0.0))
    named = np.where(marking.opening[behind] & stop, _OPENING_PENALTY, 0.0)
    penalized = weights_behind - _TAIL - np.where(marked, named, unnamed)
    floors = np.where(marked & marking.in_company(1)[behind], 0.0, -np.inf)
    floors[marking.plain[behind] | _listed(shape, marking)[behind]] = _PLAIN_TAIL
    floors[marking.credits[behind]] = _CREDIT_TAIL
    begins = shape.stop[last:-1] | marked
    if marked.any():  # a list is not split where no phrase speaks for it
        begins |= weights_behind >= _FIRST
    begins[0] |= not behind_list
    begins &= _speaks(weights_behind, marked, marking.heading[behind])
    totals = np.where(begins, np.maximum(penalized, floors)[::-1].cumsum()[::-1], 0)
    return last + 1 + int(totals.argmax()) if totals.max() > 0 else len(weights)


def _speaks(weights: Row, marked: Flags, heading: Flags) -> Flags:
    """Behind the story: from which blocks on all that stands before the first phrase looks like boilerplate enough.

    Lists with which a story ends look a little like it, and a heading speaks for what it heads only.
    """
    named = int(marked.argmax()) if marked.any() else len(marked)
    least = _UNNAMED_MEAN if named < len(marked) and not heading[named] else _ALONE_MEAN
    means = weights[:named][::-1].cumsum()[::-1] / np.arange(named, 0, -1)
    return np.concatenate([means >= least, np.ones(len(weights) - named, dtype=np.bool_)])


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


def _end(shape: Shape, odds: Row, marking: Marking) -> int:
    """Where the tail ends: what follows a prompt and ends the text is the story's, if quiet sentences are all of it.

    Short ones may be titles.
    """
    if native:
        return native.tail_end(shape.features, marking.flags.view(np.uint8), odds)
    quiet = shape.sentence & ~marking.marked & (odds < _FIRST) & (shape.size > QUESTION)
    return int(np.flatnonzero(~quiet)[-1]) + 1 if quiet[-1] and not quiet.all() else len(odds)


def refrains(layout: Layout, shape: Shape, marked: Flags, story: Flags) -> Flags:
    """Which blocks behind the story say what several blocks of it say, and are no short line: its refrains."""
    end = len(story)
    often = shape.features[ROWS["repeats"], end:] > _IN_STORY
    found: Flags = often & (shape.size[end:] >= _REFRAIN) & ~marked[end:]
    if np.count_nonzero(found):
        told, counts = np.unique(layout.keys[:end][story], return_counts=True)
        found &= np.isin(layout.keys[end:], told[counts >= _IN_STORY])
    return found
