"""The compiled columns and features of pages are those of the arrays."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from endmark.judging.pages import columns, features, leads
from endmark.judging.pages.features import Features
from endmark.judging.pages.leads import likeness
from endmark.page import Blocks, Elements, Page

TAGS = ("div", "p", "h1", "h3", "li", "aside", "nav", "td", "x-card", "y-card")
NAMES = ("", "comments", "ad", "quote", "story", "tag-news newsletter", "c\U0001f41f", "\ud800")
WORDS = (
    *("a", "hall ", "fish, ", "港、", "\U0001f41f ", "\ud800", "\0"),
    *("Ende.”", "Что?", "!»", "”’", "।", "x" * 151, "word " * 8),
)
LONG = "The fish hall, " * 2_000


def page_of(seed: int, texts: list[str]) -> Page:
    """A page of these blocks, in elements that nest by chance."""
    random = np.random.default_rng(seed)
    elements, blocks, path = Elements(), Blocks(), list[int]()
    for number, text in enumerate(texts):
        del path[int(random.integers(1, 9)) :]
        for _ in range(int(random.integers(0 if path else 1, 6))):
            elements.parents.append(path[-1] if path else 0)
            elements.depths.append(len(path))
            elements.tags.append(str(random.choice(TAGS)))
            elements.classes.append(NAMES[random.integers(len(NAMES))])
            elements.firsts.append(number)
            elements.lasts.append(0)
            path.append(len(elements.tags) - 1)
        for element in path:
            elements.lasts[element] = number + 1
        blocks.elements.append(path[-1])
        blocks.texts.append(text)
        blocks.linked.append(int(random.integers(len(text) + 1)) * int(random.integers(2)))
        blocks.strong.append(int(random.integers(len(text) + 1)))
    return Page(LexborHTMLParser(""), elements, blocks, [])


@given(st.integers(0, 2**32 - 1), st.lists(st.lists(st.sampled_from(WORDS), min_size=1).map("".join), min_size=1))
@example(0, ["x"])
@example(1, [LONG, LONG + "\U0001f41f", "\ud800" * 50_000])
@example(2, ["word " * 9 + "."] * 500)
def test_pages(seed: int, texts: list[str]) -> None:
    page = page_of(seed, texts)
    lead = np.random.default_rng(seed).random(len(texts), dtype=np.float32)
    compiled = Features(page, lead)
    assert np.isfinite(compiled.matrix).all()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "native", None)
        patch.setattr(features, "native", None)
        plain = Features(page, lead)
        assert np.array_equal(plain.elements.columns, compiled.elements.columns)
        assert np.array_equal(plain.blocks.columns, compiled.blocks.columns)
        assert np.array_equal(plain.blocks.before, compiled.blocks.before)
        assert np.array_equal(plain.matrix, compiled.matrix)


SENTENCES = st.lists(
    st.sampled_from(
        ("the", "The", "HALL", "hall", "İ", "i̇", "ΟΔΟΣ", "\ud800", "\U0001f41f", "", "\xa0", "\0", "\x1c", "x" * 60)
    ),
    max_size=12,
).map(" ".join)


@given(st.lists(SENTENCES), st.lists(SENTENCES, max_size=3))
@example(["a b " * 5_000] * 3, [LONG, "a " * 5_000, ""])
@example([f"{number} {number * number} {number**3}" for number in range(2_000)], [" ".join(map(str, range(40)))] * 2)
def test_likeness(texts: list[str], summaries: list[str]) -> None:
    compiled = likeness(texts, summaries)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leads, "native", None)
        assert np.array_equal(likeness(texts, summaries), compiled)
