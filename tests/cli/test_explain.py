"""`endmark explain`: what a person sees of every block, and the JSON."""

import json
import os
import pty
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]

URL = "https://www.gazette.example/news/bridge"
STORY = (
    "The council voted on Tuesday evening to close the old bridge for the whole of the coming winter, because "
    "engineers who had looked at it since the spring had found long cracks in two of its seven piers.\n"
    "Repairs begin in May, engineers told the meeting, and are expected to last until the autumn.\n"
)
ARTICLE = f"{STORY}The Harbour Gazette depends on you.\nSign up for our newsletter\nSubscribe to our newsletter\n"
RED = "\x1b[31m"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_bytes(ARTICLE.encode())
    return file


def lines_of(run: subprocess.CompletedProcess[bytes]) -> list[str]:
    assert (run.stderr, run.returncode) == (b"", 0)
    return run.stdout.decode().splitlines()


def on_terminal(command: list[str], columns: int) -> str:
    """What a terminal of so many columns gets to see."""
    ours, theirs = pty.openpty()
    script = f"stty cols {columns} && exec {' '.join(command)}"
    environment = dict(os.environ)  # readline, which pytest loads, sets COLUMNS behind Python's back
    with subprocess.Popen(["/bin/sh", "-c", script], stdin=theirs, stdout=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # Linux's way of saying that the other side has closed
            pass
        finally:
            os.close(ours)
    assert process.returncode == 0
    return shown.decode()


@pytest.fixture
def terminal(program: list[str], rules: Path, article: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], str]:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    command = [*program, "explain", str(article), "--url", URL, "--rules", str(rules)]
    return lambda columns: on_terminal(command, columns)


def test_every_block_is_shown_with_its_reason(endmark: Endmark, rules: Path, article: Path) -> None:
    lines = lines_of(endmark("explain", article, "--url", URL, "--rules", rules))
    shown = "\n".join(lines)
    assert lines[0] == "gazette.example, 5 blocks: 2 body, 3 cut"
    assert [line.split()[1] for line in lines if line[0].isdigit()] == ["body", "body", "cut", "cut", "cut"]
    assert "          donation_appeal: a whole block is the marker\n" in shown
    assert "          gazette.example/appeal in sites/gazette.example.yaml\n" in shown
    assert 'newsletter: the words "sign up for our' in shown
    assert shown.count("en/newsletter in generic/en.yaml") == 1  # not told again for the next block
    assert " … " in shown  # a long block is shortened


def test_without_a_terminal_there_are_plain_lines(endmark: Endmark, rules: Path, article: Path) -> None:
    lines = lines_of(endmark("explain", article, "--url", URL, "--rules", rules))
    assert not [line for line in lines if "\x1b" in line or len(line) > 100 or line != line.rstrip()]


def test_all_leaves_nothing_out(endmark: Endmark, rules: Path, article: Path) -> None:
    shown = " ".join(endmark("explain", article, "--all", "--rules", rules).stdout.decode().split())
    assert STORY.splitlines()[0] in shown
    assert "the story's only anchor; odds -" in shown
    assert "; a phrase that named it would do from " in shown
    assert re.search(r"words: .*newsletter \+\d\.\d", shown)


def test_what_stayed_in_doubt_tells_what_it_lacked(endmark: Endmark) -> None:
    source = f"{STORY}Dear readers,\n{STORY}"
    shown = endmark("explain", stdin=source.encode()).stdout.decode()
    assert 'en/salutation names it: "dear …"' in shown
    assert shown.count(", cut from ") == 1


def test_colours_on_a_terminal(terminal: Callable[[int], str]) -> None:
    shown = terminal(90)
    assert f"{RED}The Harbour Gazette depends on you." in shown
    assert f"{RED}The council" not in shown


def test_no_color_is_respected(terminal: Callable[[int], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown = terminal(90)
    assert "The Harbour Gazette depends on you." in shown
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", shown)


@pytest.mark.parametrize("columns", [24, 59, 60])
def test_a_narrow_terminal_is_kept_to(columns: int, terminal: Callable[[int], str]) -> None:
    lines = re.sub(r"\x1b\[[0-9;]*m", "", terminal(columns)).splitlines()
    assert max(map(len, lines)) <= columns
    assert "".join("".join(lines).split()).count("TheHarbourGazettedependsonyou.") == 1


def test_an_article_does_not_steer_the_terminal(endmark: Endmark) -> None:
    run = endmark("explain", "--all", stdin=b"One \x1b[31mred\x07 [bold]word[/] :smile: \xe2\x80\xa8two.\n")
    assert "One �[31mred� [bold]word[/] :smile:" in run.stdout.decode()
    assert b"\x1b" not in run.stdout


def test_json_is_one_document(endmark: Endmark, rules: Path, article: Path) -> None:
    run = endmark("explain", article, "--url", URL, "--rules", rules, "--json")
    told = json.loads(run.stdout)
    assert run.stdout.count(b"\n") == 1
    assert (told["site"], told["length"]) == ("gazette.example", len(ARTICLE))
    assert [b["outcome"] for b in told["blocks"]] == ["body", "body", "cut", "cut", "cut"]
    [part] = told["blocks"][2]["parts"]
    assert (part["cut"]["kind"], part["cut"]["rule"]) == ("donation_appeal", "gazette.example/appeal")
    assert ARTICLE[part["start"] : part["end"]] == part["text"] == "The Harbour Gazette depends on you."


def test_kept_kinds_and_pages(endmark: Endmark, rules: Path) -> None:
    page = f"<p>{STORY}</p><p>The Harbour Gazette depends on you.</p>".encode()
    run = endmark("explain", "--html", "--rules", rules, "--keep", "donation_appeal", stdin=page)
    assert lines_of(run)[0] == "gazette.example, 2 blocks: 1 body, 1 kept"


@pytest.mark.parametrize("source", [b"", b"\n\n", b"..."])
def test_there_may_be_little_to_show(endmark: Endmark, source: bytes) -> None:
    assert lines_of(endmark("explain", "-", stdin=source))[0].startswith("no known site, ")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["missing.txt"], 1, "endmark: missing.txt: No such file or directory\n"),
        (["--url", "no url"], 1, "endmark: url 'no url'"),
        (["--site", "a b"], 1, "endmark: site 'a b'"),
        (["--charset", "klingon"], 1, "endmark: standard input: "),
        (["--keep", "donation"], 2, "did you mean donation_appeal?"),
        (["--rules", "nowhere"], 2, "'nowhere' does not exist"),
        (["one.txt", "two.txt"], 2, "unexpected extra argument"),
    ],
)
def test_what_cannot_be_done_is_told(endmark: Endmark, arguments: list[str], code: int, message: str) -> None:
    run = endmark("explain", *arguments, stdin=b"text")
    assert (run.returncode, run.stdout) == (code, b"")
    assert message in run.stderr.decode()
    assert b"Traceback" not in run.stderr
