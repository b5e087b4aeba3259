"""Compiled, the same lines are looked up, they say the same, and the same seams are found."""

from collections.abc import Callable
from itertools import pairwise
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.native.texts import hostile

from endmark.judging.generic import glued, phrasebook, stories
from endmark.judging.generic.phrasebook import Phrase, Phrasebook, words_of

quick = settings(deadline=None)  # tables are made on first use


def _plainly(module: ModuleType, what: Callable[[], object]) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "native", None)
        return what()


@quick
@given(hostile)
def test_lines_that_arelooked_up(text: str) -> None:
    assert stories.looked_up(text) == _plainly(stories, lambda: stories.looked_up(text))


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
