"""The tags that a parser will see in a page's bytes, in one pass: what is text, comment or script holds none.

Where only the tree tells whether `<` begins a tag, as in `<svg><style>`, and there is one, no guess is made.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from endmark.errors import InputError

ATTRIBUTE = (
    rb"[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r />=]*+"
    rb"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+"
    rb"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >"'][^\t\n\f\r >]*+)?+)?+"""
)
EACH_ATTRIBUTE = re.compile(ATTRIBUTE)
_TOKEN = re.compile(
    rb"<(?:!--(?:-?>|(?s:.*?)(?:--!?>|\Z))"
    rb"|(?P<cdata>!\[CDATA\[)"
    rb"|[!?][^>]*+>?|/[^a-zA-Z>][^>]*+>?"
    rb"|(?P<end>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)(?P<attributes>(?:" + ATTRIBUTE + rb")*+)"
    rb"[\t\n\f\r ]*+(?P<closed>/?)[\t\n\f\r /]*+>?)"
)
_IN_SCRIPT = re.compile(rb"(?P<close>-->|<!---?>)|(?P<open><!--)|<(?P<end>/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_AFTER_NAME = frozenset(b"\t|\n|\f|\r| |/|>".split(b"|"))
RAW = frozenset(b"iframe noembed noframes plaintext script style textarea title xmp".split())
FOREIGN = frozenset((b"svg", b"math"))
_NOTED = RAW | FOREIGN | {b"select"}
HTML_INSIDE = frozenset(b"annotation-xml desc foreignobject mi mn mo ms mtext title".split())
LEAVES_FOREIGN = frozenset(
    (
        b"b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu "
        b"meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
    ).split()
)


class Tag(NamedTuple):
    """A start or end tag: `name` in lower case, `attributes` as written; `is_leaf` if it ends itself."""

    name: bytes
    attributes: bytes
    is_end: bool
    is_leaf: bool

    def count_attributes(self) -> int:
        """How many attributes the tag has, one that is given twice counted twice."""
        return sum(1 for _ in EACH_ATTRIBUTE.finditer(self.attributes))


def tags(page: bytes) -> Iterator[Tag]:
    """The tags of a page, in order. Raises `InputError` where it cannot be told what is a tag."""
    context, position = _Context(), 0
    while token := _TOKEN.search(page, position):
        position = token.end()
        cdata, end, name, attributes, closed = token.groups()
        if name is not None:
            name = name.lower()
            yield Tag(name, attributes, bool(end), bool(closed) and context.closes_leaves(name))
            if context.is_foreign or name in _NOTED:
                position = context.meet(name, page, position, is_end=bool(end), is_closed=bool(closed))
        elif cdata is not None:
            position = context.past_cdata(page, position)


class _Context:
    """What of the tree decides where tags are: whether a foreign element is open, and whether that is certain."""

    def __init__(self) -> None:
        self.is_foreign = False
        self._root, self._depth = b"", 0
        self._selects = 0
        self._is_lost = False

    def closes_leaves(self, name: bytes) -> bool:
        """Whether `/>` ends an element here: in foreign elements it does."""
        return not self._is_lost and (self.is_foreign or name in FOREIGN) and name not in LEAVES_FOREIGN

    def meet(self, name: bytes, page: bytes, position: int, *, is_end: bool, is_closed: bool) -> int:
        """Note a tag that ends at a position; where reading goes on."""
        raw = name in RAW and not is_end
        after = self._past_raw_text(name, page, position) if raw else position
        if name == b"select":
            self._selects += -1 if is_end and self._selects else not is_end
        elif self.is_foreign:
            self._meet_in_foreign(name, page, position, is_end=is_end, is_closed=is_closed)
        elif name in FOREIGN and not is_end and not is_closed:
            self._root, self._depth, self.is_foreign = name, 1, True
        return after

    def _meet_in_foreign(self, name: bytes, page: bytes, position: int, *, is_end: bool, is_closed: bool) -> None:
        if name == self._root and not is_closed:
            self._depth += -1 if is_end else 1
            self.is_foreign = self._depth > 0
        elif is_end:
            self._is_lost |= name in {b"p", b"br"}
        elif name in LEAVES_FOREIGN:
            self.is_foreign = False
        elif name in HTML_INSIDE and not is_closed:
            self._is_lost |= not re.compile(rb"[^<]*+</" + name, re.IGNORECASE).match(page, position)
        else:
            self._is_lost |= name == b"font"

    def past_cdata(self, page: bytes, position: int) -> int:
        """Where reading goes on: behind `]]>` in foreign elements, behind the first `>` in HTML."""
        end = page.find(b">", position)
        if (self.is_foreign or self._is_lost) and not (end < 0 or page.endswith(b"]]", position, end)):
            raise _unsure(b"![CDATA[")
        return end + 1 or len(page)

    def _past_raw_text(self, name: bytes, page: bytes, position: int) -> int:
        """Where the text ends that begins behind a start tag of an element that holds no others."""
        end = _raw_end(name, page, position)
        if not (self.is_foreign or self._selects or self._is_lost):
            return end
        if page.find(b"<", position, end) >= 0 or name == b"plaintext":
            raise _unsure(name)
        return end


def _raw_end(name: bytes, page: bytes, position: int) -> int:
    end = position
    while name != b"plaintext" and (end := page.find(b"</", end)) >= 0:
        after = end + 2 + len(name)
        if page[end + 2 : after].lower() == name and page[after : after + 1] in _AFTER_NAME:
            is_simple = name != b"script" or page.find(b"<!--", position, end) < 0
            return end if is_simple else _script_end(page, position)
        end += 2
    return len(page)


def _script_end(page: bytes, position: int) -> int:
    """A script's end: in `<!-- … -->`, the end tag of a second script does not end the first."""
    is_escaped = is_inner = False
    for mark in _IN_SCRIPT.finditer(page, position):
        if mark["open"]:
            is_escaped = True
        elif mark["close"]:
            is_escaped = is_inner = False
        elif mark["end"]:
            if not is_inner:
                return mark.start()
            is_inner = False
        elif mark["end"] is not None:
            is_inner = is_escaped
    return len(page)


def _unsure(name: bytes) -> InputError:
    return InputError(
        f"the page has a <{name.decode()}> where only a parser can tell text from tags, and too much else to try it; "
        "send the article's part of the page"
    )
