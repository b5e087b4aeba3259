"""A rule's regex matches nowhere where the phrase that it is looked for by does not stand."""

import sys
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from endmark.folding import fold, fold_character
from endmark.rules.regexes import compile_regex, folded_phrase

_CASED = [char for char in map(chr, range(sys.maxunicode + 1)) if char.lower() != char or char.upper() != char]


def test_a_phrase_is_written_in_one_way() -> None:
    alike = defaultdict(set)
    for char in (char for char in _CASED if fold_character(char) == char):
        for other in (char.casefold(), char.lower(), char.upper()):
            alike[other].add(char)
    several = [char for chars in alike.values() if len(chars) > 1 for char in chars]
    assert several
    assert not any(map(folded_phrase, several))


@settings(deadline=None)  # the tables of folding are made on first use
@given(
    st.lists(
        st.sampled_from(("Read  more", "é", "K", "ſs", "(a|b)", "c?", "d+", "[e-g]", "h{0,2}", "!", "—", "Ⓒ")),
        min_size=1,
    ),
    st.text("READMOREread more….éÉKkſsabcdefgh-—Ⓒⓒ", max_size=60),
)
def test_matches_hold_the_phrase(pieces: list[str], text: str) -> None:
    pattern = "".join(pieces)
    folded = fold("".join(pieces).replace("?", "") + text).text
    for match in compile_regex(pattern).finditer(folded):
        assert folded_phrase(pattern) in folded[match.start() : match.end()]
