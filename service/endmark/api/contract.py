"""What goes over the wire, as models: the OpenAPI document is made of them, and the tests hold answers to them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from endmark.metadata import Metadata
from endmark.model import Format, Kind, Position
from endmark.rules.format import Status
from endmark.rules.lint import Level

Offset = Annotated[int, Field(ge=0, description="In Unicode code points of the text; spans are half-open.")]
Identity = str | int | float | bool | None
RuleSetVersion = Annotated[
    str, Field(pattern="^[0-9a-f]{12}$", description="The rule set that made this: a hash of its files' content.")
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Article(_Model):
    """One article: `text` or `html`, one of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": [given], "properties": {given: {"type": "string"}, other: {"type": "null"}}}
                for given, other in (("text", "html"), ("html", "text"))
            ],
            "examples": [{"text": "The ferry is running again.\nA Message from …", "url": "https://example.org/1"}],
        }
    )

    text: str | None = Field(None, description="A text. It comes back as it is, cut into segments.")
    html: str | None = Field(None, description="A page, or the article's part of one.")
    url: str | None = Field(None, description="Where it stands: its host tells the site. It is never fetched.")
    site: str | None = Field(None, description="The site's host, where there is no URL.")
    format: Format | None = Field(None, description="Of the body in the answer; text, if it is not given.")
    figures: bool | Literal["true", "false"] | None = Field(
        None, description="Whether a page's figures stay in its body."
    )
    keep: list[Kind] | str | None = Field(
        None, description="Kinds that stay in the body: a list, or names joined by commas."
    )


class BatchArticle(Article):
    """One article of a batch."""

    id: Identity = Field(None, description="Comes back with the answer.")


class Cut(_Model):
    """Boilerplate: what it is, where, and which rule says so."""

    kind: Kind
    start: Offset
    end: Offset
    text: str
    position: Position
    rule: str
    file: str
    reason: str
    also: list[str] = Field(description="Other rules that would have cut here.")


class Refused(_Model):
    """What a rule would have cut and a guard kept, or what a rule only watches."""

    kind: Kind
    start: Offset
    end: Offset
    text: str
    rule: str
    file: str
    reason: str
    guard: str


class StripAnswer(_Model):
    """The body, and all that is not the body. Together they are the text, without a gap."""

    body: str
    format: Format
    removed: list[Cut]
    kept: list[Cut] = Field(description="Boilerplate that stays in the body because of `keep`.")
    refused: list[Refused]
    site: str | None
    metadata: Metadata | None = Field(description="What a page states of itself; null for a text.")
    input: Literal["text", "html"]
    length: int
    notes: list[str]
    rule_set: RuleSetVersion


class Problem(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str = Field(description="What is wrong, the limit and the actual value, what to do.")


class BatchAnswer(StripAnswer):
    """The answer to one article of a batch."""

    id: Identity = None


class BatchError(_Model):
    """An article of a batch that could not be stripped."""

    id: Identity = None
    index: int = Field(ge=0, description="Which article of the batch, from 0.")
    error: Problem


class Health(_Model):
    """The process answers."""

    status: Literal["ok"]


class Readiness(_Model):
    """Which rules serve. `stale`: newer ones are broken, and the last good ones go on serving."""

    status: Literal["ready", "stale"]
    rule_set: RuleSetVersion
    since: str
    broken_since: str | None
    problems: list[str] = Field(description="What is broken, as file:line:column: message.")


class SiteSummary(_Model):
    """A site that a rule file names."""

    host: str
    name: str | None
    hosts: list[str]
    languages: list[str]
    file: str


class Sites(Readiness):
    """All sites with rules."""

    sites: list[SiteSummary]


class SiteRule(_Model):
    """One rule of a site, its own or of a group."""

    id: str
    kind: Kind | None
    verb: str
    where: Position | Literal["anywhere"]
    status: Status
    note: str | None
    file: str


class Site(SiteSummary):
    """A site and its rules."""

    fingerprints: list[str]
    rules: list[SiteRule]
    rule_set: RuleSetVersion


class Version(_Model):
    """What runs here."""

    version: str
    rule_set: RuleSetVersion
    sites: int


class CheckFinding(_Model):
    """One thing that lint says of a rule file."""

    level: Level
    line: int
    column: int
    message: str


class RuleCheck(_Model):
    """Whether a rule file can be used, and what is to be said about it."""

    usable: bool
    findings: list[CheckFinding]
    rule_set: RuleSetVersion
