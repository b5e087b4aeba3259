"""What judging makes of each block of a page, in words and numbers for people."""

from collections.abc import Iterator

from endmark.explain.explanation import PageWeight
from endmark.judging.pages import STORY, Learned, weigh
from endmark.page import Elements, Page

_DIGITS = 2  # behind the point
_EVERYWHERE = {"html", "body"}


def page_weights(page: Page, learned: Learned) -> Iterator[PageWeight]:
    """The weight of each block of a page, in order."""
    if not page.blocks.texts:
        return
    weighed = weigh(page, learned)
    labels, body = weighed.labels(), weighed.decision.body.tolist()
    for block, (odds, element) in enumerate(zip(weighed.odds.tolist(), page.blocks.elements, strict=True)):
        label = None if body[block] else labels.of(block)
        yield PageWeight(
            odds=round(-odds, _DIGITS),
            needed=-STORY,
            kind=label.kind if label else None,
            sign=label.sign if label else None,
            because=weighed.decision.because.get(block),
            within=" > ".join(reversed([*_around(page.elements, element)])),
        )


def _around(elements: Elements, element: int) -> Iterator[str]:
    """An element and those around it, without what is around every block."""
    while True:
        tag, names = elements.tags[element], elements.classes[element]
        if tag not in _EVERYWHERE:
            yield f"{tag} “{' '.join(names.split())}”" if names else tag
        if not element:
            return
        element = elements.parents[element]
