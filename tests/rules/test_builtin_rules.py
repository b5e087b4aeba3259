"""The rules that come with Endmark, against their fixtures."""

from functools import cache
from pathlib import Path

import pytest

from endmark import RuleBook
from endmark.checking import Outcome, Report, check
from endmark.rules.book import builtin_folder
from endmark.rules.lint import Level, lint

FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = sorted([*FIXTURES.glob("*/*.txt"), *FIXTURES.glob("*/*.html")])


@cache
def report() -> Report:
    return check(FIXTURES, RuleBook.builtin(), prove=True)


@cache
def outcomes() -> dict[Path, Outcome]:
    return {outcome.fixture.path: outcome for outcome in report().outcomes}


def test_every_site_has_a_fixture_with_a_cut_and_one_that_must_stay_whole() -> None:
    assert len(CASES) > 100
    assert not report().problems


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_the_cuts_are_those_that_the_fixture_marks_and_owed_to_the_rules(path: Path) -> None:
    outcome = outcomes()[path]
    wrong = [*outcome.differences, *([outcome.unproven] if outcome.unproven else [])]
    assert not wrong, "\n".join(map(str, wrong))


def test_lint_has_no_errors() -> None:
    assert not [f for f in lint(builtin_folder(), fixtures=FIXTURES) if f.level is Level.ERROR]
