"""`endmark bulk` as a command."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from endmark.bulk.tally import Counts, Tally
from endmark.cli.bulk_showing import table

Endmark = Callable[..., CompletedProcess[bytes]]


def test_it_tells_what_it_did(endmark: Endmark, rules: Path, tmp_path: Path) -> None:
    story = {"text": "The bridge is closed.\nThe Harbour Gazette depends on you.", "url": "https://gazette.example/1"}
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in (story, story, {})))
    run = endmark("bulk", "in.jsonl", "out.jsonl", "--rules", rules, "--processes", "1")
    assert run.stdout.decode().splitlines() == [
        "site             records  stripped  removed  cuts",
        "gazette.example        2         2    61.4%  donation_appeal 2",
        "all                    2         2    61.4%  donation_appeal 2",
    ]
    assert run.stderr == b"endmark: 1 record could not be stripped; out.jsonl.errors.jsonl says why\n"
    assert run.returncode == 1
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 2


def test_wrong_calls(endmark: Endmark, tmp_path: Path) -> None:
    assert endmark("bulk", "nothing.jsonl", "out.jsonl").returncode == 2
    (tmp_path / "in.csv").write_text("")
    run = endmark("bulk", "in.csv", "out.jsonl")
    assert (run.returncode, b"its name tells no format" in run.stderr) == (1, True)
    both = endmark("bulk", "in.csv", "out.jsonl", "--text-column", "a", "--html-column", "b")
    assert both.returncode == 2


def test_the_table_stays_short() -> None:
    many = {f"site-{n:03}.example": Counts(records=n, kinds=Counter({f"kind-{n % 9}": 1})) for n in range(100)}
    lines = table(Tally(0, many)).splitlines()
    assert len(lines) < 60
    assert lines[1].startswith("site-099.example")
    assert any(line.startswith("60 more") for line in lines)
    assert [len(line) <= 120 for line in lines]
