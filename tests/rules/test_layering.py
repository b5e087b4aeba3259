"""Folders over each other: replacing, extending, and telling where a rule comes from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from endmark import RuleBook, strip
from endmark.errors import RuleError
from endmark.rules.lint import lint
from endmark.rules.loading import load_folder
from endmark.rules.tracing import trace

Write = Callable[[str, str], Path]
LOW = """\
hosts: [lantern.example, lantern.test]
fingerprints: [The paper of the coast towns]
extends: press
rules:
  - {id: tags, kind: tags, line: Tags}
  - {id: letter, kind: newsletter, line: Sign up}
"""
GROUP = "rules: [{id: imprint, kind: rights_notice, line: Printed by us}, {id: box, kind: tags, line: Box}]\n"
HIGH = "over: extend\ndisable: [tags, box]\nrules: [{id: letter, kind: newsletter, line: Sign up now}]\n"


@pytest.fixture
def low(write: Write) -> Path:
    write("low/groups/press.yaml", GROUP)
    return write("low/sites/lantern.example.yaml", LOW).parent.parent


def ids(book: RuleBook, host: str) -> list[str]:
    found = trace(book, host)
    return [f"{member.file.folder.name}:{member.rule.id}" for member in found.members] if found else []


def test_a_file_replaces_its_namesake_unless_it_says_otherwise(write: Write, low: Path, tmp_path: Path) -> None:
    rule = "rules: [{id: new, kind: tags, line: New}]\n"
    write("high/sites/lantern.example.yaml", f"hosts: [lantern.example]\n{rule}")
    book = RuleBook.only(low, tmp_path / "high")
    assert ids(book, "lantern.example") == ["high:new"]
    assert ids(book, "lantern.test") == []


def test_a_file_that_extends_keeps_what_it_does_not_disable_or_have(write: Write, low: Path, tmp_path: Path) -> None:
    write("high/sites/lantern.example.yaml", HIGH)
    book = RuleBook.only(low, tmp_path / "high")
    for host in ("lantern.example", "www.lantern.test"):
        assert ids(book, host) == ["high:letter", "low:imprint"]
    text = "Story.\nTags\nSign up\nSign up now\nPrinted by us\nBox"
    result = strip(text, site="lantern.test", book=book)
    assert result.body == "Story.\nTags\nSign up\nBox"
    assert result.site == "lantern.example"
    assert strip("The paper of the coast towns\nPrinted by us\nStory.", book=book).site == "lantern.example"


def test_a_file_of_another_name_extends_that_of_its_host(write: Write, low: Path, tmp_path: Path) -> None:
    write("high/sites/desk.yaml", f"hosts: [lantern.test]\n{HIGH}")
    book = RuleBook.only(low, tmp_path / "high")
    assert ids(book, "lantern.test") == ["high:letter", "low:imprint"]


def test_three_layers(write: Write, low: Path, tmp_path: Path) -> None:
    write("high/sites/lantern.example.yaml", HIGH)
    write("top/sites/lantern.example.yaml", "over: extend\ndisable: [imprint]\n")
    book = RuleBook.only(low, tmp_path / "high", tmp_path / "top")
    assert ids(book, "lantern.example") == ["high:letter"]


def test_extending_nothing_is_as_good_as_standing_alone(write: Write, tmp_path: Path) -> None:
    write("high/sites/lantern.example.yaml", f"hosts: [lantern.example]\n{HIGH.replace('disable: [tags, box]', '')}")
    assert ids(RuleBook.only(tmp_path / "high"), "lantern.example") == ["high:letter"]


def test_mistakes_of_a_file_beneath_are_told(write: Write, low: Path, tmp_path: Path) -> None:
    write("low/sites/lantern.example.yaml", LOW.replace("line: Tags", "line: {regex: '(?=x)'}"))
    write("high/sites/lantern.example.yaml", HIGH)
    with pytest.raises(RuleError, match=r"low/sites/lantern.example.yaml:5:\d+: lookahead"):
        RuleBook.only(low, tmp_path / "high")


def test_what_is_disabled_must_be_there(write: Write, low: Path, tmp_path: Path) -> None:
    write("high/sites/lantern.example.yaml", HIGH.replace("tags", "tag"))
    said = 'there is no rule "tag" to disable; did you mean "tags"?'
    with pytest.raises(RuleError, match=said.replace("?", r"\?")):
        RuleBook.only(low, tmp_path / "high")
    beneath, _ = load_folder(low)
    assert [finding.problem.message for finding in lint(tmp_path / "high", beneath=beneath)] == [said]


def test_where_rules_come_from_and_which_do_not_hold(write: Write, low: Path, tmp_path: Path) -> None:
    write("high/sites/lantern.example.yaml", HIGH)
    found = trace(RuleBook.only(low, tmp_path / "high"), "https://www.lantern.test/x?y")
    assert found
    assert found.matched == "lantern.test"
    assert sorted((member.rule.id, why) for member, why in found.hidden) == [
        ("box", "disabled"),
        ("letter", "another rule has its id"),
        ("tags", "disabled"),
    ]
    assert trace(RuleBook.only(low), "nobody.example") is None
    with pytest.raises(ValueError, match="is not a host name"):
        trace(RuleBook.only(low), "no host")
