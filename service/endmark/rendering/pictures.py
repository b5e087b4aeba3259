"""The pictures that stand in a story, with their captions."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import takewhile

from selectolax.lexbor import LexborNode

from endmark.page import Page
from endmark.rendering.allowed import fit
from endmark.rendering.links import Links
from endmark.rendering.places import Mark, Places
from endmark.rendering.story import Span

_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")  # a late picture's `src` is a stand-in
_FETCHED = ' src="http'
_SETS = ("data-srcset", "srcset")
_COMMA = re.compile(r",\s")  # an address may have commas, but no spaces
_DESCRIPTOR = re.compile(r"\d{1,9}(?:\.\d{1,9})?[wx]")
_SMALLEST = 32  # CSS pixels: what is smaller is a sign, or counts readers
_PIXELS = re.compile(r"\d{1,6}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as HTML, and the blocks of the fragment that it stands in."""

    containers: tuple[Mark, ...]
    html: str


class Pictures:
    """The pictures between blocks of the story; captions may be between as well.

    `kept` is what stays of each block, `cut` are spans of captions that do not. `captions` are the numbers of the
    blocks that are in a picture's caption.
    """

    def __init__(self, page: Page, kept: Sequence[str], cut: Sequence[Span], places: Places, links: Links) -> None:
        self._page, self._kept, self._links = page, kept, links
        stays = [bool(text.strip()) for text in kept]
        self._is_caption = [
            places.of(nodes[0]).in_caption if text else _is_in(start, cut)
            for nodes, (start, _), text in zip(page.blocks.nodes, page.spans, stays, strict=True)
        ]
        self.captions: set[int] = set()
        self._at: dict[int, list[Picture]] = defaultdict(list)
        before = _reached(stays, self._is_caption)
        after = _reached(stays[::-1], self._is_caption[::-1])[::-1]
        ends = [*(number for number, _ in page.pictures[1:]), len(stays)]
        for place, (number, image) in enumerate(page.pictures):
            source = self._source(image) if before[number] and after[number] else None
            if source:
                figure = self._figure(image, source, range(number, ends[place]))
                self._at[number].append(Picture(places.of(image).containers, figure))

    def before(self, number: int) -> Sequence[Picture]:
        """The pictures right before a block."""
        return self._at.get(number, ())

    def _source(self, image: LexborNode) -> str | None:
        """The attribute with the picture's address; None for one that is too small to be a picture, or nowhere."""
        given = image.attributes
        sizes = [int(size) for name in ("width", "height") if _PIXELS.fullmatch(size := given.get(name) or "")]
        if any(size < _SMALLEST for size in sizes):
            return None
        addresses = [given.get(name) for name in _SOURCES] + [_largest(given.get(name) or "") for name in _SETS]
        found = (self._links.attribute("src", url) for url in addresses)
        return next((source for source in found if source and source.startswith(_FETCHED)), None)

    def _figure(self, image: LexborNode, source: str, following: range) -> str:
        """A picture as HTML, with the captions among the blocks that follow it."""
        captions = list(takewhile(self._is_caption.__getitem__, following))
        self.captions.update(captions)
        said = " ".join(" ".join((self._kept[n].strip() or self._page.blocks.texts[n]).split()) for n in captions)
        caption = f"<figcaption>{fit(said)}</figcaption>" if said else ""
        alt = " ".join((image.attributes.get("alt") or "").split())
        return f'<figure><img{source} alt="{escape(alt)}">{caption}</figure>'


def _reached(stays: Sequence[bool], is_caption: Sequence[bool]) -> list[bool]:
    """Before each block, and behind all: whether the nearest block before that is no caption stays."""
    reached = [False]
    for kept, caption in zip(stays, is_caption, strict=True):
        reached.append(reached[-1] if caption else kept)
    return reached


def _is_in(offset: int, spans: Sequence[Span]) -> bool:
    i = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return i >= 0 and offset < spans[i][1]


def _largest(candidates: str) -> str | None:
    """The address of the largest picture of a `srcset`."""
    pairs = [pair for part in _COMMA.split(candidates) if (pair := part.split())]
    return max(pairs, key=_size)[0] if pairs else None


def _size(candidate: Sequence[str]) -> float:
    return float(candidate[1][:-1]) if len(candidate) > 1 and _DESCRIPTOR.fullmatch(candidate[1]) else 0.0
