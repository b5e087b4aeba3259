"""`endmark new`: a site's first files, alone and from a marked article."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from endmark.rules.book import builtin_folder

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]
HOST = "lantern.example"
MARKED = """\
The bridge is open again, the council said on Monday. It had been closed for three weeks.
<!--endmark:donation_appeal-->The Lantern has no owner but its readers.
If you can, please support us. It takes a minute.
Not now<!--/endmark-->
"""


def check(endmark: Endmark) -> bytes:
    return endmark("check", "--rules", "rules", "--site", HOST, "--prove").stdout


def test_an_example_that_passes_and_is_never_written_over(endmark: Endmark, tmp_path: Path) -> None:
    run = endmark("new", HOST)
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.splitlines()[0] == b"wrote rules/sites/lantern.example.yaml"
    assert check(endmark) == b"2 of 2 fixtures passed\n"
    assert (tmp_path / "rules/schema.json").read_bytes() == (builtin_folder() / "schema.json").read_bytes()
    again = endmark("new", HOST)
    assert again.returncode == 1
    assert b"lantern.example.yaml is there already; name a FILE" in again.stderr


def test_a_marked_article_becomes_a_rule_that_works(endmark: Endmark, tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(MARKED, "utf-8")
    assert endmark("new", HOST, "bridge.txt", "--url", "https://lantern.example/bridge").returncode == 0
    assert check(endmark) == b"2 of 2 fixtures passed\n"
    (tmp_path / "other.txt").write_text(
        "Rain fell on Sunday.\nThe Lantern has no owner but its readers.\nIf you can, please"
    )
    stripped = endmark("strip", "other.txt", "--url", f"https://www.{HOST}/x", "--rules", "rules")
    assert stripped.stdout == b"Rain fell on Sunday.\n"
    assert b"https://lantern.example/bridge" in (tmp_path / f"fixtures/{HOST}/bridge-cuts.txt").read_bytes()


def test_more_rules_are_added_to_a_site(endmark: Endmark, tmp_path: Path) -> None:
    endmark("new", HOST)
    before = (tmp_path / f"rules/sites/{HOST}.yaml").read_text("utf-8")
    run = endmark("new", HOST, "-", stdin=MARKED.encode())
    assert run.returncode == 0
    assert (tmp_path / f"rules/sites/{HOST}.yaml").read_text("utf-8").startswith(before)
    assert (tmp_path / f"fixtures/{HOST}/pasted-cuts.txt").exists()
    assert check(endmark) == b"4 of 4 fixtures passed\n"


def test_what_does_not_come_out_is_told(endmark: Endmark) -> None:
    # The list takes the line below it along, which is no sentence.
    marked = f"{MARKED}<!--endmark:related_links-->More\nPier closed\nBoats lost<!--/endmark-->\nThe harbour at night\n"
    run = endmark("new", HOST, "-", stdin=marked.encode())
    assert run.returncode == 1
    assert b"pasted-cuts.txt:9:1: should be kept, but rule" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["https://lantern.example/"], b"", b'write "lantern.example"'),
        ([HOST, "-"], b"No marks.\n", b"-: nothing is marked"),
        ([HOST, "-"], b"<!--endmark:tag-->x<!--/endmark-->", b'unknown kind "tag"; did you mean "tags"?'),
        ([HOST, "-"], b"caf\xe9", b"-:1:4: this is not UTF-8"),
        ([HOST, "nowhere.txt"], b"", b"nowhere.txt: No such file"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_written(
    endmark: Endmark, tmp_path: Path, arguments: list[str], stdin: bytes, said: bytes
) -> None:
    run = endmark("new", *arguments, stdin=stdin)
    assert run.returncode in {1, 2}
    assert said in run.stderr
    assert not (tmp_path / "rules").exists()
