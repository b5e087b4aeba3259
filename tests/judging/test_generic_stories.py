"""Composed texts of outlets that no rule file names: what generic judging must keep, and what it must cut.

`stories/*.txt` are fixtures. One without a marked cut must stay whole. Of the others no word of the story may be lost,
and what is marked must go, unless the header's note begins with "may stay".
"""

from collections.abc import Iterable
from pathlib import Path

import pytest

from endmark import strip
from endmark.rules.fixtures import Fixture, read_fixture

STORIES = [read_fixture(path) for path in sorted(Path(__file__).with_name("stories").glob("*.txt"))]
Span = tuple[int, int]


def named(stories: Iterable[Fixture]) -> list[object]:
    return [pytest.param(story, id=story.path.stem) for story in stories]


def may_stay(story: Fixture) -> bool:
    return story.header.get("note", "").startswith("may stay")


WHOLE = named(story for story in STORIES if not story.expected)
MARKED = named(story for story in STORIES if story.expected)
TO_CUT = named(story for story in STORIES if story.expected and not may_stay(story))


def told(text: str, spans: Iterable[Span], others: Iterable[Span]) -> list[str]:
    """What the spans hold that the others do not, blanks aside."""
    other = {at for start, end in others for at in range(start, end)}
    pieces = ("".join(text[at] for at in range(start, end) if at not in other).strip() for start, end in spans)
    return [piece for piece in pieces if piece]


def marked(story: Fixture) -> list[Span]:
    return [(cut.start, cut.end) for cut in story.expected]


def cut(story: Fixture) -> list[Span]:
    return [(segment.start, segment.end) for segment in strip(story.text).removed]


def test_there_are_stories_of_both_sorts() -> None:
    assert len(WHOLE) >= 60
    assert len(TO_CUT) >= 25


@pytest.mark.parametrize("story", WHOLE)
def test_a_story_stays_whole(story: Fixture) -> None:
    result = strip(story.text)
    assert told(story.text, cut(story), ()) == []
    assert result.body == story.text


@pytest.mark.parametrize("blank", ["\n\n", "\r\n", "\n \n"], ids=["blank lines", "CRLF", "lines of blanks"])
@pytest.mark.parametrize("story", WHOLE)
def test_how_lines_are_delivered_makes_no_difference(story: Fixture, blank: str) -> None:
    assert "".join(strip(story.text.replace("\n", blank)).body.split()) == "".join(strip(story.text).body.split())


@pytest.mark.parametrize("story", MARKED)
def test_no_word_of_a_story_goes_with_what_stands_around_it(story: Fixture) -> None:
    assert told(story.text, cut(story), marked(story)) == []


@pytest.mark.parametrize("story", TO_CUT)
def test_what_stands_around_a_story_goes(story: Fixture) -> None:
    assert told(story.text, marked(story), cut(story)) == []


@pytest.mark.parametrize("story", MARKED)
def test_what_is_left_is_left_again(story: Fixture) -> None:
    body = strip(story.text).body
    assert strip(body).body == body
