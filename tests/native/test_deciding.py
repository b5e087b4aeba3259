"""What is decided by compiled loops is what is decided by arrays."""

import numpy as np
import pytest
from hypothesis import given, settings
from tests.native.weighed import Told, told

from endmark.judging.generic import deciding, tails
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
        plain = deciding.decide(*weighed)
    assert compiled.needed.tobytes() == plain.needed.tobytes()
    assert np.array_equal(compiled.cut, plain.cut)
    assert (compiled.first_anchor, compiled.last_anchor) == (plain.first_anchor, plain.last_anchor)
