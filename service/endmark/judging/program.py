"""What a site's rules are once compiled: plain data that the judging functions read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

from endmark.judging.passages.index import PassageIndex
from endmark.judging.phrases import PhraseIndex
from endmark.model import Kind
from endmark.selectors import Selector


class Match(Protocol):
    """The part of an RE2 match that judging uses."""

    def start(self) -> int:
        """Where the match begins."""

    def end(self) -> int:
        """Where the match ends."""


class Matcher(Protocol):
    """The part of a compiled RE2 pattern that judging uses; it is case-insensitive and unanchored."""

    def search(self, text: str) -> Match | None:
        """Find the first match anywhere."""

    def fullmatch(self, text: str) -> Match | None:
        """Match the whole text."""

    def finditer(self, text: str) -> Iterator[Match]:
        """Iterate over the matches."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A marker that is matched as it is, on the folded copy."""

    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A marker that is an RE2 pattern, matched on the folded copy. `phrase` is in each match; empty if unknown."""

    regex: Matcher
    phrase: str = ""


Marker = Literal | Pattern


class Where(Enum):
    """Where a rule's cuts may stand."""

    HEAD = auto()
    INSET = auto()
    TAIL = auto()
    ANYWHERE = auto()
    EDGE = auto()  # at the head or the tail: evidence that suffices only there


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """Limits that refuse a cut; lengths in code points."""

    min_blocks_before: int = 0
    min_characters_before: int = 0
    longest: int | None = None
    largest_share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What every rule has, whatever its verb. `silent` is why a rule is reported only (draft, shadow)."""

    rule: str
    file: str
    kind: Kind
    where: Where = Where.ANYWHERE
    guards: Guards = Guards()
    silent: str | None = None


class OpenEnd(Enum):
    """How far a span goes whose end marker does not follow."""

    TEXT_END = auto()
    LAST_KNOWN = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRule:
    """Cuts a whole block; as a heading, with the short blocks that follow it."""

    terms: Terms
    markers: tuple[Marker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanRule:
    """Cuts from a marker through the first end marker that follows, in order of preference."""

    terms: Terms
    starts: tuple[Marker, ...]
    ends: tuple[Marker, ...]
    open_end: OpenEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class AffixRule:
    """Cuts at the very end (or beginning) of the body.

    `behind_sentence`: only if a sentence ends before it; `last` is how a body ends on which any of the markers stands.
    """

    terms: Terms
    markers: tuple[Marker, ...]
    at_end: bool
    behind_sentence: bool = False
    last: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectorRule:
    """Cuts what selectors select on a page; with `up_to`, the nearest of its elements around that."""

    terms: Terms
    selectors: tuple[Selector, ...]
    up_to: Selector | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRule:
    """Names text that no rule may cut, by words or, on a page, by selectors."""

    rule: str
    markers: tuple[Marker, ...]
    selectors: tuple[Selector, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageSet:
    """Passages that are searched for together; `terms` are those of the rules that the index numbers."""

    index: PassageIndex
    terms: tuple[Terms, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A site's rules, compiled.

    `known` holds the letters of the passages' longer sentences. `signal` holds phrases of which one stands in every
    text that a marker can match; it is None if there are markers for which no phrase does. `body` cuts what lies
    outside the first of its selectors that selects anything.
    """

    lines: tuple[BlockRule, ...] = ()
    headings: tuple[BlockRule, ...] = ()
    spans: tuple[SpanRule, ...] = ()
    affixes: tuple[AffixRule, ...] = ()
    keeps: tuple[KeepRule, ...] = ()
    selectors: tuple[SelectorRule, ...] = ()
    body: SelectorRule | None = None
    passages: tuple[PassageSet, ...] = ()
    known: tuple[str, ...] = field(default=(), repr=False)
    signal: PhraseIndex | None = None
