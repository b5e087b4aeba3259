"""Fixtures that are pages: where their markers, which are comments of HTML, stand in the page's text."""

from collections.abc import Iterator

from endmark.model import Document
from endmark.page import Page
from endmark.reading import read

_WORDS = 5
Span = tuple[int, int]


def marked_spans(document: Document, marked: str, markers: int) -> list[Span] | None:
    """The spans of a page's text that are marked; an empty one where the page shows nothing between two markers.

    `marked` is the source with so many markers, in pairs. None if the page has one elsewhere than between its parts.
    """
    page = read(marked, html=True).page
    places = list(_places(page)) if page else []
    if len(places) != markers:
        return None
    visible = [i for i, char in enumerate(document.text) if not char.isspace()]
    pairs = zip(places[::2], places[1::2], strict=True)
    return [(visible[a], visible[b - 1] + 1) if a < b else (0, 0) for a, b in pairs]


def _places(page: Page) -> Iterator[int]:
    """How many visible characters, white space aside, stand before each marker."""
    count = 0
    whole = page.parser.root.parent if page.parser.root else None  # comments may stand before and after <html>
    for node in whole.traverse(include_text=True) if whole else ():
        if node.is_comment_node and (node.comment_content or "").startswith(("endmark:", "/endmark")):
            yield count
        elif node.mem_id in page.block_of_node:
            count += len("".join((node.text_content or "").split()))


def near(text: str, offset: int, source: str) -> int:
    """Where in a page's source the words at an offset of its text stand: the first place that has most of them."""
    words = text[offset:].split(maxsplit=_WORDS)[:_WORDS]
    tries = (source.find(" ".join(words[:count]), source.find("<body") + 1) for count in range(len(words), 0, -1))
    return next((place for place in tries if place >= 0), 0)
