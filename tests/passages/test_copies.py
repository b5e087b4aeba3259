"""The material itself: the right cut is known before any engine has seen a copy."""

import pytest
from tests.passages import distort_lines, distort_signs
from tests.passages.copies import Copy, copies
from tests.passages.distorting import Join, Placement
from tests.passages.distortions import DISTORTIONS
from tests.passages.materials import all_stories, appeals, stories
from tests.passages.negatives import negatives, quoted_above
from tests.passages.scoring import Outcome, judge
from tests.passages.wording import sentences, words

STORIES = {story.name: story for story in all_stories()}
# Distortions of signs and lines that leave every letter.
CHANGES_LETTERS = {"currency-lost", "other-names", "ligatures", "accents-lost", "other-amounts", "upper-case"}


@pytest.fixture(scope="module")
def made() -> list[Copy]:
    return list(copies(appeals(), lambda appeal: stories(appeal.language)))


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


def test_there_is_material_of_every_sort(made: list[Copy]) -> None:
    assert len(DISTORTIONS) >= 40
    assert {copy.distortion for copy in made} == set(DISTORTIONS)
    assert {(copy.placement, copy.join) for copy in made} >= {
        (placement, join) for placement in (Placement.TAIL, Placement.HEAD, Placement.MIDDLE) for join in Join
    }
    assert {appeal.held_out for appeal in appeals()} == {False, True}
    assert min(len(stories(appeal.language)) for appeal in appeals()) >= 3


def test_names_are_unique(made: list[Copy]) -> None:
    assert len({copy.name for copy in made}) == len(made)


def test_the_same_seed_makes_the_same_copies(made: list[Copy]) -> None:
    some = appeals()[:2]
    again = list(copies(some, lambda appeal: stories(appeal.language)))
    assert again == [copy for copy in made if copy.appeal in {appeal.name for appeal in some}]


def test_another_seed_makes_others(made: list[Copy]) -> None:
    others = {copy.text for copy in copies(appeals()[:2], lambda appeal: stories(appeal.language), seed=1)}
    assert len(others - {copy.text for copy in made}) > len(others) // 2


def test_what_is_not_to_be_cut_is_the_whole_story(made: list[Copy]) -> None:
    for copy in made:
        rest = copy.text[: copy.start] + copy.text[copy.end :]
        story = "" if copy.placement is Placement.ALONE else "".join(STORIES[copy.story].lines)
        assert _letters(rest) == _letters(story), copy.name


def test_signs_and_lines_leave_the_letters(made: list[Copy]) -> None:
    passages = {appeal.name: _letters(appeal.passage) for appeal in appeals()}
    kept = (set(distort_signs.distortion.found) | set(distort_lines.distortion.found)) - CHANGES_LETTERS
    for copy in made:
        if copy.distortion in kept - {"decomposed", "full-width"}:
            assert _letters(copy.copied) == passages[copy.appeal], copy.name


def test_each_draws_that_many() -> None:
    drawn = list(copies(appeals()[:1], lambda appeal: stories(appeal.language), each=2))
    assert len(drawn) <= 2 * len(DISTORTIONS)


def test_negatives_hold_the_story_whole() -> None:
    found = list(negatives(appeals(), stories))
    assert len({negative.name for negative in found}) == len(found) > 1000
    for negative in found:
        if negative.story in STORIES:
            assert all(line in negative.text for line in STORIES[negative.story].lines), negative.name


def test_the_appeal_under_its_quotation_is_the_last_thing() -> None:
    for copy in quoted_above(appeals(), stories):
        assert copy.text.endswith(copy.copied)
        assert copy.text[: copy.start].endswith("\n")


def test_the_score_tells_losses_from_leftovers() -> None:
    copy = Copy("a", "d", Placement.TAIL, Join.NEWLINE, "s", "One two. \nThree four five.", 10, 26)
    assert judge(copy, [(8, 26)]).outcome is Outcome.EXACT
    assert judge(copy, [(10, 26)]).outcome is Outcome.EXACT
    assert judge(copy, []).outcome is Outcome.MISSED
    assert judge(copy, [(10, 20)]).outcome is Outcome.NEAR
    assert judge(copy, [(10, 15)]).outcome is Outcome.LEFT
    assert judge(copy, [(0, 26)]).outcome is Outcome.LOST
    assert (judge(copy, [(0, 15)]).lost, judge(copy, [(0, 15)]).left) == (6, 8)


def test_sentences_and_words() -> None:
    assert sentences("One… two. “Three!” Four") == ["One… ", "two. ", "“Three!” ", "Four"]
    assert sentences("はい。「いいえ。」そう") == ["はい。", "「いいえ。」", "そう"]
    assert [("It's 2 l’un 取材を続ける")[a:b] for a, b in words("It's 2 l’un 取材を続ける")] == [
        "It's",
        "2",
        "l’un",
        "取材を",
        "続ける",
    ]
