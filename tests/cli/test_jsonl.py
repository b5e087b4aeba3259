"""`endmark strip --jsonl`: one answer a line, in order, whatever the lines are."""

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from endmark import json_lines
from endmark.cli import records
from endmark.model import Kind
from endmark.rules.book import RuleBook

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]

URL = "https://www.gazette.example/news/bridge"
STORY = (
    "The council voted on Tuesday evening to close the old bridge for the whole of the coming winter.\n"
    "Repairs begin in May, engineers told the meeting, and are expected to last until the autumn.\n"
)
APPEAL = "The Harbour Gazette depends on you.\n"
CORRECTION = "This article has been corrected.\n"
ARTICLE = STORY + APPEAL


@pytest.fixture
def book(rules: Path) -> RuleBook:
    return RuleBook.only(rules)


def lines(*records_: object) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records_)


def answers(
    data: bytes, book: RuleBook, url: str | None = None, keep: frozenset[Kind] = frozenset()
) -> list[dict[str, Any]]:
    defaults = records.Defaults(book=book, url=url, keep=keep)
    return list(records.answers(io.BytesIO(data), defaults))


def test_each_line_gets_its_result_in_order(endmark: Endmark, rules: Path) -> None:
    source = lines(
        {"id": 7, "text": ARTICLE, "url": URL},
        {"id": "b", "text": STORY, "url": "https://other.example/"},
        {"text": APPEAL, "site": "gazette.example"},
        {"id": None, "html": "<p>The bridge is closed.</p>"},
    )
    run = endmark("strip", "--jsonl", "--rules", rules, stdin=source)
    first, second, third, fourth = map(json.loads, run.stdout.splitlines())
    assert (run.returncode, run.stderr) == (0, b"")
    assert (first["id"], first["body"], first["site"]) == (7, STORY, "gazette.example")
    assert (second["id"], second["body"]) == ("b", STORY)
    assert "id" not in third
    assert third["removed"][0]["kind"] == "donation_appeal"
    assert (fourth["id"], fourth["input"]) == (None, "html")


def test_a_result_line_is_what_json_prints(endmark: Endmark, rules: Path) -> None:
    one = endmark("strip", "--json", "--url", URL, "--rules", rules, stdin=ARTICLE.encode())
    line = endmark("strip", "--jsonl", "--rules", rules, stdin=lines({"id": 1, "text": ARTICLE, "url": URL}))
    assert json.loads(line.stdout) == {"id": 1} | json.loads(one.stdout)


def test_a_lines_format_comes_before_the_options(endmark: Endmark, rules: Path) -> None:
    page = "<p>a</p><img src='https://x.example/i'><p>b</p>"
    source = lines({"html": page}, {"html": page, "format": "text"}, {"html": page, "figures": False})
    run = endmark("strip", "--jsonl", "--rules", rules, "--format", "html", "--figures", stdin=source)
    first, second, third = (json.loads(line)["body"] for line in run.stdout.splitlines())
    assert "<img" in first
    assert second == "a\n\nb"
    assert third == '<article data-endmark="1"><p>a</p><p>b</p></article>'


