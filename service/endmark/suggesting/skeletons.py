"""Fixtures for suggested rules: a composed story around the real furniture, and one that only quotes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from endmark.checking import differences
from endmark.model import Kind, Position
from endmark.rules.book import RuleBook
from endmark.rules.fixtures import Expected, Fixture, header_line, marked
from endmark.strip import strip
from endmark.suggesting.candidates import Candidate
from endmark.suggesting.composing import LINKS, NOTE, STORY, Skeleton
from endmark.suggesting.page_skeletons import page_skeletons
from endmark.suggesting.repeats import Repeats

_QUOTING = "“{0}” was written on the wall of the old customs house, and nobody knew who had put it there."
_MOST_LINES = 3  # of one rule
_LONGEST_QUOTED = 90  # characters


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a fixture's text, and the kind that it should be cut as."""

    text: str
    kind: Kind | None = None


def skeletons(host: str, found: Sequence[Candidate], repeats: Repeats, book: RuleBook) -> list[Skeleton]:
    """A fixture in which all is cut, and one that must stay whole; what does not work with the book is left out.

    For what selectors cut, two pages more.
    """
    elements = [candidate for candidate in found if candidate.verb == "css"]
    found = [candidate for candidate in found if candidate.verb != "css"]
    pages = page_skeletons(host, elements, book) if elements else []
    return (_texts(host, found, repeats, book) if found else []) + pages


def _texts(host: str, found: Sequence[Candidate], repeats: Repeats, book: RuleBook) -> list[Skeleton]:
    pieces = list(_pieces(found, repeats))
    while bad := _unmet(host, pieces, book):
        remaining = [piece for i, piece in enumerate(pieces) if i not in bad or piece.kind is None]
        if len(remaining) == len(pieces):
            break
        pieces = remaining
    return [_skeleton(host, "cuts", pieces, book), _whole(host, found, book)]


def _whole(host: str, found: Sequence[Candidate], book: RuleBook) -> Skeleton:
    longest = max((text for c in found for text in c.texts), key=len)
    said = max(longest.splitlines(), key=len).split()
    while len(" ".join(said)) > _LONGEST_QUOTED:
        said.pop()
    story = [STORY[0], _QUOTING.format(" ".join(said)), *STORY[1:]]
    return _skeleton(host, "whole", [_Piece(f"{text}\n") for text in story], book)


def _pieces(found: Sequence[Candidate], repeats: Repeats) -> Iterator[_Piece]:
    """The head's furniture, a paragraph, what stands between, another, the last with its suffix, the tail."""
    by_place: dict[Position, list[_Piece]] = {place: [] for place in Position}
    shown: dict[object, int] = {}
    for candidate in found:
        group = candidate.verb, candidate.kind, candidate.where
        shown[group] = shown.get(group, 0) + 1
        if candidate.verb != "suffix" and (candidate.verb == "passage" or shown[group] <= _MOST_LINES):
            by_place[_place(candidate, repeats)].append(_Piece(_shown(candidate), candidate.kind))
    suffix = next((c for c in found if c.verb == "suffix"), None)
    yield from by_place[Position.HEAD]
    yield _Piece(f"{STORY[0]}\n")
    yield from by_place[Position.INSET]
    yield _Piece(f"{STORY[1]}\n{STORY[2]}" if by_place[Position.INSET] else f"{STORY[1]} {STORY[2]}")
    yield from [_Piece(" "), _Piece(suffix.texts[0], suffix.kind)] if suffix else []
    yield _Piece("\n")
    yield from by_place[Position.TAIL]


def _place(candidate: Candidate, repeats: Repeats) -> Position:
    places = [repeats.place(row) for row in candidate.rows]
    return candidate.where or max(Position, key=places.count)


def _shown(candidate: Candidate) -> str:
    """What stands in an article: of a list, with lines under its heading; of a line with a variable, a real one."""
    said = candidate.texts[0] if candidate.verb == "passage" else candidate.rows[0].text
    return "\n".join([said, *(LINKS if candidate.verb == "heading" else ())]) + "\n"


def _skeleton(host: str, name: str, pieces: Sequence[_Piece], book: RuleBook) -> Skeleton:
    header = {"url": f"https://{host}/story", "source": "composed", "note": NOTE}
    fixture = _fixture(host, pieces)
    problems = tuple(differences(fixture, strip(fixture.text, site=host, book=book)))
    text = header_line(header) + marked(fixture)
    return Skeleton(name, text, tuple(replace(problem, file=Path(name)) for problem in problems))


def _fixture(host: str, pieces: Sequence[_Piece]) -> Fixture:
    text, expected = "", []
    for piece in pieces:
        if piece.kind:
            expected.append(Expected(piece.kind, len(text), len(text) + len(piece.text.rstrip("\n"))))
        text += piece.text
    return Fixture(Path(host) / "suggested", host, None, text, tuple(expected), {})


def _unmet(host: str, pieces: Sequence[_Piece], book: RuleBook) -> set[int]:
    """The numbers of the pieces that are not cut as they should be."""
    fixture = _fixture(host, pieces)
    result = strip(fixture.text, site=host, book=book)
    unmet, end = set(), 0
    for number, piece in enumerate(pieces):
        start, end = end, end + len(piece.text)
        kinds = {s.cut.kind if s.cut else None for s in result.segments if s.start < end and start < s.end}
        if piece.text.strip() and kinds - {piece.kind}:
            unmet.add(number)
    return unmet
