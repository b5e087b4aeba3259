"""Where sentences and lines begin around a letter: what one search finds is what a look at each letter finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from endmark.folding import letters_of
from endmark.judging.passages.index import PassageIndex
from endmark.judging.passages.scene import Scene
from endmark.judging.sheet import Sheet
from endmark.reading import read

SIGNS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029.!?…。！？:;,–—-"
TEXTS = st.text(st.sampled_from("aB7ﬁé寄𝒳 \t\u200b'" + SIGNS), max_size=40)


def _scene(text: str) -> Scene:
    return Scene(Sheet(read(text)), PassageIndex([(0, "Dear readers, we need you.")]))


@given(text=TEXTS, reach=st.integers(0, 12), data=st.data())
def test_nearest_breaks_are_those_that_a_look_at_each_letter_finds(text: str, reach: int, data: st.DataObject) -> None:
    scene = _scene(text)
    letter = data.draw(st.integers(0, len(scene)))
    back = range(letter, max(-1, letter - reach - 1), -1)
    onward = range(letter, min(len(scene), letter + reach) + 1)
    assert scene.sentence_start(letter, reach) == next(filter(scene.breaks_sentence, back), None)
    assert scene.line_start(letter, reach) == next(filter(scene.breaks_line, back), None)
    assert scene.sentence_end(letter, reach) == next(filter(scene.breaks_sentence, onward), None)


@pytest.mark.parametrize("sign", SIGNS)
def test_no_sign_that_ends_a_clause_is_a_letter(sign: str) -> None:
    scene = _scene(f"one{sign}two")
    assert letters_of(sign).text == ""
    assert [i for i in range(len(scene) + 1) if scene.breaks_clause(i)] == [0, 3, 6]
