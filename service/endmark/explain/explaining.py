"""The explanation of a text or a page: the verdicts of `strip`, and around them what it does not tell.

That is which rule matched which of the blocks that were cut as one, what was refused in the text that the site's rules
left, and how far what stayed was from being cut. Generic judging is shown as it was at first, on what the site's rules
left; what a later round cut, once other cuts were made, is shown with the odds of that first look. A page is judged by
its elements, whatever the site's rules cut of it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from endmark.explain.explanation import ExplainedBlock, Explanation, PageWeight, Weight
from endmark.explain.page_weights import page_weights
from endmark.explain.weights import lacked, weights
from endmark.judging import Verdict
from endmark.judging.generic import Generic, stories
from endmark.judging.sheet import Sheet
from endmark.judging.spans import is_blank
from endmark.model import Block, Document, Kind, Refusal, Result, Segment
from endmark.rounds import Rest, Stable
from endmark.rules.book import RuleBook
from endmark.strip import examine

_Thing = TypeVar("_Thing")


def explain(
    source: str | bytes | Document,
    *,
    url: str | None = None,
    site: str | None = None,
    keep: Collection[Kind | str] = (),
    book: RuleBook | None = None,
) -> Explanation:
    r"""Explain what `strip` does with a text or a page. The parameters and the errors are those of `strip`.

    >>> told = explain("It rained.\nA Message from The Moscow Times:\nDear readers,", site="themoscowtimes.com")
    >>> [(block.outcome.value, [part.cut and part.cut.rule for part in block.parts]) for block in told.blocks[:2]]
    [('body', [None]), ('cut', ['themoscowtimes.com/appeal-2024'])]
    """
    book = book or RuleBook.builtin()
    result, stable = examine(source, url=url, site=site, keep=keep, book=book)
    found = _found(stable, result.document, book)
    blocks = tuple(_explained(found, result, number) for number in range(len(result.document.blocks)))
    return Explanation(result=result, blocks=blocks)


@dataclass(frozen=True)
class _Found:
    """All that was found about a document, by the numbers of its blocks."""

    verdicts: Mapping[int, Sequence[Verdict]]
    refused: Mapping[int, Sequence[Refusal]]
    weights: Mapping[int, Weight]
    on_page: Mapping[int, PageWeight]
    plain_story: bool


def _found(stable: Stable, document: Document, book: RuleBook) -> _Found:
    whole, rest = Sheet(document), stable.seen_generically
    generic = None if document.page else book.generic
    return _Found(
        verdicts=_by_block(whole, ((v.start, v.end, v) for v in stable.found)),
        refused=_by_block(whole, ((r.cut.start, r.cut.end, r) for r in stable.refused)),
        weights=_weights(whole, rest, generic),
        on_page=dict(enumerate(page_weights(document.page, book.pages))) if document.page and book.pages else {},
        plain_story=generic is not None and stories.is_all_story(rest.sheet, generic.phrases, generic.learned.wording),
    )


def _by_block(sheet: Sheet, things: Iterable[tuple[int, int, _Thing]]) -> dict[int, list[_Thing]]:
    """Things that lie in spans, by the blocks that they touch."""
    found: dict[int, list[_Thing]] = defaultdict(list)
    for start, end, thing in things:
        for number in range(sheet.block_index(start), sheet.block_index(end - 1) + 1):
            found[number].append(thing)
    return found


def _weights(whole: Sheet, rest: Rest, generic: Generic | None) -> dict[int, Weight]:
    """The weights by the blocks of the whole document; of several pieces of a block, that of the first."""
    found: dict[int, Weight] = {}
    if generic is None:
        return found
    for block, weight in zip(rest.sheet.blocks, weights(rest.sheet, generic), strict=True):
        spans = [rest.span(word.start, word.end) for word in weight.words]
        words = tuple(replace(w, start=s, end=e) for w, (s, e) in zip(weight.words, spans, strict=True))
        found.setdefault(whole.block_index(rest.origin(block.left)), replace(weight, words=words))
    return found


def _explained(found: _Found, result: Result, number: int) -> ExplainedBlock:
    block, weight = result.document.blocks[number], found.weights.get(number)
    on_page = found.on_page.get(number)
    verdicts, refused = found.verdicts.get(number, ()), found.refused.get(number, ())
    parts = tuple(_labelled(verdicts, part) for part in _within(result.segments, block))
    stayed = any(part.cut is None and not is_blank(part.text) for part in parts)
    return ExplainedBlock(
        number=number + 1,
        start=block.start,
        end=block.end,
        text=result.document.text[block.start : block.end],
        parts=parts,
        refused=tuple(r for r in refused if _is_in_body(r, parts)),
        weight=weight,
        on_page=on_page,
        lacked=tuple(_lacked(found, number)) if stayed else (),
    )


def _lacked(found: _Found, number: int) -> Iterator[str]:
    weight, on_page = found.weights.get(number), found.on_page.get(number)
    if weight:
        yield from lacked(weight, plain_story=found.plain_story)
    elif on_page and on_page.kind and not found.refused.get(number):
        yield "a rule of its site keeps it"


def _within(segments: Sequence[Segment], block: Block) -> Iterator[Segment]:
    """The segments of a block, clipped to it."""
    for i in range(bisect_right(segments, block.start, key=lambda s: s.start) - 1, len(segments)):
        segment = segments[i]
        if segment.start >= block.end:
            return
        start, end = max(block.start, segment.start), min(block.end, segment.end)
        yield replace(segment, start=start, end=end, text=segment.text[start - segment.start : end - segment.start])


def _labelled(verdicts: Sequence[Verdict], part: Segment) -> Segment:
    """The part with the label of the verdict behind it: `strip` makes neighbours of one kind one segment."""
    same = [v for v in verdicts if part.cut and v.cut.kind is part.cut.kind]
    own = max(same, key=lambda v: min(v.end, part.end) - max(v.start, part.start), default=None)
    return replace(part, cut=own.cut, also=own.also) if own else part


def _is_in_body(refusal: Refusal, parts: Sequence[Segment]) -> bool:
    """Whether any of what was refused stayed here."""
    cut = refusal.cut
    return any(part.in_body and part.start < cut.end and cut.start < part.end for part in parts)
