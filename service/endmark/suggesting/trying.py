"""Trying rules on the articles that they were made from: one that cuts what does not repeat is no rule."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from endmark.model import Document
from endmark.rules.book import RuleBook
from endmark.strip import strip
from endmark.suggesting.candidates import Candidate
from endmark.suggesting.drafting import book_of, drafts
from endmark.suggesting.repeats import Repeats
from endmark.suggesting.rows import Row

_LIKE_A_STORY = 0.0  # log-odds under which a line that is cut by the way is rather the story's
_REACHES = {"passage", "heading"}  # verbs that may cut more than the blocks they name


def sound(host: str, found: Sequence[Candidate], documents: Sequence[Document], repeats: Repeats) -> list[Candidate]:
    """The candidates that leave the stories alone; a passage or a list that does not gives way to its lines."""
    kept: list[Candidate] = []
    for candidate in found:
        if candidate.verb in _REACHES and _harms(book_of(host, drafts([candidate])), candidate, documents, repeats):
            kept += _lines(candidate)
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
    return not repeats.repeats(row) and (row.is_sentence or row.odds < _LIKE_A_STORY)


def _cut(book: RuleBook, document: Document, rows: Sequence[Row]) -> Iterator[Row]:
    """The rows of which something is cut."""
    removed = strip(document, site=book.sites[-1].host, book=book).removed if rows else ()
    for segment in removed:
        for row in rows:
            block = document.blocks[row.block]
            if segment.start < block.right and block.left < segment.end:
                yield row


def _lines(candidate: Candidate) -> Iterator[Candidate]:
    """The lines of a passage, or a list's heading, each as a candidate of its own."""
    for text in "\n".join(candidate.texts).splitlines():
        rows = tuple(row for row in candidate.rows if row.text == text)
        if rows:
            yield replace(candidate, verb="line", texts=(text,), rows=rows)
