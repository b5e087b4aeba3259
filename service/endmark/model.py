"""What every part of Endmark speaks of: documents, blocks, cuts, segments, results.

A span is half-open, `[start, end)`, in Unicode code points of `Document.text`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from endmark.errors import InputError

if TYPE_CHECKING:
    from endmark.metadata import Metadata
    from endmark.page import Page
    from endmark.rendering import Story


class Kind(StrEnum):
    """What a removed segment is (fixed names)."""

    DONATION_APPEAL = "donation_appeal"
    NEWSLETTER = "newsletter"
    SUBSCRIPTION = "subscription"
    RELATED_LINKS = "related_links"
    SHARE_FOLLOW = "share_follow"
    COMMENTS_PROMPT = "comments_prompt"
    APP_PROMPT = "app_prompt"
    AD_MARKER = "ad_marker"
    AUTHOR_BIO = "author_bio"
    AGENCY_CREDIT = "agency_credit"
    RIGHTS_NOTICE = "rights_notice"
    REPUBLISH_NOTICE = "republish_notice"
    FUNDING_DISCLOSURE = "funding_disclosure"
    CORRECTION_NOTE = "correction_note"
    PRINT_NOTE = "print_note"
    CONTACT_TIPS = "contact_tips"
    PODCAST_PROMO = "podcast_promo"
    EVENT_PROMO = "event_promo"
    READER_SURVEY = "reader_survey"
    TAGS = "tags"
    DISCLAIMER = "disclaimer"
    END_MARK = "end_mark"
    SITE_NOTE = "site_note"
    AGENCY_NOTICE = "agency_notice"
    HEADLINE = "headline"
    BYLINE = "byline"
    CAPTION = "caption"
    MEDIA_PLAYER = "media_player"
    CONSENT = "consent"
    NAVIGATION = "navigation"

    @classmethod
    def parse(cls, name: str) -> "Kind":
        """The kind of a name. Raises `InputError`, with a suggestion, for a name that is none."""
        try:
            return cls(name)
        except ValueError:
            near = get_close_matches(name, list(cls), n=1)
            hint = f"did you mean {near[0]!s}?" if near else f"the kinds are {', '.join(cls)}"
            raise InputError(f"unknown kind {name!r}; {hint}") from None


class Format(StrEnum):
    """The form that a story is given in: text as in the document, an HTML fragment, Markdown."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"

    @classmethod
    def parse(cls, name: str) -> "Format":
        """The format of a name. Raises `InputError` for a name that is none."""
        try:
            return cls(name)
        except ValueError:
            raise InputError(f"unknown format {name!r}; the formats are {', '.join(cls)}") from None


class Position(StrEnum):
    """Where a segment stands: before the body, between body text, or after it."""

    HEAD = "head"
    INSET = "inset"
    TAIL = "tail"


class Block(NamedTuple):
    """One paragraph-like run of text: a line of plain text, a leaf block element of a page.

    `start:end` is the whole block without its line end; `left:right` is what it says: quote prefixes
    (`> `), list bullets, white space and zero-width characters at either side are outside.
    """

    start: int
    end: int
    left: int
    right: int


