"""One walk over a parsed page to its elements and blocks, without recursion, so that depth costs nothing.

A block is a run of text between two boundaries: the edges of block-level elements, and `<br>`.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

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
_BLOCKS = (
    "html body main article section div p h1 h2 h3 h4 h5 h6 ul ol dl table thead tbody tfoot figure figcaption "
    "blockquote aside nav header footer form button fieldset address pre details summary select input textarea hr"
).split()  # as is every tag that is named nowhere here
_LINE, _PARAGRAPH = 1, 2
_SPECIAL = _UNSEEN | {"br", "img"}
_STREAMED = "S:"  # how React names what comes hidden, for its script to show
_MAY_BE_HIDDEN = '[hidden], [style*="none" i]'
_FIXED_IDS = 1_000  # greater ones are a page's own, of tags that Lexbor does not know

Attributes = Mapping[str, str | None]


class _Role(NamedTuple):
    """What a tag does: `edge` are the line ends before and after it, none if it is inline."""

    tag: str
    edge: int = 0
    is_left_out: bool = False
    is_link: bool = False
    is_strong: bool = False

    @classmethod
    def of(cls, tag: str | None) -> "_Role":
        """The role of a tag; None is what is no element."""
        if tag is None or tag[0] in "-!" or tag in _SPECIAL:
            return cls(tag or "", is_left_out=True)
        if tag in _INLINE:
            return cls(tag, is_link=tag == "a", is_strong=tag in _STRONG)
        return cls(tag, _LINE if tag in _LINES else _PARAGRAPH)


def _fixed_ids(page: LexborHTMLParser, tags: Iterable[str]) -> dict[str, int]:
    """Lexbor's ids of tags, and of what else the page holds: far quicker to get from a node than its tag."""
    nodes = [*(page.body.traverse(include_text=True) if page.body else ()), *map(page.create_node, tags)]
    return {node.tag or "": node.tag_id for node in nodes if node.tag_id < _FIXED_IDS}


_IDS = _fixed_ids(LexborHTMLParser("text<!-- -->"), (*_SPECIAL, *_INLINE, *_LINES, *_BLOCKS))
_ROLES = {tag_id: _Role.of(tag) for tag, tag_id in _IDS.items()}
_TEXT = _IDS["-text"]


def walk(parser: LexborHTMLParser) -> Page:
    """The elements and blocks of a parsed page, in document order."""
    return _Walk(parser).page()


class _Walk:
    """What a walk has gathered: elements once they hold text, blocks once they end, and the run that goes on."""

    def __init__(self, parser: LexborHTMLParser) -> None:
        self._parser = parser
        self._elements, self._blocks = Elements(), Blocks()
        self._pictures: list[tuple[int, LexborNode]] = []
        self._path: list[tuple[str, LexborNode | None]] = []  # the block-level elements that the walk is in
        self._numbers: list[int] = []  # theirs, of the first of them: the others hold no text yet
        self._nodes: list[LexborNode] = []
        self._texts: list[str] = []

    def page(self) -> Page:
        root = self._parser.root
        if root is not None:
            self._walk(root)
        return Page(self._parser, self._elements, self._blocks, self._pictures)

    def _walk(self, root: LexborNode) -> None:  # noqa: C901, PLR0912, PLR0915  each node passes here: calls would double its time
        """Go through all nodes below the root; what is left out is not entered."""
        role_of, hidden, end = _ROLES.get, _hidden(root), self._end
        path, numbers, lasts, blocks = self._path, self._numbers, self._elements.lasts, self._blocks.texts
        texts, nodes = self._texts, self._nodes
        above: list[tuple[LexborNode, int, bool, bool]] = []
        gap, in_link, in_strong = _PARAGRAPH, False, False
        before = linked = strong = 0  # the line ends before the run that goes on, and how many of its letters are what
        path.append(("html", None))
        node = root.first_child
        while True:
            while node is not None:
                tag_id = node.tag_id
                if tag_id == _TEXT:
                    if node.is_empty_text_node:  # most are: told without decoding them
                        if nodes:
                            texts.append(" ")
                        node = node.next
                        continue
                    text = node.text_content
                    if text and not text.isspace():
                        nodes.append(node)
                        texts.append(text)
                        if in_link:
                            linked += len(text)
                        if in_strong:
                            strong += len(text)
                    elif nodes:
                        texts.append(text or "")
                    node = node.next
                    continue
                tag, edge, is_left_out, is_link, is_strong = role_of(tag_id) or _Role.of(node.tag)
                if is_left_out or (hidden and node.mem_id in hidden):
                    if tag == "img":
                        self._pictures.append((len(blocks) + bool(nodes), node))
                    elif tag == "br" and nodes:
                        end(before, linked, strong)
                        before, linked, strong = _LINE, 0, 0
                    elif tag == "br":  # where one line has just ended, it ends a paragraph
                        before = _PARAGRAPH
                    node = node.next
                    continue
                above.append((node, gap, in_link, in_strong))
                gap = edge
                if gap:
                    if nodes:
                        end(before, linked, strong)
                        before, linked, strong = gap, 0, 0
                    elif before < gap:
                        before = gap
                    path.append((tag, node))
                elif is_link:
                    in_link = True
                elif is_strong:
                    in_strong = True
                node = node.first_child
            if gap:
                if nodes:
                    end(before, linked, strong)
                    before, linked, strong = gap, 0, 0
                elif before < gap:
                    before = gap
                path.pop()
                if len(numbers) > len(path):
                    lasts[numbers.pop()] = len(blocks)
            if not above:
                return
            node, gap, in_link, in_strong = above.pop()
            node = node.next

    def _end(self, gap: int, linked: int, strong: int) -> None:
        """End the run that goes on, as a block."""
        text = " ".join("".join(self._texts).split())
        if linked or strong:
            linked, strong = min(linked, len(text)), min(strong, len(text))
        blocks = self._blocks
        blocks.elements.append(self._innermost())
        blocks.texts.append(text)
        blocks.linked.append(linked)
        blocks.strong.append(strong)
        blocks.gaps.append(gap)
        blocks.nodes.append(self._nodes.copy())
        self._texts.clear()
        self._nodes.clear()

    def _innermost(self) -> int:
        """The number of the innermost open element; those on the path that had no text before get theirs."""
        path, numbers, elements = self._path, self._numbers, self._elements
        for depth in range(len(numbers), len(path)):
            tag, node = path[depth]
            elements.parents.append(numbers[-1] if numbers else 0)
            numbers.append(len(elements.tags))
            elements.tags.append(tag)
            elements.classes.append(_named(node.attributes) if node else "")
            elements.depths.append(depth)
            elements.firsts.append(len(self._blocks.texts))
            elements.lasts.append(0)
        return numbers[-1]


def _named(attributes: Attributes) -> str:
    """The class and the id of an element."""
    if not attributes:
        return ""
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()


def _hidden(root: LexborNode) -> frozenset[int]:
    """The elements that readers never see, by their `mem_id`."""
    found = root.css(_MAY_BE_HIDDEN)
    return frozenset(node.mem_id for node in found if _is_hidden(node.tag or "", node.attributes))


def _is_hidden(tag: str, attributes: Attributes) -> bool:
    """Whether readers never see an element. A whole body that is hidden waits for a script to show it."""
    if not attributes or tag == "body":
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return not (attributes.get("id") or "").startswith(_STREAMED)
    style = (attributes.get("style") or "").lower()
    return "none" in style and "display:none" in style.replace(" ", "")
