"""The trees give what following each tree condition by condition gives, and leave plain blocks early."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from endmark.judging.pages.trees import MOST_LEAVES, Trees

FEATURES = 3


def made(seed: int, counts: list[int], size: float) -> Trees:
    """Trees with so many conditions each, whose leaves are of at most this size."""
    rng, conditions = np.random.default_rng(seed), sum(counts)
    first = np.cumsum([0, *counts[:-1]], dtype=np.int32)
    last = np.repeat(counts, counts)  # the last leaf is never cleared
    masks = [0xFFFF & ~int(rng.integers(0, 1 << int(leaf))) for leaf in last]
    return Trees(
        rng.integers(0, FEATURES, conditions).astype(np.int32),
        rng.normal(size=conditions).astype(np.float32),
        np.array(masks, dtype=np.uint16),
        first,
        rng.uniform(-size, size, (len(counts), MOST_LEAVES)).astype(np.float32),
    )


def followed(trees: Trees, block: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
    total, ends = 0.0, [*trees.first[1:], len(trees.feature)]
    for number, (begin, end) in enumerate(zip(trees.first, ends, strict=True)):
        left = 0xFFFF
        for condition in range(begin, end):
            if not block[trees.feature[condition]] <= trees.threshold[condition]:
                left &= int(trees.masks[condition])
        total += float(trees.leaves[number, (left & -left).bit_length() - 1])
    return total


@given(st.integers(0, 10**6), st.lists(st.integers(1, MOST_LEAVES - 1), min_size=1, max_size=90))
def test_trees_are_the_sum_of_the_leaves_that_their_conditions_leave(seed: int, counts: list[int]) -> None:
    trees = made(seed, counts, size=0.02)  # too small for any block to be plain before the last tree
    features = np.random.default_rng(seed + 1).normal(size=(FEATURES, 7)).astype(np.float32)
    expected = [followed(trees, block) for block in features.T]
    assert trees.odds(features) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("leaf", "asked"), [(-0.2, 12), (-0.04, 60), (0.05, 60), (0.01, 90)])
def test_a_block_that_is_plain_is_asked_of_the_first_trees_only(leaf: float, asked: int) -> None:
    trees = made(0, [1] * 90, size=0)
    trees.leaves[:] = leaf
    assert trees.odds(np.zeros((FEATURES, 2), dtype=np.float32)) == pytest.approx([leaf * asked] * 2)
