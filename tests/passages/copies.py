"""Distorted copies of appeals inside stories, with the cut that is right by construction."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tests.passages.distorting import Distortion, Join, Placement, Spoilt
from tests.passages.distortions import DISTORTIONS
from tests.passages.materials import Appeal, Story
from tests.passages.wording import letters, words

Place = tuple[Placement, Join]

# What stands between two paragraphs, and at the seam of story and appeal.
_BETWEEN = {Join.NEWLINE: "\n", Join.BLANK: "\n\n", Join.CRLF: "\r\n", Join.SPACE: " ", Join.GLUED: "\n"}
_SEAM = _BETWEEN | {Join.GLUED: ""}

# Fewer letters of an appeal than these are no evidence, and such copies are not made. Body text after the
# appeal asks for more than a text that ends with it; a lost beginning asks for more than a lost end.
_ENOUGH = {Placement.TAIL: 60, Placement.ALONE: 60, Placement.HEAD: 150, Placement.MIDDLE: 150}
_MORE_WITHOUT_BEGINNING = 50


@dataclass(frozen=True)
class Copy:
    """One text with a distorted copy at `[start, end)`, code points. White space at either edge is free."""

    appeal: str
    distortion: str
    placement: Placement
    join: Join
    story: str
    text: str
    start: int
    end: int

    @property
    def name(self) -> str:
        return f"{self.appeal}/{self.distortion}/{self.placement}/{self.join}/{self.story}"

    @property
    def copied(self) -> str:
        return self.text[self.start : self.end]


def seeded(*parts: object) -> Random:
    """A random source of its own for each copy: one more distortion changes no other copy."""
    return Random("/".join(map(str, parts)))  # noqa: S311  reproducible, not secret


def copies(
    appeals: Iterable[Appeal],
    stories_for: Callable[[Appeal], Sequence[Story]],
    *,
    seed: int = 0,
    each: int | None = None,
) -> Iterator[Copy]:
    """Every appeal in every distortion, in all places that make sense or `each` drawn of them."""
    for appeal in appeals:
        stories = stories_for(appeal)
        for distortion in DISTORTIONS.values():
            yield from itertools.islice(_in_places(appeal, distortion, stories, seed, each), each)


def _in_places(
    appeal: Appeal, distortion: Distortion, stories: Sequence[Story], seed: int, each: int | None
) -> Iterator[Copy]:
    places = [place for place in itertools.product(Placement, Join) if distortion.allows(*place)]
    if each is not None:
        seeded(seed, appeal.name, distortion.name).shuffle(places)
    for place in places:
        rng = seeded(seed, appeal.name, distortion.name, *place)
        copied = _copied(appeal, distortion, place, rng)
        if copied:
            copy = _placed(appeal, distortion, place, rng.choice(stories), copied, rng)
            if copy:
                yield copy


def _copied(appeal: Appeal, distortion: Distortion, place: Place, rng: Random) -> str | None:
    """The distorted text, or None if the distortion does not apply, or leaves too little to judge."""
    placement, join = place
    spoilt = distortion.change(appeal, rng)
    if spoilt is None:
        return None
    copied = _joined(spoilt, join)
    if distortion.name != "identity" and copied == _joined(Spoilt(list(appeal.lines)), join):
        return None
    return copied if distortion.evident or _enough(appeal, copied, placement) else None


def _placed(  # noqa: PLR0913, PLR0917  a copy's dimensions
    appeal: Appeal, distortion: Distortion, place: Place, story: Story, copied: str, rng: Random
) -> Copy | None:
    before, after = _around(story, *place, rng)
    if _ambiguous(appeal, before, copied, after):
        return None
    start, end = len(before), len(before) + len(copied)
    return Copy(appeal.name, distortion.name, *place, story.name, before + copied + after, start, end)


def _joined(spoilt: Spoilt, join: Join) -> str:
    return (spoilt.inner if spoilt.inner is not None else _BETWEEN[join]).join(spoilt.lines)


def _around(story: Story, placement: Placement, join: Join, rng: Random) -> tuple[str, str]:
    """The story's text before and after the appeal, each with its seam."""
    at = {
        Placement.TAIL: len(story.lines),
        Placement.HEAD: 0,
        Placement.MIDDLE: rng.randrange(1, len(story.lines)),
        Placement.ALONE: -1,
    }[placement]
    if at < 0:
        return "", ""
    before, after = _BETWEEN[join].join(story.lines[:at]), _BETWEEN[join].join(story.lines[at:])
    return before and before + _SEAM[join], after and _SEAM[join] + after


def _enough(appeal: Appeal, copied: str, placement: Placement) -> bool:
    if letters(copied) >= letters(appeal.passage) // 2:
        return True
    opening = _letters(appeal.passage)[:12] == _letters(copied)[:12]
    return letters(copied) >= _ENOUGH[placement] + (0 if opening else _MORE_WITHOUT_BEGINNING)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalpha())


def _words(text: str) -> list[str]:
    return [text[a:b].casefold() for a, b in words(text)]


def _ambiguous(appeal: Appeal, before: str, copied: str, after: str) -> bool:
    """Whether the story by chance goes on with the very word at which a cut-off appeal was cut off."""
    whole, part = _words(appeal.passage), _words(copied)
    following, preceding = _words(after)[:1], _words(before)[-1:]
    ends_early = whole[: len(part)] == part and whole[len(part) : len(part) + 1] == following != []
    begins_late = whole[-len(part) :] == part and whole[: -len(part)][-1:] == preceding != []
    return ends_early or begins_late
