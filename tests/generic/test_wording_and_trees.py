"""What was learned: word weights and trees, against plain ways to compute the same."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from endmark.judging.generic import learned
from endmark.judging.generic.layout import Layout, lay_out
from endmark.judging.generic.learned import Learned, builtin
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.shape import Shape, names
from endmark.judging.generic.trees import MOST_LEAVES, Trees
from endmark.judging.generic.wording import AMID_STORY, Wording, grams_of
from endmark.judging.sheet import Sheet
from endmark.reading import read

BITS = 14
FEATURES = 5
EVERY_LEAF = (1 << MOST_LEAVES) - 1
LONG = (
    "The council met on Monday and closed the old bridge over the river for the winter, although nobody had asked " * 2
)
quick = settings(deadline=None, max_examples=150, derandomize=True)


@dataclass(frozen=True)
class Node:
    """A condition, with what is asked where it holds and where it does not; a leaf's value at either side."""

    feature: int
    threshold: float
    holds: "Node | float"
    fails: "Node | float"


def leaves_of(node: Node | float) -> list[float]:
    return [node] if isinstance(node, float) else [*leaves_of(node.holds), *leaves_of(node.fails)]


def conditions_of(node: Node | float, first: int = 0) -> list[tuple[int, float, int]]:
    """Each condition's feature, threshold and mask; the leaves are bits from the left, beginning at `first`."""
    if isinstance(node, float):
        return []
    left = len(leaves_of(node.holds))
    cleared = ((1 << left) - 1) << first
    own = (node.feature, node.threshold, EVERY_LEAF & ~cleared)
    return [own, *conditions_of(node.holds, first), *conditions_of(node.fails, first + left)]


def trees_of(nodes: list[Node]) -> Trees:
    lists = [conditions_of(node) for node in nodes]
    feature, threshold, masks = zip(*(condition for conditions in lists for condition in conditions), strict=True)
    leaves = [[*leaves_of(node), *[np.nan] * MOST_LEAVES][:MOST_LEAVES] for node in nodes]
    return Trees(
        feature=np.array(feature, dtype=np.int32),
        threshold=np.array(threshold, dtype=np.float32),
        masks=np.array(masks, dtype=np.uint16),
        first=np.array([0, *np.cumsum([len(conditions) for conditions in lists])[:-1]], dtype=np.int32),
        leaves=np.array(leaves, dtype=np.float32),
    )


def plainly(node: Node | float, column: list[float]) -> float:
    while isinstance(node, Node):
        node = node.holds if column[node.feature] <= node.threshold else node.fails
    return node


numbers = st.integers(-8, 8).map(lambda number: number / 2)  # so few that values and thresholds are often equal
subtrees = st.recursive(
    numbers,
    lambda inner: st.builds(Node, st.integers(0, FEATURES - 1), numbers, inner, inner),
    max_leaves=MOST_LEAVES,
)
trees = subtrees.filter(lambda node: isinstance(node, Node) and len(leaves_of(node)) <= MOST_LEAVES)
columns = st.lists(st.lists(numbers, min_size=FEATURES, max_size=FEATURES), min_size=1, max_size=6)


@quick
@given(nodes=st.lists(trees, min_size=1, max_size=5), blocks=columns)
def test_trees_give_what_walking_them_gives(nodes: list[Node], blocks: list[list[float]]) -> None:
    found = trees_of(nodes).odds(np.array(blocks, dtype=np.float32).T)
    assert found.tolist() == [sum(plainly(node, column) for node in nodes) for column in blocks]


@pytest.mark.parametrize("leans_left", [True, False])
def test_a_tree_may_have_as_many_leaves_as_a_mask_has_bits(leans_left: bool) -> None:  # noqa: FBT001
    node: Node | float = 0.0
    for number in range(1, MOST_LEAVES):
        sides = (node, float(number)) if leans_left else (float(number), node)
        node = Node(0, float(number if leans_left else MOST_LEAVES - number), *sides)
    assert isinstance(node, Node)
    blocks = [[float(value), 0, 0, 0, 0] for value in range(MOST_LEAVES + 1)]
    found = trees_of([node]).odds(np.array(blocks, dtype=np.float32).T)
    assert found.tolist() == [plainly(node, column) for column in blocks]
    assert len(set(found.tolist())) == MOST_LEAVES


def test_nobody_learned_from_other_features_than_there_are() -> None:
    layout = laid_out("Read more\nThe council met.")
    features = Shape(layout, np.zeros(2, dtype=np.float32), Marking((None, None))).features
    assert features.shape == (len(names()), 2)
    assert len(set(names())) == len(names())
    assert builtin().trees.feature.max() < len(names())
    assert np.isfinite(features).all()


def laid_out(text: str) -> Layout:
    return lay_out(Sheet(read(text)))


def table(bits: int = BITS, **set_to: int) -> Wording:
    """Weights of zero but for single words, wherever in a block they stand alone."""
    weights = np.zeros(1 << bits, dtype=np.int8)
    for word, weight in set_to.items():
        grams = grams_of(laid_out(f"amid {word} amid"), bits)
        weights[grams.place[1]] = weight  # words by themselves come first
    return Wording(weights, unit=0.01, bias=-0.5)


