from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from endmark.errors import RuleError
from endmark.model import Kind
from endmark.rules.fixtures import CLOSE, Expected, Fixture, opening, read_fixture

HEADER = '<!--endmark {"url": "https://a.example/1", "source": "composed"}-->\n'
Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    path = tmp_path / "a.example" / "case.txt"
    path.parent.mkdir()

    def written(text: str | bytes) -> Path:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return written


def problems(path: Path) -> list[str]:
    with pytest.raises(RuleError) as caught:
        read_fixture(path)
    return [f"{p.line}:{p.column}: {p.message}" for p in caught.value.problems]


def marked(fixture: Fixture) -> str:
    """The fixture's text with its markers put back."""
    text, done = "", 0
    for cut in fixture.expected:
        text += fixture.text[done : cut.start] + opening(cut.kind) + fixture.text[cut.start : cut.end] + CLOSE
        done = cut.end
    return text + fixture.text[done:]


def test_markers_go_and_their_places_stay(write: Write) -> None:
    fixture = read_fixture(write(f"{HEADER}Body.\n<!--endmark:newsletter-->Sign up.<!--/endmark-->\nMore.\n"))
    assert fixture.text == "Body.\nSign up.\nMore.\n"
    assert fixture.expected == (Expected(Kind.NEWSLETTER, 6, 14),)
    assert fixture.body == "Body.\n\nMore.\n"
    assert (fixture.host, fixture.url, fixture.site) == ("a.example", "https://a.example/1", None)
    assert fixture.header == {"url": "https://a.example/1", "source": "composed"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_header_takes_one_line_end_of_any_sort_with_it(write: Write, end: str) -> None:
    header = '<!--endmark {"site": "a.example"}-->'
    fixture = read_fixture(write(f"{header}{end}{end}One.{end}"))
    assert fixture.text == f"{end}One.{end}"
    assert fixture.site == "a.example"
    assert read_fixture(write(header)).text == ""


@pytest.mark.parametrize("text", ["\ufeffa\r\nb\rc\u00a0\u200b\u2028d\x00\x0be\n\n", "", "\r", "<!-- a comment -->"])
def test_everything_else_stays_to_the_byte(write: Write, text: str) -> None:
    assert read_fixture(write(HEADER + text)).text == text


PIECES = st.text(st.sampled_from("ab \n\r\u00a0\ufeff<!->é😀")).filter(lambda piece: "endmark" not in piece)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PIECES, st.sampled_from(list(Kind)), PIECES.filter(str.strip)), max_size=4), PIECES)
def test_reading_and_marking_are_inverse(write: Write, cuts: list[tuple[str, Kind, str]], last: str) -> None:
    text = "".join(f"{body}{opening(kind)}{cut}{CLOSE}" for body, kind, cut in cuts) + last
    fixture = read_fixture(write(HEADER + text))
    assert marked(fixture) == text
    assert fixture.body == "".join(body for body, _, _ in cuts) + last


NO_HEADER = 'a fixture begins with <!--endmark {"url": "https://…", "source": "…"}-->, '


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Body.\n", [f"1:1: {NO_HEADER}and nothing after it on that line"]),
        ("", [f"1:1: {NO_HEADER}and nothing after it on that line"]),
        ('<!--endmark {"url": "x"}--> Body.\n', [f"1:1: {NO_HEADER}and nothing after it on that line"]),
        (f"\ufeff{HEADER}", [f"1:1: {NO_HEADER}save the file without a byte order mark"]),
        ('<!--endmark {"url": }-->\n', ["1:21: the header is not JSON: expecting value"]),
        ('<!--endmark {"ulr": "x"}-->\n', ['1:14: unknown key "ulr" in the header; did you mean "url"?']),
        (
            '<!--endmark {"a": "x"}-->\n',
            ['1:14: unknown key "a" in the header; the keys are url, site, source, note'],
        ),
        ('<!--endmark {"url": 5}-->\n', ['1:14: "url" in the header must be text']),
        ('<!--endmark {"note": "x", "note": "y"}-->\n', ['1:14: the header has "note" twice'] * 2),
        (
            f"{HEADER}a <!--endmark:newsleter-->b<!--/endmark-->",
            ['2:3: unknown kind "newsleter"; did you mean "newsletter"?'],
        ),
        (
            f"{HEADER}a\r\nb <!--endmark:tags-->c",
            [f"3:3: this cut is never closed; write {CLOSE} where it ends"],
        ),
        (f"{HEADER}a\rb <!--/endmark-->c", ["3:3: nothing is open that this could close"]),
        (
            f"{HEADER}<!--endmark:tags-->a\n<!--endmark:byline-->b<!--/endmark-->c<!--/endmark-->",
            ["3:1: the cut that begins at line 2 is not closed before this"],
        ),
        (
            f"{HEADER}<!--endmark:tags--> \n<!--/endmark-->a",
            ["2:1: there is nothing between this marker and its end"],
        ),
        (
            f"{HEADER}<!--endmark:tags -->a<!-- /endmark-->",
            [
                f"2:1: this cut is never closed; write {CLOSE} where it ends",
                '2:1: unknown kind "tags "; did you mean "tags"?',
                f"2:22: markers are <!--endmark:KIND--> and {CLOSE}; this is neither",
            ],
        ),
        (
            f"{HEADER}a <!--endmark:tags\nb<!--endmark {{}}-->\n<!--/endmark-->",
            [
                f"2:3: markers are <!--endmark:KIND--> and {CLOSE}; this is neither",
                f"3:2: markers are <!--endmark:KIND--> and {CLOSE}; this is neither",
                "4:1: nothing is open that this could close",
            ],
        ),
    ],
)  # fmt: skip
def test_every_mistake_is_told_where_it_stands(write: Write, text: str, expected: list[str]) -> None:
    assert problems(write(text)) == expected


def test_bytes_that_are_not_utf_8(write: Write) -> None:
    assert problems(write(HEADER.encode() + b"ab\xff")) == ["2:3: this is not UTF-8; save the file as UTF-8"]


def test_a_problem_stands_where_the_file_has_the_text(write: Write) -> None:
    fixture = read_fixture(write(f"{HEADER}Body. <!--endmark:tags-->Tags:<!--/endmark--> more\n"))
    source = fixture.path.read_text(encoding="utf-8").splitlines()[1]
    for word in ("Body", "Tags", "more"):
        problem = fixture.problem(fixture.text.index(word), "x")
        assert (problem.line, source[problem.column - 1 :][:4]) == (2, word)
