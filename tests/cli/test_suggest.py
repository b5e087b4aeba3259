"""`endmark suggest`: what it prints and writes. What it finds is tests/suggesting's."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.suggesting.conftest import AMOUNTS, APPEAL, LISTS, STORIES

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]
HOST = ("--host", "lantern.example")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder of three articles with an appeal."""
    folder = tmp_path / "saved"
    folder.mkdir()
    for number, (story, amount) in enumerate(zip(STORIES[:3], AMOUNTS, strict=False)):
        (folder / f"{number}.txt").write_text(story + APPEAL.format(amount), "utf-8")
    return folder


def test_it_prints_a_rule_file_and_fixtures_and_tells_what_it_saw(endmark: Endmark, saved: Path) -> None:
    run = endmark("suggest", saved, *HOST)
    assert run.returncode == 0
    files = [line for line in run.stdout.decode().splitlines() if line.startswith("==> ")]
    assert [line.split()[1].split("/")[0] for line in files] == ["rules", "fixtures", "fixtures"]
    assert b"# Suggested: in 3 of 3 articles (tail)." in run.stdout
    told = run.stderr.decode().splitlines()
    assert told[0].startswith("3 of 3  tail  donation-appeal: A word from the Lantern's night desk / Dear readers")
    assert told[1].split() == [f"{saved}/{n}.txt{',' * (n < 2)}" for n in range(3)]


def test_pages_and_lines_of_json_are_articles_too(endmark: Endmark, saved: Path, tmp_path: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted(saved.glob("*.txt"))]
    page = "".join(f"<p>{line}</p>" for line in texts[0].splitlines())
    (tmp_path / "page.html").write_text(page, "utf-8")
    lines = [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts[1:])]
    (tmp_path / "rest.jsonl").write_text("\n".join(lines), "utf-8")
    run = endmark("suggest", "page.html", "rest.jsonl", *HOST)
    assert run.stderr.decode().splitlines()[1].split(", ")[0].strip() == "page.html"
    assert b"rest.jsonl:2 (1)" in run.stderr


LETTER = "<div class='letter-signup'><p>The night desk writes to you</p><p>Get our letter every morning.</p></div>"
SHARE = "<div class='share-bar'><p><a href='/f'>Facebook</a></p><p><a href='/m'>Share this story</a></p></div>"


@pytest.mark.parametrize(
    ("beside", "selectors"),
    [
        ("", {"related-links": ".further-from-us"}),
        (LETTER, {"related-links": ".further-from-us", "newsletter": ".letter-signup"}),
        (SHARE, {"related-links": ".further-from-us", "share-follow": ".share-bar"}),
    ],
)
def test_pages_give_fixtures_that_are_pages_and_prove_each_rule(
    endmark: Endmark, tmp_path: Path, beside: str, selectors: dict[str, str]
) -> None:
    (tmp_path / "pages").mkdir()
    for number, (story, lines, amount) in enumerate(zip(STORIES[:3], LISTS, AMOUNTS, strict=False)):
        first, last = (f"<p>{line}</p>" for line in story.splitlines())
        links = "".join(f"<p><a href='/{number}'>{line}</a></p>" for line in lines.splitlines())
        box = f"<div class='further-from-us'><p>More here</p>{links}</div>"
        appeal = "".join(f"<p>{line}</p>" for line in APPEAL.format(amount).splitlines())
        page = f"<html><body><article>{first}{box}{last}{beside}{appeal}</article></body></html>"
        (tmp_path / "pages" / f"{number}.html").write_text(page, "utf-8")
    run = endmark("suggest", "pages", *HOST, "--write")
    for name, selector in selectors.items():
        assert f"3 of 3  page  {name}-elements: {selector}" in run.stderr.decode()
    assert b"does not come out" not in run.stderr
    for name in ("cuts.txt", "whole.txt", "page-cuts.html", "page-whole.html"):
        assert f"wrote fixtures/lantern.example/suggested-{name}" in run.stdout.decode()
    checked = endmark("check", "--rules", "rules", "--site", "lantern.example", "--prove")
    assert (checked.returncode, checked.stdout) == (0, b"4 of 4 fixtures passed\n")
    linted = endmark("lint", "rules").stdout
    assert b"0 errors" in linted
    assert b"no fixture shows" not in linted


