"""A page to its visible text, block by block. No judging: which part is the story is not decided here."""

from selectolax.lexbor import LexborHTMLParser

from endmark.model import Block, Document
from endmark.reading.guards import guard
from endmark.reading.markup import Markup
from endmark.reading.walking import walk


def read_page(markup: Markup, url: str | None = None) -> Document:
    """Read a page's visible text; paragraphs are joined by a blank line, the lines of a list or table by a line end.

    `url` is where it was found. Raises what `guard` does for a page that would take the parser more than linear time.
    """
    guard(markup.utf8)
    page = walk(LexborHTMLParser(markup.utf8))
    return Document(
        "".join(page.pieces),
        lambda _: tuple(Block(start, end, start, end) for start, end in page.spans),
        input="html",
        encoding=markup.encoding,
        page=page,
        notes=markup.notes,
        url=url,
    )
