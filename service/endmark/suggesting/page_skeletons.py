"""Fixtures that are pages, for suggested selectors: a composed story around the elements, and one inside a likeness."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from endmark.checking import differences
from endmark.rules.book import RuleBook
from endmark.rules.fixtures import CLOSE, PAGE, header_line, opening, parse_fixture
from endmark.strip import strip
from endmark.suggesting.candidates import Candidate
from endmark.suggesting.composing import LINKS, NOTE, STORY, Skeleton

_MOST_BLOCKS = 4  # of one element
_OTHERWISE = "-in-a-story"  # makes another name of a name


def page_skeletons(host: str, found: Sequence[Candidate], book: RuleBook) -> list[Skeleton]:
    """A page in which the elements are cut, and one whose story stands in an element called nearly so."""
    first, *rest = (f"<p>{text}</p>" for text in STORY)
    elements = [f"{opening(c.kind)}{_element(c, [*_said(c)])}{CLOSE}" for c in found]
    around = _element(found[0], [first, *rest], otherwise=_OTHERWISE)
    return [_page(host, "cuts", [first, *elements, *rest], book), _page(host, "whole", [around], book)]


def _element(candidate: Candidate, lines: Sequence[str], otherwise: str = "") -> str:
    selector = candidate.texts[0]
    attribute = "id" if selector.startswith("#") else "class"
    return "\n".join([f'<div {attribute}="{selector[1:]}{otherwise}">', *lines, "</div>"])


def _said(candidate: Candidate) -> Iterator[str]:
    """What an element holds: of its first copy what others say too, and links that are composed."""
    first = candidate.rows[0].article
    others = {row.key for row in candidate.rows if row.article != first}
    said = [row.text for row in candidate.rows if row.article == first and row.key in others][:_MOST_BLOCKS]
    yield from (f"<p>{escape(text)}</p>" for text in said)
    if len(said) < sum(row.article == first for row in candidate.rows):
        yield from (f'<p><a href="/{number}">{text}</a></p>' for number, text in enumerate(LINKS, 1))


def _page(host: str, name: str, lines: Sequence[str], book: RuleBook) -> Skeleton:
    header = header_line({"url": f"https://{host}/story", "source": "composed", "note": NOTE})
    html = ["<!DOCTYPE html>", "<html>", "<body>", "<article>", *lines, "</article>", "</body>", "</html>", ""]
    text = header + "\n".join(html)
    fixture = parse_fixture(Path(host) / f"{name}{PAGE}", text)
    problems = tuple(differences(fixture, strip(fixture.document, site=host, book=book)))
    return Skeleton(f"page-{name}", text, problems, PAGE)
