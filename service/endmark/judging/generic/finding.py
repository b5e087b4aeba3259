"""Boilerplate that no site's rule names, as candidates."""

from collections.abc import Iterator, Sequence

import numpy as np

from endmark.judging import quoting
from endmark.judging.candidates import Candidate
from endmark.judging.generic import glued, stories
from endmark.judging.generic.stretches import Stretch, stretches
from endmark.judging.generic.weighing import Generic, Weighed, weigh
from endmark.judging.settling import behind
from endmark.judging.sheet import Sheet
from endmark.judging.spans import Span


def find(sheet: Sheet, generic: Generic, misplaced: Sequence[Candidate] = ()) -> Iterator[Candidate]:
    """The stretches of a document that go, as candidates. Linear in the document.

    With them go those of a site's `misplaced` candidates that stand behind the story.
    """
    is_story = stories.is_all_story(sheet, generic.phrases, generic.learned.wording) or not sheet.blocks
    if is_story and not misplaced:
        return
    weighed = weigh(sheet, generic)
    if misplaced:
        yield from behind(misplaced, _story(weighed), len(sheet.text))
    if is_story:
        return
    for stretch in stretches(weighed):
        yield _candidate(sheet, stretch)
    yield from glued.find(sheet, generic.phrases)


def _story(weighed: Weighed) -> list[Span]:
    """What may be the story's, in order: all to its last paragraph, and the sentences behind that are not cut."""
    blocks, last = weighed.sheet.blocks, weighed.decision.last_anchor
    if last < 0:
        return [(0, len(weighed.sheet.text))]
    left = np.flatnonzero(weighed.shape.stop & ~weighed.decision.cut).tolist()
    return [(0, blocks[last].right), *(blocks[block][2:] for block in left if block > last)]


def _candidate(sheet: Sheet, stretch: Stretch) -> Candidate:
    start, end = sheet.blocks[stretch.first].left, sheet.blocks[stretch.last].right
    refused = stretch.doubt or ("it is quoted" if quoting.is_quoted(sheet, start, end) else None)
    return Candidate(start=start, end=end, terms=stretch.terms, reason=stretch.reason, refused_by=refused)
