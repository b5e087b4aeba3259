"""The rule file format: pydantic models that are also the published JSON Schema.

Only shape lives here. What a file means (hosts, groups, compiled matchers) is the RuleBook's.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from endmark.model import Kind, Position

VERBS = ("passage", "from", "line", "heading", "suffix", "prefix", "keep")


class Status(StrEnum):
    """How far a rule is trusted: only `stable` rules cut, the others are reported."""

    DRAFT = "draft"
    SHADOW = "shadow"
    STABLE = "stable"


class Otherwise(StrEnum):
    """How far a `from` rule cuts where no `through` follows."""

    END = "end"
    LAST_KNOWN = "last-known"
    NOTHING = "nothing"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Regex(_Model):
    """An RE2 pattern, matched on the folded copy."""

    regex: Annotated[
        str, Field(min_length=1, description="RE2 pattern; case, quotes, dashes and spaces are folded")
    ]


Literal_ = Annotated[str, Field(min_length=1)]
Pattern = Literal_ | Regex
Patterns = Pattern | Annotated[list[Pattern], Field(min_length=1)]


class Guards(_Model):
    """Limits that refuse a cut. What is left out has a safe default that depends on the verb."""

    min_blocks_before: (
        Annotated[int, Field(ge=0, description="body blocks that must stand before the cut")] | None
    ) = None
    min_characters_before: (
        Annotated[int, Field(ge=0, description="body characters that must stand before the cut")] | None
    ) = None
    longest: Annotated[int, Field(gt=0, description="longest cut, in characters")] | None = None
    largest_share: (
        Annotated[float, Field(gt=0, le=1, description="largest share of the text that one cut may take")]
        | None
    ) = None


class Rule(_Model):
    """One cut (or one `keep`). Exactly one verb."""

    id: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
            description="unique in its file; lower-case words joined by hyphens",
        ),
    ]
    kind: Annotated[Kind | None, Field(description="what is cut")] = None
    passage: Annotated[
        str | list[str] | None, Field(description="what readers see, pasted; a list holds variants")
    ] = None
    from_: Annotated[
        Patterns | None, Field(alias="from", description="a marker that begins a block or a sentence")
    ] = None
    through: Annotated[
        Patterns | None, Field(description="where a `from` cut ends, in order of preference")
    ] = None
    otherwise: Annotated[Otherwise | None, Field(description="what to do when no `through` follows")] = None
    line: Annotated[Patterns | None, Field(description="a whole block")] = None
    heading: Annotated[
        Patterns | None, Field(description="a heading and the short blocks that follow it")
    ] = None
    suffix: Annotated[Patterns | None, Field(description="the end of the last body block")] = None
    prefix: Annotated[Patterns | None, Field(description="the beginning of the first body block")] = None
    keep: Annotated[Patterns | None, Field(description="text that no rule may cut")] = None
    where: Annotated[Position | Literal["anywhere"], Field(description="where the cut may stand")] = (
        "anywhere"
    )
    guards: Guards = Guards()
    status: Status = Status.STABLE
    note: Annotated[str | None, Field(description="why this rule is as it is; for the next editor")] = None

    @property
    def verb(self) -> str:
        """The name of the one verb this rule has."""
        return next(v for v in VERBS if getattr(self, "from_" if v == "from" else v) is not None)

    @model_validator(mode="after")
    def _one_verb(self) -> Self:
        named = [v for v in VERBS if getattr(self, "from_" if v == "from" else v) is not None]
        if len(named) != 1:
            raise ValueError(
                f"a rule needs exactly one of {', '.join(VERBS)}; this one has {', '.join(named) or 'none'}"
            )
        if self.keep is None and self.kind is None:
            raise ValueError("a rule that cuts needs a kind")
        if self.from_ is None and (self.through is not None or self.otherwise is not None):
            raise ValueError("`through` and `otherwise` go with `from`")
        return self


class RuleFile(_Model):
    """One file of `sites/` or `groups/`."""

    site: Annotated[str | None, Field(description="the publication's or group's name")] = None
    hosts: Annotated[
        list[str],
        Field(description="hosts of this site; subdomains are included, the most specific host wins"),
    ] = []
    languages: Annotated[
        list[str], Field(description="BCP 47 codes of the languages this file's rules speak")
    ] = []
    extends: Annotated[
        str | list[str], Field(description="publisher groups whose rules this site shares")
    ] = []
    disable: Annotated[list[str], Field(description="ids of group rules that do not hold here")] = []
    fingerprints: Annotated[
        list[str], Field(description="phrases that recognise the site when no URL came")
    ] = []
    rules: list[Rule] = []
