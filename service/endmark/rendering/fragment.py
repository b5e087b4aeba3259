"""A page's story as HTML: each text that stays, inside the markup that it stood in.

A fragment that is read as a page has the same blocks, and is rendered as itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from selectolax.lexbor import LexborNode

from endmark.page import Page
from endmark.rendering.allowed import HOLDERS, fit
from endmark.rendering.code import Code
from endmark.rendering.links import Links
from endmark.rendering.pictures import Pictures
from endmark.rendering.places import Mark, Place, Places
from endmark.rendering.story import Story
from endmark.rendering.writing import Writer

_SPACES = re.compile(" +")


@dataclass(frozen=True, slots=True)
class _Written:
    """A block that was written: its number, its place, and the paragraph it is in, if in one."""

    number: int
    place: Place
    paragraph: Mark | None


class Fragment:
    """One story of a page while it is rendered."""

    def __init__(self, story: Story, page: Page) -> None:
        self._story, self._page = story, page
        self._links = Links(story.base)
        self._places = Places(self._links)
        self._code = Code()
        self._kept = [story.kept(start, end) for start, end in page.spans]

    def html(self, *, figures: bool) -> str:
        """The fragment, not sanitised yet."""
        pictures = self._pictures() if figures else None
        writer, last = Writer(f'<article data-endmark="1"{self._stated()}>'), None
        for number, text in enumerate(self._kept):
            for picture in pictures.before(number) if pictures else ():
                writer.write(picture.containers, picture.html)
                last = None
            if text.strip() and not (pictures and number in pictures.captions):
                last = self._write(writer, number, last)
        return writer.end("</article>")

    def _pictures(self) -> Pictures:
        return Pictures(self._page, self._kept, self._story.captions, self._places, self._links)

    def _stated(self) -> str:
        """The language and the direction of the story, as attributes."""
        first = next((number for number, text in enumerate(self._kept) if text.strip()), None)
        stated = () if first is None else self._place(first).stated
        return "".join(f' {name}="{escape(value)}"' for name, value in stated)

    def _place(self, number: int) -> Place:
        return self._places.of(self._page.blocks.nodes[number][0])

    def _write(self, writer: Writer, number: int, last: _Written | None) -> _Written:
        """Write what stays of a block behind the block that was written last, if nothing else was since."""
        place = self._place(number)
        before = last if last and self._is_next_line(number, place, last) else None
        paragraph = before.paragraph if before else _begun(number, place, last)
        blocks = (*place.containers, *([paragraph] if paragraph else []))
        between, white = "<br>" if before else "", ""
        for at, (node, text) in enumerate(self._pieces(number, place.pre)):
            lead, said, trail = _parted(text)
            if at:
                between = fit(white + lead)
            elif place.pre is not None:
                said = lead.rpartition("\n")[2] + said
            writer.write((*blocks, *self._places.of(node).inline), fit(said), between)
            white = trail
        return _Written(number, place, paragraph)

    def _is_next_line(self, number: int, place: Place, last: _Written) -> bool:
        blocks = self._page.blocks
        follows = number == last.number + 1 and blocks.gaps[number] == 1
        return follows and place.blocks == last.place.blocks and blocks.elements[number] == blocks.elements[last.number]

    def _pieces(self, number: int, pre: LexborNode | None) -> Iterator[tuple[LexborNode, str]]:
        """A block's text nodes, each with what stays of it and of the white space before it.

        Code that stays whole keeps its white space.
        """
        text, (start, _) = self._page.blocks.texts[number], self._page.spans[number]
        is_whole = self._kept[number] == text
        if pre is not None and is_whole:
            yield from ((node, self._code.text(node, pre)) for node in self._page.blocks.nodes[number])
            return
        end, white = 0, ""
        for node in self._page.blocks.nodes[number]:
            said = " ".join((node.text_content or "").split())
            begin, end = end, end + text.startswith(" ", end) + len(said)
            kept = text[begin:end] if is_whole else self._story.kept(start + begin, start + end)
            kept = _SPACES.sub(" ", white + kept)
            white = "" if kept.strip() else kept
            if not white and kept:
                yield node, kept


def _parted(text: str) -> tuple[str, str, str]:
    """A text, and the white space before and behind it."""
    said = text.strip()
    begin = text.index(said)
    return text[:begin], said, text[begin + len(said) :]


def _begun(number: int, place: Place, last: _Written | None) -> Mark | None:
    """The paragraph that a block begins: none in a list item or a cell, but behind bare text there."""
    leaf, containers = place.leaf, place.containers
    if leaf:
        return Mark((*leaf.identity, number), leaf.tag, leaf.start)
    follows_bare = last is not None and last.paragraph is None and last.place.containers == containers
    if containers and containers[-1].tag in HOLDERS and not follows_bare:
        return None
    return Mark((-1, number), "p", "<p>")
