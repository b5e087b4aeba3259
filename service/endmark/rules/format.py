"""The rule file format: pydantic models that are also the published JSON Schema.

Only shape lives here. What a file means (hosts, groups, compiled matchers) is the RuleBook's.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, model_validator

from endmark.model import Kind, Position
from endmark.rules.hosts import checked_host
from endmark.rules.variables import VARIABLES

VERBS = ("passage", "from", "line", "heading", "suffix", "prefix", "css", "xpath", "keep")
SELECTING = ("css", "xpath")
_NAMED = ", ".join(f"{{{name}}}" for name in VARIABLES)
_CSS = "A CSS selector with whole, human names: `.related-article`, `aside#comments`, `[data-testid=share]`."
_XPATH = "An XPath expression that selects elements, for what CSS cannot say."
_VARIABLES = f"For what changes: {_NAMED}; put quotes around what begins with a brace."


class Status(StrEnum):
    """How far a rule is trusted: only `stable` rules cut, the others are reported."""

    DRAFT = "draft"
    SHADOW = "shadow"
    STABLE = "stable"


class Over(StrEnum):
    """What becomes of the rules that a folder beneath has for the same site."""

    REPLACE = "replace"
    EXTEND = "extend"


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
        str,
        Field(
            pattern=r"\S",
            description="An RE2 pattern, best in single quotes. Case, quotes, dashes and spaces are folded.",
        ),
    ]


Literal_ = Annotated[str, Field(pattern=r"\S")]
Host = Annotated[str, AfterValidator(checked_host)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Pattern = Literal_ | Regex
Patterns = Pattern | Annotated[list[Pattern], Field(min_length=1)]


class Css(_Model):
    """A CSS selector, for pages."""

    css: Annotated[Literal_, Field(description=_CSS)]


class XPath(_Model):
    """An XPath expression, for pages."""

    xpath: Annotated[Literal_, Field(description=_XPATH)]


Literals = Literal_ | Annotated[list[Literal_], Field(min_length=1)]
Kept = Pattern | Css | XPath
Place = Literal_ | Css | XPath


class Guards(_Model):
    """Limits that refuse a cut. What is left out has a safe default that depends on the verb."""

    min_blocks_before: (
        Annotated[StrictInt, Field(ge=0, description="Body blocks that must stand before the cut.")] | None
    ) = None
    min_characters_before: (
        Annotated[StrictInt, Field(ge=0, description="Body characters that must stand before the cut.")] | None
    ) = None
    longest: Annotated[StrictInt, Field(gt=0, description="The longest cut, in characters.")] | None = None
    largest_share: (
        Annotated[
            float,
            Field(gt=0, le=1, description="The largest share of the text that one cut may take: 0.5 is half."),
        ]
        | None
    ) = None


def rule_mistake(named: Collection[str]) -> str | None:
    """What is wrong with a rule that names these keys, whatever their values are.

    >>> rule_mistake({"id", "kind", "line"}) is None
    True
    >>> rule_mistake({"id", "line"})
    'a rule that cuts needs a kind'
    """
    verbs = [verb for verb in VERBS if verb in named]
    if len(verbs) != 1:
        found = " and ".join(verbs) or "none"
        return f"a rule needs exactly one of {', '.join(VERBS)}; this one has {found}"
    if verbs != ["keep"] and "kind" not in named:
        return "a rule that cuts needs a kind"
    if verbs != ["from"] and {"through", "otherwise"} & set(named):
        return "`through` and `otherwise` go with `from`"
    if verbs[0] not in SELECTING and "up_to" in named:
        return "`up_to` goes with `css` or `xpath`"
    return None


class Rule(_Model):
    """One cut (or one `keep`). Exactly one verb."""

    id: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
            description="The rule's name in results; lower-case words joined by hyphens, unique in the file.",
        ),
    ]
    kind: Annotated[Kind | None, Field(description="What is cut. Only a `keep` rule does without.")] = None
    passage: Annotated[
        Literals | None,
        Field(
            description="What readers see, pasted whole: heading, paragraphs, buttons. Found in spite of "
            "edits, other amounts, typography and lost line breaks. A list holds variants. It takes no variables."
        ),
    ] = None
    from_: Annotated[
        Patterns | None,
        Field(
            alias="from",
            description=f"Where a cut begins: words at the start of a block or a sentence. {_VARIABLES}",
        ),
    ] = None
    through: Annotated[
        Patterns | None,
        Field(
            description="Where a `from` cut ends: the first of these that follows, in order of preference. "
            f"{_VARIABLES}"
        ),
    ] = None
    otherwise: Annotated[
        Otherwise | None, Field(description="How far a `from` cut goes when no `through` follows.")
    ] = None
    line: Annotated[
        Patterns | None, Field(description=f"A whole line or paragraph. A list holds alternatives. {_VARIABLES}")
    ] = None
    heading: Annotated[
        Patterns | None,
        Field(description=f"A heading that is cut with the short, link-like blocks after it. {_VARIABLES}"),
    ] = None
    suffix: Annotated[
        Patterns | None,
        Field(
            description="Words at the very end of the last paragraph; in a generic file, only behind a sentence. "
            f"{_VARIABLES}"
        ),
    ] = None
    prefix: Annotated[
        Patterns | None, Field(description=f"Words at the very beginning of the first paragraph. {_VARIABLES}")
    ] = None
    css: Annotated[
        Literals | None,
        Field(description=f"Parts of a page. {_CSS} A list holds alternatives. On texts, this rule does nothing."),
    ] = None
    xpath: Annotated[
        Literals | None, Field(description=f"Parts of a page. {_XPATH} On texts, this rule does nothing.")
    ] = None
    up_to: Annotated[
        Literal_ | None,
        Field(
            description="A CSS selector: not what `css` or `xpath` selects is cut, but the nearest element around it "
            "that this selects; nothing if there is none."
        ),
    ] = None
    keep: Annotated[
        Kept | Annotated[list[Kept], Field(min_length=1)] | None,
        Field(
            description="What no rule may cut, no generic one either: words, or on pages {css: …} and {xpath: …}. "
            f"{_VARIABLES}"
        ),
    ] = None
    where: Annotated[Position | Literal["anywhere"], Field(description="Where the cut may stand.")] = "anywhere"
    guards: Guards = Guards()
    status: Status = Status.STABLE
    note: Annotated[str | None, Field(description="Why this rule is as it is; for the next editor.")] = None

    @property
    def verb(self) -> str:
        """The name of the one verb this rule has."""
        named = self._named()
        return next(name for name in VERBS if name in named)

    def _named(self) -> set[str]:
        return {name.removesuffix("_") for name, value in self if value is not None}

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if mistake := rule_mistake(self._named()):
            raise ValueError(mistake)
        return self


class RuleFile(_Model):
    """One file of `sites/`, `groups/` or `generic/`: a publication, what several share, or a language's phrases."""

    site: Annotated[str | None, Field(description="The name of the publication, the group or the language.")] = None
    hosts: Annotated[
        list[Host],
        Field(
            description="Hosts of this site, such as example.org. Subdomains are included; the most specific host "
            "wins. Groups and generic files have none."
        ),
    ] = []
    languages: Annotated[
        list[Language], Field(description="Codes of the languages that these rules speak: en, ru, pt-BR.")
    ] = []
    extends: Annotated[
        str | list[str],
        Field(description="Groups whose rules this site shares: the names of files in groups/, without .yaml."),
    ] = []
    over: Annotated[
        Over,
        Field(
            description="Where a folder beneath has a file for the same site: `replace` it, or `extend` it, that is, "
            "keep its rules, except those that `disable` lists or that have an id of this file's."
        ),
    ] = Over.REPLACE
    disable: Annotated[
        list[str], Field(description="Ids of rules, of groups or of an extended file beneath, that do not hold here.")
    ] = []
    fingerprints: Annotated[list[Literal_], Field(description="Phrases that recognise the site when no URL came.")] = []
    body: Annotated[
        Place | Annotated[list[Place], Field(min_length=1)] | None,
        Field(
            description="Where the story stands on this site's pages: a CSS selector or {xpath: …}. What lies outside "
            "is cut. Of a list, the first that selects anything counts. Texts are left alone."
        ),
    ] = None
    rules: list[Rule] = []
