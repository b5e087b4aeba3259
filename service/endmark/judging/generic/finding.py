"""Boilerplate that no site's rule names, as candidates."""

from collections.abc import Iterator

import numpy as np

from endmark.judging import quoting
from endmark.judging.candidates import Candidate
from endmark.judging.generic import glued, stories
from endmark.judging.generic.stretches import Stretch, stretches
from endmark.judging.generic.weighing import Generic, weigh
from endmark.judging.sheet import Sheet
from endmark.judging.spans import Span


def find(sheet: Sheet, generic: Generic) -> Iterator[Candidate]:
    """The stretches of a document that go, as candidates. Linear in the document."""
    if stories.is_all_story(sheet, generic.phrases, generic.learned.wording) or not sheet.blocks:
        return
    weighed = weigh(sheet, generic)
    for stretch in stretches(weighed):
        yield _candidate(sheet, stretch)
    yield from glued.find(sheet, generic.phrases)


def told(sheet: Sheet, generic: Generic) -> list[Span]:
    """What may be the story's, in order: all to its last paragraph, and the sentences behind that are not cut."""
    weighed = weigh(sheet, generic)
    last = weighed.decision.last_anchor
    left = np.flatnonzero(weighed.shape.stop & ~weighed.decision.cut).tolist()
    ends = [sheet.blocks[block][2:] for block in left if block > last]
    return [(0, sheet.blocks[last].right), *ends] if last >= 0 else [(0, len(sheet.text))]


def _candidate(sheet: Sheet, stretch: Stretch) -> Candidate:
    start, end = sheet.blocks[stretch.first].left, sheet.blocks[stretch.last].right
    refused = stretch.doubt or ("it is quoted" if quoting.is_quoted(sheet, start, end) else None)
    return Candidate(start=start, end=end, terms=stretch.terms, reason=stretch.reason, refused_by=refused)
