"""One walk over a parsed page to its elements and blocks, without recursion, so that depth costs nothing.

A block is a run of text between two boundaries: the edges of block-level elements, and `<br>`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

from endmark.page import Blocks, Elements, Page

try:
    from endmark.native import nodes as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

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
_STREAMED = "S:"  # how React names what comes hidden, for its script to show
_MAY_BE_HIDDEN = '[hidden], [style*="none" i]'
_FIXED_IDS = 1_000  # greater ones are a page's own, of tags that Lexbor does not know

# What a tag does, as bits: the line ends before and after it, none if it is inline; or one of the others.
_LINE, _PARAGRAPH, _LINK, _EMPHASIS, _LEFT_OUT, _BREAK, _PICTURE, _UNKNOWN = 1, 2, 4, 8, 16, 32, 64, 128
_EDGE = _LINE | _PARAGRAPH
_SPECIAL = {"a": _LINK, **dict.fromkeys(_STRONG, _EMPHASIS), "br": _LEFT_OUT | _BREAK, "img": _LEFT_OUT | _PICTURE}

Attributes = Mapping[str, str | None]


@dataclass(slots=True)
class _Getter:
    """Gets a property of nodes: `native.Getter`, where nothing is compiled."""

    of: Callable[[LexborNode], Any]


def _getter(name: str) -> _Getter:
    return cast("_Getter", native.Getter(LexborNode, name)) if native else _Getter(attrgetter(name))


_FIRST_CHILD, _NEXT, _TAG_ID, _MEM_ID, _IS_EMPTY, _TEXT_CONTENT, _ATTRIBUTES, _ID = map(
    _getter, "first_child next tag_id mem_id is_empty_text_node text_content attrs id".split()
)


def _role(tag: str | None) -> int:
    """What a tag does; None is what is no element."""
    if tag is None or tag[0] in "-!" or tag in _UNSEEN:
        return _LEFT_OUT
    if tag in _SPECIAL or tag in _INLINE:
        return _SPECIAL.get(tag, 0)
    return _LINE if tag in _LINES else _PARAGRAPH


def _fixed_ids(page: LexborHTMLParser, tags: Iterable[str]) -> dict[int, str]:
    """Tags, and what else a page holds, by Lexbor's ids of them: far quicker to get from a node than its tag."""
    nodes = [*(page.body.traverse(include_text=True) if page.body else ()), *map(page.create_node, tags)]
    return {node.tag_id: node.tag or "" for node in nodes if node.tag_id < _FIXED_IDS}


_TAGS = _fixed_ids(LexborHTMLParser("text<!-- -->"), (*_UNSEEN, *_SPECIAL, *_INLINE, *_LINES, *_BLOCKS))
_ROLES = bytes(_role(_TAGS[i]) if i in _TAGS else _UNKNOWN for i in range(_FIXED_IDS))
_IDS = {tag: tag_id for tag_id, tag in _TAGS.items()}
_TEXT, _HTML = _IDS["-text"], _IDS["html"]


def walk(parser: LexborHTMLParser) -> Page:
    """The elements and blocks of a parsed page, in document order."""
    walked = _Walk()
    if parser.root is not None:
        walked.walk(parser.root)
    return Page(parser, walked.elements(), walked.blocks(), walked.pictures)


