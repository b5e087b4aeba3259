"""Judging in rounds: what a cut leaves is judged again, as a caller would who strips twice.

So stripping is idempotent by construction: the last round found nothing more to cut in the very text that is returned.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from endmark import cutting
from endmark.judging import Judged, Verdict, judge
from endmark.judging.program import Program
from endmark.judging.sheet import Sheet
from endmark.judging.spans import Span
from endmark.model import Document, Kind, Refusal
from endmark.reading import lines

_MOST_ROUNDS = 10

Select = Callable[[Sheet], Program]


def judge_until_stable(sheet: Sheet, select: Select, keep: frozenset[Kind]) -> Judged:
    """The verdicts on a document, tidied, and what was refused. Kinds to `keep` stay in what is judged again.

    `select` gives the rules for a sheet: what is left may be recognised as another site's.
    """
    document, judged = sheet.document, judge(sheet, select(sheet))
    verdicts, latest = cutting.tidy(document, judged.verdicts), judged.verdicts
    for _ in range(_MOST_ROUNDS):
        removed = [v for v in verdicts if v.cut.kind not in keep]
        if not any(v.cut.kind not in keep for v in latest):
            break
        latest = _judge_rest(document, removed, select)
        verdicts = cutting.tidy(document, [v for v in latest if v.cut.kind not in keep], verdicts)
    return Judged(tuple(verdicts), tuple(r for r in judged.refused if not _is_inside(r, verdicts)))


def _is_inside(refusal: Refusal, verdicts: Sequence[Verdict]) -> bool:
    """Whether what was refused was cut all the same, by another rule or in a later round."""
    i = bisect_right(verdicts, refusal.cut.start, key=lambda v: v.start) - 1
    return i >= 0 and refusal.cut.end <= verdicts[i].end


def _judge_rest(document: Document, removed: Sequence[Verdict], select: Select) -> tuple[Verdict, ...]:
    """The verdicts on what is left, as spans of the document."""
    pieces = cutting.remains(len(document.text), removed)
    rest = Document("".join(document.text[s:e] for s, e in pieces), lines.split, input=document.input)
    begins = list(accumulate((e - s for s, e in pieces), initial=0))
    sheet = Sheet(rest)
    found = judge(sheet, select(sheet)).verdicts
    return tuple(
        replace(v, start=s, end=e, cut=replace(v.cut, start=s, end=e))
        for v in found
        for s, e in _restore((v.start, v.end), pieces, begins)
    )


def _restore(span: Span, pieces: Sequence[Span], begins: Sequence[int]) -> Iterator[Span]:
    """A span of the joined pieces as spans of the document."""
    for i in range(bisect_right(begins, span[0]) - 1, len(pieces)):
        if begins[i] >= span[1]:
            return
        low, high = max(span[0], begins[i]), min(span[1], begins[i + 1])
        yield pieces[i][0] + low - begins[i], pieces[i][0] + high - begins[i]
