"""Where a text stands: of all the elements around it, those that a fragment keeps, in the order in which it can."""

from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from endmark.rendering import allowed
from endmark.rendering.links import Links

_MOST_NESTED = 32  # blocks within blocks; what is deeper stands in the innermost of these
Identity = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """An element of the fragment: what makes it this one and no other, its tag, its start tag."""

    identity: Identity
    tag: str
    start: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: blocks, then inline markup, each from the outermost in. An inline tag stands once.

    `stated` are the language and the direction of the section of the page that it is in.
    """

    blocks: tuple[Mark, ...] = ()
    inline: tuple[Mark, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()
    pre: LexborNode | None = None
    in_caption: bool = False

    @property
    def containers(self) -> tuple[Mark, ...]:
        """The blocks that may hold other blocks."""
        return self.blocks[:-1] if self.leaf else self.blocks

    @property
    def leaf(self) -> Mark | None:
        """The paragraph or heading that the text is of."""
        return self.blocks[-1] if self.blocks and self.blocks[-1].tag in allowed.LEAVES else None


class Places:
    """The places of a page's texts; those of elements that were met are remembered."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._known: dict[int, Place] = {}

    def of(self, node: LexborNode) -> Place:
        """Where a node's content stands, by the elements above it."""
        above: list[LexborNode] = []
        parent = node.parent
        while parent is not None and parent.mem_id not in self._known:
            above.append(parent)
            parent = parent.parent
        place = self._known[parent.mem_id] if parent is not None else Place()
        for element in reversed(above):
            place = self._known[element.mem_id] = self._within(place, element)
        return place

    def _within(self, place: Place, element: LexborNode) -> Place:
        tag = allowed.RENAMED.get(element.tag or "", element.tag or "")
        if tag in allowed.INLINE:
            return self._within_inline(place, tag, element)
        if tag in allowed.BLOCKS and _may_stand(tag, place.blocks):
            pre = element if tag == "pre" else None
            return replace(place, blocks=(*place.containers, self._mark(tag, element)), pre=pre)
        if tag in allowed.SECTIONS and not place.blocks:
            stated = {name: value for name, value in element.attributes.items() if name in {"dir", "lang"} and value}
            return replace(place, stated=tuple((dict(place.stated) | stated).items()))
        return replace(place, in_caption=True) if tag == "figcaption" else place

    def _within_inline(self, place: Place, tag: str, element: LexborNode) -> Place:
        tags = {mark.tag for mark in place.inline}
        if tag in tags or (tag in {"rb", "rt"} and "ruby" not in tags):
            return place
        link = self._links.attribute("href", element.attributes.get("href")) if tag == "a" else ""
        return place if link is None else replace(place, inline=(*place.inline, self._mark(tag, element, link)))

    def _mark(self, tag: str, element: LexborNode, link: str = "") -> Mark:
        attributes = allowed.plain_attributes(tag, element.attributes)
        return Mark((element.mem_id,), tag, f"<{tag}{link}{attributes}>")


def _may_stand(tag: str, blocks: tuple[Mark, ...]) -> bool:
    last = blocks[-1].tag if blocks else ""
    if tag in allowed.PARENTS:
        return last in allowed.PARENTS[tag]
    return len(blocks) < _MOST_NESTED and not (tag == "p" and last in allowed.LEAVES - {"p"})
