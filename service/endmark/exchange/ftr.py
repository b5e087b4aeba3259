"""Site configurations of Full-Text RSS (ftr-site-config) as rule files; what is cut there is only reported here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from endmark.exchange.directives import KNOWN, WITHOUT, Directive, directives
from endmark.exchange.xpaths import to_css
from endmark.model import Kind
from endmark.rules.hosts import checked_host
from endmark.rules.yaml_writing import scalar, write_rule_file
from endmark.selectors import SelectorError, compile_css, compile_xpath

_NAME = re.compile(r"-?[A-Za-z_][\w-]*")
# What a word of a selector says of what it selects.
_KINDS = (
    ("share|social|follow|facebook|twitter", Kind.SHARE_FOLLOW),
    ("related|recommend|readmore|read-more|more-|promo|teaser|outbrain|taboola", Kind.RELATED_LINKS),
    ("newsletter|signup|sign-up|mailing", Kind.NEWSLETTER),
    ("donat|support-us", Kind.DONATION_APPEAL),
    ("subscri|paywall", Kind.SUBSCRIPTION),
    ("comment|disqus", Kind.COMMENTS_PROMPT),
    (r"\bads?\b|advert|sponsor|banner", Kind.AD_MARKER),
    ("author|\\bbio|byline", Kind.AUTHOR_BIO),
    ("caption|figcaption|credit", Kind.CAPTION),
    ("copyright|license", Kind.RIGHTS_NOTICE),
    (r"\btags?\b|topic|keyword", Kind.TAGS),
    ("video|audio|player|podcast", Kind.MEDIA_PLAYER),
    ("cookie|consent|gdpr", Kind.CONSENT),
    (r"\bnav|menu|breadcrumb|header|footer|toolbar|skip", Kind.NAVIGATION),
)


@dataclass(frozen=True, slots=True)
class Left:
    """A line that was not carried over, and why."""

    line: int
    said: str
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A configuration as a rule file: its host, its text (None if nothing could be carried over), and what was left."""

    host: str | None
    text: str | None
    carried: int
    left: tuple[Left, ...]


def import_ftr(name: str, text: str, *, with_body: bool) -> Imported:
    """Turn a configuration into a rule file. `name` is its file's, which names the host.

    Every rule has the status `shadow`. `body` has no status: `with_body` writes it so that it cuts, else it is a
    comment.
    """
    host = _host(name)
    if host is None:
        return Imported(None, None, 0, (Left(1, name, "the file's name is no host"),))
    reading = _Reading()
    for directive in directives(text):
        reading.take(directive)
    reading.finish()
    head: dict[str, Any] = {"site": host, "hosts": [host]}
    if with_body and reading.body:
        head["body"] = reading.body
    usable = bool(reading.rules) or "body" in head
    made = write_rule_file(head, [((), rule) for rule in reading.rules]) if usable else None
    notes = [*reading.notes, *([] if with_body else _in_comment(reading.body))]
    written = made and made.replace("\nsite:", "".join(f"\n# {note}" for note in notes) + "\nsite:", 1)
    return Imported(host, written, reading.carried, tuple(reading.left))


def _host(name: str) -> str | None:
    """The host that a file is named after; one that begins with a dot is for subdomains, which are always included."""
    try:
        return checked_host(name.removesuffix(".txt").removeprefix(".").lower().removeprefix("www."))
    except ValueError:
        return None


def _in_comment(body: list[Any]) -> Iterator[str]:
    if body:
        yield "Where the story stands; this would cut at once, so try it before you take it out of the comment:"
        yield "body:"
        yield from (f"  - {_flow(place)}" for place in body)


def _flow(place: str | dict[str, str]) -> str:
    return scalar(place) if isinstance(place, str) else f"{{xpath: {scalar(place['xpath'], flow=True)}}}"


class _Reading:
    """What has been read of one file."""

    def __init__(self) -> None:
        self.rules: list[dict[str, Any]] = []
        self.body: list[Any] = []
        self.notes = ["Imported from ftr-site-config: every rule is only reported until its status is stable."]
        self.left: list[Left] = []
        self.carried = 0

    def take(self, directive: Directive) -> None:
        """Take the next line."""
        key, value = directive.key, directive.value
        if key is None or key not in KNOWN:
            self._leave(directive, _unknown(key))
        elif key in WITHOUT:
            self._leave(directive, WITHOUT[key])
        elif not value:
            self._leave(directive, "there is nothing behind it")
        elif key in {"test_url", "test_contains"}:
            self.notes.append(f"{key}: {value}")
            self.carried += 1
        elif key == "strip_id_or_class":
            self._strip_named(directive)
        else:
            self._select(directive)

    def finish(self) -> None:
        """Say what could only be told at the end."""
        if len(self.body) > 1:
            self.notes.append("Of several places for the body, the first that a page has counts, as there.")

    def _strip_named(self, directive: Directive) -> None:
        name = directive.value.strip("\"'")
        selectors = [f".{name}", f"#{name}"]
        if why := _refused(selectors) if _NAME.fullmatch(name) else "it is no whole name of a class or an id":
            self._leave(directive, why)
        else:
            self._add({"css": selectors}, name)

    def _select(self, directive: Directive) -> None:
        css = to_css(directive.value)
        verb: dict[str, str] = {"css": css} if css and not _refused([css]) else {"xpath": directive.value}
        if why := _refused_xpath(verb.get("xpath")):
            self._leave(directive, why)
        elif directive.key == "body":
            self.body.append(verb.get("css") or verb)
            self.carried += 1
        else:
            self._add(verb, directive.value)

    def _add(self, verb: dict[str, Any], said: str) -> None:
        kind = next((kind for words, kind in _KINDS if re.search(words, said.lower())), Kind.SITE_NOTE)
        rule = {"id": f"ftr-{len(self.rules) + 1}", "kind": kind.value, **verb, "status": "shadow"}
        self.rules.append(rule)
        self.carried += 1

    def _leave(self, directive: Directive, why: str) -> None:
        said = f"{directive.key}: {directive.value}" if directive.key else directive.value
        self.left.append(Left(directive.line, said, why))


def _unknown(key: str | None) -> str:
    if key is None:
        return "this is no `key: value`"
    near = get_close_matches(key, KNOWN, n=1)
    return f'unknown directive "{key}"' + (f'; did you mean "{near[0]}"?' if near else "")


def _refused(selectors: list[str]) -> str | None:
    try:
        for selector in selectors:
            compile_css(selector)
    except SelectorError as error:
        return str(error)
    return None


def _refused_xpath(expression: str | None) -> str | None:
    try:
        if expression:
            compile_xpath(expression)
    except SelectorError as error:
        return str(error)
    return None
