"""The markup that a fragment may have, as data, and nh3, which sees to it that it has no other."""

import re
from html import escape

import nh3

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
LEAVES = HEADINGS | {"p", "pre"}
"""Hold text, and no other block."""
HOLDERS = frozenset("caption dd dt li td th".split())
"""May hold text without a paragraph around it, and blocks."""
PARENTS = {
    **dict.fromkeys(("li",), frozenset(("ol", "ul"))),
    **dict.fromkeys(("dd", "dt"), frozenset(("dl",))),
    **dict.fromkeys(("caption", "tbody", "tfoot", "thead"), frozenset(("table",))),
    **dict.fromkeys(("tr",), frozenset(("tbody", "tfoot", "thead"))),
    **dict.fromkeys(("td", "th"), frozenset(("tr",))),
}
"""Blocks that mean something only right inside one of these."""
BLOCKS = LEAVES | HOLDERS | frozenset("blockquote dl ol table tbody tfoot thead tr ul".split())
INLINE = frozenset(
    ("a abbr bdi bdo cite code del dfn em ins kbd mark q rb rt ruby s samp strong sub sup time var").split()
)
SECTIONS = frozenset("article body div html main section".split())
"""Not kept, but they may state a text's language and direction."""
RENAMED = {"acronym": "abbr", "b": "strong", "i": "em", "menu": "ul", "strike": "s", "tt": "code"}
ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href"},
    "abbr": {"title"},
    "article": {"data-endmark"},
    "img": {"alt", "src"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
SCHEMES = {"http", "https", "mailto"}
_URLS = {"href", "src"}
_SPANS = {"colspan", "rowspan"}
_FEW = re.compile("[1-9][0-9]?")  # columns and rows: in Markdown each one is written
_UNFIT = re.compile("[\0\ud800-\udfff]")  # no HTML can hold them
_CLEANER = nh3.Cleaner(
    tags=set(BLOCKS | INLINE | {"article", "br", "figcaption", "figure", "img"}),
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    url_relative="deny",
    link_rel=None,
)


def cleaned(fragment: str) -> str:
    """The fragment without anything that is not allowed, whatever made it."""
    return _CLEANER.clean(fragment)


def fit(text: str) -> str:
    """A text as HTML."""
    return escape(_UNFIT.sub("\ufffd", text), quote=False)


def plain_attributes(tag: str, given: dict[str, str | None]) -> str:
    """The attributes that a tag may keep, but for URLs, as they stand in a start tag."""
    may = (ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())) - _URLS
    may -= {name for name in _SPANS & may if not _FEW.fullmatch(given.get(name) or "")}
    return "".join(f' {name}="{escape(value or "")}"' for name, value in given.items() if name in may)
