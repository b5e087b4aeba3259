"""What an explanation holds, and its form as JSON: field names are fixed, offsets are code points of the document."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from endmark.judging.generic.deciding import Place
from endmark.judging.spans import is_blank
from endmark.model import Cut, Kind, Refusal, Result, Segment


class Outcome(StrEnum):
    """What became of a block. `KEPT` is boilerplate that the caller keeps, `REFUSED` body that a guard kept."""

    BODY = "body"
    CUT = "cut"
    PART = "part"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of the document that speaks for a cut (above 0) or against it, and how loudly."""

    start: int
    end: int
    text: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The phrase of a generic file that a block says. `kind` and `file` are None where its rule cuts nothing."""

    words: str
    rule: str
    kind: Kind | None
    file: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What generic judging makes of a block.

    `odds` are log-odds of boilerplate; above `needed` the block goes, above `needed_if_named` if a phrase names it.
    `decided` tells whether it is to go, by itself or with all behind the last anchor. `anchor` is "first", "last" or
    "only" for a block where the story surely begins or ends; `kept_by` is what keeps the block whatever its odds.
    """

    odds: float
    needed: float
    needed_if_named: float
    wording: float
    place: Place
    decided: bool
    anchor: str | None
    kept_by: str | None
    named: Named | None
    words: tuple[Word, ...]

    def as_dict(self) -> dict[str, Any]:
        """The weight as plain JSON data."""
        return {
            "odds": self.odds,
            "needed": self.needed,
            "needed_if_named": self.needed_if_named,
            "wording": self.wording,
            "place": self.place.value,
            "decided": self.decided,
            "anchor": self.anchor,
            "kept_by": self.kept_by,
            "named": self.named and _fields(self.named, "words", "rule", "kind", "file"),
            "words": [_fields(word, "start", "end", "text", "weight") for word in self.words],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWeight:
    """What judging makes of a block by its place in a page.

    `odds` are log-odds of boilerplate, as a text's are; from `needed` the block goes. `kind` and `sign` are what it is
    then, and how that is told; None for the story's. `because` is why it was decided against its odds, if it was.
    `within` are the elements around it, outermost first, each with its class names and id.
    """

    odds: float
    needed: float
    kind: Kind | None
    sign: str | None
    because: str | None
    within: str

    def as_dict(self) -> dict[str, Any]:
        """The weight as plain JSON data."""
        return _fields(self, "odds", "needed", "kind", "sign", "because", "within")


@dataclass(frozen=True, kw_only=True)
class ExplainedBlock:
    """One block. Its `parts` partition it; a part with a cut names the rule that matched just there.

    `weight` is None where the site's rules had cut the block already, and where there are no generic files. `on_page`
    is the weight of a page's block instead. `lacked` is what keeps a block that stayed, and what would have cut it.
    """

    number: int
    start: int
    end: int
    text: str
    parts: tuple[Segment, ...]
    refused: tuple[Refusal, ...]
    weight: Weight | None
    on_page: PageWeight | None
    lacked: tuple[str, ...]

    @cached_property
    def outcome(self) -> Outcome:
        """What became of it."""
        said = [part for part in self.parts if not is_blank(part.text)] or self.parts
        if not all(part.in_body for part in said):
            return Outcome.PART if any(part.in_body for part in said) else Outcome.CUT
        if any(part.kept for part in said):
            return Outcome.KEPT
        return Outcome.REFUSED if self.refused else Outcome.BODY

    def as_dict(self) -> dict[str, Any]:
        """The block as plain JSON data."""
        return {
            **_fields(self, "number", "start", "end", "text", "outcome"),
            "parts": [_part(part) for part in self.parts],
            "refused": [_cut(r.cut) | _fields(r.cut, "start", "end") | {"guard": r.guard} for r in self.refused],
            "weight": self.weight and self.weight.as_dict(),
            "on_page": self.on_page and self.on_page.as_dict(),
            "lacked": list(self.lacked),
        }


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The result of stripping a text, and all of its blocks: between them stand only line ends and empty lines."""

    result: Result
    blocks: tuple[ExplainedBlock, ...]

    def as_dict(self) -> dict[str, Any]:
        """The explanation as plain JSON data."""
        result = self.result
        return {
            "site": result.site,
            "input": result.document.input,
            "length": len(result.document.text),
            "notes": list(result.notes),
            "blocks": [block.as_dict() for block in self.blocks],
        }


def _part(part: Segment) -> dict[str, Any]:
    cut = _cut(part.cut) | _fields(part, "position", "kept") | {"also": list(part.also)} if part.cut else None
    return _fields(part, "start", "end", "text") | {"cut": cut}


def _cut(cut: Cut) -> dict[str, Any]:
    return _fields(cut, "kind", "rule", "file", "reason")


def _fields(thing: object, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}
