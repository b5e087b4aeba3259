"""What of a page is not its story, as candidates: all blocks but those that are judged to be the story's."""

from collections.abc import Iterator

import numpy as np

from endmark.judging.candidates import Candidate
from endmark.judging.pages.features import Features
from endmark.judging.pages.kinds import Label, Labels, runs
from endmark.judging.pages.leads import likeness
from endmark.judging.pages.learned import Learned
from endmark.judging.program import Terms
from endmark.judging.spans import Span, without
from endmark.model import Document, Kind
from endmark.page import Page

_RULE = "page/learned"
_STORY = 0.3  # log-odds above which a block is the story's: what is in doubt is seldom missed


def outside_story(document: Document, page: Page, learned: Learned, taken: list[Span]) -> Iterator[Candidate]:
    """The runs of blocks that go, without what is `taken` already: spans in order, apart.

    Where no block is judged to be the story's, all stay: it is for the reader to tell.
    """
    if not page.blocks.texts:
        return
    features = Features(page, likeness(page.blocks.texts, page.stated.summaries))
    odds = learned.odds(features)
    body = odds > _STORY
    if not body.any():
        yield _unfound(document)
        return
    labels, others = Labels(features, body), np.flatnonzero(~body).tolist()
    for first, last, label in runs(others, [labels.of(block) for block in others]):
        chance = float(1 / (1 + np.exp(-odds[first : last + 1].max())))
        start, end = document.blocks[first].start, document.blocks[last].end
        for piece in without((start, end), taken):
            yield _candidate(*piece, label, chance)


def _candidate(start: int, end: int, label: Label, chance: float) -> Candidate:
    reason = f"{label.sign}; by its place in the page {chance:.0%} likely to be the story's"
    return Candidate(start=start, end=end, terms=Terms(rule=_RULE, file=_RULE, kind=label.kind), reason=reason)


def _unfound(document: Document) -> Candidate:
    terms = Terms(rule=_RULE, file=_RULE, kind=Kind.NAVIGATION)
    found = Candidate(start=0, end=len(document.text), terms=terms, reason="no block looks like a story's")
    return found.refuse("a page without a story stays whole")