def test_articles_of_another_site_are_told(endmark: Endmark, saved: Path, tmp_path: Path) -> None:
    line = {"text": STORIES[3], "url": "https://www.beacon.example/3"}
    (tmp_path / "more.jsonl").write_text(json.dumps(line), "utf-8")
    told = endmark("suggest", saved, "more.jsonl", *HOST).stderr.decode().splitlines()
    assert told[0] == "left out, its URL is not of lantern.example: more.jsonl:1"
    assert told[1].startswith("3 of 3  tail")


def test_what_may_be_a_story_s_is_told_and_gets_no_rule(endmark: Endmark, tmp_path: Path) -> None:
    for number, story in enumerate(STORIES[:3]):
        (tmp_path / f"{number}.txt").write_text(f"Tram ticket\n{story}", "utf-8")
    run = endmark("suggest", "0.txt", "1.txt", "2.txt", *HOST, "--write")
    assert (run.returncode, run.stdout) == (0, b"")
    assert run.stderr.decode().splitlines()[1:] == [
        "left to you, for stories say these words too, and one may have them for a subhead:",
        "3 of 3  Tram ticket",
        "        0.txt, 1.txt, 2.txt",
    ]


def test_what_is_there_is_added_to_and_never_written_over(endmark: Endmark, saved: Path, tmp_path: Path) -> None:
    assert endmark("suggest", saved, *HOST, "--write").returncode == 0
    first = (tmp_path / "rules/sites/lantern.example.yaml").read_text("utf-8")
    refused = endmark("suggest", saved, *HOST, "--write")
    assert refused.returncode == 1
    assert b"lantern.example.yaml is there already; --against rules adds" in refused.stderr
    for path in saved.glob("*.txt"):
        path.write_text(
            "The Lantern, paper of the coast towns since the great fire\n" + path.read_text("utf-8"), "utf-8"
        )
    added = endmark("suggest", saved, *HOST, "--write", "--against", "rules")
    assert b"suggested-cuts-2.txt" in added.stdout
    now = (tmp_path / "rules/sites/lantern.example.yaml").read_text("utf-8")
    assert now.startswith(first)
    assert "line: The Lantern, paper of the coast towns" in now[len(first) :]
    assert endmark("check", "--rules", "rules", "--site", HOST[1]).returncode == 0


def test_stories_alone_give_no_rule(endmark: Endmark, tmp_path: Path) -> None:
    for number, story in enumerate(STORIES):
        (tmp_path / f"{number}.txt").write_text(story, "utf-8")
    run = endmark("suggest", *(f"{n}.txt" for n in range(4)), *HOST, "--write")
    assert (run.returncode, run.stdout) == (0, b"")
    assert run.stderr == b"nothing repeats in 4 articles that is not the story's\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere.txt", *HOST], 2, "nowhere.txt"),
        (["broken.jsonl", *HOST], 1, "broken.jsonl:1: malformed JSON"),
        (["empty", *HOST], 1, "empty: there are no articles here"),
        (["broken.jsonl.gz", *HOST], 1, "broken.jsonl.gz: this is not a whole gzip file"),
        (["one.txt", "--host", "https://lantern.example/x"], 2, 'write "lantern.example"'),
        (["one.txt", *HOST], 1, "too few articles of lantern.example that differ (1)"),
    ],
)
def test_what_cannot_be_used_is_named(
    endmark: Endmark, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("broken.jsonl", "broken.jsonl.gz"):
        (tmp_path / name).write_text("{", "utf-8")
    (tmp_path / "one.txt").write_text(STORIES[0], "utf-8")
    run = endmark("suggest", *arguments)
    assert run.returncode == code
    assert said in run.stderr.decode()
    assert b"Traceback" not in run.stderr
