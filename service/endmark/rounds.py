"""Judging in rounds: what a cut leaves is judged again, as a caller would who strips twice.

So stripping is idempotent by construction: the last round found nothing more to cut in the very text that is returned.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from endmark import cutting
from endmark.judging import Judged, Rules, Verdict, is_text, judge, selecting
from endmark.judging.sheet import Origin, Sheet
from endmark.judging.spans import Span
from endmark.model import Document, Kind, Refusal
from endmark.reading import lines

_MOST_ROUNDS = 10

Select = Callable[[Sheet], Rules]


class Rest(NamedTuple):
    """What cuts left of a document, as a document of its own, and where its pieces lie in the whole one."""

    sheet: Sheet
    pieces: Sequence[Span]
    begins: Sequence[int]

    @classmethod
    def whole(cls, sheet: Sheet) -> "Rest":
        """A document of which nothing is cut yet."""
        length = len(sheet.text)
        return cls(sheet, [(0, length)], [0, length])

    @classmethod
    def of(cls, whole: Sheet, removed: Sequence[Verdict]) -> "Rest":
        """What is left of a document without what was removed, in order and apart."""
        document = whole.document
        pieces = cutting.remains(len(document.text), removed)
        text = "".join(document.text[start:end] for start, end in pieces)
        rest = Document(text, lines.split, input="text" if is_text(document) else document.input)
        return cls(Sheet(rest, Origin(whole, pieces)), pieces, list(accumulate((e - s for s, e in pieces), initial=0)))

    def origin(self, offset: int) -> int:
        """Where a character of the rest stands in the whole document."""
        piece = bisect_right(self.begins, offset, hi=len(self.pieces)) - 1
        return self.pieces[piece][0] + offset - self.begins[piece]

    def place(self, span: Span) -> Span:
        """Where what is left of a span of the whole document stands in the rest; an empty span if nothing is."""
        return self._after(span[0]), self._after(span[1])

    def _after(self, offset: int) -> int:
        """Where a character of the whole document stands in the rest, or else the next one that is left."""
        piece = bisect_right(self.pieces, offset, key=lambda p: p[1])
        if piece == len(self.pieces):
            return len(self.sheet.text)
        return self.begins[piece] + max(0, offset - self.pieces[piece][0])

    def span(self, start: int, end: int) -> Span:
        """A span of the rest that is not empty, from its first to its last character in the whole document."""
        return self.origin(start), self.origin(end - 1) + 1

    def verdicts(self, judged: Judged) -> Iterator[Verdict]:
        """The verdicts on the rest, as spans of the whole document; one across an earlier cut is two."""
        if len(self.pieces) == 1 and not self.pieces[0][0]:
            yield from judged.verdicts
            return
        for verdict in judged.verdicts:
            for start, end in self._spans(verdict.start, verdict.end):
                yield verdict._replace(start=start, end=end, cut=replace(verdict.cut, start=start, end=end))

    def refusals(self, judged: Judged) -> Iterator[Refusal]:
        """What was refused in the rest, as spans of the whole document."""
        for refusal in judged.refused:
            start, end = self.span(refusal.cut.start, refusal.cut.end)
            yield replace(refusal, cut=replace(refusal.cut, start=start, end=end))

    def _spans(self, start: int, end: int) -> Iterator[Span]:
        for i in range(bisect_right(self.begins, start) - 1, len(self.pieces)):
            if self.begins[i] >= end:
                return
            low, high = max(start, self.begins[i]), min(end, self.begins[i + 1])
            yield self.pieces[i][0] + low - self.begins[i], self.pieces[i][0] + high - self.begins[i]


class Stable(NamedTuple):
    """What judging came to: the verdicts, tidied, and what was refused and not cut all the same.

    `found` are the verdicts of all rounds as they were made. `seen_generically` is what generic judging saw first.
    `notes` are what is to be told of the site's selectors.
    """

    verdicts: Sequence[Verdict]
    refused: Sequence[Refusal]
    found: Sequence[Verdict]
    seen_generically: Rest
    notes: Sequence[str]


def judge_until_stable(sheet: Sheet, rules: Rules, select: Select, keep: frozenset[Kind]) -> Stable:
    """Judge a document by its rules until nothing more is found. Kinds to `keep` stay in what is judged again.

    `select` gives the rules for what is left: it may be recognised as another site's.
    """
    selected = selecting.select(sheet.document.page, rules.site)
    rest, rules_of_rest, seen = Rest.whole(sheet), rules, None
    verdicts: list[Verdict] = []
    found: list[Verdict] = []
    refused: dict[tuple[str, int, int], Refusal] = {}
    for _ in range(_MOST_ROUNDS):
        judged = judge(rest.sheet, rules_of_rest, keep, selected.moved(rest.place))
        seen = seen or (rest if judged.is_generic else None)
        if not (judged.verdicts or judged.refused):
            break  # as of most stories
        for refusal in rest.refusals(judged):
            refused.setdefault((refusal.cut.rule, refusal.cut.start, refusal.cut.end), refusal)
        latest = [v for v in rest.verdicts(judged) if not (verdicts and _is_inside(v.start, v.end, verdicts))]
        found += latest
        verdicts = cutting.tidy(sheet.document, latest, verdicts) if latest else verdicts
        if all(v.cut.kind in keep for v in latest):
            break
        rest = Rest.of(sheet, [v for v in verdicts if v.cut.kind not in keep])
        rules_of_rest = select(rest.sheet)
    stayed = tuple(r for r in refused.values() if not _is_inside(r.cut.start, r.cut.end, verdicts))
    return Stable(verdicts, stayed, found, seen or rest, selected.notes)


def _is_inside(start: int, end: int, verdicts: Sequence[Verdict]) -> bool:
    """Whether a span is cut already."""
    i = bisect_right(verdicts, start, key=lambda v: v.start) - 1
    return i >= 0 and end <= verdicts[i].end