def test_a_blocks_score_is_the_weights_of_its_words_by_the_root_of_their_number() -> None:
    wording = table(share=100, bridge=-50)
    layout = laid_out("now share it\nshare the bridge now\nthe end\nshare")
    counts = np.bincount(grams_of(layout, BITS).block)
    assert counts.tolist() == [3 + 2 + 2 + 2, 4 + 3 + 2 + 2, 2 + 1 + 2 + 2, 1 + 2]
    expected = [1.0 / 9**0.5, 0.5 / 11**0.5, 0.0, 1.0 / 3**0.5]
    assert wording.scores(layout) == pytest.approx(np.array(expected) - 0.5)


def test_a_block_without_words_scores_the_bias() -> None:
    assert table(share=100).scores(laid_out("***\nshare it\n—")).tolist()[::2] == [-0.5, -0.5]


def test_long_sentences_amid_the_story_are_not_looked_at() -> None:
    long = f"{LONG.strip()}."
    layout = laid_out(f"{long}\n{long}\nshare\n{long}\n{long}\n{long}\nshare")
    scores = table(share=100).scores(layout)
    assert layout.amid_story.any()
    assert (scores[layout.amid_story] == AMID_STORY).all()
    assert not set(grams_of(layout, BITS).block.tolist()) & set(np.flatnonzero(layout.amid_story).tolist())


def test_case_digits_and_signs_make_no_difference() -> None:
    scores = random_table().scores(laid_out("Share 25 “stories”!\n* share 31 STORIES\nstories 31 share"))
    assert scores[0] == scores[1] != scores[2]


def test_only_the_two_ends_of_a_block_are_read() -> None:
    def told(middle: str) -> list[float]:
        scores: list[float] = (
            random_table().scores(laid_out(f"{'word ' * 30}{f'{middle} ' * 3}{'word ' * 10}")).tolist()
        )
        return scores

    assert told("share") == told("tweet")


def random_table() -> Wording:
    weights = np.random.default_rng(1).integers(-127, 128, 1 << BITS).astype(np.int8)
    return Wording(weights, unit=0.02, bias=0.25)


@quick
@given(text=st.text(st.sampled_from("ab Zé水9.\n"), min_size=1, max_size=60))
def test_what_the_words_tell_adds_up_to_the_score(text: str) -> None:
    sheet = Sheet(read(text))
    if not sheet.blocks:
        return
    layout, wording = lay_out(sheet), random_table()
    for block, score in enumerate(wording.scores(layout).tolist()):
        telling = wording.telling(layout, block, most=10_000)
        assert sum(word.weight for word in telling) + wording.bias == pytest.approx(score, abs=1e-4)
        assert [abs(word.weight) for word in telling] == sorted((abs(w.weight) for w in telling), reverse=True)
        assert {int(layout.word_block[word.word]) for word in telling} <= {block}


@quick
@given(text=st.text(st.sampled_from("ab Zé水9.\n"), min_size=1, max_size=60))
def test_a_blocks_words_score_the_same_in_any_company(text: str) -> None:
    sheet = Sheet(read(text))
    if not sheet.blocks:
        return
    alone = [random_table().scores(laid_out(text[b.left : b.right])).tolist() for b in sheet.blocks]
    assert random_table().scores(lay_out(sheet)).tolist() == [score for scores in alone for score in scores]


def test_what_was_learned_is_read_as_it_was_saved(tmp_path: Path) -> None:
    made = Learned(random_table(), trees_of([Node(0, 1.0, -1.0, Node(1, 0.5, 2.0, 3.0)), Node(2, 0.0, 0.5, 1.5)]))
    made.save(tmp_path / "made.npz")
    read_again = Learned.load(tmp_path / "made.npz")
    assert (read_again.wording.unit, read_again.wording.bias) == (made.wording.unit, made.wording.bias)
    assert read_again.wording.weights.tolist() == made.wording.weights.tolist()
    for field in ("feature", "threshold", "masks", "first", "leaves"):
        old, new = getattr(made.trees, field), getattr(read_again.trees, field)
        assert old.dtype == new.dtype
        assert np.array_equal(old, new, equal_nan=old.dtype.kind == "f")


def test_what_was_learned_from_other_features_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Learned(random_table(), trees_of([Node(0, 1.0, -1.0, 1.0)]))
    path = tmp_path / "made.npz"
    with monkeypatch.context() as patched:
        patched.setattr(learned, "names", lambda: (*names()[1:], names()[0]))
        made.save(path)
    with pytest.raises(ValueError, match=r"made\.npz was learned from other features; run the training again"):
        Learned.load(path)


def test_the_table_of_a_released_package_is_a_power_of_two_long() -> None:
    wording = builtin().wording
    assert len(wording.weights) == 1 << wording.bits
    assert replace(wording, bias=0.0).bits == wording.bits
