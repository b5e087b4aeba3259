"""The compiled sums of trees are those of the arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from endmark.judging.generic import trees


@given(st.integers(0, 2**32 - 1), st.integers(0, 300), st.integers(1, trees.MOST_LEVELS))
def test_oblivious_trees(seed: int, blocks: int, levels: int) -> None:
    random = np.random.default_rng(seed)
    count, features = int(random.integers(1, 90)), int(random.integers(1, 60))
    made = trees.Trees(
        feature=random.integers(0, features, (count, levels), dtype=np.int32),
        threshold=random.integers(-3, 3, (count, levels)).astype(np.float32),
        leaves=random.normal(size=(count, 1 << levels)).astype(np.float32),
    )
    page = random.integers(-3, 4, (features, blocks)).astype(np.float32)
    compiled = made.odds(page)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trees, "native", None)
        assert np.array_equal(made.odds(page), compiled)
