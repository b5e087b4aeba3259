"""Trying rules on the articles that they were made from: one that cuts what does not repeat is no rule."""

from collections.abc import Iterator, Sequence

from endmark.model import Document
from endmark.rules.book import RuleBook
from endmark.strip import strip
from endmark.suggesting.candidates import Candidate, split
from endmark.suggesting.drafting import book_of, drafts
from endmark.suggesting.repeats import Repeats
from endmark.suggesting.rows import Row

_REACHES = {"passage", "heading"}  # verbs that may cut more than the blocks they name


def sound(host: str, found: Sequence[Candidate], documents: Sequence[Document], repeats: Repeats) -> list[Candidate]:
    """The candidates that leave the stories alone; a passage or a list that does not gives way to its lines."""
    kept: list[Candidate] = []
    for candidate in found:
        if candidate.verb in _REACHES and _harms(book_of(host, drafts([candidate])), candidate, documents, repeats):
            kept += split(repeats, candidate)
        else:
            kept.append(candidate)
    return kept


def _harms(book: RuleBook, candidate: Candidate, documents: Sequence[Document], repeats: Repeats) -> bool:
    """Whether a story loses something by a candidate's rule."""
    meant = {(row.article, row.block) for row in candidate.rows}
    return any(
        (row.article, row.block) not in meant and _may_be_story(row, repeats)
        for rows, document in zip(repeats.articles, documents, strict=True)
        for row in _cut(book, document, rows)
    )


def _may_be_story(row: Row, repeats: Repeats) -> bool:
    says_something = any(map(str.isalpha, row.key)) and row.key not in repeats.furniture
    return says_something and (row.is_sentence or row.is_like_a_story)


def _cut(book: RuleBook, document: Document, rows: Sequence[Row]) -> Iterator[Row]:
    """The rows of which something is cut."""
    removed = strip(document, site=book.sites[-1].host, book=book).removed if rows else ()
    for segment in removed:
        for row in rows:
            block = document.blocks[row.block]
            if segment.start < block.right and block.left < segment.end:
                yield row
