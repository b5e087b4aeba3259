"""What a distortion is, and how one is registered."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tests.passages.materials import Appeal


class Placement(StrEnum):
    """Where in the text the appeal stands."""

    TAIL = "tail"
    HEAD = "head"
    MIDDLE = "middle"
    ALONE = "alone"


class Join(StrEnum):
    """What stands between paragraphs: of the story, of the appeal, and between the two."""

    NEWLINE = "newline"
    BLANK = "blank line"
    CRLF = "CRLF"
    SPACE = "one line"
    GLUED = "glued"


ANYWHERE = frozenset(Placement)
AT_END = frozenset({Placement.TAIL, Placement.ALONE})
BEFORE_BODY = frozenset({Placement.HEAD, Placement.MIDDLE})
ANY_JOIN = frozenset(Join)
LINES = frozenset({Join.NEWLINE, Join.BLANK, Join.CRLF})
LINES_OR_GLUED = LINES | {Join.GLUED}
NOT_GLUED = ANY_JOIN - {Join.GLUED}


@dataclass(frozen=True)
class Spoilt:
    """An appeal's lines after a distortion. `inner`, where set, joins them whatever the story's join is."""

    lines: list[str]
    inner: str | None = None


Change = Callable[[Appeal, Random], Spoilt | None]


@dataclass(frozen=True)
class Distortion:
    """One way to spoil an appeal.

    `joins_before_body`: the joins that leave no doubt about where the appeal ends if body text follows it.
    `evident`: what is left is few letters, but plainly the appeal.
    """

    name: str
    change: Change
    placements: frozenset[Placement]
    joins: frozenset[Join]
    joins_before_body: frozenset[Join]
    evident: bool = False

    def allows(self, placement: Placement, join: Join) -> bool:
        if placement is Placement.ALONE and join is Join.GLUED:
            return False  # glued to nothing
        joins = self.joins_before_body if placement in BEFORE_BODY else self.joins
        return placement in self.placements and join in joins


@dataclass(frozen=True)
class Registry:
    """Collects a module's distortions: decorates a change, or adds one that was made."""

    found: dict[str, Distortion]

    def __call__(
        self,
        placements: frozenset[Placement] = ANYWHERE,
        joins: frozenset[Join] = ANY_JOIN,
        before_body: frozenset[Join] | None = None,
        *,
        evident: bool = False,
    ) -> Callable[[Change], Change]:
        def register(change: Change) -> Change:
            name = change.__name__.replace("_", "-")
            self.found[name] = Distortion(name, change, placements, joins, before_body or joins, evident)
            return change

        return register

    def add(self, name: str, change: Change) -> None:
        self.found[name] = Distortion(name, change, ANYWHERE, ANY_JOIN, ANY_JOIN)


def each_line(appeal: Appeal, change: Callable[[str], str]) -> Spoilt:
    return Spoilt([change(line) for line in appeal.lines])