@dataclass(frozen=True)
class Document:
    """A text to judge. `text` is the posted text itself, or a page's visible text block by block.

    `blocks` are in order, do not overlap, and leave out only line ends and empty lines. They are found
    when first asked for: most texts are judged without. `page` is what a page's text was read from.
    `notes` say what of the source could not be read as it was; `url` is where it says it was found.
    """

    text: str
    find_blocks: Callable[[str], tuple[Block, ...]]
    input: str = "text"
    encoding: str | None = None
    page: "Page | None" = None
    notes: tuple[str, ...] = ()
    url: str | None = None

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The document's blocks, in order."""
        return self.find_blocks(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A span that a rule would remove, and why."""

    start: int
    end: int
    kind: Kind
    rule: str
    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A cut that a guard refused (or a shadow or draft rule only reports): the text stays in the body."""

    cut: Cut
    guard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A labelled span of the result. `cut` is None where the text is body.

    `kept` says that the caller asked to keep this kind: it is boilerplate, but stays in the body.
    `also` names the other rules that would have cut here.
    """

    start: int
    end: int
    text: str
    cut: Cut | None = None
    position: Position | None = None
    kept: bool = False
    also: tuple[str, ...] = ()

    @property
    def in_body(self) -> bool:
        """Whether this segment is part of `Result.body`."""
        return self.cut is None or self.kept

    def as_dict(self) -> dict[str, Any]:
        """A cut as plain JSON data."""
        assert self.cut is not None  # noqa: S101  only called on cuts
        return {
            "kind": self.cut.kind,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "position": self.position,
            "rule": self.cut.rule,
            "file": self.cut.file,
            "reason": self.cut.reason,
            "also": list(self.also),
        }


@dataclass(frozen=True, kw_only=True)
class Result:
    """What stripping found. The segments partition `document.text` exactly, in order. `url` is what the caller gave."""

    document: Document
    segments: tuple[Segment, ...]
    refused: tuple[Refusal, ...] = ()
    url: str | None = None
    site: str | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def body(self) -> str:
        """The story: every body segment joined, untouched."""
        return "".join(s.text for s in self.segments if s.in_body)

    def render(self, form: Format | str, *, figures: bool = False) -> str:
        """The body in a format. Raises `InputError` for an unknown one.

        HTML and Markdown have the markup that the text has in the page, and links made absolute: by the page's base,
        the URL that the caller gave, or the canonical one; `figures`: also the pictures that stand between blocks of
        the body. The HTML is one safe `<article>`; stripping it again changes nothing.
        """
        match Format.parse(form):
            case Format.TEXT:
                return self.body
            case Format.HTML:
                return self._story.html(figures=figures)
            case Format.MARKDOWN:
                return self._story.markdown(figures=figures)

    @property
    def html(self) -> str:
        """The body as HTML, without pictures."""
        return self.render(Format.HTML)

    @property
    def markdown(self) -> str:
        """The body as Markdown, without pictures."""
        return self.render(Format.MARKDOWN)

    @cached_property
    def _story(self) -> "Story":
        from endmark.rendering import Story  # noqa: PLC0415  most callers want the text alone, and no renderer

        page = self.document.page
        return Story(
            self.document.text,
            [(s.start, s.end) for s in self.segments if s.in_body],
            [(s.start, s.end) for s in self.segments if s.cut and s.cut.kind is Kind.CAPTION and not s.in_body],
            page,
            page.stated.base(self.url) if page else None,
        )

    @cached_property
    def metadata(self) -> "Metadata | None":
        """What the page states of itself; None for a text."""
        return self.document.page.stated.metadata(self.url) if self.document.page else None

    @property
    def removed(self) -> tuple[Segment, ...]:
        """The segments that are not in the body."""
        return tuple(s for s in self.segments if not s.in_body)

    @property
    def kept(self) -> tuple[Segment, ...]:
        """Boilerplate that stays in the body because the caller asked for it."""
        return tuple(s for s in self.segments if s.cut and s.kept)

    def as_dict(self, form: Format | str = Format.TEXT, *, figures: bool = False) -> dict[str, Any]:
        """The result as plain JSON data: the one form that command, HTTP and batch speak.

        `body` is as `render` gives it; offsets refer to `document.text` whatever the format.
        """
        return {
            "body": self.render(form, figures=figures),
            "format": Format(form),
            "removed": [s.as_dict() for s in self.removed],
            "kept": [s.as_dict() for s in self.kept],
            "refused": [_refusal_dict(r, self.document.text) for r in self.refused],
            "site": self.site,
            "metadata": self.metadata.as_dict() if self.metadata else None,
            "input": self.document.input,
            "length": len(self.document.text),
            "notes": list(self.notes),
        }


def _refusal_dict(refusal: Refusal, text: str) -> dict[str, Any]:
    cut = refusal.cut
    return {
        "kind": cut.kind,
        "start": cut.start,
        "end": cut.end,
        "text": text[cut.start : cut.end],
        "rule": cut.rule,
        "file": cut.file,
        "reason": cut.reason,
        "guard": refusal.guard,
    }
