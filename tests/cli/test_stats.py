"""`endmark stats`, and what `endmark strip` counts."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]
STORY = "The council voted on Tuesday to close the old bridge for the winter.\n"
APPEAL = "The Harbour Gazette depends on you.\n"


def test_what_strip_has_counted_is_told(endmark: Endmark, rules: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"text": STORY + APPEAL, "url": "https://gazette.example/1"})] * 24
    (tmp_path / "saved.jsonl").write_text("\n".join([*lines, "{"]), "utf-8")
    endmark("strip", "--jsonl", "saved.jsonl", "--rules", rules, "--stats", "hits")
    (tmp_path / "one.txt").write_text(STORY + APPEAL)
    assert endmark("strip", "one.txt", "--rules", rules, "--stats", "hits").returncode == 0
    run = endmark("stats", "--stats", "hits", "--rules", rules)
    assert run.returncode == 0
    assert run.stdout.decode().splitlines() == [
        "never hit: gazette.example/correction in sites/gazette.example.yaml: in 25 articles",
        "25 articles on 1 day: 1 finding",
    ]
    (told,) = (
        json.loads(x) for x in endmark("stats", "--stats", "hits", "--rules", rules, "--json").stdout.splitlines()
    )
    assert (told["finding"], told["rule"], told["edits"]) == ("never hit", "gazette.example/correction", [])


def test_without_counts_the_option_is_named(endmark: Endmark) -> None:
    for arguments in (["stats"], ["stats", "--stats", "nowhere"]):
        run = endmark(*arguments)
        assert run.returncode == 2
        assert b"give --stats FILE" in run.stderr


def test_a_file_that_holds_no_counts_is_named(endmark: Endmark, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("no counts in here\n" * 20)
    for arguments in (["stats", "--stats", "notes"], ["strip", "--stats", "notes", "-"]):
        run = endmark(*arguments, stdin=b"It rained.")
        assert run.returncode == 1
        assert b"notes cannot be used for counting hits: file is not a database" in run.stderr
