"""A page as reading leaves it: the elements that hold its visible text, and the blocks of that text.

Elements and blocks are columns, one entry each, in document order. An element's blocks are the half-open range
`first:last`; ranges nest as the elements do.
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, islice
from operator import add, sub

from selectolax.lexbor import LexborHTMLParser, LexborNode

from endmark.metadata import Stated

_FURNITURE = frozenset("aside button footer form header nav select".split())
_FEW_BLOCKS = 8
_FEW_LINKS = 0.25  # of all letters


@dataclass(slots=True)
class Elements:
    """The block-level elements. The parent of the first, the root, is the root itself."""

    tags: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    """The class and the id, as they stand in the page, one space between them."""
    parents: list[int] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Blocks:
    """The blocks: which element holds each, and the text nodes that it is made of."""

    texts: list[str] = field(default_factory=list)
    elements: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    """How many of the block's characters are a link's."""
    strong: list[int] = field(default_factory=list)
    """How many are emphasised."""
    gaps: list[int] = field(default_factory=list)
    """The line ends before the block: 1 within a list, a table or after `<br>`, else 2."""
    nodes: list[list[LexborNode]] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A parsed page. `pictures` are its images, each with the number of blocks before it."""

    parser: LexborHTMLParser
    elements: Elements
    blocks: Blocks
    pictures: list[tuple[int, LexborNode]]

    _places_of_block: dict[int, dict[int, tuple[int, int]]] = field(default_factory=dict, repr=False)

    @cached_property
    def is_story(self) -> bool:
        """Whether the page says that all of it is story: it is a fragment that Endmark made."""
        children = self.parser.body.iter(include_text=True) if self.parser.body else ()
        said = list(islice((node for node in children if not node.is_empty_text_node), 2))
        return len(said) == 1 and said[0].tag == "article" and "data-endmark" in said[0].attributes

    @cached_property
    def stated(self) -> Stated:
        """What the page states of itself: title, byline, date, canonical URL and so on."""
        return Stated(self.parser)

    @cached_property
    def is_bare(self) -> bool:
        """Whether the page is hardly more than a text: few blocks, few links, no class names, navigation or forms.

        What is a story already is not.
        """
        if len(self.blocks.texts) > _FEW_BLOCKS or any(self.elements.classes):
            return False
        linked, letters = sum(self.blocks.linked), sum(map(len, self.blocks.texts))
        bare = linked <= _FEW_LINKS * letters and _FURNITURE.isdisjoint(self.elements.tags)
        return bare and not self.is_story

    @property
    def text(self) -> str:
        """The page's text: each block with the line ends before it."""
        return "".join(chain.from_iterable(zip(map("\n".__mul__, self._gaps), self.blocks.texts, strict=False)))

    @cached_property
    def edges(self) -> tuple[list[int], list[int]]:
        """Where each block begins in that text, and where each ends, in code points."""
        lengths = [*map(len, self.blocks.texts)]
        ends = [*accumulate(map(add, self._gaps, lengths))]
        return [*map(sub, ends, lengths)], ends

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each block stands in that text."""
        return [*zip(*self.edges, strict=True)]

    @property
    def _gaps(self) -> list[int]:
        """The line ends before each block; none before the first."""
        return [0, *self.blocks.gaps[1:]]

    @cached_property
    def block_of_node(self) -> dict[int, int]:
        """The block that each visible text node is part of, by the node's `mem_id`."""
        return {node.mem_id: number for number, nodes in enumerate(self.blocks.nodes) for node in nodes}

    def extent(self, node: LexborNode) -> tuple[int, int] | None:
        """The blocks that hold a node's text, as a half-open range; None for a node without visible text."""
        texts = (n.mem_id for n in node.traverse(include_text=True) if n.is_text_node)
        found = [self.block_of_node[text] for text in texts if text in self.block_of_node]
        return (found[0], found[-1] + 1) if found else None

    def span(self, node: LexborNode) -> tuple[int, int] | None:
        """Where a node's text stands, in code points; None for a node without visible text."""
        texts = [n for n in node.traverse(include_text=True) if n.mem_id in self.block_of_node]
        return (self._text_span(texts[0])[0], self._text_span(texts[-1])[1]) if texts else None

    def _text_span(self, node: LexborNode) -> tuple[int, int]:
        block = self.block_of_node[node.mem_id]
        start, end = self.spans[block]
        if len(self.blocks.nodes[block]) == 1:
            return start, end
        left, right = self._places(block)[node.mem_id]
        return start + left, start + right

    def _places(self, block: int) -> dict[int, tuple[int, int]]:
        """Where each text node of a block stands in the block's text: only white space differs between the two."""
        if block not in self._places_of_block:
            nodes, text = self.blocks.nodes[block], self.blocks.texts[block]
            visible = [i for i, char in enumerate(text) if char != " "]
            ends = list(accumulate(len("".join((node.text_content or "").split())) for node in nodes))
            edges = zip(nodes, [0, *ends], ends, strict=False)
            self._places_of_block[block] = {n.mem_id: (visible[a], visible[b - 1] + 1) for n, a, b in edges}
        return self._places_of_block[block]
