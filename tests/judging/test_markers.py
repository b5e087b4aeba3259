"""Patterns whose phrase is known: it is looked for in place of their matches, and tells the same."""

import re

from hypothesis import given
from hypothesis import strategies as st

from endmark.judging import markers
from endmark.judging.program import Pattern
from endmark.judging.sheet import Sheet
from endmark.reading import read

PHRASES = ("a", "a b", "b a", "aba", " a", "a a a")


@given(text=st.text(st.sampled_from("ab \n•"), max_size=40), phrase=st.sampled_from(PHRASES))
def test_a_phrase_finds_what_the_pattern_finds(text: str, phrase: str) -> None:
    sheet, regex = Sheet(read(text)), re.compile(f"b?{phrase}")
    known, unknown = Pattern(regex, phrase), Pattern(regex)
    assert markers.find_ends(sheet, known) == markers.find_ends(sheet, unknown)
    assert markers.find_blocks(sheet, (known,)) == markers.find_blocks(sheet, (unknown,))


def test_a_phrase_across_two_blocks_hides_none_behind_it() -> None:
    sheet = Sheet(read("one two\ntwo two two\nthree"))
    assert markers.find_ends(sheet, Pattern(re.compile("two two"), "two two")) == [(8, 15)]
