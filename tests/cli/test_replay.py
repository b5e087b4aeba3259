"""`endmark replay`: against a folder and against a revision; what fails a build."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]
STORY = (
    "The council voted on Tuesday evening to close the old bridge for the whole of the coming winter.\n"
    "{0}Repairs begin in May, engineers told the meeting, and are expected to last until the autumn.\n"
)
APPEAL = "The Harbour Gazette depends on you.\n"
SAVED = [
    {"id": "plain", "url": "https://gazette.example/1", "text": STORY.format("")},
    {"id": "box", "url": "https://gazette.example/2", "text": STORY.format("The bridge letter.\n")},
    {"id": "tail", "url": "https://gazette.example/3", "text": STORY.format("") + APPEAL},
]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "saved.jsonl"
    path.write_text("\n".join(map(json.dumps, SAVED)), "utf-8")
    return path


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., None]:
    program = shutil.which("git")
    assert program

    def run(*arguments: str) -> None:
        identity = ["-c", "user.name=Desk", "-c", "user.email=desk@gazette.example"]
        subprocess.run([program, *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    return run


def change(rules: Path) -> None:
    """The appeal's rule goes, a line inside the body comes."""
    file = rules / "sites" / "gazette.example.yaml"
    file.write_text(file.read_text().replace('"The Harbour Gazette depends on you."', '"The bridge letter."'))


def test_against_a_revision(endmark: Endmark, rules: Path, saved: Path, git: Callable[..., None]) -> None:
    for step in (["init", "-q"], ["add", "rules"], ["commit", "-qm", "Rules"]):
        git(*step)
    same = endmark("replay", saved)
    assert (same.returncode, same.stdout) == (0, b"3 articles: nothing has changed\n")
    change(rules)
    for base in ([], ["--base", "HEAD"]):
        run = endmark("replay", saved, *base)
        assert run.returncode == 1
        told = run.stdout.decode().splitlines()
        assert told[0].endswith("saved.jsonl:2 (box) [97:116] now cut inside the body: The bridge letter.")
        assert told[1].startswith("    is donation_appeal by gazette.example/appeal: ")
        assert "(tail) " in told[2]
        assert "no longer cut: The Harbour Gazette depends on you." in told[2]
        assert told[-1] == "3 articles: 1 now cut inside the body, 1 no longer cut"


def test_against_a_folder(endmark: Endmark, rules: Path, saved: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(rules, old)
    change(rules)
    assert endmark("replay", saved, "--base", old, "--rules", rules).returncode == 1
    back = endmark("replay", saved, "--base", rules, "--rules", old, "--json")
    assert back.returncode == 0  # what is new is not inside a body
    told = [json.loads(line) for line in back.stdout.splitlines()]
    assert [(change["change"], change["article"].split()[-1]) for change in told] == [
        ("cut_at_edge", "(tail)"),
        ("left", "(box)"),
    ]
    assert told[0]["before"] is None
    assert told[0]["after"]["rule"] == "gazette.example/appeal"
    assert back.stderr == b"3 articles: 1 now cut, 1 no longer cut\n"


def test_texts_of_a_named_site(endmark: Endmark, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/box.txt").write_text(str(SAVED[1]["text"]), "utf-8")
    shutil.copytree(rules, tmp_path / "old")
    change(rules)
    assert endmark("replay", "texts", "--base", "old").returncode == 0
    assert endmark("replay", "texts", "--base", "old", "--site", "gazette.example").returncode == 1


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("base", ["nowhere", "--all", "HEAD; ls", "-x"])
def test_a_base_that_is_none(endmark: Endmark, saved: Path, base: str) -> None:
    run = endmark("replay", saved, f"--base={base}")
    assert run.returncode == 1
    assert f"--base {base}: it is no folder".encode() in run.stderr


def test_an_article_that_cannot_be_used_is_named(endmark: Endmark, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "saved.jsonl").write_text('{"text": "x"}\n{"url": "https://a.example"}\n')
    run = endmark("replay", "saved.jsonl", "--base", rules)
    assert run.returncode == 1
    assert b"saved.jsonl:2: there is no text" in run.stderr
