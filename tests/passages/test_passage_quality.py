"""The floor for passages: exact in 98 of 100 distorted copies, no letter of a body lost, no quotation cut."""

import pytest
from tests.passages.books import EVERY_SITE, cuts, host_of, write_book
from tests.passages.copies import copies
from tests.passages.materials import all_stories, appeals, stories
from tests.passages.negatives import negatives, quoted_above
from tests.passages.scoring import Outcome, Tally, Verdict, judge, table

from endmark import RuleBook

FLOOR = 0.98


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    return write_book(tmp_path_factory.mktemp("rules"), appeals())


@pytest.fixture(scope="module")
def verdicts(book: RuleBook) -> list[Verdict]:
    made = copies(appeals(), lambda appeal: stories(appeal.language))
    return [judge(copy, cuts(copy.text, host_of(copy.appeal), book)) for copy in made]


@pytest.fixture(scope="module")
def verdicts_below_quotations(book: RuleBook) -> list[Verdict]:
    made = quoted_above(appeals(), stories)
    return [judge(copy, cuts(copy.text, host_of(copy.appeal), book)) for copy in made]


def _worst(verdicts: list[Verdict]) -> str:
    wrong = [v for v in verdicts if v.outcome is not Outcome.EXACT]
    worst = sorted(wrong, key=lambda v: (-v.lost, -v.left))[:20]
    return "\n".join(f"{v.copy.name}: {v.outcome}, lost {v.lost}, left {v.left}" for v in worst)


def test_copies_are_cut_exactly(verdicts: list[Verdict]) -> None:
    assert Tally.of(verdicts).share >= FLOOR, table(verdicts, by="distortion") + "\n" + _worst(verdicts)


def test_every_appeal_is_cut_exactly(verdicts: list[Verdict]) -> None:
    """One language or one layout must not hide behind the others; 95 of 100 is the floor of each."""
    for attribute in ("appeal", "placement", "join"):
        for value in {getattr(v.copy, attribute) for v in verdicts}:
            of_value = [v for v in verdicts if getattr(v.copy, attribute) == value]
            assert Tally.of(of_value).share >= 0.95, f"{value}\n{table(of_value, by='distortion')}"


def test_no_body_is_lost(verdicts: list[Verdict]) -> None:
    assert [(v.copy.name, v.lost) for v in verdicts if v.lost] == []


def test_quotations_are_kept(book: RuleBook) -> None:
    texts = negatives(appeals(), stories)
    assert [n.name for n in texts if cuts(n.text, host_of(n.appeal), book)] == []


def test_only_the_appeal_under_its_quotation_is_cut(
    verdicts_below_quotations: list[Verdict],
) -> None:
    assert [(v.copy.name, v.lost) for v in verdicts_below_quotations if v.lost] == []
    assert Tally.of(verdicts_below_quotations).share >= FLOOR, _worst(verdicts_below_quotations)


def test_no_passage_is_found_in_news(book: RuleBook) -> None:
    texts = (between.join(story.lines) for story in all_stories() for between in ("\n", " "))
    assert [text for text in texts if cuts(text, EVERY_SITE, book)] == []
