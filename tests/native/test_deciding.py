"""What is decided by compiled loops is what is decided by arrays."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.native.weighed import Told, told

from endmark.judging.generic import deciding, lists, tails
from endmark.judging.generic.lists import Lists
from endmark.judging.generic.shape import Shape


@settings(deadline=None, max_examples=500)
@given(told())
def test_decisions(text: Told) -> None:
    shape = Shape.of(text.layout, text.wording, text.marking)
    weighed = text.layout, shape, text.odds, text.marking, text.marking.kept | text.turns
    compiled = deciding.decide(*weighed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deciding, "native", None)
        patch.setattr(tails, "native", None)
        patch.setattr(lists, "native", None)
        plain = deciding.decide(*weighed)
    assert compiled.needed.tobytes() == plain.needed.tobytes()
    assert np.array_equal(compiled.cut, plain.cut)
    assert (compiled.first_anchor, compiled.last_anchor) == (plain.first_anchor, plain.last_anchor)


@settings(deadline=None, max_examples=300)
@given(told(), st.data())
def test_lists(text: Told, data: st.DataObject) -> None:
    begin, marked = data.draw(st.integers(0, len(text.layout) - 1)), text.marking.marked
    compiled = Lists(text.layout, marked, begin)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "native", None)
        assert vars(compiled) == vars(Lists(text.layout, marked, begin))
