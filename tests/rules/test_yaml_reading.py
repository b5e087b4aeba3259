from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from endmark.rules.book import builtin_folder
from endmark.rules.yaml_reading import read_yaml

QUOTES = "must stand in quotes"
UNUSED = "anchors, aliases and tags are not used"
GOES_ON = "text goes on after its quotation mark is closed; put the other kind of quotes around the whole"
INSIDE = "or text inside it has one of , : [ ] { } and needs quotes"
ABOVE = "or the line above needs quotes around its text"
INDENTATION = "this line's indentation fits none of the lines above it"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("rules:\n\t- id: a\n", "2:1: a tab stands here; indent with spaces"),
        ("site:\tX\n", "1:6: a tab stands here; indent with spaces"),
        ("site: Moscow: Times\n", f'1:13: text with ": " in it {QUOTES}'),
        ('line: "abc\nb: c\n', "1:7: a quotation mark opens here and is never closed"),
        ("line: 'don't stop'\n", f"1:12: {GOES_ON}"),
        ('line: "abc" def\n', f"1:13: {GOES_ON}"),
        ("hosts: [a, b]]\n", '1:14: nothing is open that this "]" could close'),
        ("hosts: [a, b\nsite: x\n", f'1:8: what begins here is not closed by "]", {INSIDE}'),
        ("line: {regex: a{2,3}}\n", f'1:7: what begins here is not closed by "}}", {INSIDE}'),
        ("site: @x\n", f'1:7: text that begins with "@" {QUOTES}'),
        ("line: `x`\n", f'1:7: text that begins with "`" {QUOTES}'),
        ("line: %x\n", f'1:7: text that begins with "%" {QUOTES}'),
        ("line: *Read more*\n", f'1:7: text that begins with "*" {QUOTES} ({UNUSED})'),
        ("line: > abc\n", "1:9: text after | or > begins on the next line, indented"),
        ("line: |abc\n", "1:8: text after | or > begins on the next line, indented"),
        ("rules:\n- id: a\n - id: b\n", f"3:2: {INDENTATION}"),
        ("rules:\n  - id: a\n    kind: x\n   line: y\n", f"4:4: {INDENTATION}"),
        ("rules:\n  - id: a\n     kind: x\n", f"3:10: {INDENTATION}, {ABOVE}"),
        ('line: "\\d"\n', "1:9: a backslash in double quotes; use single quotes: '\\d'"),
        ('line: "\\xZZ"\n', "1:10: a backslash in double quotes; use single quotes"),
        ("a: 1\n---\nb: 2\n", "2:1: a second document begins here; a file holds one"),
        ("a: 1\nb:2\nc: 3\n", "2:1: a space is missing after the colon"),
        ("[a, b]: c\n", "1:1: a key must be a word"),
        ("a: ]\n", "1:4: something is missing before this; is every [ and { closed?"),
    ],
)  # fmt: skip
def test_syntax_errors_are_told_to_someone_who_pastes_text(text: str, mistake: str) -> None:
    reading = read_yaml(text)
    assert [f"{m.line}:{m.column}: {m.message}" for m in reading.mistakes] == [mistake]
    assert reading.data is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"), ("Off", "Off"), ("y", "y"), ("2017-09-07", "2017-09-07"), ("12:30:45", "12:30:45"),
        ("1_000", "1_000"), ("0o17", "0o17"), ("1e", "1e"), ("=", "="), ("<<", "<<"), ("'null'", "null"),
        ('"5"', "5"), ("null", None), ("~", None), ("", None), ("true", True), ("FALSE", False),
        ("5", 5), ("-12", -12), ("+3", 3), ("0.5", 0.5), (".5", 0.5), ("1e3", 1000.0),
        ("9" * 5000, "9" * 5000),
    ],
)  # fmt: skip
def test_words_and_numbers_are_those_of_yaml_1_2(written: str, value: object) -> None:
    found = read_yaml(f"a: {written}\n").data
    assert found == {"a": value}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(value)


def test_a_version_directive_changes_nothing() -> None:
    assert read_yaml("%YAML 1.1\n---\na: no\n").data == {"a": "no"}


def test_an_empty_text_is_no_mistake_of_yaml() -> None:
    assert read_yaml("# nothing\n") == read_yaml("")
    assert read_yaml("").data is None


def test_keys_are_words_whatever_they_look_like() -> None:
    assert read_yaml("on: 1\n5: 2\nnull: 3\n").data == {"on": 1, "5": 2, "null": 3}


def test_a_key_that_stands_three_times_is_told_twice() -> None:
    reading = read_yaml("a: 1\na: 2\nb: {c: 1, c: 2}\na: 3\n")
    assert [(m.line, m.column, m.message) for m in reading.mistakes] == [
        (2, 1, 'duplicate key "a", first at line 1'),
        (3, 11, 'duplicate key "c", first at line 3'),
        (4, 1, 'duplicate key "a", first at line 1'),
    ]


@given(st.text(st.sampled_from("a:- \n\t[]{}'\"|>&*!%@`#?,\\\u2028é0"), max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    reading = read_yaml(text)
    lines = text.count("\n") + 1
    assert all(1 <= m.line <= lines for m in reading.mistakes)
    assert all(m.column >= 1 and m.message for m in reading.mistakes)


@pytest.mark.parametrize("file", sorted(builtin_folder().rglob("*.yaml")), ids=lambda file: file.name)
def test_the_quick_parser_reads_what_the_thorough_one_does(file: Path) -> None:
    text = file.read_text("utf-8")
    assert read_yaml(text) == read_yaml(text + "\n#\t")  # a tab is read by the thorough one


def test_positions_of_lines_that_end_in_carriage_returns() -> None:
    assert read_yaml("a: 1\r\nb: 2\rc: 3").positions.key(("c",)) == (3, 1)
