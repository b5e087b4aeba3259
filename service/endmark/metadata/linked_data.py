"""JSON-LD as pages have it: several scripts, lists, graphs, and items that are no JSON."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from endmark.metadata.names import ARTICLE_TYPES, PAGE_TYPES, SITE_TYPES

_DECODER = json.JSONDecoder(strict=False)  # pages have raw line ends in their strings
_BETWEEN = re.compile(r"(?:\s|[;,/]|\ufeff|<!\[CDATA\[|\]\]>|<!--|-->)*")  # what wraps items and stands between them
_TYPE_PREFIX = re.compile(r".*[/#:]")

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The nodes that tell of the page: its article, then the page itself; and those of its site."""

    articles: list[Node] = field(default_factory=list)
    pages: list[Node] = field(default_factory=list)
    sites: list[Node] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)

    @property
    def article(self) -> Node:
        """The article; empty where no node is one. Of several it is the first with a headline."""
        return next((node for node in self.articles if node.get("headline")), next(iter(self.articles), {}))

    def text(self, name: str, *, pages: bool = False) -> str | None:
        """What the article states under a name, as one line; what the `pages` do where it is silent."""
        nodes = [self.article, *(self.pages if pages else ())]
        return next((text for node in nodes if (text := line(node.get(name)))), None)

    def names(self, value: object) -> list[str]:
        """The names of the people and organisations that a value holds or refers to, in order."""
        values = value if isinstance(value, list) else [value]
        named = (line(self._resolved(one).get("name")) if isinstance(one, dict) else line(one) for one in values)
        return list(dict.fromkeys(name for name in named if name))

    def _resolved(self, node: Node) -> Node:
        return node if "name" in node else self.by_id.get(str(node.get("@id")), node)


def read(scripts: Iterable[str]) -> LinkedData:
    """The nodes of all scripts. An item that is broken costs what follows it in its script only."""
    data = LinkedData()
    for script in scripts:
        for node in _nodes(_items(script)):
            _take(data, node)
    return data


def line(value: object) -> str | None:
    """A string as one line, without the entities that HTML has no use for here; None for all else."""
    return " ".join(unescape(value).split()) or None if isinstance(value, str) else None


def _items(script: str) -> Iterator[object]:
    at = 0
    while (between := _BETWEEN.match(script, at)) and between.end() < len(script):
        try:
            item, at = _DECODER.raw_decode(script, between.end())
        except (ValueError, RecursionError):
            return
        yield item


def _nodes(items: Iterable[object]) -> Iterator[Node]:
    """The objects at the top, in lists and in graphs, and the main entities that they name."""
    waiting = list(items)[::-1]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += reversed(item)
        elif isinstance(item, dict):
            yield item
            waiting += [item[inner] for inner in ("mainEntity", "@graph") if isinstance(item.get(inner), list | dict)]


def _take(data: LinkedData, node: Node) -> None:
    types = node.get("@type")
    stated = types if isinstance(types, list) else [types]
    names = {_TYPE_PREFIX.sub("", name).lower() for name in stated if isinstance(name, str)}
    for kinds, nodes in ((ARTICLE_TYPES, data.articles), (PAGE_TYPES, data.pages), (SITE_TYPES, data.sites)):
        if names & kinds:
            nodes.append(node)
    if isinstance(node.get("@id"), str):
        data.by_id.setdefault(node["@id"], node)
