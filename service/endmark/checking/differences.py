"""Where a result is not what a fixture expects, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from endmark.errors import Problem
from endmark.model import Kind, Result, Segment
from endmark.rules.fixtures import Fixture

_WORDS_SHOWN = 5
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def differences(fixture: Fixture, result: Result) -> Iterator[Problem]:
    """Each stretch of text that is labelled otherwise than expected. White space has no label."""
    for start, end, kind, segment in _stretches(fixture, result):
        found = segment.cut.kind if segment and segment.cut else None
        if kind is not found:
            why = _verdict(kind, segment) + _refusals(result, start, end, kind)
            yield fixture.problem(start, f"{why}: {_quote(fixture.text[start:end])}")


@dataclass(frozen=True, slots=True)
class _Labels:
    """What each character of a text is: by its fixture, and by the result."""

    expected: list[Kind | None]
    found: list[Segment | None]

    def of(self, offset: int) -> tuple[Kind | None, int]:
        return self.expected[offset], id(self.found[offset])


def _stretches(fixture: Fixture, result: Result) -> Iterator[tuple[int, int, Kind | None, Segment | None]]:
    labels = _Labels([None] * len(fixture.text), [None] * len(fixture.text))
    for cut in fixture.expected:
        labels.expected[cut.start : cut.end] = [cut.kind] * (cut.end - cut.start)
    for segment in result.removed:
        labels.found[segment.start : segment.end] = [segment] * (segment.end - segment.start)
    visible = (i for i, char in enumerate(fixture.text) if not char.isspace() and char not in _INVISIBLE)
    for _, offsets in groupby(visible, key=labels.of):
        stretch = list(offsets)
        yield stretch[0], stretch[-1] + 1, labels.expected[stretch[0]], labels.found[stretch[0]]


def _verdict(expected: Kind | None, segment: Segment | None) -> str:
    wish = f"should be cut as {expected}" if expected else "should be kept"
    if segment is None or segment.cut is None:
        return f"{wish}, but is kept"
    cut = segment.cut
    return f'{wish}, but rule "{cut.rule}" of {cut.file} cuts it as {cut.kind} ({cut.reason})'


def _refusals(result: Result, start: int, end: int, expected: Kind | None) -> str:
    """Why rules that would have cut a stretch did not."""
    refused = [r for r in result.refused if expected and r.cut.start < end and r.cut.end > start]
    return "".join(f'; rule "{r.cut.rule}" would cut here, but was refused ({r.guard})' for r in refused)


def _quote(text: str) -> str:
    words = text.split()
    if len(words) > 2 * _WORDS_SHOWN:
        words = [*words[:_WORDS_SHOWN], "…", *words[-_WORDS_SHOWN:]]
    return f"“{' '.join(words)}”"
