"""The tags with which a page tells of itself, gathered in one pass."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_TAGS = "base, link, meta, title:not(svg title)"
_IDS = {
    LexborHTMLParser("").create_node(tag).tag_id: tag for tag in ("base", "link", "meta", "title")
}  # quicker to get

Attributes = dict[str, str | None]


@dataclass(slots=True)
class Head:
    """What the tags say: of each name the first that says anything.

    `metas` are by their names in small letters, as they stand in the page: few of them are ever asked for.
    """

    metas: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    canonical: str | None = None
    base: str | None = None

    @property
    def urls(self) -> list[str]:
        """The page's own URLs as they stand in it, canonical before og:url."""
        return [url for url in (self.canonical, self.meta("og:url")) if url]

    def meta(self, name: str) -> str | None:
        """What a meta tag says, as one line."""
        said = self.metas.get(name)
        return " ".join(said.split()) if said else None


def read(parser: LexborHTMLParser) -> Head:
    """Gather the tags of a parsed page: from its head, which is cheap; from all of it where a stray tag ended that."""
    head = _gathered(parser.head.iter() if parser.head else ())
    return head if head.urls else _gathered(parser.css(_TAGS))


def _gathered(nodes: Iterable[LexborNode]) -> Head:
    head = Head()
    for node in nodes:
        match _IDS.get(node.tag_id):
            case "meta":
                _take_meta(head, node.attributes)
            case "link":
                _take_link(head, node.attributes)
            case "base":
                head.base = head.base or node.attributes.get("href")
            case "title":
                head.title = head.title or " ".join(node.text().split()) or None
    return head


def _take_meta(head: Head, attributes: Attributes) -> None:
    content, get = attributes.get("content"), attributes.get
    if content and not content.isspace():
        name = get("property") or get("name") or get("itemprop") or get("http-equiv")
        if name:
            head.metas.setdefault(name.lower(), content)


def _take_link(head: Head, attributes: Attributes) -> None:
    if not head.canonical and "canonical" in (attributes.get("rel") or "").lower().split():
        head.canonical = attributes.get("href")
