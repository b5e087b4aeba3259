"""What of a page is not its story, as cuts: all blocks but those that are judged to be the story's."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from endmark.judging.pages.columns import Row
from endmark.judging.pages.deciding import Decision, decide
from endmark.judging.pages.features import Features
from endmark.judging.pages.kinds import Label, Labels
from endmark.judging.pages.leads import likeness
from endmark.judging.pages.learned import Learned
from endmark.judging.spans import Span, without
from endmark.model import Cut, Document, Kind, Refusal
from endmark.page import Page

_RULE = "page/learned"


@dataclass(frozen=True, slots=True)
class Weighed:
    """The blocks of a page: the log-odds of each being the story's, and which are."""

    features: Features
    odds: Row
    decision: Decision

    def labels(self) -> Labels:
        """What the others are."""
        return Labels(self.features, self.decision.body)


def weigh(page: Page, learned: Learned) -> Weighed:
    """Weigh the blocks of a page, of which there must be some."""
    features = Features(page, likeness(page.blocks.texts, page.stated.summaries))
    odds = learned.odds(features)
    return Weighed(features, odds, decide(features, odds, page.stated))


def outside_story(document: Document, page: Page, learned: Learned, taken: list[Span]) -> Iterator[Cut | Refusal]:
    """The runs of blocks that go, without what is `taken` already: spans in order, apart.

    Where no block is judged to be the story's, all stay: it is for the reader to tell.
    """
    if not page.blocks.texts:
        return
    weighed = weigh(page, learned)
    body = weighed.decision.body
    if not body.any():
        yield _unfound(document)
        return
    found, because, (starts, ends) = weighed.labels().runs(), weighed.decision.because, page.edges
    for (first, last, label), chance in zip(found, _chances(weighed.odds, found), strict=True):
        why = because.get(first) or f"by its place in the page {chance:.0%} likely to be the story's"
        for start, end in without((starts[first], ends[last]), taken):
            yield _cut(start, end, label.kind, f"{label.sign}; {why}")


def _chances(odds: Row, found: list[tuple[int, int, Label]]) -> list[float]:
    """How likely each run is to be the story's, going by its likeliest block."""
    edges = [edge for first, last, _ in found for edge in (first, last + 1)]
    likeliest = np.maximum.reduceat(np.append(odds, odds[:1]), edges)[::2] if edges else odds[:0]
    chances: list[float] = (1 / (1 + np.exp(-likeliest))).tolist()
    return chances


def _cut(start: int, end: int, kind: Kind, reason: str) -> Cut:
    return Cut(start=start, end=end, kind=kind, rule=_RULE, file=_RULE, reason=reason)


def _unfound(document: Document) -> Refusal:
    whole = _cut(0, len(document.text), Kind.NAVIGATION, "no block looks like a story's")
    return Refusal(cut=whole, guard="a page without a story stays whole")
