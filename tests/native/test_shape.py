"""The compiled features of blocks are those of the arrays."""

import numpy as np
import pytest
from hypothesis import given, settings
from tests.native.weighed import Told, told

from endmark.judging.generic import shape


@settings(deadline=None, max_examples=500)
@given(told())
def test_shapes(text: Told) -> None:
    compiled = shape.Shape.of(text.layout, text.wording, text.marking)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shape, "native", None)
        plain = shape.Shape.of(text.layout, text.wording, text.marking)
    for name in ("features", "mass", "prose", "size", "stop", "sentence"):
        one, other = getattr(compiled, name), getattr(plain, name)
        assert one.dtype == other.dtype, name
        assert one.tobytes() == other.tobytes(), name
        assert np.isfinite(one).all(), name
