"""Learning which blocks are body: boosted trees, and their form in the package."""

from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from tests.training.html.examples import Example

from endmark.judging.pages.learned import Learned
from endmark.judging.pages.trees import MOST_LEAVES, Trees

_TREES = 200
_SETTINGS = {
    "objective": "cross_entropy",
    "num_leaves": MOST_LEAVES,
    "learning_rate": 0.08,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 127,
    "num_threads": 1,  # the same trees on every machine
    "seed": 1,
    "verbose": -1,
}
_SCALE = 20.0  # of the weights, on which the regularisation depends
_ALL = (1 << MOST_LEAVES) - 1


def fit(examples: Sequence[Example]) -> Learned:
    """Learn from pages."""
    data = lightgbm.Dataset(
        np.concatenate([example.features for example in examples]),
        np.concatenate([example.labels for example in examples]),
        weight=np.concatenate([example.weights for example in examples]) * _SCALE,
    )
    model = lightgbm.train(_SETTINGS, data, _TREES)
    return Learned(examples[0].names, to_trees(model.dump_model()["tree_info"]))


def to_trees(dumped: list[dict[str, Any]]) -> Trees:
    """LightGBM's trees as conditions with masks."""
    conditions: list[tuple[int, float, int]] = []
    first: list[int] = []
    leaves = np.zeros((len(dumped), MOST_LEAVES), dtype=np.float32)
    for number, tree in enumerate(dumped):
        first.append(len(conditions))
        _walk(tree["tree_structure"], conditions, leaves[number], 0)
    feature, threshold, masks = zip(*conditions, strict=True)
    return Trees(
        np.array(feature, dtype=np.int32),
        np.array(threshold, dtype=np.float32),
        np.array(masks, dtype=np.uint16),
        np.array(first, dtype=np.int32),
        leaves,
    )


def _walk(
    node: dict[str, Any], conditions: list[tuple[int, float, int]], leaves: NDArray[np.float32], begin: int
) -> int:
    """Add a node's conditions; returns the number behind its last leaf."""
    if "leaf_value" in node:
        leaves[begin] = node["leaf_value"]
        return begin + 1
    at = len(conditions)
    conditions.append((0, 0.0, 0))
    middle = _walk(node["left_child"], conditions, leaves, begin)
    left_leaves = sum(1 << leaf for leaf in range(begin, middle))
    conditions[at] = (node["split_feature"], node["threshold"], _ALL & ~left_leaves)
    return _walk(node["right_child"], conditions, leaves, middle)
