"""What is told of every block of a page."""

import json
from pathlib import Path

import pytest
from tests.pages.composed import Composed, load

from endmark import RuleBook, read, strip
from endmark.explain import ExplainedBlock, Explanation, Outcome, explain

PAGES = load()
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
ROUNDED = 0.01
SITE = """\
hosts: [page.example]
rules:
  - {id: horn, kind: site_note, line: The horn will be tested on Sunday at noon.}
  - {id: imprint, keep: About}
"""


def told_of(name: str) -> Explanation:
    [page] = [page for page in PAGES if page.name == name]
    return explain(read(page.html, html=True))


def block(told: Explanation, beginning: str) -> ExplainedBlock:
    [found] = [b for b in told.blocks if b.text.startswith(beginning)]
    return found


@every_page
def test_outcomes_and_odds_are_those_of_strip(page: Composed) -> None:
    document = read(page.html, html=True)
    told, result = explain(document), strip(document)
    assert told.result.segments == result.segments
    assert "".join(part.text for b in told.blocks for part in b.parts) == "".join(page.texts)
    for b in told.blocks:
        assert b.weight is None
        assert b.on_page
        if page.has_story:
            assert (b.outcome is Outcome.CUT) == (b.on_page.kind is not None)
            distance = b.on_page.odds - b.on_page.needed
            assert (b.outcome is Outcome.CUT) == (distance > 0) or abs(distance) < ROUNDED or b.on_page.because
            assert [part.cut.kind for part in b.parts if part.cut] == [b.on_page.kind] * (b.outcome is Outcome.CUT)
        else:
            assert b.outcome is Outcome.REFUSED
    assert json.loads(json.dumps(told.as_dict())) == told.as_dict()


def test_a_cut_tells_its_kind_its_sign_and_where_it_stood() -> None:
    told = told_of("news-en-nav-aside-footer")
    explained = block(told, "Most read")
    assert explained.on_page
    assert explained.on_page.within == "div “layout” > aside “sidebar most-read” > h3"
    assert explained.on_page.sign == "its element's names say “navigation”"
    assert explained.parts[0].cut
    assert explained.parts[0].cut.reason.startswith(explained.on_page.sign)
    assert not explained.lacked


def test_the_story_has_neither_kind_nor_sign() -> None:
    on_page = block(told_of("news-en-nav-aside-footer"), "The ferry").on_page
    assert on_page
    assert (on_page.kind, on_page.sign) == (None, None)
    assert on_page.odds < on_page.needed


def test_what_the_sites_rules_cut_and_keep(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites/page.example.yaml").write_text(SITE)
    [page] = [page for page in PAGES if page.name == "news-en-plain"]
    told = explain(read(page.html, html=True), site="page.example", book=RuleBook.load(tmp_path))
    horn, about = block(told, "The horn"), [b for b in told.blocks if b.text.startswith("About")][-1]
    assert [part.cut and part.cut.rule for part in horn.parts] == ["page.example/horn"]
    assert (about.outcome, about.lacked) == (Outcome.PART, ("a rule of its site keeps it",))
    only = explain(read(page.html, html=True), site="page.example", book=RuleBook.only(tmp_path))
    assert {b.on_page for b in only.blocks} == {None}


@pytest.mark.parametrize("html", ["", "<p></p>", "<p>One</p>"])
def test_there_may_be_little_to_tell(html: str) -> None:
    assert "".join(b.text for b in explain(read(html, html=True)).blocks) in {"", "One"}
