"""A page to its visible text, block by block. No judging: which part is the story is not decided here."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from endmark.errors import TooLargeError
from endmark.model import Block, Document

_HIDDEN = frozenset(
    ("audio base canvas embed head iframe link meta noscript object script style svg template title video ").split()
)
_INLINE = frozenset(
    (
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small "
        "span strike strong sub sup time tt u var wbr "
    ).split()
)
_MAX_TAGS, _MAX_DEPTH, _MAX_ATTRIBUTES = 200_000, 1_000, 1_000
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)[^<>]*+>")  # possessive: linear
_NEVER_NESTED = frozenset(("br hr img input link meta wbr source area col p li dt dd td th tr option ").split())


def read_page(html: str, encoding: str | None = None) -> Document:
    """Read a page's visible text; blocks are joined by a blank line.

    Raises `TooLargeError` for a page whose tags would take the parser more than linear time.
    """
    _guard(html)
    root = LexborHTMLParser(html).root
    texts = [text for run in _runs(root) if (text := " ".join("".join(run).split()))] if root else []
    blocks, start = [], 0
    for text in texts:
        blocks.append(Block(start, start + len(text), start, start + len(text)))
        start += len(text) + 2
    found = tuple(blocks)
    return Document("\n\n".join(texts), lambda _: found, input="html", encoding=encoding)


def _runs(root: LexborNode) -> Iterator[list[str]]:
    """The runs of text between block boundaries, in document order; no recursion, so no depth limit."""
    run: list[str] = []
    stack: list[LexborNode | None] = [root]
    while stack:
        node = stack.pop()
        if node is None:
            yield run
            run = []
        elif node.is_text_node:
            run.append(node.text_content or "")
        elif node.is_element_node and node.tag not in _HIDDEN and "hidden" not in node.attributes:
            inline = node.tag in _INLINE
            children = list(node.iter(include_text=True))[::-1]
            stack += [*children] if inline else [None, *children, None]
    yield run


def _guard(html: str) -> None:
    """Refuse what takes the parser quadratic time: very many, very deep, or very long tags."""
    remedy = "send the article's part of the page"
    if (tags := html.count("<")) > _MAX_TAGS:
        raise TooLargeError("page", limit=_MAX_TAGS, actual=tags, unit="tags", remedy=remedy)
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        if (attributes := _attributes(tag[0])) > _MAX_ATTRIBUTES:
            raise TooLargeError("tag", limit=_MAX_ATTRIBUTES, actual=attributes, unit="attributes", remedy=remedy)
        if tag[2].lower() not in _NEVER_NESTED:
            depth = max(0, depth + (-1 if tag[1] else 1))
            deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH:
        raise TooLargeError("page", limit=_MAX_DEPTH, actual=deepest, unit="nested elements", remedy=remedy)


def _attributes(tag: str) -> int:
    """How many attributes a tag has at most; short tags are not counted."""
    return max(tag.count("="), len(tag.split())) if len(tag) > _MAX_ATTRIBUTES else 0
