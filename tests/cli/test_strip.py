"""`endmark strip` with one article: what comes out, to the byte."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from endmark.cli import streams
from endmark.cli.failures import Failure

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]

URL = "https://www.gazette.example/news/bridge"
STORY = (
    "The council voted on Tuesday evening to close the old bridge for the whole of the coming winter.\n"
    "Repairs begin in May, engineers told the meeting, and are expected to last until the autumn.\n"
)
APPEAL = "The Harbour Gazette depends on you.\n"
ARTICLE = STORY + APPEAL
CORRECTION = "This article has been corrected.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_bytes(ARTICLE.encode())
    return file


def test_prints_the_body_and_nothing_else(endmark: Endmark, rules: Path, article: Path) -> None:
    run = endmark("strip", article, "--url", URL, "--rules", rules)
    assert run.stdout == STORY.encode()
    assert run.stderr == b""
    assert run.returncode == 0


@pytest.mark.parametrize("file", [[], ["-"]])
def test_reads_standard_input(endmark: Endmark, rules: Path, file: list[str]) -> None:
    run = endmark("strip", *file, "--url", URL, "--rules", rules, stdin=ARTICLE.encode())
    assert (run.stdout, run.returncode) == (STORY.encode(), 0)


def test_the_site_is_known_by_url_or_name_or_its_own_phrases(endmark: Endmark, rules: Path) -> None:
    corrected = (STORY + CORRECTION).encode()
    for site in ["--url", URL], ["--site", "gazette.example"]:
        assert endmark("strip", *site, "--rules", rules, stdin=corrected).stdout == STORY.encode()
    unknown = json.loads(endmark("strip", "--json", "--rules", rules, stdin=corrected).stdout)
    assert unknown["site"] is None
    assert endmark("strip", "--rules", rules, stdin=ARTICLE.encode()).stdout == STORY.encode()


def test_adds_no_line_end(endmark: Endmark, rules: Path) -> None:
    run = endmark("strip", "--url", URL, "--rules", rules, stdin=b"One sentence, no line end.")
    assert run.stdout == b"One sentence, no line end."


def test_an_empty_input_is_an_empty_body(endmark: Endmark) -> None:
    run = endmark("strip", "-")
    assert (run.stdout, run.stderr, run.returncode) == (b"", b"", 0)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_odd_characters_come_out_as_they_went_in(endmark: Endmark, rules: Path, line_end: str) -> None:
    odd = "A no-break\u00a0space, a NUL \0, a zero\u200bwidth, an \x1a, a \u2028 and 𝄞: all of it is the story."
    body = (STORY + odd + "\n").replace("\n", line_end)
    source = body + APPEAL.replace("\n", line_end)
    run = endmark("strip", "--url", URL, "--rules", rules, stdin=source.encode())
    assert run.stdout == body.encode()


def test_output_is_utf8_whatever_the_locale(rules: Path, program: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONUTF8", "PYTHONIOENCODING", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONCOERCECLOCALE", "0")
    text = "„Grüße“ aus Köln.\n".encode()
    for options, expected in ([], text), (["--json"], "„Grüße“".encode()):
        command = [*program, "strip", "--rules", str(rules), *options]
        run = subprocess.run(command, input=text, capture_output=True, timeout=60, check=True)
        assert expected in run.stdout


def test_charset_says_what_the_bytes_are(endmark: Endmark) -> None:
    run = endmark("strip", "--charset", "koi8-r", stdin="Мост закрыт.\n".encode("koi8-r"))
    assert run.stdout.decode() == "Мост закрыт.\n"


def test_json_is_the_whole_result(endmark: Endmark, rules: Path, article: Path) -> None:
    run = endmark("strip", article, "--url", URL, "--rules", rules, "--json")
    result = json.loads(run.stdout)
    assert run.stdout.count(b"\n") == 1
    assert result["body"] == STORY
    assert result["site"] == "gazette.example"
    [cut] = result["removed"]
    assert (cut["kind"], cut["rule"], cut["text"]) == ("donation_appeal", "gazette.example/appeal", APPEAL)
    assert (cut["start"], cut["end"]) == (len(STORY), len(ARTICLE))


def test_json_is_not_escaped_to_ascii(endmark: Endmark) -> None:
    assert "Мост" in endmark("strip", "--json", stdin="Мост закрыт.".encode()).stdout.decode()


@pytest.mark.parametrize(
    "keep",
    [
        ["--keep", "correction_note", "--keep", "donation_appeal"],
        ["--keep", "correction_note,donation_appeal"],
    ],
)
def test_kept_kinds_stay_and_are_reported(endmark: Endmark, rules: Path, keep: list[str]) -> None:
    source = STORY + CORRECTION + APPEAL
    run = endmark("strip", "--url", URL, "--rules", rules, "--json", *keep, stdin=source.encode())
    result = json.loads(run.stdout)
    assert result["body"] == source
    assert result["removed"] == []
    assert [cut["kind"] for cut in result["kept"]] == ["correction_note", "donation_appeal"]


def test_what_is_not_kept_is_cut(endmark: Endmark, rules: Path) -> None:
    source = (STORY + CORRECTION + APPEAL).encode()
    run = endmark("strip", "--url", URL, "--rules", rules, "--keep", "correction_note", stdin=source)
    assert run.stdout.decode() == STORY + CORRECTION


@pytest.mark.parametrize("name", ["page.html", "page.htm", "PAGE.HTML", "page.xhtml"])
def test_the_file_name_says_that_it_is_a_page(endmark: Endmark, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<p>The bridge is closed.</p>", encoding="utf-8")
    assert _input_seen(endmark("strip", name, "--json")) == "html"


def test_html_says_that_standard_input_is_a_page(endmark: Endmark) -> None:
    page = b"<p>The bridge is closed.</p>"
    assert _input_seen(endmark("strip", "--html", "--json", stdin=page)) == "html"
    assert _input_seen(endmark("strip", "--json", stdin=page)) == "text"


def _input_seen(run: subprocess.CompletedProcess[bytes]) -> object:
    return json.loads(run.stdout)["input"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.txt"], "missing.txt: No such file or directory"),
        (["folder"], "folder: Is a directory"),
        (["--charset", "klingon"], "klingon"),
        (["--charset", "utf-8"], "standard input: "),
        (["bytes.txt", "--charset", "ascii"], "bytes.txt: "),
    ],
)
def test_an_unusable_input_is_one_line_and_exit_code_1(
    endmark: Endmark, tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\xfd")
    run = endmark("strip", *arguments, stdin=b"caf\xe9")
    assert run.returncode == 1
    assert run.stdout == b""
    assert run.stderr.startswith(b"endmark: ")
    assert run.stderr.count(b"\n") == 1
    assert message in run.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--keep", "corection_note"], "did you mean correction_note?"),
        (["--keep", ""], "unknown kind ''"),
        (["--rules", "nowhere"], "'nowhere' does not exist"),
        (["--nonsense"], "No such option"),
        (["one.txt", "two.txt"], "unexpected extra argument"),
        (["--jsonl", "--json"], "--jsonl goes with none of"),
        (["--jsonl", "--html"], "--jsonl goes with none of"),
        (["--jsonl", "--charset", "utf-8"], "--jsonl goes with none of"),
    ],
)
def test_a_wrong_call_is_exit_code_2(endmark: Endmark, arguments: list[str], message: str) -> None:
    run = endmark("strip", *arguments, stdin=b"text")
    assert run.returncode == 2
    assert run.stdout == b""
    assert message in run.stderr.decode()
    assert b"Traceback" not in run.stderr


def test_broken_rules_are_all_told_with_their_places(endmark: Endmark, rules: Path) -> None:
    (rules / "sites" / "gazette.example.yaml").write_text(
        "site: X\nhosts: [gazette.example]\nrulez: []\nrules:\n  - id: UPPER\n    kind: nonsense\n"
    )
    run = endmark("strip", "--rules", rules, stdin=b"text")
    lines = run.stderr.decode().splitlines()
    assert run.returncode == 1
    assert lines[0].startswith("endmark: ")
    assert [line for line in lines if "gazette.example.yaml:3:1: " in line]
    assert [line for line in lines if "gazette.example.yaml:6:" in line]
    assert "Traceback" not in run.stderr.decode()


PAGE = b"""<p>The council <b>voted</b>.</p><img src="/i.jpg" alt="Council">
<p>Repairs begin in <a href="/may">May</a>.</p>
<p>The Harbour Gazette depends on you.</p>"""
MARKDOWN = "The council **voted**.\n\n{}Repairs begin in [May](https://www.gazette.example/may)."


def test_a_page_in_another_format(endmark: Endmark, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    given = "strip", tmp_path / "page.html", "--url", URL, "--rules", rules, "--format", "markdown"
    figure = "![Council](https://www.gazette.example/i.jpg)\n\n"
    assert endmark(*given).stdout.decode() == MARKDOWN.format("") + "\n"
    assert endmark(*given, "--figures").stdout.decode() == MARKDOWN.format(figure) + "\n"
    assert json.loads(endmark(*given, "--json").stdout)["body"] == MARKDOWN.format("")
    piped = endmark("strip", "--html", "--format", "html", "--url", URL, "--rules", rules, stdin=PAGE)
    assert piped.stdout.startswith(b'<article data-endmark="1"><p>The council <strong>voted</strong>.</p><p>Repairs')


def test_a_terminal_and_no_file_is_a_usage_error_and_no_hang(program: list[str]) -> None:
    ours, theirs = pty.openpty()
    try:
        run = subprocess.run([*program, "strip"], stdin=theirs, capture_output=True, timeout=60, check=False)
    finally:
        os.close(ours)
        os.close(theirs)
    assert run.returncode == 2
    assert b"nothing to read: name a FILE" in run.stderr


def test_a_terminal_gets_json_to_read(rules: Path, article: Path, program: list[str]) -> None:
    ours, theirs = pty.openpty()
    command = [*program, "strip", str(article), "--rules", str(rules), "--json"]
    with subprocess.Popen(command, stdout=theirs) as process:
        os.close(theirs)
        shown = _read_all(ours)
    assert process.returncode == 0
    assert shown.startswith(b'{\r\n  "body"')


def _read_all(terminal: int) -> bytes:
    shown = b""
    try:
        while piece := os.read(terminal, 65536):
            shown += piece
    except OSError:  # Linux's way of saying that the other side has closed
        pass
    finally:
        os.close(terminal)
    return shown


def test_a_reader_who_has_had_enough_is_no_noise(program: list[str]) -> None:
    with subprocess.Popen(
        [*program, "strip"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(b"The bridge is closed, and it stays closed.\n" * 10_000)
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_closed_streams_are_told(program: list[str]) -> None:
    no_input = _in_shell(f"{program[0]} strip <&-")
    no_output = _in_shell(f"echo text | {program[0]} strip >&-")
    assert (no_input.returncode, no_output.returncode) == (2, 1)
    assert no_output.stderr == b"endmark: standard output is closed\n"


def _in_shell(command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_told(
    program: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unbuffered: str
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    (tmp_path / "long.txt").write_bytes(b"The bridge is closed, and it stays closed.\n" * 1000)
    run = _in_shell(f"cd '{tmp_path}' && ulimit -f 1 && exec {program[0]} strip long.txt >out")
    assert (run.returncode, run.stderr) == (1, b"endmark: File too large\n")


def test_half_a_surrogate_pair_is_told_and_json_escapes_it(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(Failure, match=r"U\+D800 at 3.*--json escapes it"):
        streams.write_text("abc\ud800")
    sys.stdout.flush()
    streams.write_json({"body": "é\ud800\\"})
    written = capfdbinary.readouterr().out
    assert written == b'{"body": "\xc3\xa9\\ud800\\\\"}\n'
    assert json.loads(written) == {"body": "é\ud800\\"}
