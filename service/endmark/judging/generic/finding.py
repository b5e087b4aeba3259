"""Boilerplate that no site's rule names, as candidates."""

from collections.abc import Iterator

from endmark.judging import quoting
from endmark.judging.candidates import Candidate
from endmark.judging.generic import glued, stories
from endmark.judging.generic.stretches import Stretch, stretches
from endmark.judging.generic.weighing import Generic, weigh
from endmark.judging.sheet import Sheet


def find(sheet: Sheet, generic: Generic) -> Iterator[Candidate]:
    """The stretches of a document that go, as candidates. Linear in the document."""
    if stories.is_all_story(sheet, generic.phrases, generic.learned.wording) or not sheet.blocks:
        return
    weighed = weigh(sheet, generic)
    for stretch in stretches(weighed):
        yield _candidate(sheet, stretch)
    yield from glued.find(sheet, generic.phrases)


def _candidate(sheet: Sheet, stretch: Stretch) -> Candidate:
    start, end = sheet.blocks[stretch.first].left, sheet.blocks[stretch.last].right
    refused = stretch.doubt or ("it is quoted" if quoting.is_quoted(sheet, start, end) else None)
    return Candidate(start=start, end=end, terms=stretch.terms, reason=stretch.reason, refused_by=refused)
