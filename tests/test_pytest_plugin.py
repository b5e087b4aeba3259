"""A newsroom's folder under plain pytest, in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

RULES = """\
hosts: [lantern.example]
rules:
  - {id: appeal, kind: donation_appeal, line: The Lantern depends on you.}
"""
HEADER = '<!--endmark {"url": "https://lantern.example/bridge", "source": "composed"}-->\n'
STORY = "The council voted to close the bridge for the winter.\n"
CUT = "<!--endmark:donation_appeal-->The Lantern depends on you.<!--/endmark-->\n"


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    for name, text in {
        "rules/sites/lantern.example.yaml": RULES,
        "fixtures/lantern.example/appeal.txt": HEADER + STORY + CUT,
        "fixtures/lantern.example/whole.txt": HEADER + STORY,
        "fixtures/lantern.example/notes.txt": "no fixture",
        "data/other/notes.yaml": "no: rules",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout.decode()


def test_a_folder_that_is_right(newsroom: Path) -> None:
    code, told = run(newsroom)
    assert code == 0
    assert "3 passed" in told


def test_what_is_wrong_is_told_where_it_is(newsroom: Path) -> None:
    (newsroom / "fixtures/lantern.example/appeal.txt").write_text(HEADER + STORY + CUT.replace("depends", "lives"))
    (newsroom / "fixtures/lantern.example/whole.txt").unlink()
    code, told = run(newsroom)
    assert code == 1
    assert "appeal.txt:3:31: should be cut as donation_appeal, but is kept" in told
    assert "     3 ! [should be cut as donation_appeal: The Lantern lives on you.]" in told
    assert "lantern.example.yaml:1:1: no fixture that must stay whole" in told
    assert "Traceback" not in told


def test_a_broken_rule_file_fails_with_all_that_needs_it(newsroom: Path) -> None:
    (newsroom / "rules/sites/lantern.example.yaml").write_text(RULES.replace("kind", "kidn"))
    code, told = run(newsroom)
    assert code == 1
    assert 'lantern.example.yaml:3:18: unknown key "kidn"; did you mean "kind"?' in told
    assert "3 failed" in told


def test_it_can_be_switched_off(newsroom: Path) -> None:
    code, told = run(newsroom, "-p", "no:endmark")
    assert code == 5
    assert "no tests ran" in told
