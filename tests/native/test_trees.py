"""The compiled sums of trees are those of the arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from endmark.judging.generic import trees
from endmark.judging.pages import trees as staged


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


@given(
    st.integers(0, 2**32 - 1),
    st.integers(0, 100),
    st.lists(st.integers(0, staged.MOST_LEAVES - 1), min_size=1, max_size=90),
    st.sampled_from([0.01, 0.2, 1]),
)
def test_trees_of_few_leaves(seed: int, blocks: int, conditions: list[int], size: float) -> None:
    random = np.random.default_rng(seed)
    features, count = int(random.integers(1, 60)), sum(conditions)
    made = staged.Trees(
        feature=random.integers(0, features, count, dtype=np.int32),
        threshold=random.integers(-3, 3, count).astype(np.float32),
        masks=random.integers(1 << 15, 1 << 16, count).astype(np.uint16),  # the last leaf is never cleared
        first=np.cumsum([0, *conditions[:-1]], dtype=np.int32),
        leaves=random.uniform(-size, size, (len(conditions), staged.MOST_LEAVES)).astype(np.float32),
    )
    page = random.choice(np.array([-3, -2, -1, 0, 1, 2, 3, np.inf, np.nan], dtype=np.float32), (features, blocks))
    compiled = made.odds(page)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staged, "native", None)
        assert np.array_equal(made.odds(page), compiled)
