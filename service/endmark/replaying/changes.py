"""What two results of one document cut differently."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from endmark.model import Cut, Position, Result, Segment


class Sort(IntEnum):
    """What has changed, the worst first: what is inside the body may be a piece of the story."""

    CUT_INSIDE = 0
    CUT_AT_EDGE = 1
    LEFT = 2
    RENAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A span that the two results treat differently. `before` and `after` are the cuts there; None is body."""

    sort: Sort
    start: int
    end: int
    text: str
    before: Cut | None
    after: Cut | None


def changes(old: Result, new: Result) -> Iterator[Change]:
    """The spans that are cut by one result only, or as another kind, in order. White space alone is no change."""
    text = new.document.text
    edges = sorted({0, len(text), *(s.start for r in (old, new) for s in r.segments)})
    merged: list[Change] = []
    for start, end in pairwise(edges):
        change = _change(_at(old, start), _at(new, start), start, end, text)
        if change is None:
            continue
        last = merged[-1] if merged else None
        if (
            last
            and last.end == start
            and (last.sort, last.before, last.after)
            == (
                change.sort,
                change.before,
                change.after,
            )
        ):
            merged[-1] = _joined(last, change, text)
        else:
            merged.append(change)
    yield from (change for change in merged if change.text.strip())


def _joined(first: Change, second: Change, text: str) -> Change:
    return Change(
        sort=first.sort,
        start=first.start,
        end=second.end,
        text=text[first.start : second.end],
        before=first.before,
        after=first.after,
    )


def _at(result: Result, offset: int) -> Segment:
    return next(segment for segment in reversed(result.segments) if segment.start <= offset)


def _change(old: Segment, new: Segment, start: int, end: int, text: str) -> Change | None:
    sort = _sort(old, new)
    if sort is None:
        return None
    return Change(sort=sort, start=start, end=end, text=text[start:end], before=old.cut, after=new.cut)


def _sort(old: Segment, new: Segment) -> Sort | None:
    if new.cut is None:
        return None if old.cut is None else Sort.LEFT
    if old.cut is None:
        return Sort.CUT_INSIDE if new.position is Position.INSET else Sort.CUT_AT_EDGE
    return None if old.cut.kind is new.cut.kind else Sort.RENAMED
