"""A page to its visible text, block by block. No judging: which part is the story is not decided here."""

import re

from selectolax.lexbor import LexborHTMLParser

from endmark.errors import TooLargeError
from endmark.model import Block, Document
from endmark.reading.markup import Markup
from endmark.reading.walking import walk

_MAX_TAGS, _MAX_DEPTH, _MAX_ATTRIBUTES = 200_000, 1_000, 1_000
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)[^<>]*+>")  # possessive: linear
_NEVER_NESTED = frozenset(("br hr img input link meta wbr source area col p li dt dd td th tr option ").split())


def read_page(markup: Markup) -> Document:
    """Read a page's visible text; paragraphs are joined by a blank line, the lines of a list or table by a line end.

    Raises `TooLargeError` for a page whose tags would take the parser more than linear time.
    """
    _guard(markup.utf8.decode())
    page = walk(LexborHTMLParser(markup.utf8))
    blocks = tuple(Block(start, end, start, end) for start, end in page.spans)
    return Document(
        "".join(page.pieces), lambda _: blocks, input="html", encoding=markup.encoding, page=page, notes=markup.notes
    )


def _guard(html: str) -> None:
    """Refuse what takes the parser quadratic time: very many, very deep, or very long tags."""
    remedy = "send the article's part of the page"
    if (tags := html.count("<")) > _MAX_TAGS:
        raise TooLargeError("page", limit=_MAX_TAGS, actual=tags, unit="tags", remedy=remedy)
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        if (attributes := _attributes(tag[0])) > _MAX_ATTRIBUTES:
            raise TooLargeError("tag", limit=_MAX_ATTRIBUTES, actual=attributes, unit="attributes", remedy=remedy)
        if tag[2].lower() not in _NEVER_NESTED:
            depth = max(0, depth + (-1 if tag[1] else 1))
            deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH:
        raise TooLargeError("page", limit=_MAX_DEPTH, actual=deepest, unit="nested elements", remedy=remedy)


def _attributes(tag: str) -> int:
    """How many attributes a tag has at most; short tags are not counted."""
    return max(tag.count("="), len(tag.split())) if len(tag) > _MAX_ATTRIBUTES else 0