class _Walk:
    """What a walk has gathered: elements once they hold text, blocks once they end, and the run that goes on."""

    def __init__(self) -> None:
        self._tags: list[str] = []
        self._classes: list[str] = []
        self._parents: list[int] = []
        self._depths: list[int] = []
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        self._said: list[str] = []
        self._holders: list[int] = []
        self._linked: list[int] = []
        self._strong: list[int] = []
        self._gaps: list[int] = []
        self._made_of: list[list[LexborNode]] = []
        self.pictures: list[tuple[int, LexborNode]] = []
        self._path: list[LexborNode | None] = []  # the block-level elements that the walk is in
        self._path_ids: list[int] = []  # those of their tags
        self._numbers: list[int] = []  # theirs, of the first of them: the others hold no text yet
        self._nodes: list[LexborNode] = []
        self._texts: list[str] = []

    def elements(self) -> Elements:
        """The elements as columns."""
        return Elements(self._tags, self._classes, self._parents, self._depths, self._firsts, self._lasts)

    def blocks(self) -> Blocks:
        """The blocks as columns."""
        return Blocks(self._said, self._holders, self._linked, self._strong, self._gaps, self._made_of)

    def walk(self, root: LexborNode) -> None:  # noqa: C901, PLR0912, PLR0915  each node passes here: calls would double its time
        """Go through all nodes below the root; what is left out is not entered."""
        hidden, path, path_ids = _hidden(root), self._path, self._path_ids
        texts, nodes = self._texts, self._nodes
        above: list[LexborNode] = []
        states: list[int] = []
        # `state` is what the element does that the walk is in, and whether it is in a link or in emphasis.
        state, before, linked, strong = _PARAGRAPH, 0, 0, 0  # the line ends before the run, its letters that are what
        path.append(None)
        path_ids.append(_HTML)
        node = _FIRST_CHILD.of(root)
        while True:
            while node is not None:
                tag_id = _TAG_ID.of(node)
                if tag_id == _TEXT:
                    if _IS_EMPTY.of(node):  # most are: told without decoding them
                        if nodes:
                            texts.append(" ")
                        node = _NEXT.of(node)
                        continue
                    text = _TEXT_CONTENT.of(node) or ""
                    if text and not text.isspace():
                        nodes.append(node)
                        texts.append(text)
                        if state & _LINK:
                            linked += len(text)
                        if state & _EMPHASIS:
                            strong += len(text)
                    elif nodes:
                        texts.append(text)
                    node = _NEXT.of(node)
                    continue
                role = _ROLES[tag_id] if tag_id < _FIXED_IDS else _UNKNOWN
                if role == _UNKNOWN:
                    role = _role(node.tag)
                if role & _LEFT_OUT or (hidden and _MEM_ID.of(node) in hidden):
                    if role & _PICTURE:
                        self.pictures.append((len(self._said) + bool(nodes), node))
                    elif role & _BREAK and nodes:
                        self._end(before, linked, strong)
                        before, linked, strong = _LINE, 0, 0
                    elif role & _BREAK:  # where one line has just ended, it ends a paragraph
                        before = _PARAGRAPH
                    node = _NEXT.of(node)
                    continue
                above.append(node)
                states.append(state)
                gap = role & _EDGE
                state = state & ~_EDGE | role
                if gap:
                    if nodes:
                        self._end(before, linked, strong)
                        before, linked, strong = gap, 0, 0
                    elif before < gap:
                        before = gap
                    path.append(node)
                    path_ids.append(tag_id)
                node = _FIRST_CHILD.of(node)
            gap = state & _EDGE
            if gap:
                if nodes:
                    self._end(before, linked, strong)
                    before, linked, strong = gap, 0, 0
                elif before < gap:
                    before = gap
                self._leave()
            if not above:
                return
            node = _NEXT.of(above.pop())
            state = states.pop()

    def _leave(self) -> None:
        """Leave the innermost element."""
        self._path.pop()
        self._path_ids.pop()
        if len(self._numbers) > len(self._path):
            self._lasts[self._numbers.pop()] = len(self._said)

    def _end(self, gap: int, linked: int, strong: int) -> None:
        """End the run that goes on, as a block."""
        text = spaced_once(self._texts)
        self._holders.append(self._innermost())
        self._said.append(text)
        self._linked.append(min(linked, len(text)))
        self._strong.append(min(strong, len(text)))
        self._gaps.append(gap)
        self._made_of.append(self._nodes.copy())
        self._texts.clear()
        self._nodes.clear()

    def _innermost(self) -> int:
        """The number of the innermost open element; those on the path that had no text before get theirs."""
        path, numbers = self._path, self._numbers
        for depth in range(len(numbers), len(path)):
            self._parents.append(numbers[depth - 1] if depth else 0)
            numbers.append(len(self._tags))
            self._open(path[depth], self._path_ids[depth])
            self._depths.append(depth)
        return numbers[len(path) - 1]

    def _open(self, node: LexborNode | None, tag_id: int) -> None:
        """Note an element that text was found in."""
        self._tags.append(_TAGS.get(tag_id) or (node.tag if node else None) or "")
        self._classes.append(_named(node) if node is not None else "")
        self._firsts.append(len(self._said))
        self._lasts.append(0)


def spaced_once(texts: list[str]) -> str:
    """Texts in one, in which a run of white space is one space; none at either end."""
    return native.spaced_once(texts) if native else " ".join("".join(texts).split())


def _named(node: LexborNode) -> str:
    """The class and the id of an element: most of those that have attributes have a class."""
    attributes = _ATTRIBUTES.of(node)
    if not len(attributes):
        return ""
    own = _ID.of(node) or ""
    try:
        return f"{attributes['class'] or ''} {own}".strip()
    except KeyError:
        return f"{own}".strip()


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
