"""Which blocks are the story's, given their odds and what the page says of itself."""

import json

import numpy as np
import pytest
from tests.pages.test_page_features import LONG, MORE

from endmark import read
from endmark.judging.pages.deciding import decide
from endmark.judging.pages.features import Features

LIKELY, OPEN, DOUBTFUL, UNLIKELY = 1.0, 0.1, -0.4, -2.0
PARAGRAPHS = f"<p>{LONG}</p><p>{MORE}</p><p>{LONG}</p>"
STORY = f'<div class="story" id="story-1"><h1>Ferry runs again</h1>{PARAGRAPHS}</div>'
OTHER = f'<div class="story" id="story-2"><h1>Bridge closed</h1>{PARAGRAPHS}</div>'


def decided(html: str, *odds: float, head: str = "") -> tuple[list[bool], list[str | None]]:
    page = read(f"<html><head>{head}</head><body>{html}</body></html>", html=True).page
    assert page
    assert len(page.blocks.texts) == len(odds)
    found = decide(Features(page, np.zeros(len(odds), np.float32)), np.array(odds, np.float32), page.stated)
    return found.body.tolist(), [found.because.get(block) for block in range(len(odds))]


def test_odds_decide() -> None:
    html = f"<p>{LONG}</p><p>{MORE}</p>"
    assert decided(html, LIKELY, UNLIKELY) == ([True, False], [None, None])


@pytest.mark.parametrize(
    "title", ["<title>Ferry runs again | Gazette</title>", '<meta property="og:title" content="ferry runs again">']
)
def test_a_first_heading_that_repeats_the_title_is_no_story(title: str) -> None:
    html = f"<h1>Ferry runs again</h1><p>{LONG}</p>"
    told = "it repeats the page's title"
    assert decided(html, LIKELY, LIKELY, head=title) == ([False, True], [told, None])
    assert decided(html, LIKELY, LIKELY, head="<title>Gazette</title>")[0] == [True, True]


def test_a_line_between_two_of_the_story_stays() -> None:
    html = f"<p>{LONG}</p><p>14:05</p><p>{MORE}</p>"
    told = "it stands between lines of the story"
    assert decided(html, LIKELY, DOUBTFUL, LIKELY) == ([True, True, True], [None, told, None])
    assert decided(html, LIKELY, UNLIKELY, LIKELY)[0] == [True, False, True]
    assert decided(html.replace("14:05", "<a href=/x>14:05</a>"), LIKELY, DOUBTFUL, LIKELY)[0] == [True, False, True]
    assert decided(html.replace("<p>14:05</p>", "<div><p>14:05</p></div>"), LIKELY, DOUBTFUL, LIKELY)[0][1] is False


def test_names_that_are_never_a_storys() -> None:
    html = f"<p>{LONG}</p><p>{MORE}</p><div class=newsletter><p>Sign up</p></div>"
    assert decided(html, LIKELY, LIKELY, LIKELY)[0] == [True, True, False]


def test_the_page_may_state_what_its_article_is() -> None:
    html, stated = f"<p>{LONG}</p><p>{MORE}</p>", json.dumps({"@type": "NewsArticle", "articleBody": f"{LONG}\n{MORE}"})
    head = f'<script type="application/ld+json">{stated}</script>'
    told = "the page states it as its article's"
    assert decided(html, LIKELY, DOUBTFUL, head=head) == ([True, True], [None, told])
    assert decided(html, LIKELY, UNLIKELY, head=head)[0] == [True, False]
    assert decided(html, LIKELY, DOUBTFUL, head=head.replace(MORE[:20], "Something else happened"))[0] == [True, False]


def test_microdata_may_mark_what_the_article_is() -> None:
    html = f"<p>{LONG}</p><div itemprop='text articleBody'><p>{MORE}</p></div>"
    told = "the page marks it as its article's"
    assert decided(html, LIKELY, OPEN) == ([True, True], [None, told])
    assert decided(html, LIKELY, DOUBTFUL)[0] == [True, False]  # boxes are marked with the story that they stand in
    assert decided(html.replace("articleBody", "articleTeaser"), LIKELY, OPEN)[0] == [True, False]
    assert decided(html.replace(MORE, "Short."), LIKELY, OPEN)[0] == [True, False]


def test_another_story_of_an_endless_page_goes() -> None:
    body, because = decided(STORY + OTHER, *[LIKELY] * 8)
    assert body == [True] * 4 + [False] * 4
    assert set(because[4:]) == {"it belongs to another story"}


@pytest.mark.parametrize(
    "html",
    [
        STORY.replace("</div>", f"<h1>The council's view</h1>{PARAGRAPHS}</div>"),  # subheads of one story
        STORY + OTHER.replace("story", "chapter"),
    ],
)
def test_headings_of_one_story_do_not_end_it(html: str) -> None:
    assert decided(html, *[LIKELY] * 8)[0] == [True] * 8
