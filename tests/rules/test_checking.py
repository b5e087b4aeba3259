from collections.abc import Callable
from pathlib import Path

import pytest

from endmark import RuleBook
from endmark.checking import Report, check
from endmark.errors import RuleError

Write = Callable[[str, str], Path]
HEADER = '<!--endmark {"url": "https://gazette.example/bridge"}-->\n'
STORY = "The council voted to close the bridge for the winter.\nRepairs begin in May, engineers said.\n"
CUT = "<!--endmark:donation_appeal-->The Gazette depends on you.<!--/endmark-->\n"
RULES = """
hosts: [gazette.example]
rules:
  - {id: appeal, kind: donation_appeal, line: The Gazette depends on you.}
  - {id: letter, kind: newsletter, line: [Sign up here., The bridge letter.]}
"""


@pytest.fixture
def write(write: Write) -> Write:
    write("rules/sites/gazette.example.yaml", RULES)
    write("rules/groups/press.yaml", "rules: [{id: a, kind: tags, line: Tags}]\n")
    write("fixtures/gazette.example/appeal.txt", HEADER + STORY + CUT)
    write("fixtures/gazette.example/whole.txt", HEADER + STORY)
    return write


def run(tmp_path: Path, *, site: str | None = None, prove: bool = False) -> Report:
    return check(tmp_path / "fixtures", RuleBook.only(tmp_path / "rules"), site=site, prove=prove)


def told(report: Report, tmp_path: Path) -> list[str]:
    differences = [d for outcome in report.failed for d in outcome.differences]
    return [str(p).removeprefix(f"{tmp_path}/") for p in (*report.problems, *differences)]


def test_everything_as_it_should_be(write: Write, tmp_path: Path) -> None:
    write("fixtures/README.md", "not a fixture")
    write("fixtures/gazette.example/.case.txt.swp", "not a fixture")
    report = run(tmp_path, prove=True)
    assert report.ok
    assert [outcome.fixture.path.stem for outcome in report.outcomes] == ["appeal", "whole"]


def test_what_is_not_cut(write: Write, tmp_path: Path) -> None:
    write("fixtures/gazette.example/new.txt", HEADER + STORY + CUT.replace("depends on", "lives by"))
    (line,) = told(run(tmp_path), tmp_path)
    assert line == (
        "fixtures/gazette.example/new.txt:4:31: should be cut as donation_appeal, but is kept: "
        "“The Gazette lives by you.”"
    )


def test_what_is_cut_and_should_not_be(write: Write, tmp_path: Path) -> None:
    write("fixtures/gazette.example/story.txt", HEADER + STORY + "The bridge letter.\r\n" + STORY)
    (line,) = told(run(tmp_path), tmp_path)
    assert line.startswith(
        'fixtures/gazette.example/story.txt:4:1: should be kept, but rule "gazette.example/letter" of '
        "sites/gazette.example.yaml cuts it as newsletter ("
    )
    assert line.endswith("): “The bridge letter.”")


def test_a_cut_of_another_kind_and_one_that_is_too_long(write: Write, tmp_path: Path) -> None:
    write(
        "fixtures/gazette.example/kinds.txt",
        f"{HEADER}{STORY}<!--endmark:tags-->Sign up<!--/endmark--> here.\n",
    )
    told_kind, told_rest = told(run(tmp_path), tmp_path)
    assert "kinds.txt:4:20: should be cut as tags, but rule" in told_kind
    assert told_kind.endswith("“Sign up”")
    assert "kinds.txt:4:43: should be kept, but rule" in told_rest
    assert told_rest.endswith("“here.”")


def test_white_space_has_no_kind(write: Write, tmp_path: Path) -> None:
    cut = CUT.replace("-->The", "-->\n \u200bThe").replace(".<!--", ".\n\n\u00a0<!--")
    write("fixtures/gazette.example/space.txt", HEADER + STORY + cut + STORY)
    assert run(tmp_path).ok


