"""What counts tell: rules that never hit, hit less, or match what was reworded."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from endmark import RuleBook, strip
from endmark.hits import Hits, Sort, findings

RULES = """\
hosts: [lantern.example]
rules:
  - id: appeal
    kind: donation_appeal
    passage: |
      A word from the Lantern's night desk
      The Lantern belongs to its readers. No company pays for the lamp that burns here after midnight.
      If the paper is worth $5 a month to you, please tell our treasurer so. Every coin goes into reporting.
  - {id: letter, kind: newsletter, line: Sign up for the Tide}
  - {id: old, kind: tags, line: Printed by gaslight}
  - {id: unsure, kind: tags, line: Printed by hand, status: shadow}
  - {id: story, keep: The lamp was lit}
"""
STORY = "The library will open on Sundays from March, the council decided on Tuesday.\n"
APPEAL = (
    "A word from the Lantern's night desk\n"
    "The Lantern belongs to its readers. No company pays for the lamp that burns here after midnight.\n"
    "If the paper is worth $7 a month to you, please tell our treasurer so. Every coin goes into reporting.\n"
)
LETTER = "Sign up for the Tide\n"
FIRST = date(2025, 3, 1)


@pytest.fixture
def book(tmp_path: Path) -> RuleBook:
    (tmp_path / "rules/sites").mkdir(parents=True)
    (tmp_path / "rules/sites/lantern.example.yaml").write_text(RULES, "utf-8")
    return RuleBook.only(tmp_path / "rules")


def told(tmp_path: Path, book: RuleBook, articles: dict[int, list[str]]) -> list[tuple[Sort, str, str]]:
    """What is found of articles, by the number of their day, comparing the last ten days with those before."""
    with Hits(tmp_path / "hits") as hits:
        for day, texts in articles.items():
            for text in texts:
                hits.count(strip(text, site="lantern.example", book=book), FIRST + timedelta(days=day))
    return [
        (found.sort, found.rule.partition("/")[2], " | ".join([found.said, *map(str, found.edits)]))
        for found in findings(hits, book, recent=10)
    ]


def test_a_rule_that_never_hit(tmp_path: Path, book: RuleBook) -> None:
    found = told(tmp_path, book, {0: [STORY + APPEAL + LETTER] * 20})
    assert found == [(Sort.NEVER, "old", "in 20 articles")]


def test_a_few_articles_tell_nothing(tmp_path: Path, book: RuleBook) -> None:
    assert told(tmp_path, book, {0: [STORY] * 19}) == []
    assert told(tmp_path, book, {}) == []


def test_a_rule_that_hits_less_than_it_used_to(tmp_path: Path, book: RuleBook) -> None:
    both, without = STORY + APPEAL + LETTER, STORY + APPEAL
    found = told(tmp_path, book, {0: [both] * 20, 15: [both] * 4 + [without] * 16})
    assert found[0] == (Sort.LESS, "letter", "4 hits in 20 articles lately, 20 in 20 before")
    assert [name for _, name, _ in found] == ["letter", "old"]


def test_fewer_articles_are_not_fewer_hits(tmp_path: Path, book: RuleBook) -> None:
    found = told(tmp_path, book, {0: [STORY + LETTER + APPEAL] * 40, 15: [STORY + LETTER + APPEAL] * 2})
    assert [sort for sort, _, _ in found] == [Sort.NEVER]


def test_a_passage_that_was_reworded_is_shown_with_the_edit(tmp_path: Path, book: RuleBook) -> None:
    reworded = APPEAL.replace("please tell our treasurer so", "please become a member of the Lantern")
    found = told(tmp_path, book, {0: [STORY + APPEAL], 5: [STORY + reworded]})
    ((sort, rule, said),) = found
    assert (sort, rule) == (Sort.REWORDED, "appeal")
    assert said.startswith("89% of the words are the same on 2025-03-06, 100% on 2025-03-01")
    assert "[-tell our treasurer so.-] {+become a member of the Lantern.+}" in said


def test_another_amount_is_no_rewording(tmp_path: Path, book: RuleBook) -> None:
    assert told(tmp_path, book, {0: [STORY + APPEAL], 5: [STORY + APPEAL.replace("$7", "$12.50")]}) == []
