"""What holds for the fragment of every page, however broken."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tests.rendering.pages import pages

from endmark import read
from endmark.rendering import Story, allowed

BASE = "https://x.example/a/b"
quick = settings(deadline=None, max_examples=100, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
both = pytest.mark.parametrize("figures", [False, True])


def story(page: str, spans: list[tuple[int, int]] | None = None, base: str | None = BASE) -> Story:
    document = read(page, html=True)
    return Story(document.text, [(0, len(document.text))] if spans is None else spans, (), document.page, base)


@both
@quick
@given(page=pages)
def test_a_fragments_fragment_is_itself(page: str, figures: bool) -> None:  # noqa: FBT001
    fragment = story(page).html(figures=figures)
    assert story(fragment, base=None).html(figures=figures) == fragment


@quick
@given(page=pages)
def test_a_fragment_says_what_the_page_says_block_by_block(page: str) -> None:
    document = read(page, html=True)
    fragment = read(story(page).html(), html=True)
    said = [document.text[block.start : block.end] for block in document.blocks]
    assert [fragment.text[block.start : block.end] for block in fragment.blocks] == said


@quick
@given(page=pages, cuts=st.lists(st.integers(0, 200), max_size=6))
def test_of_a_page_in_parts_just_these_parts_are_said(page: str, cuts: list[int]) -> None:
    length = len(read(page, html=True).text)
    edges = sorted({min(cut, length) for cut in cuts})
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    part = story(page, spans)
    fragment = part.html()
    assert "".join(read(fragment, html=True).text.split()) == "".join(part.kept(0, length).split())
    assert story(fragment, base=None).html() == fragment


@both
@quick
@given(page=pages)
def test_nothing_is_in_a_fragment_that_is_not_allowed(page: str, figures: bool) -> None:  # noqa: FBT001
    parser = LexborHTMLParser(story(page).html(figures=figures))
    assert parser.body is not None
    [root] = parser.body.iter(include_text=True)
    assert (root.tag, root.attributes.get("data-endmark")) == ("article", "1")
    for node in root.traverse():
        tag = node.tag or ""
        assert tag in allowed.BLOCKS | allowed.INLINE | {"article", "br", "figure", "figcaption", "img"}
        assert node.attributes.keys() <= allowed.ATTRIBUTES["*"] | allowed.ATTRIBUTES.get(tag, set())
        assert (node.attributes.get("href") or "https:").startswith(("https:", "http:", "mailto:"))
        assert (node.attributes.get("src") or "https:").startswith(("https:", "http:"))
        assert tag != "a" or "href" in node.attributes


@quick
@given(text=st.text(st.characters(), max_size=60))
@example(text="a\0b \ud800\r\n\r\n<b>&amp;")
def test_a_texts_fragment_says_its_lines(text: str) -> None:
    fragment = Story(text, [(0, len(text))]).html()
    assert story(fragment, base=None).html() == fragment
    fit = re.sub("[\0\ud800-\udfff]", "\ufffd", text)
    assert "".join(read(fragment, html=True).text.split()) == "".join(fit.split())
