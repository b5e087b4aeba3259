"""A page to its visible text, block by block. No judging: which part is the story is not decided here."""

from collections.abc import Callable
from functools import partial

from selectolax.lexbor import LexborHTMLParser

from endmark.model import Block, Document
from endmark.page import Page
from endmark.reading.guards import Limits, guard
from endmark.reading.markup import Markup
from endmark.reading.walking import walk

_block: Callable[[tuple[int, int, int, int]], Block] = partial(tuple.__new__, Block)  # thrice as quick as `Block`


def read_page(markup: Markup, limits: Limits, url: str | None = None) -> Document:
    """Read a page's visible text; paragraphs are joined by a blank line, the lines of a list or table by a line end.

    `url` is where it was found. Raises what `guard` does for a page that would take the parser more than linear time.
    """
    guard(markup.utf8, limits)
    page = walk(LexborHTMLParser(markup.utf8))
    return Document(
        page.text,
        lambda _: _blocks(page),
        input="html",
        encoding=markup.encoding,
        page=page,
        notes=markup.notes,
        url=url,
    )


def _blocks(page: Page) -> tuple[Block, ...]:
    """The page's blocks: each is all that it says."""
    return tuple(map(_block, zip(*page.edges, *page.edges, strict=True)))
