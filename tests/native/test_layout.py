"""The compiled layout of blocks, and the scores of their words, are those of the arrays."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from endmark.judging.generic import layout, wording
from endmark.judging.sheet import Sheet
from endmark.model import Document
from endmark.reading import lines

LONG = "The council met on Monday and closed the old bridge over the river for the winter, though nobody asked. " * 2
CHARS = st.characters() | st.sampled_from("aB3 .:,)]»'\n\0\u0301\u3042漢豈\U0001f600\U00020000\U000e0101\ud800\u00a0")
TEXTS = st.lists(st.text(CHARS, max_size=40) | st.just(LONG), max_size=9).map("\n".join)
WEIGHTS = np.random.default_rng(1).integers(-128, 127, 1 << 12, dtype=np.int8)
TABLE = wording.Wording(WEIGHTS, unit=0.013, bias=-0.31)


@settings(deadline=None, max_examples=400)
@given(TEXTS)
@example("\u0301abc\n\u0301def")
@example("漢字カナabc漢\u0301字\nx\u0301y")
@example("\U00020000\U000e0101a\ud800b\0c")
@example(f"{LONG}\n{LONG}[1][22]\n{LONG}]\n“{LONG}”)\n{LONG}")
@example(" ".join(f"word{'x' * i}" for i in range(60)))
@example("a" * 100_000)
@example("]\n.\n:")
def test_layouts_and_scores(text: str) -> None:
    sheet = Sheet(Document(text, lines.split))
    if not sheet.blocks:
        return
    compiled = layout.lay_out(sheet)
    scores = TABLE.scores(compiled)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "native", None)
        patch.setattr(wording, "native", None)
        plain = layout.lay_out(sheet)
        assert scores.tobytes() == TABLE.scores(plain).tobytes()
    for field in fields(layout.Layout):
        one, other = getattr(compiled, field.name), getattr(plain, field.name)
        assert one.dtype == other.dtype, field.name
        assert np.array_equal(one, other), field.name
