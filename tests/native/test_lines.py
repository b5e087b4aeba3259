"""Compiled, lines are the same blocks, the same ones are looked up, they say the same, and the same seams are found."""

from collections.abc import Callable
from itertools import pairwise
from types import ModuleType
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.native.texts import hostile

from endmark.judging.generic import glued, phrasebook, stories
from endmark.judging.generic.phrasebook import Phrase, Phrasebook, words_of
from endmark.model import Block
from endmark.reading import lines

quick = settings(deadline=None)  # tables are made on first use


_T = TypeVar("_T")


def _plainly(module: ModuleType, what: Callable[[], _T]) -> _T:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "native", None)
        return what()


@quick
@given(hostile | st.text("->\u2022\u2013\u25aa \t\u00a0\u200b\u3000\n\r\x85\u2028\x1c\x1f\x00a\u0416\U0001d400\ud800"))
def test_blocks(text: str) -> None:
    found = lines.split(text)
    assert found == _plainly(lines, lambda: lines.split(text))
    assert {*map(type, found)} <= {Block}


@pytest.mark.parametrize("line", ["{0}", "{0}-{0}a{0}", ">{0}\u2022 a", "a{0}b", "> -{0}"])
@pytest.mark.parametrize("last", [0xFF, 0xFFFF, 0x1FFFF])
def test_blocks_with_every_character(line: str, last: int) -> None:
    text = "\n".join(line.format(chr(code)) for code in range(last + 1))
    assert lines.split(text) == _plainly(lines, lambda: lines.split(text))


@quick
@given(hostile)
def test_lines_that_are_looked_up(text: str) -> None:
    text = text.replace("a", "Share this ")
    phrases = Phrasebook([Phrase(("share this",), (0, 9), "test/share", None)])
    found = stories.look_up(text, phrases)
    plain = _plainly(stories, lambda: stories.look_up(text, phrases))
    assert found[1:] == plain[1:]
    assert [*filter(None, phrases.find(found.said))] == [*filter(None, phrases.find(plain.said))]


@quick
@given(hostile)
def test_seams(text: str) -> None:
    assert glued.starts(text) == _plainly(glued, lambda: glued.starts(text))


@quick
@given(hostile, st.lists(st.integers(0, 400)))
def test_words(text: str, places: list[int]) -> None:
    ends = np.array(sorted({place for place in places if place < len(text)}), dtype=np.int64)
    said = phrasebook.words_of_parts(text, ends)
    assert said == _plainly(phrasebook, lambda: phrasebook.words_of_parts(text, ends))
    bounds = pairwise([-1, *ends.tolist(), len(text)])
    assert said == [phrasebook.words_of(text[before + 1 : end]) for before, end in bounds]


_WORDS = [
    "read",
    "more",
    "read:",
    "more: news",
    "a",
    "©",
    "記事",
    "続きを 読む:",
    "новости",
    "기자",
    "line推",
    "read more",
]
_said = st.lists(st.sampled_from(_WORDS), max_size=5).map(lambda words: words_of(" ".join(words)))
_piece = _said.filter(bool)
_phrase = st.lists(_piece, min_size=1, max_size=3).flatmap(
    lambda pieces: st.lists(st.sampled_from([0, 9]), min_size=len(pieces) + 1, max_size=len(pieces) + 1).map(
        lambda gaps: Phrase(tuple(pieces), tuple(gaps), " … ".join(pieces), terms=None)
    )
)


@quick
@given(st.lists(_phrase, max_size=5), st.lists(_said | hostile.map(words_of), max_size=9))
def test_phrases(phrases: list[Phrase], said: list[str]) -> None:
    told = [phrase.pieces for phrase in phrases]
    said += [" ".join(pieces) for pieces in told] + [f"x {' x '.join(pieces)} x" for pieces in told]
    book = Phrasebook(phrases)
    found = book.find(said)
    assert found == _plainly(phrasebook, lambda: book.find(said))