def test_reads_a_file(endmark: Endmark, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_bytes(lines({"text": ARTICLE, "url": URL}))
    run = endmark("strip", "articles.jsonl", "--jsonl", "--rules", rules)
    assert json.loads(run.stdout)["body"] == STORY


def test_a_bad_line_costs_that_line_only(endmark: Endmark, rules: Path) -> None:
    source = lines({"id": 1, "text": ARTICLE}) + b"{broken\n" + lines({"id": 3}, {"id": 4, "text": ARTICLE})
    run = endmark("strip", "--jsonl", "--url", URL, "--rules", rules, stdin=source)
    first, second, third, fourth = map(json.loads, run.stdout.splitlines())
    assert first["body"] == fourth["body"] == STORY
    assert second.keys() == {"line", "error"}
    assert (second["line"], third["line"], third["id"]) == (2, 3, 3)
    assert run.returncode == 1
    assert run.stderr == b"endmark: 2 of 4 lines could not be used; each says why in its error field\n"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{", "malformed JSON: Expecting property name enclosed in double quotes at line 1, column 2"),
        (b'{"text": "a"\r\n', "malformed JSON: Expecting ',' delimiter at line 1, column 13"),
        (b"[]", "the JSON is an array; send an object"),
        (b"null", "the JSON is null; send an object"),
        (b'"text"', "the JSON is a string; send an object"),
        (b"12", "the JSON is a number; send an object"),
        (b"true", "the JSON is a boolean (true or false); send an object"),
        (b"{}", "there is no text: neither text nor html is given"),
        (b'{"text": null, "html": null}', "there is no text: neither text nor html is given"),
        (b'{"text": "a", "html": "b"}', "both text and html are given; give one"),
        (b'{"text": "a", "text": "b"}', "malformed JSON: 'text' is given twice; give each name once"),
        (b'{"text": 1}', "`text` is a number; give a string"),
        (b'{"html": ["a"]}', "`html` is an array; give a string"),
        (b'{"text": "a", "url": {}}', "`url` is an object; give a string"),
        (b'{"text": "a", "site": false}', "`site` is a boolean (true or false); give a string"),
        (b'{"text": "a", "keep": 1}', "`keep` is a number; give a list of kinds"),
        (b'{"text": "a", "keep": [1]}', "`keep` holds a number; give a list of kinds"),
        (b'{"text": "a", "keep": ["author_boi"]}', "unknown kind 'author_boi'; did you mean author_bio?"),
        (b'{"text": "a", "id": NaN}', "NaN is not a number in JSON"),
        (b'{"text": "a", "id": 1e999}', "'1e999' is too large a number"),
        (b'{"text": "a", "id": ' + b"9" * 5000 + b"}", "a number has too many digits"),
        (b'{"text": "a", "id": ' + b"[" * 200_000, "nested too deeply"),
        (b'{"text": "\xff"}', "malformed JSON: byte 0xff at offset 10 is not UTF-8"),
    ],
)
def test_what_is_wrong_with_a_line(book: RuleBook, line: bytes, error: str) -> None:
    [answer] = answers(line, book)
    assert error in answer["error"]
    assert "body" not in answer


def test_defaults_stand_in_for_what_a_line_leaves_out(book: RuleBook) -> None:
    text = STORY + CORRECTION + APPEAL
    source = lines(
        {"text": text},
        {"text": text, "url": None, "site": None, "keep": None},
        {"text": text, "keep": []},
        {"text": text, "keep": ["correction_note", "donation_appeal"]},
        {"text": text, "keep": "correction_note,donation_appeal"},
        {"text": STORY + CORRECTION, "url": "https://other.example/", "keep": []},
    )
    bodies = [answer["body"] for answer in answers(source, book, url=URL, keep=frozenset({Kind.CORRECTION_NOTE}))]
    kept = STORY + CORRECTION
    assert bodies == [kept, kept, STORY, text, text, kept]


def test_other_fields_empty_lines_and_a_byte_order_mark_are_no_matter(book: RuleBook) -> None:
    source = b"\xef\xbb\xbf" + lines({"text": "a", "title": "T", "meta": [{}]}) + b"\r\n  \n" + b'{"text": "b"}'
    assert [answer["body"] for answer in answers(source, book)] == ["a", "b"]


def test_line_numbers_count_empty_lines(book: RuleBook) -> None:
    [answer] = answers(b"\n\n{\n", book)
    assert answer["line"] == 3


def test_texts_pass_through_json_unharmed(endmark: Endmark) -> None:
    text = "é \u2028 \0 \ud800 \r\n \ufeff 𝄞"
    run = endmark("strip", "--jsonl", stdin=lines({"id": text, "text": text}))
    answer = json.loads(run.stdout)
    assert answer["body"] == answer["id"] == text
    assert run.stdout.count(b"\n") == 1


def test_a_line_without_end_is_refused_and_the_next_is_read(book: RuleBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LONGEST_LINE", 100)
    exactly = b'{"text": "' + b"a" * 87 + b'"}\n'
    assert len(exactly) == 100
    for extra in (1, 99, 100, 101, 1000):
        source = exactly + b"x" * (100 + extra) + b"\n" + exactly
        first, second, third = answers(source, book)
        assert first["body"] == third["body"] == "a" * 87
        assert (second["line"], "the limit is 100 bytes" in second["error"]) == (2, True)


def test_an_answer_comes_before_the_next_line_is_sent(program: list[str]) -> None:
    with subprocess.Popen([*program, "strip", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(lines({"id": number, "text": "The bridge is closed."}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
    assert process.returncode == 0


def test_lines_are_read_one_by_one(book: RuleBook) -> None:
    source = io.BytesIO(lines({"text": "a"}) * 1000)
    stream = records.answers(source, records.Defaults(book=book))
    next(stream)
    assert source.tell() == len(lines({"text": "a"}))


def test_a_reader_who_has_had_enough_ends_the_run_quietly(program: list[str], tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_bytes(lines({"text": "The bridge is closed. " * 100}) * 2000)
    with subprocess.Popen(
        [*program, "strip", "--jsonl", str(tmp_path / "many.jsonl")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
