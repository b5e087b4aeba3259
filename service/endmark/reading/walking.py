"""One walk over a parsed page to its elements and blocks, without recursion, so that depth costs nothing.

A block is a run of text between two boundaries: the edges of block-level elements, and `<br>`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from endmark.page import Blocks, Elements, Page

_UNSEEN = frozenset(
    (
        "area audio base canvas datalist embed head iframe link meta noembed noframes noscript object param rp script "
        "source style svg template title track video"
    ).split()
)
_INLINE = frozenset(
    (
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark math nobr q rb rt ruby s "
        "samp slot small span strike strong sub sup time tt u var wbr mi mn mo mrow ms mtext msup msub"
    ).split()
)
_STRONG = frozenset("b em i strong".split())
_LINES = frozenset("dd dt li option td th tr".split())  # blocks that stand one under the other without a blank line
_LINE, _PARAGRAPH = 1, 2
_STREAMED = "S:"  # how React names what comes hidden, for its script to show
_SPECIAL = _UNSEEN | {"br", "img"}

Attributes = Mapping[str, str | None]
_Open = list[Any]  # a block-level element that the walk is in: tag, attributes, number (-1 while it has none)


def walk(parser: LexborHTMLParser) -> Page:
    """The elements and blocks of a parsed page, in document order."""
    return _Walk(parser).page()


class _Walk:
    """What a walk has gathered: elements once they hold text, blocks once they end, and the run that goes on."""

    def __init__(self, parser: LexborHTMLParser) -> None:
        self._parser = parser
        self._elements, self._blocks = Elements(), Blocks()
        self._pictures: list[tuple[int, LexborNode]] = []
        self._path: list[_Open] = []
        self._texts: list[str] = []
        self._nodes: list[LexborNode] = []
        self._linked = self._strong = self._gap = 0

    def page(self) -> Page:
        root = self._parser.root
        if root is not None:
            self._walk(root)
        return Page(self._parser, self._elements, self._blocks, self._pictures)

    def _walk(self, root: LexborNode) -> None:  # noqa: C901, PLR0912  each node passes here: calls would double its time
        """Go through all nodes below the root; what is unseen is not entered."""
        above: list[tuple[Iterator[LexborNode], bool, bool, int]] = []
        children, linked, strong, gap = root.iter(include_text=True), False, False, _PARAGRAPH
        path, texts, nodes = self._path, self._texts, self._nodes
        path.append(["html", {}, -1])
        while True:
            for node in children:
                tag = node.tag
                if tag == "-text":
                    text = node.text_content or ""
                    if not text.isspace():
                        texts.append(text)
                        nodes.append(node)
                        if linked:
                            self._linked += len(text)
                        if strong:
                            self._strong += len(text)
                    elif nodes:
                        texts.append(text)
                elif tag in _SPECIAL:
                    self._meet(tag, node)
                elif tag and tag[0] not in "-!":
                    attributes = node.attributes
                    if ("hidden" in attributes or "style" in attributes) and _is_hidden(tag, attributes):
                        continue
                    above.append((children, linked, strong, gap))
                    children = node.iter(include_text=True)
                    if tag in _INLINE:
                        linked, strong, gap = linked or tag == "a", strong or tag in _STRONG, 0
                    else:
                        gap = _LINE if tag in _LINES else _PARAGRAPH
                        if nodes:
                            self._end()
                        self._gap = max(self._gap, gap)
                        path.append([tag, attributes, -1])
                    break
            else:
                if gap:
                    if nodes:
                        self._end()
                    self._gap = max(self._gap, gap)
                    element = path.pop()[2]
                    if element >= 0:
                        self._elements.lasts[element] = len(self._blocks.texts)
                if not above:
                    return
                children, linked, strong, gap = above.pop()

    def _meet(self, tag: str, node: LexborNode) -> None:
        """An element that is not entered. Where one line has just ended, `<br>` ends a paragraph."""
        if tag == "br":
            gap = _LINE if self._nodes else _PARAGRAPH
            self._end()
            self._gap = max(self._gap, gap)
        elif tag == "img":
            self._pictures.append((len(self._blocks.texts) + bool(self._nodes), node))

    def _end(self) -> None:
        """End the run that goes on, as a block if it says something."""
        text = " ".join("".join(self._texts).split())
        if text:
            self._add(text)
        self._texts.clear()
        self._nodes.clear()
        self._linked = self._strong = 0

    def _add(self, text: str) -> None:
        blocks = self._blocks
        element = self._path[-1][2]
        blocks.elements.append(element if element >= 0 else self._recorded())
        blocks.texts.append(text)
        blocks.linked.append(min(self._linked, len(text)))
        blocks.strong.append(min(self._strong, len(text)))
        blocks.gaps.append(self._gap)
        blocks.nodes.append(self._nodes.copy())
        self._gap = 0

    def _recorded(self) -> int:
        """The number of the innermost open element; those on the path that had no text before get theirs."""
        elements, path = self._elements, self._path
        depth = len(path) - 1
        while depth and path[depth - 1][2] < 0:
            depth -= 1
        number = path[depth - 1][2] if depth else 0
        for new in range(depth, len(path)):
            opened = path[new]
            opened[2] = len(elements.tags)
            elements.tags.append(opened[0])
            elements.classes.append(_named(opened[1]))
            elements.parents.append(number)
            elements.depths.append(new)
            elements.firsts.append(len(self._blocks.texts))
            elements.lasts.append(0)
            number = opened[2]
        return number


def _named(attributes: Attributes) -> str:
    """The class and the id of an element."""
    if not attributes:
        return ""
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()


def _is_hidden(tag: str, attributes: Attributes) -> bool:
    """Whether readers never see an element. A whole body that is hidden waits for a script to show it."""
    if not attributes or tag == "body":
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return not (attributes.get("id") or "").startswith(_STREAMED)
    style = (attributes.get("style") or "").lower()
    return "none" in style and "display:none" in style.replace(" ", "")
