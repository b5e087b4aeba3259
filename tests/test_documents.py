"""The documents are true: what they show is run."""

import doctest
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from endmark import RuleBook
from endmark.checking import outcome_of
from endmark.rules.fixtures import header_line, parse_fixture
from endmark.rules.lint import Level, lint

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EDITORS = (ROOT / "rules/README.md").read_text("utf-8")
RULES = [body for kind, _, body in FENCE.findall(README + EDITORS) if kind == "yaml"]


BLOCKS = [(kind, body) for kind, _, body in FENCE.findall(EDITORS) if kind in {"yaml", "fixture"}]
CASES = [(rules, case) for (_, rules), (kind, case) in pairwise(BLOCKS) if kind == "fixture"]


def test_the_python_examples(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert not result.failed


def test_the_commands(tmp_path: Path) -> None:
    fences = FENCE.findall(README)
    for _, name, body in fences:
        if name:
            (tmp_path / name).write_text(body, "utf-8")
    sessions = "".join(body for kind, _, body in fences if kind == "console")
    steps = re.findall(r"^\$ endmark (.*)\n((?:[^$].*\n)*)", sessions, re.MULTILINE)
    assert steps
    for arguments, shown in steps:
        command = [str(Path(sys.executable).with_name("endmark")), *shlex.split(arguments)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        assert done.stdout.decode() == shown


@pytest.mark.parametrize("number", range(len(RULES)))
def test_the_rule_files(number: int, tmp_path: Path) -> None:
    shared = re.search(r"(?:groups|generic)/[\w-]+\.yaml", RULES[number].partition("\nsite:")[0])
    host = re.search(r"^hosts: \[([^],]+)", RULES[number], re.MULTILINE)
    name = shared[0] if shared else f"sites/{host[1] if host else 'none'}.yaml"
    for needed in (r for r in RULES if "groups/" in r.partition("\nsite:")[0]):
        found = re.search(r"groups/([\w-]+)\.yaml", needed)
        assert found
        (tmp_path / "groups").mkdir(exist_ok=True)
        (tmp_path / found[0]).write_text(needed, "utf-8")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(RULES[number], "utf-8")
    assert len(RuleBook.only(tmp_path).files) > 0
    assert not [f for f in lint(tmp_path) if f.level is Level.ERROR]


def test_the_rule_format_is_taught_by_ten_cases() -> None:
    assert len(CASES) == EDITORS.count("```fixture\n") == 10


@pytest.mark.parametrize(("rules", "marked"), CASES)
def test_the_cases_come_out_as_they_are_marked(rules: str, marked: str, tmp_path: Path) -> None:
    host = re.search(r"^hosts: \[([^],]+)", rules, re.MULTILINE)
    assert host
    (tmp_path / "sites").mkdir()
    (tmp_path / f"sites/{host[1]}.yaml").write_text(rules, "utf-8")
    fixture = parse_fixture(tmp_path / "case.txt", f"{header_line({'site': host[1]})}{marked}")
    outcome = outcome_of(fixture, RuleBook.only(tmp_path))
    assert not [str(problem) for problem in outcome.differences]