def test_a_refused_cut_is_named(write: Write, tmp_path: Path) -> None:
    write("rules/sites/gazette.example.yaml", RULES.replace("on you.}", "on you., status: shadow}"))
    (line,) = told(run(tmp_path), tmp_path)
    assert '; rule "gazette.example/appeal" would cut here, but was refused (' in line


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("prompt.txt", STORY + "<!--endmark:newsletter-->Sign up for our newsletter<!--/endmark-->\n"),
        ("page.html", f"<p>{STORY}</p><!--endmark:share_follow--><p class='share-bar'>Share</p><!--/endmark-->"),
    ],
)
def test_prove_tells_fixtures_that_pass_without_a_rule_of_the_site(
    write: Write, tmp_path: Path, name: str, source: str
) -> None:
    fixture = write(f"fixtures/gazette.example/{name}", HEADER + source)
    book = RuleBook.load(tmp_path / "rules")  # whose generic rules, and judge of pages, cut these
    assert check(tmp_path / "fixtures", book, site="gazette.example").ok
    (outcome,) = check(tmp_path / "fixtures", book, site="gazette.example", prove=True).failed
    said = "passes without any rule of its site's at work, so it proves nothing about them"
    assert str(outcome.unproven) == f"{fixture}:1:1: {said}"


def test_a_url_that_is_none_fails_that_fixture_only(write: Write, tmp_path: Path) -> None:
    write("fixtures/gazette.example/odd.txt", '<!--endmark {"url": "https://"}-->\n' + STORY)
    (line,) = told(run(tmp_path), tmp_path)
    assert line.startswith("fixtures/gazette.example/odd.txt:1:1: url 'https://' has no host")


@pytest.mark.parametrize(
    ("missing", "problem"),
    [
        ("appeal", "no fixture with a cut; write fixtures/gazette.example/CASE.txt"),
        (
            "whole",
            "no fixture that must stay whole; write fixtures/gazette.example/CASE.txt without any cut",
        ),
    ],
)
@pytest.mark.usefixtures("write")
def test_every_site_needs_both_sorts_of_fixture(tmp_path: Path, missing: str, problem: str) -> None:
    (tmp_path / f"fixtures/gazette.example/{missing}.txt").unlink()
    assert told(run(tmp_path), tmp_path) == [f"rules/sites/gazette.example.yaml:1:1: {problem}"]


def test_fixtures_of_a_subdomain_belong_to_the_site_and_those_of_a_group_to_the_group(
    write: Write, tmp_path: Path
) -> None:
    (tmp_path / "fixtures/gazette.example/whole.txt").unlink()
    write("fixtures/en.gazette.example/whole.txt", HEADER + STORY)
    write("fixtures/press/whole.txt", HEADER + STORY)
    assert run(tmp_path).ok
    assert len(run(tmp_path, site="gazette.example").outcomes) == 2


def test_what_looks_like_a_fixture_and_is_none(write: Write, tmp_path: Path) -> None:
    write("fixtures/case.txt", HEADER)
    write("fixtures/gazette.example/page.htm", HEADER)
    write("fixtures/other.example/case.txt", HEADER)
    write("fixtures/gazette.example/broken.txt", "Body.")
    assert [line.split(": ")[1][:40] for line in told(run(tmp_path), tmp_path)] == [
        "fixtures stand in a folder named after t",
        'a fixture begins with <!--endmark {"url"',
        "a fixture that is a page ends in .html; ",
        'no rule file names the host "other.examp',
    ]  # fmt: skip


def test_an_empty_folder_is_no_success(write: Write, tmp_path: Path) -> None:
    write("empty/README.md", "")
    report = check(tmp_path / "empty", RuleBook.only(tmp_path / "rules"))
    assert not report.ok
    assert (
        str(report.problems[0])
        == f"{tmp_path}/empty:1:1: there are no fixtures here: no HOST/CASE.txt or HOST/CASE.html"
    )


@pytest.mark.usefixtures("write")
def test_a_folder_or_a_site_that_is_missing_is_an_error(tmp_path: Path) -> None:
    book = RuleBook.only(tmp_path / "rules")
    with pytest.raises(RuleError, match="there is no such folder of fixtures"):
        check(tmp_path / "nowhere", book)
    for site in ("other.example", "no site"):
        with pytest.raises(RuleError, match=f'no rule file names the site "{site}"'):
            check(tmp_path / "fixtures", book, site=site)
