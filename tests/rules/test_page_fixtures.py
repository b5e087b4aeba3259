"""Fixtures that are pages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from endmark import RuleBook
from endmark.checking import check
from endmark.errors import RuleError
from endmark.rules.fixtures import read_fixture

Write = Callable[[str, str], Path]
HEADER = "<!--endmark {}-->\n"
OPEN, CLOSE = "<!--endmark:tags-->", "<!--/endmark-->"


@pytest.mark.parametrize(
    ("page", "text", "marked"),
    [
        (f"<p>One</p>{OPEN}<p>Two</p>{CLOSE}<p>Three</p>", "One\n\nTwo\n\nThree", ["Two"]),
        (f"<p>One {OPEN}two{CLOSE} three</p>", "One two three", ["two"]),
        (f"<table><tr><td>One</td>{OPEN}<td>Two</td>{CLOSE}</tr></table><p>End", "One\nTwo\n\nEnd", ["Two"]),
        (f"<p>One{OPEN}</p><p hidden>No</p><p>Two{CLOSE} &amp; three</p>", "One\n\nTwo & three", ["Two"]),
        (f"{OPEN}<p>A</p>{CLOSE}<p>B</p>{OPEN}<p>C<p>D{CLOSE}", "A\n\nB\n\nC\n\nD", ["A", "C\n\nD"]),
        ("<p>One<!-- a comment --></p>", "One", []),
    ],
)
def test_marks_are_found_in_what_the_page_shows(write: Write, page: str, text: str, marked: list[str]) -> None:
    fixture = read_fixture(write("a.example/case.html", HEADER + page))
    assert fixture.text == fixture.document.text == text
    assert [text[cut.start : cut.end] for cut in fixture.expected] == marked


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (f"<p title='{OPEN}a{CLOSE}'>One</p>", "1:1: a marker stands inside a tag, or where the page shows nothing"),
        (f"<p>One</p>{OPEN}<p hidden>Two</p>{CLOSE}", "1:1: cut 1 marks nothing that the page shows"),
        (f"<p>One</p>{OPEN}<p>Two</p>", "2:11: this cut is never closed"),
        (f"{OPEN}a{CLOSE}" + "<p>" * 200_001, "1:1: page: 200,001 tags"),
    ],
)
def test_marks_that_mark_nothing(write: Write, page: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        read_fixture(write("a.example/case.html", HEADER + page))
    assert [f"{p.line}:{p.column}: {p.message}"[: len(message)] for p in caught.value.problems] == [message]


def test_pages_are_checked_and_differences_told_where_they_stand(write: Write, tmp_path: Path) -> None:
    write("rules/sites/a.example.yaml", "hosts: [a.example]\nrules: [{id: box, kind: tags, css: .box}]\n")
    write("fixtures/a.example/cut.html", f"{HEADER}<p>One</p>\n{OPEN}<p class=box>Two</p>{CLOSE}")
    write("fixtures/a.example/whole.html", f"{HEADER}<p>One</p>\n<p class=box-story>Two</p>")
    book = RuleBook.only(tmp_path / "rules")
    header = HEADER.replace("{}", '{"site": "a.example"}')
    for path in (tmp_path / "fixtures/a.example").iterdir():
        path.write_text(path.read_text("utf-8").replace(HEADER, header), "utf-8")
    assert check(tmp_path / "fixtures", book, prove=True).ok
    write("fixtures/a.example/wrong.html", f"{header}<body>\n<p>One</p>\n<b class=box>Two words</b>")
    [failed] = check(tmp_path / "fixtures", book).failed
    assert [(p.line, p.column) for p in failed.differences] == [(4, 14)]
    write("fixtures/a.example/wrong.html", f"{header}<p>One</p>\n{OPEN}Two{CLOSE}")
    [failed] = check(tmp_path / "fixtures", book, prove=True).failed
    assert "should be cut as tags, but is kept" in failed.differences[0].message
