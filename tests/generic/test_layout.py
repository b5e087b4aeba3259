"""A document's blocks as arrays: signs, edges, sentences, words."""

import unicodedata
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from endmark.judging.generic.layout import Layout, lay_out
from endmark.judging.generic.signs import SIGNS, Sign, sign_of
from endmark.judging.sheet import Sheet
from endmark.reading import read

LONG = (
    "The council met on Monday and closed the old bridge over the river for the winter, although nobody had asked " * 2
)
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
quick = settings(deadline=None, max_examples=150, derandomize=True)


def laid_out(text: str) -> Layout:
    return lay_out(Sheet(read(text)))


def counted(char: str) -> int:
    """The sign that a text's character is counted as: those beyond the first two planes are all alike."""
    return Sign.OTHER if char > "\U0001ffff" else sign_of(char) if char != "\0" else Sign.NONE


def words(layout: Layout, block: int) -> list[int]:
    found: list[int] = layout.words[layout.word_block == block].tolist()
    return found


@pytest.mark.parametrize(
    ("chars", "sign"),
    [
        ("aäжαı", Sign.LOWER),
        ("AÄЖΩǅ", Sign.UPPER),
        ("\u05d0\u0639\u0939\u0e01\u3005", Sign.UNCASED),
        ("水あカー한", Sign.EAST),
        ("3٣३½Ⅷ", Sign.DIGIT),
        (" \t\u00a0\u3000", Sign.SPACE),
        (".!?…。！？؟।۔", Sign.STOP),
        (",;،、；，", Sign.COMMA),
        (":：", Sign.COLON),
        ("\"'“”„«»「』’‹", Sign.QUOTE),
        ("()[]（【", Sign.BRACKET),
        ("-–—―", Sign.DASH),
        ("|@#*/&·•€©+", Sign.SYMBOL),
        ("\u0301\u093e\u064b", Sign.MARK),
        ("\u200b\u0007_", Sign.OTHER),
        ("\r\n", Sign.NONE),
    ],
)
def test_every_character_is_a_sign(chars: str, sign: int) -> None:
    assert {char: sign_of(char) for char in chars} == dict.fromkeys(chars, sign)


@quick
@given(text=any_text)
def test_counts_are_those_of_each_character(text: str) -> None:
    sheet = Sheet(read(text))
    if not sheet.blocks:
        return
    layout = lay_out(sheet)
    bounds = [0, *(block.start for block in sheet.blocks[1:]), len(text)]
    assert len(layout) == len(sheet.blocks)
    for row, (start, end) in zip(layout.counts.T.tolist(), pairwise(bounds), strict=True):
        signs = Counter(map(counted, text[start:end]))
        assert row == [signs[sign] for sign in range(SIGNS)]


@quick
@given(text=any_text)
def test_words_stand_in_their_blocks_and_in_order(text: str) -> None:
    sheet = Sheet(read(text))
    if not sheet.blocks:
        return
    layout = lay_out(sheet)
    assert np.all(np.diff(layout.word_starts) > 0)
    assert layout.word_counts.sum() == len(layout.words) == len(layout.word_starts)
    for start, block in zip(layout.word_starts.tolist(), layout.word_block.tolist(), strict=True):
        assert block == max(0, sheet.block_index(start))


@pytest.mark.parametrize(
    ("text", "first", "first_said", "last"),
    [
        ("The end.", Sign.UPPER, Sign.UPPER, Sign.STOP),
        ("“the end.”", Sign.QUOTE, Sign.LOWER, Sign.STOP),
        ("(“The end.”)", Sign.BRACKET, Sign.QUOTE, Sign.STOP),
        ("3 shares:", Sign.DIGIT, Sign.DIGIT, Sign.COLON),
        ("«", Sign.QUOTE, Sign.QUOTE, Sign.QUOTE),
        ("- Read more,", Sign.UPPER, Sign.UPPER, Sign.COMMA),
        ("橋は閉鎖された。」", Sign.EAST, Sign.EAST, Sign.STOP),
        ("It began in 1922.[337][338]", Sign.UPPER, Sign.UPPER, Sign.STOP),
        ("It began in [1922]", Sign.UPPER, Sign.UPPER, Sign.LOWER),
        ("[1]", Sign.BRACKET, Sign.DIGIT, Sign.DIGIT),
        ("वह चला गया।", Sign.UNCASED, Sign.UNCASED, Sign.STOP),
    ],
)
def test_blocks_begin_and_end_behind_marks_and_footnotes(text: str, first: int, first_said: int, last: int) -> None:
    layout = laid_out(text)
    assert (layout.first[0], layout.first_said[0], layout.last[0]) == (first, first_said, last)


@pytest.mark.parametrize(
    ("text", "has_end"),
    [
        ("One. Two.", True),
        ("It cost 3.5 million. “Why?” he asked.", True),
        ("It cost 3.5 million.", False),
        ("it went on. and on.", False),
        ("橋は閉鎖された。市長が述べた。", True),
        ("橋は閉鎖された。", False),
        ("Maybe!", False),
    ],
)
def test_a_sentence_ends_inside_a_block_where_another_begins(text: str, has_end: bool) -> None:  # noqa: FBT001
    layout = laid_out(f"Before.\n{text}\nBehind.")
    assert [layout.has_sentence_end(block) for block in range(3)] == [False, has_end, False]


def test_words_are_equal_whatever_their_case_accents_and_digits() -> None:
    layout = laid_out("Café 24 straße\nCAFE 37 STRASSE\ncafe\u0301 11 straße\ncaffe 24 straße")
    one, other, decomposed, unequal = (words(layout, block) for block in range(4))
    assert one == decomposed
    assert one[:2] == other[:2]
    assert one[0] != unequal[0]
    assert one[1:] == unequal[1:]


def test_figures_of_another_length_are_other_words() -> None:
    layout = laid_out("24\n7")
    assert words(layout, 0) != words(layout, 1)


def test_letters_of_scripts_without_spaces_are_words_of_their_own() -> None:
    assert laid_out("橋は閉鎖\nNHKの橋\n한국 신문\nThe bridge").word_counts.tolist() == [4, 3, 2, 2]


def test_a_letter_of_east_asia_counts_for_two() -> None:
    layout = laid_out("橋は\n한국\nab3\nहै")
    assert layout.size.tolist() == [4, 4, 3, 1]


def test_marks_do_not_break_words() -> None:
    for word in ("हिन्दी", unicodedata.normalize("NFD", "éàü"), "مَدرَسة"):
        assert laid_out(word).word_counts.tolist() == [1]


def test_blocks_of_equal_words_have_equal_keys_whatever_their_signs() -> None:
    keys = laid_out("Read more!\n* read – MORE\nRead less\n***x").keys.tolist()
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_a_text_of_signs_has_no_words() -> None:
    layout = laid_out("***\n---!")
    assert len(layout.words) == 0
    assert layout.word_counts.tolist() == layout.keys.tolist() == [0, 0]


def test_only_long_sentences_between_long_sentences_are_amid_the_story() -> None:
    long = f"{LONG.strip()}."
    layout = laid_out(f"{long}\n{long}\n{long}\nRead more\n{long}\n{long}\n{long}\n{long}")
    assert layout.amid_story.tolist() == [True, True, False, False, False, True, False, False]


def test_what_does_not_end_as_a_sentence_is_not_amid_the_story() -> None:
    assert not laid_out("\n".join([LONG.strip()] * 6)).amid_story.any()
