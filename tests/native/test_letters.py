"""Compiled, folded copies and letters are the same, stand at the same places and have the same hashes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.native.texts import hostile

from endmark import folding
from endmark.folding import fold, letters_of
from endmark.judging import grams, phrases
from endmark.judging.grams import ALPHABETIC, IDEOGRAPHIC, GramSet, GramSize, aligned, every

quick = settings(deadline=None)  # tables are made on first use


@quick
@given(hostile)
def test_letters_and_their_places(text: str) -> None:
    compiled = letters_of(text)
    at = compiled.at
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "native", None)
        plain = letters_of(text)
        assert compiled.text == plain.text
        assert np.array_equal(at, plain.at)


@quick
@given(hostile | st.text("a.\u2026 \u00a0\u200b\x00\n\u00b5\u0416\U0001d400\U00020000\U000e0100\ud800"))
def test_folded_copies_and_their_starts(text: str) -> None:
    compiled = fold(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "native", None)
        plain = fold(text)
    assert compiled.text == plain.text
    assert np.array_equal(compiled.starts, plain.starts)
    assert compiled.starts.dtype == plain.starts.dtype


@pytest.mark.parametrize("last", [0xFF, 0xFFFF, 0x10FFFF])
def test_letters_and_folded_copy_of_every_character(last: int) -> None:
    text = "".join(map(chr, range(last + 1)))
    compiled = letters_of(text).text, fold(text).text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "native", None)
        assert compiled == (letters_of(text).text, fold(text).text)


@quick
@given(hostile, st.sampled_from([ALPHABETIC, IDEOGRAPHIC]))
def test_hashes_of_grams(text: str, size: GramSize) -> None:
    compiled = aligned(text, size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grams, "native", None)
        assert np.array_equal(aligned(text, size), compiled)
    assert np.array_equal(every(letters_of(text).codes, size)[:: size.stride][: len(compiled)], compiled)


@pytest.mark.parametrize(("length", "stride"), [(2, 1), (6, 3), (36, 18), (8, 2), (0, 0)])
def test_a_stride_that_no_compiled_loop_has_is_refused(length: int, stride: int) -> None:
    with pytest.raises(ValueError, match="a stride is even, at most 16, and half of the length"):
        GramSize(length, stride)


@quick
@given(st.integers(0, 2**32 - 1), st.integers(0, 300), st.integers(1, 300), st.integers(1, 5))
def test_known_grams(seed: int, looked_up: int, known: int, row: int) -> None:
    random = np.random.default_rng(seed)
    some = random.integers(0, 2**32, 12, dtype=np.uint32)
    index = GramSet(random.choice(some[:6], known), np.arange(known))
    hashes = random.choice(some, looked_up)
    compiled = [*index.find(hashes)], index.has_row(hashes, row)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grams, "native", None)
        assert ([*index.find(hashes)], index.has_row(hashes, row)) == compiled


@quick
@given(hostile, st.lists(st.text("ab\u0416\U0001d400", max_size=3)), st.integers(0, 99), st.integers(0, 40))
def test_phrases_in_letters(text: str, some: list[str], start: int, size: int) -> None:
    for among in ([*some, text[start : start + size]], some, [phrase + "a" for phrase in some]):
        assert phrases.any_in(text, among) == any(phrase in text for phrase in among)
