"""`endmark check` and `endmark lint`: what they print, and how they end."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]

HEADER = '<!--endmark {"url": "https://gazette.example/bridge", "source": "composed"}-->\n'
STORY = (
    "The council voted on Tuesday evening to close the old bridge for the whole of the coming winter.\n"
    "Repairs begin in May, engineers told the meeting, and are expected to last until the autumn.\n"
)
CUT = "<!--endmark:donation_appeal-->The Harbour Gazette depends on you.<!--/endmark-->\n"


@pytest.fixture
def only(rules: Path, fixtures: Path) -> list[str]:
    """Check the one site of these tests, not the real ones."""
    return ["check", "--rules", str(rules), "--fixtures", str(fixtures), "--site", "gazette.example"]


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    folder = tmp_path / "fixtures"
    (folder / "gazette.example").mkdir(parents=True)
    write(folder, "appeal.txt", HEADER + STORY + CUT)
    write(folder, "whole.txt", HEADER + STORY)
    return folder


def write(fixtures: Path, name: str, text: str) -> None:
    (fixtures / "gazette.example" / name).write_text(text, encoding="utf-8")


def test_fixtures_that_pass(endmark: Endmark, only: list[str]) -> None:
    run = endmark(*only)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"2 of 2 fixtures passed\n", b"")


def test_fixtures_of_the_folder_one_is_in(endmark: Endmark, only: list[str]) -> None:
    assert endmark("check", "--rules", "rules", *only[-2:]).stdout == b"2 of 2 fixtures passed\n"


def test_a_cut_that_is_missed_is_told_at_its_line(endmark: Endmark, only: list[str], fixtures: Path) -> None:
    write(fixtures, "missed.txt", HEADER + STORY + CUT.replace("depends on you", "lives by its readers"))
    run = endmark(*only)
    told, _, *shown, count = run.stdout.decode().splitlines()
    assert told.startswith(f"{fixtures / 'gazette.example' / 'missed.txt'}:4:")
    assert "should be cut as donation_appeal" in told
    assert shown == [
        str(fixtures / "gazette.example" / "missed.txt"),
        f"     3   {STORY.splitlines()[1]}",
        "     4 ! [should be cut as donation_appeal: The Harbour Gazette lives by its readers.]",
    ]
    assert count == "2 of 3 fixtures passed"
    assert run.returncode == 1


def test_prove_finds_a_fixture_that_needs_no_rule(endmark: Endmark, only: list[str], fixtures: Path) -> None:
    assert endmark(*only, "--prove").returncode == 0
    write(
        fixtures, "generic.txt", HEADER + STORY + "<!--endmark:newsletter-->Sign up for our newsletter<!--/endmark-->"
    )
    assert endmark(*only).returncode == 0
    run = endmark(*only, "--prove")
    assert (run.returncode, run.stdout.count(b"generic.txt:1:1: passes without any rule")) == (1, 1)


def test_a_problem_beside_the_fixtures_fails_too(endmark: Endmark, only: list[str], fixtures: Path) -> None:
    (fixtures / "gazette.example" / "whole.txt").unlink()
    run = endmark(*only)
    assert run.stdout.endswith(b"1 of 1 fixture passed, 1 other problem\n")
    assert b"no fixture that must stay whole" in run.stdout
    assert run.returncode == 1


def test_a_broken_fixture_is_told(endmark: Endmark, only: list[str], fixtures: Path) -> None:
    write(fixtures, "broken.txt", HEADER + "<!--endmark:newsletter-->Sign up")
    run = endmark(*only)
    assert b"broken.txt:2:1: this cut is never closed" in run.stdout
    assert run.returncode == 1


def test_check_without_fixtures_here_names_the_option(endmark: Endmark) -> None:
    run = endmark("check")
    assert run.returncode == 2
    assert b"there is no folder fixtures here: go to where it is, or give --fixtures DIR" in run.stderr


def test_check_of_a_site_that_there_is_not(endmark: Endmark, rules: Path, fixtures: Path) -> None:
    run = endmark("check", "--rules", rules, "--fixtures", fixtures, "--site", "nowhere.example")
    assert run.returncode == 1
    assert b"nowhere.example" in run.stderr
    assert b"Traceback" not in run.stderr


def test_lint_of_good_rules(endmark: Endmark, rules: Path) -> None:
    for arguments in ([], [rules]):
        run = endmark("lint", *arguments)
        assert (run.returncode, run.stderr) == (0, b"")
        assert run.stdout.splitlines()[-1].startswith(b"0 errors, ")


def test_lint_tells_every_error_at_its_place(endmark: Endmark, rules: Path) -> None:
    file = rules / "sites" / "gazette.example.yaml"
    file.write_text(
        "site: X\nhosts: [gazette.example]\nrulez: []\nrules:\n  - id: a\n    kind: nonsense\n    line: x\n"
    )
    run = endmark("lint")
    told = run.stdout.decode()
    assert "gazette.example.yaml:3:1: error: " in told
    assert "gazette.example.yaml:6:" in told
    assert run.returncode == 1


def test_advice_is_marked_and_is_no_failure(endmark: Endmark, rules: Path) -> None:
    file = rules / "sites" / "gazette.example.yaml"
    file.write_text(file.read_text() + '  - id: short\n    kind: newsletter\n    from: "Ad"\n')
    run = endmark("lint")
    assert b": advice: " in run.stdout
    assert run.returncode == 0


def test_lint_looks_into_the_fixtures_beside_the_rules(endmark: Endmark, fixtures: Path, rules: Path) -> None:
    write(fixtures, "broken.txt", "no header")
    assert b"broken.txt:1:1: error: " in endmark("lint", rules).stdout


def test_lint_without_rules_here_names_the_argument(endmark: Endmark) -> None:
    run = endmark("lint")
    assert run.returncode == 2
    assert b"there is no folder rules here: go to where it is, or give DIR" in run.stderr


def test_findings_as_json_and_as_annotations(endmark: Endmark, rules: Path) -> None:
    file = rules / "sites" / "gazette.example.yaml"
    file.write_text(
        file.read_text() + '  - id: short\n    kind: newsletter\n    from: "Ad"\n    through: x%\n    lin: y\n'
    )
    told = json.loads(endmark("lint", "--format", "json").stdout)
    said = 'unknown key "lin"; did you mean "line"?'
    place = {"file": "rules/sites/gazette.example.yaml", "line": 16, "column": 5}
    assert told == [{**place, "level": "error", "message": said}]
    run = endmark("lint", "--format", "github")
    assert run.returncode == 1
    annotation = f"::error file=rules/sites/gazette.example.yaml,line=16,col=5::{said}"
    assert run.stdout.decode().splitlines() == [annotation, "1 error, 0 pieces of advice"]
    file.write_text(file.read_text().replace("through: x%\n    lin: y", "otherwise: end").replace("Ad", "100%"))
    assert "::notice file=" in endmark("lint", "--format", "github").stdout.decode()


def test_fix_mends_words_and_keeps_all_else(endmark: Endmark, rules: Path) -> None:
    file = rules / "sites" / "gazette.example.yaml"
    right = (
        "# By the desk\nhosts:   ['gazette.example']  # our\nrules:\n- {id: read-on, kind: tags, line: Tags}  # why\n"
    )
    wrong = right.replace("gazette", "https://GAZETTE").replace("read-on", "Read On").replace("kind: tags", "knd: tag")
    file.write_text(wrong)
    (rules / "sites" / "other.yml").write_text(
        "hosts: [www.other.example]\nrules: [{id: a, kind: tags, line: '{nmae} x'}]\n"
    )
    run = endmark("lint", "--fix")
    assert run.returncode == 0
    assert file.read_text() == right
    assert (rules / "sites" / "other.yaml").read_text().startswith("hosts: [other.example]")
    assert "{name} x" in (rules / "sites" / "other.yaml").read_text()
    assert b"gazette.example.yaml:2:11: wrote gazette.example\n" in run.stderr
    assert b"other.yml:1:1: renamed to other.yaml\n" in run.stderr


def test_fix_leaves_what_it_does_not_know(endmark: Endmark, rules: Path) -> None:
    file = rules / "sites" / "gazette.example.yaml"
    broken = "hosts: [gazette.example]\nrules:\n  - {id: a, kind: [tags}\n"
    file.write_text(broken)
    assert endmark("lint", "--fix").returncode == 1
    assert file.read_text() == broken


def test_lint_tells_what_no_fixture_shows(endmark: Endmark, rules: Path, fixtures: Path) -> None:
    file = rules / "sites" / "gazette.example.yaml"
    more = "  - id: box\n    kind: newsletter\n    from: Our letter\n    through: [Sign up now., Not today.]\n"
    file.write_text(file.read_text() + more)
    write(fixtures, "box.txt", HEADER + STORY + "<!--endmark:newsletter-->Our letter\nSign up now.<!--/endmark-->\n")
    told = endmark("lint").stdout.decode().splitlines()
    assert [line.split("yaml:")[1] for line in told[:-1]] == [
        "9:9: advice: no fixture shows what this rule cuts",
        "15:29: advice: this ending stands in no fixture",
    ]
