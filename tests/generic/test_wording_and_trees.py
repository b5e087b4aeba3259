"""What was learned: word weights and trees, against plain ways to compute the same."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from endmark.judging.generic import learned
from endmark.judging.generic.layout import Layout, lay_out
from endmark.judging.generic.learned import Learned, builtin
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.measuring import names
from endmark.judging.generic.shape import Shape
from endmark.judging.generic.trees import MOST_LEVELS, Trees
from endmark.judging.generic.wording import AMID_STORY, Wording, grams_of
from endmark.judging.sheet import Sheet
from endmark.reading import read

BITS = 14
FEATURES = 5
LONG = (
    "The council met on Monday and closed the old bridge over the river for the winter, although nobody had asked " * 2
)
SOME_TREES = Trees(
    feature=np.array([[0, 1], [2, 0]], dtype=np.int32),
    threshold=np.array([[1.0, 0.5], [0.0, np.inf]], dtype=np.float32),
    leaves=np.array([[-1, 2, 3, 4], [0.5, 1.5, 0, 0]], dtype=np.float32),
)
quick = settings(deadline=None, max_examples=150, derandomize=True)


numbers = st.integers(-8, 8).map(lambda number: number / 2)  # so few that values and thresholds are often equal
columns = st.lists(st.lists(numbers, min_size=FEATURES, max_size=FEATURES), min_size=1, max_size=6)


@st.composite
def forests(draw: st.DrawFn) -> Trees:
    trees, levels = draw(st.integers(1, 5)), draw(st.integers(1, MOST_LEVELS))
    questions, leaves = trees * levels, trees << levels
    return Trees(
        feature=np.array(draw(st.lists(st.integers(0, FEATURES - 1), min_size=questions, max_size=questions)))
        .astype(np.int32)
        .reshape(trees, levels),
        threshold=np.array(draw(st.lists(numbers, min_size=questions, max_size=questions)), dtype=np.float32).reshape(
            trees, levels
        ),
        leaves=np.random.default_rng(draw(st.integers(0, 9)))
        .integers(-9, 9, leaves)
        .astype(np.float32)
        .reshape(trees, -1),
    )


def plainly(trees: Trees, column: list[float]) -> float:
    total = 0.0
    for feature, threshold, leaves in zip(trees.feature, trees.threshold, trees.leaves, strict=True):
        answers = [column[f] > t for f, t in zip(feature.tolist(), threshold.tolist(), strict=True)]
        total += float(leaves[sum(1 << level for level, answer in enumerate(answers) if answer)])
    return total


@quick
@given(trees=forests(), blocks=columns)
def test_trees_give_what_asking_one_question_after_the_other_gives(trees: Trees, blocks: list[list[float]]) -> None:
    found = trees.odds(np.array(blocks, dtype=np.float32).T)
    assert found.tolist() == [plainly(trees, column) for column in blocks]


def test_nobody_learned_from_other_features_than_there_are() -> None:
    layout = laid_out("Read more\nThe council met.")
    features = Shape.of(layout, np.zeros(2, dtype=np.float32), Marking((None, None))).features
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
    assert counts.tolist() == [3 + 4, 4 + 5, 2 + 3, 1 + 2]
    expected = [1.0 / 7**0.5, 0.5 / 9**0.5, 0.0, 1.0 / 3**0.5]
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
    made = Learned(random_table(), SOME_TREES)
    made.save(tmp_path / "made.npz")
    read_again = Learned.load(tmp_path / "made.npz")
    assert (read_again.wording.unit, read_again.wording.bias) == (made.wording.unit, made.wording.bias)
    assert read_again.wording.weights.tolist() == made.wording.weights.tolist()
    for field in ("feature", "threshold", "leaves"):
        old, new = getattr(made.trees, field), getattr(read_again.trees, field)
        assert old.dtype == new.dtype
        assert np.array_equal(old, new)


def test_what_was_learned_from_other_features_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Learned(random_table(), SOME_TREES)
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
