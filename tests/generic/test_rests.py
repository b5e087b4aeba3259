"""What was found out of a text's blocks is what would be found out of them in any rest of it."""

from itertools import accumulate, pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.generic.test_generic_properties import PARAGRAPHS, texts

from endmark import RuleBook
from endmark.judging.generic import weigh
from endmark.judging.sheet import Origin, Sheet
from endmark.judging.spans import Span, merge
from endmark.reading import read

long_story = st.lists(st.sampled_from([f"{p} {p}" for p in PARAGRAPHS] + PARAGRAPHS), max_size=9).map("\n".join)


def pieces_of(text: str, drawn: st.DataObject) -> list[Span]:
    """Whole lines, or anything from somewhere to somewhere else."""
    lines = [0, *accumulate(map(len, text.splitlines(keepends=True)))]
    if drawn.draw(st.booleans()):
        return [span for span in pairwise(lines) if drawn.draw(st.integers(0, 2))]
    edges = sorted(drawn.draw(st.lists(st.integers(0, len(text)) | st.sampled_from(lines), max_size=6)))
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False) if start < end]


@settings(deadline=None, max_examples=300, derandomize=True)
@given(text=texts | long_story, drawn=st.data())
def test_a_rest_is_weighed_as_if_it_were_all_there_is(text: str, drawn: st.DataObject) -> None:
    generic, whole = RuleBook.builtin().generic, Sheet(read(text))
    pieces = merge(pieces_of(text, drawn))
    rest = read("".join(text[start:end] for start, end in pieces))
    if generic is None or not rest.blocks:
        return
    weigh(whole, generic)
    known, anew = weigh(Sheet(rest, Origin(whole, pieces)), generic), weigh(Sheet(rest), generic)
    assert known.odds.tolist() == anew.odds.tolist()
    assert known.wording.tolist() == anew.wording.tolist()
    assert known.marking == anew.marking
    for field in ("signs", "bounds", "first", "first_said", "last", "words", "word_starts", "word_block", "keys"):
        assert np.array_equal(getattr(known.layout, field), getattr(anew.layout, field)), field


def test_blocks_that_are_left_whole_are_known() -> None:
    text = "A bridge.\nRead more\n> A river.\nA town. Read more\n"
    end = text.index("A town")
    rest, broken = [(0, 10), (20, end)], [(0, 10), (20, 25)]
    for pieces, left in ((rest, [0, 2]), (broken, None)):
        sheet = Sheet(read("".join(text[start:stop] for start, stop in pieces)), Origin(Sheet(read(text)), pieces))
        assert sheet.blocks_left == left
