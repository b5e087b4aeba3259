"""Composed pages of outlets that no rule file names: every story stays whole, and what stands around it goes.

What judging does not get right yet is noted in a page's header, and is not asked of that page; its story is, all the
same.
"""

import re
from collections.abc import Iterator

import pytest
from tests.pages.composed import Composed, load
from tests.pages.extraction import visible_words

from endmark import Result, read, strip
from endmark.model import Kind

PAGES = load()
WITH_STORY = [page for page in PAGES if page.has_story]
_SHORT = 50  # letters under which a line may be a time, a subhead, a sign-off
_PARAGRAPH = 60  # letters of a block that nobody takes for a label

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
every_story = pytest.mark.parametrize("page", WITH_STORY, ids=lambda page: page.name)


def fates(page: Composed, result: Result) -> Iterator[tuple[str, Kind | None, Kind | None]]:
    """Each block's text, the kind it is marked with, and the kind it was cut as."""
    for text, kind, block in zip(page.texts, page.kinds, result.document.blocks, strict=True):
        touched = [s for s in result.segments if s.start < block.end and block.start < s.end]
        [cut] = {s.cut.kind if s.cut else None for s in touched}
        yield text, kind, cut


def test_there_are_pages_of_many_sorts() -> None:
    assert len(WITH_STORY) >= 50
    assert len({lang for page in PAGES for lang in re.findall(r'<html lang="(\w\w)"', page.html)}) >= 15
    assert sum(not page.may_stay - {Kind.HEADLINE} and any(page.kinds) for page in WITH_STORY) >= 30


@every_page
def test_all_visible_words_are_read(page: Composed) -> None:
    document = read(page.html, html=True)
    assert [document.text[b.start : b.end] for b in document.blocks] == page.texts
    assert document.text.split() == visible_words(page.html)


@every_story
def test_no_paragraph_of_the_story_is_lost(page: Composed) -> None:
    lost = [text for text, kind, cut in fates(page, strip(read(page.html, html=True))) if kind is None and cut]
    assert [text for text in lost if not page.may_lose_short_lines or len(text) >= _SHORT] == []


@every_story
def test_what_stands_around_the_story_goes(page: Composed) -> None:
    result = strip(read(page.html, html=True))
    stayed = [(text, kind) for text, kind, cut in fates(page, result) if kind and not cut]
    assert [(text, kind) for text, kind in stayed if kind not in page.may_stay] == []


@every_story
def test_what_goes_is_called_what_it_is(page: Composed) -> None:
    result = strip(read(page.html, html=True))
    misnamed = [(text, kind, cut) for text, kind, cut in fates(page, result) if kind and cut and kind != cut]
    assert [of for of in misnamed if of[1] not in page.may_be_misnamed] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.is_story_alone], ids=lambda page: page.name)
def test_a_page_without_furniture_stays_whole(page: Composed) -> None:
    result = strip(read(page.html, html=True))
    assert (result.body, result.removed) == (result.document.text, ())


@pytest.mark.parametrize("page", [page for page in PAGES if not page.has_story], ids=lambda page: page.name)
def test_a_page_without_a_story_stays_whole_and_says_so(page: Composed) -> None:
    result = strip(read(page.html, html=True))
    assert result.body == result.document.text
    [refusal] = result.refused
    assert (refusal.guard, refusal.cut.reason) == (
        "a page without a story stays whole",
        "no block looks like a story's",
    )
    assert (refusal.cut.start, refusal.cut.end) == (0, len(result.document.text))


@every_story
def test_how_a_page_is_indented_makes_no_difference(page: Composed) -> None:
    indented = re.sub(r">(?=<(?:div|p|article|main|nav|header|footer|aside|h\d|section)\b)", ">\n\t\t", page.html)
    assert strip(read(indented, html=True)).body == strip(read(page.html, html=True)).body


@every_story
def test_a_story_does_not_fall_with_the_names_of_its_elements(page: Composed) -> None:
    """A site's names may mean anything. Without any, a paragraph is still a paragraph."""
    bare = re.sub(r' (?:class|id)="(?!S:)[^"]*"', "", page.html)
    body = strip(read(bare, html=True)).body
    story = [text for text, kind in zip(page.texts, page.kinds, strict=True) if kind is None]
    assert [text for text in story if len(text) >= _PARAGRAPH and text not in body] == []
