"""Pages that would take the parser more than linear time are refused before it sees them, in linear time.

Lexbor looks through the open elements at many tags and through a tag's earlier attributes at each, and opens formatting
elements that were never closed anew in every paragraph: 35 kB can cost six seconds and a gigabyte.
"""

import sys
from dataclasses import dataclass

from endmark.errors import TooLargeError
from endmark.reading.suspicion import is_suspect
from endmark.reading.tags import FOREIGN, HTML_INSIDE, LEAVES_FOREIGN, RAW, Tag, tags

try:
    from endmark.native import tags as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

MOST_REOPENED = 700_000

_NEVER_NESTED = frozenset(
    b"area base br col dd dt embed hr img input keygen li link meta option p param source td th tr track wbr".split()
)
_FORMATTING = frozenset(b"b big code em font i s small strike strong tt u".split())
_CELLS = frozenset(b"caption td th".split())
_ENDS_CELL = _CELLS | frozenset(b"table tbody tfoot thead tr".split())
_SCOPES = _CELLS | frozenset(b"applet marquee object template".split())
_NAMES = native and native.Names(
    *(_NEVER_NESTED, _FORMATTING, _CELLS, _ENDS_CELL, _SCOPES, {b"tr"}, RAW, FOREIGN, {b"select"}, HTML_INSIDE),
    *(LEAVES_FOREIGN, {b"font"}, {b"p", b"br"}, {b"script"}, {b"plaintext"}),
)
_ALIKE = 3  # the parser keeps no more formatting elements that are alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a page may have at most: tags, elements within one another, and attributes of one tag."""

    tags: int = 200_000
    nested: int = 2_000
    attributes: int = 500

    def allows(self, other: "Limits") -> bool:
        """Whether none of these limits is lower than the other's."""
        return self.tags >= other.tags and self.nested >= other.nested and self.attributes >= other.attributes


DEFAULT = Limits()


def guard(page: bytes, limits: Limits = DEFAULT) -> None:
    """Let a page pass, given as UTF-8, that the parser takes linear time for.

    Under limits lower than the default ones every page is looked through tag by tag: what the quick look lets pass is
    harmless to the parser, and may yet be over them.
    Raises `TooLargeError` for too many tags, nested elements, attributes of one tag, or formatting elements that stay
    open; `InputError` for a page with so many that only a parser can tell them from text.
    """
    if not surely_keeps(page, limits) and (not limits.allows(DEFAULT) or is_suspect(page)):
        _Look(limits).through(page)


def surely_keeps(page: bytes, limits: Limits) -> bool:
    """Whether a page's tags keep to limits for certain, as what is compiled can tell sooner than the quick look."""
    if not _NAMES:
        return False
    most_tags, nested, attributes = (
        min(limit, sys.maxsize) for limit in (limits.tags, limits.nested, limits.attributes)
    )
    return _NAMES.keep_to(page, most_tags, nested, attributes, MOST_REOPENED)


class _Look:
    """A look through all tags: what is open, and how often the parser will open it anew."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: dict[bytes, int] = {}
        self._nested = 0
        self._formatting: list[tuple[bytes, bytes]] = []
        self._reopened = 0

    def through(self, page: bytes) -> None:
        limits = self._limits
        for count, tag in enumerate(tags(page), 1):
            if tag.is_end:
                self._end(tag.name)
            else:
                self._start(tag)
            self._reopened += len(self._formatting)
            if count > limits.tags:
                raise _too_large("page", limits.tags, count, "tags")
            if self._nested > limits.nested:
                raise _too_large("page", limits.nested, self._nested, "nested elements")
            if self._reopened > MOST_REOPENED:
                raise _too_large("page", MOST_REOPENED, self._reopened, "formatting elements opened anew")

    def _start(self, tag: Tag) -> None:
        name, most = tag.name, self._limits.attributes
        if len(tag.attributes) > most and (count := tag.count_attributes()) > most:
            raise _too_large("tag", most, count, "attributes")
        if name not in _NEVER_NESTED and not tag.is_leaf:
            self._open[name] = self._open.get(name, 0) + 1
            self._nested += 1
        if name in _CELLS or name == b"tr":
            self._leave_scope(name)
        if name in _SCOPES:
            self._formatting.append((name, b""))
        elif name in _FORMATTING:
            self._format(tag)

    def _end(self, name: bytes) -> None:
        if self._open.get(name):
            self._open[name] -= 1
            self._nested -= 1
        if name in _FORMATTING:
            self._close(name)
        elif name in _SCOPES or name in _ENDS_CELL:
            self._leave_scope(name)

    def _format(self, tag: Tag) -> None:
        """Formatting that begins; in a cell or an object, apart from what is open outside."""
        alike = 0
        for opened in reversed(self._formatting):
            alike += opened == (tag.name, tag.attributes)
            if alike == _ALIKE:
                return
            if opened[0] in _SCOPES:
                break
        self._formatting.append((tag.name, tag.attributes))

    def _close(self, name: bytes) -> None:
        for at in range(len(self._formatting) - 1, -1, -1):
            opened = self._formatting[at][0]
            if opened == name:
                del self._formatting[at]
            if opened == name or opened in _SCOPES:
                return

    def _leave_scope(self, name: bytes) -> None:
        """The end of a cell or an object is the end of the formatting in it."""
        at = next((i for i in range(len(self._formatting) - 1, -1, -1) if self._formatting[i][0] in _SCOPES), -1)
        if at >= 0 and (self._formatting[at][0] == name or (self._formatting[at][0] in _CELLS and name in _ENDS_CELL)):
            del self._formatting[at:]


def _too_large(thing: str, limit: int, actual: int, unit: str) -> TooLargeError:
    return TooLargeError(thing, limit=limit, actual=actual, unit=unit, remedy="send the article's part of the page")
