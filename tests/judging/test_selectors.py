"""What selectors cut from a page. In a case's page, `[` and `]` mark what is to be cut."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from endmark import Result, RuleBook, strip
from endmark.reading import read

Rule = dict[str, Any]
FIRST = "<h1>Bridge closed</h1><p>The council met on Monday.</p>"
LAST = "<p>It closed the bridge for the winter.</p>"
BOX: Rule = {"css": ".box"}
AD: Rule = {"css": ".ad"}
CASES: dict[str, tuple[Rule, str]] = {
    "a block": (BOX, f"{FIRST}<p class='box wide'>[Support us]</p>{LAST}"),
    "several blocks as one cut": (BOX, f"{FIRST}<ul class=box><li>[One<li>Two]</ul>{LAST}"),
    "several places": (BOX, f"{FIRST}<p class=box>[One]</p>{LAST}<p class=box>[Two]</p>"),
    "a list of selectors": ({"css": [".box", "#end"]}, f"{FIRST}<p class=box>[One]</p>{LAST}<p id=end>[Two]</p>"),
    "a part of a block": (AD, f"{FIRST}<p>The <span class=ad>[Ad vertisement]</span> bridge is closed.</p>"),
    "a part of a block, glued": (AD, f"{FIRST}<p>The bridge<b class=ad>[Ad]</b>is <i>now</i> closed.</p>"),
    "a part of two blocks": (AD, f"{FIRST}<div>The bridge is <i class=ad>[ad<br>more ad]</i> closed.</div>"),
    "a part with spaces and lines": (
        AD,
        f"{FIRST}<p>\n The  <b> \n</b>\u200b <span class=ad> [Ad\n <i> vertisement]</i> </span>\n is closed.</p>",
    ),
    "nothing without text": ({"css": ".box, img"}, f"{FIRST}<p class=box> </p><img alt='Support us'>{LAST}"),
    "nothing hidden": (BOX, f"{FIRST}<div class=box><p hidden>Hidden</p><p>[Seen]</p></div>{LAST}"),
    "whole names only": (BOX, f"{FIRST}<p class='box-story'>Kept</p>{LAST}"),
    "one inside the other": (BOX, f"{FIRST}<div class=box>[One<p class=box>Two</p>Three]</div>{LAST}"),
    "a child": ({"css": ".a > p"}, f"{FIRST}<div class=a><p>[One]</p><div><p>Two</p></div></div>{LAST}"),
    "a descendant": ({"css": ".a p"}, f"{FIRST}<div class=a><div><p>[One]</p></div></div>{LAST}<p>Two</p>"),
    "a descendant's descendant": (
        {"css": ".a .b p"},
        f"{FIRST}<div class=b><p>Zero</p><div class=a><p>One</p><div class=b><div><p>[Two]</p></div></div></div></div>",
    ),
    "the next": ({"css": "#end + *"}, f"{FIRST}{LAST}<p id=end>End</p> <!-- --> text <p>[One]</p><p>Two</p>"),
    "all that follow": ({"css": "#end ~ p"}, f"{FIRST}{LAST}<p id=end>End</p><p>[One]</p><h2>A</h2><p>[Two]</p>"),
    "attributes": ({"css": "[data-testid=share]"}, f"{FIRST}<div data-testid=share>[Share]</div>{LAST}"),
    "up to": ({"css": "h3", "up_to": "section"}, f"{FIRST}<section><h3>[Related</h3><p>One]</p></section>{LAST}"),
    "up to the nearest": (
        {"css": "h3", "up_to": "div, .a section"},
        f"{FIRST}<div class=a>Kept<div><section>[Related<h3>One</h3>Two]</section>Kept</div></div>{LAST}",
    ),
    "up to, not itself": (
        {"css": "div.b", "up_to": "div"},
        f"{FIRST}<div>[One<div class=b>Two</div>Three]</div>{LAST}",
    ),
    "up to nothing": ({"css": "h3", "up_to": "aside"}, f"{FIRST}<section><h3>Related</h3></section>{LAST}"),
    "xpath": ({"xpath": "//h3[.='Related']/.."}, f"{FIRST}<div><h3>[Related</h3>One]</div><div><h3>Two</h3></div>"),
    "xpath, up to": ({"xpath": "//b[.='Ad']", "up_to": "p"}, f"{FIRST}<p>[The <b>Ad</b> here]</p>{LAST}"),
    "xpath, a part of a block": ({"xpath": "//p/b[1]"}, f"{FIRST}<p>The <b>[Ad]</b> and <b>body</b>.</p>"),
    "xpath, in pieces": ({"xpath": "//p[.='a b c']"}, f"{FIRST}<p>[a<!-- --> <i>b</i> c]</p>{LAST}"),
    "xpath, alternatives": ({"xpath": ["//h3", "//h4 | //h5"]}, f"<h3>[A]</h3>{FIRST}<h4>[B]</h4>{LAST}<h5>[C]</h5>"),
    "xpath, on what XML does not know": (
        {"xpath": "//*[@id='x']"},
        f"{FIRST}<o:p @click='a' :b=c 0=1 id=x>[One \x01 \ufffe]</o:p>{LAST}<svg><text>S</text></svg>",
    ),
    "at the tail": (BOX | {"where": "tail"}, f"{FIRST}<p class=box>Kept</p>{LAST}<p class=box>[Support us]</p>"),
    "at the head": (BOX | {"where": "head"}, f"<p class=box>[Support us]</p>{FIRST}<p class=box>Kept</p>{LAST}"),
    "within its guards": (
        BOX | {"guards": {"longest": 5}},
        f"{FIRST}<p class=box>[One]</p>{LAST}<p class=box>Longer</p>",
    ),
}


def book_of(folder: Path, *rules: Rule, **file: object) -> RuleBook:
    listed = [
        {"id": f"rule-{n}", **({} if "keep" in rule else {"kind": "tags"}), **rule} for n, rule in enumerate(rules)
    ]
    (folder / "sites").mkdir(parents=True, exist_ok=True)
    content = json.dumps({"hosts": ["a.example"], "rules": listed, **file})  # JSON is YAML
    (folder / "sites/a.example.yaml").write_text(content, "utf-8")
    return RuleBook.only(folder)


def stripped(folder: Path, html: str, *rules: Rule, **file: object) -> Result:
    return strip(read(html, html=True), site="a.example", book=book_of(folder, *rules, **file))


def cuts(result: Result) -> list[tuple[str, str]]:
    return [(s.cut.rule.removeprefix("a.example/"), s.text.strip()) for s in result.removed if s.cut]


@pytest.mark.parametrize("name", CASES)
def test_what_is_marked_is_cut_and_nothing_else(tmp_path: Path, name: str) -> None:
    rule, marked = CASES[name]
    plain = marked.replace("[", "").replace("]", "")
    expected = re.findall(r"\[(.*?)\]", read(marked, html=True).text, re.DOTALL)
    assert cuts(stripped(tmp_path, plain, rule)) == [("rule-0", text) for text in expected]


def test_the_answer_says_what_selected(tmp_path: Path) -> None:
    html = f"{FIRST}<div><p class=box>One</p></div>{LAST}<p id=end>Two</p>"
    result = stripped(tmp_path, html, {"css": [".none", ".box"], "up_to": "div"}, {"xpath": "//p[@id='end']"})
    assert [s.cut and s.cut.reason for s in result.removed] == [
        ".box selects it, up to div",
        "//p[@id='end'] selects it",
    ]


def test_selectors_do_nothing_on_texts(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"css": "*"}, {"keep": [{"css": "*"}]}, {"line": "Share"}, body="main")
    result = strip("The council met.\nShare", site="a.example", book=book)
    assert (result.body, result.notes) == ("The council met.\n", ())


def test_what_overlaps_is_one_cut_and_the_longest_labels_it(tmp_path: Path) -> None:
    html = f"{FIRST}<div class=box><p>Support us</p><p class=ad>Now</p></div>{LAST}"
    result = stripped(tmp_path, html, AD, BOX, {"line": "Support us"})
    assert [(s.cut and s.cut.rule, s.also) for s in result.removed] == [
        ("a.example/rule-1", ("a.example/rule-2", "a.example/rule-0"))
    ]


def test_a_rule_that_is_not_stable_only_reports(tmp_path: Path) -> None:
    result = stripped(tmp_path, f"{FIRST}<p class=box>One</p>", BOX | {"status": "shadow"})
    assert not result.removed
    assert [r.guard for r in result.refused] == ["the rule's status is shadow: reported, not cut"]


@pytest.mark.parametrize("keep", [{"css": ".note"}, {"xpath": "//p[@class='note']"}, "Kept words"])
def test_a_keep_rule_holds_against_selectors_and_words(tmp_path: Path, keep: object) -> None:
    html = f"{FIRST}<div class=box><p>One</p><p class=note>Kept words</p><p>Two</p></div>{LAST}"
    result = stripped(tmp_path, html, BOX, {"line": "Kept words"}, {"keep": ["None", keep]})
    assert cuts(result) == [("rule-0", "One"), ("rule-0", "Two")]
    assert {r.guard for r in result.refused} == {"a.example/rule-2 keeps it"}


STORY = "<p>The council met on Monday, and it closed the old bridge for the whole of the winter.</p>" * 2
CLOSED = "The office is closed on days when the ferry does not run, the council said, and on Sundays."
FOOTER = "<footer><a href=/>Home</a> <a href=/about>About us</a> <a href=/terms>Terms</a></footer>"


@pytest.fixture(scope="module")
def with_generic_rules(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    folder = tmp_path_factory.mktemp("rules")
    book_of(folder, AD, {"keep": {"css": ".note"}}, BOX | {"where": "tail"})
    return RuleBook.load(folder)


def test_what_a_selector_keeps_is_kept_from_generic_rules_that_judge_what_is_left(with_generic_rules: RuleBook) -> None:
    html = f"<main>{STORY}<p class=ad>Now</p>{STORY}</main><footer class=note>Open at noon</footer>{FOOTER}"
    result = strip(read(html, html=True), site="a.example", book=with_generic_rules)
    assert [s.text.strip() for s in result.removed] == ["Now", "Home About us Terms"]


def test_a_place_is_told_again_when_generic_rules_have_cut_what_followed(with_generic_rules: RuleBook) -> None:
    html = f"<main>{STORY}{STORY}<p class=box>{CLOSED}</p></main>{FOOTER}"
    result = strip(read(html, html=True), site="a.example", book=with_generic_rules)
    assert cuts(result)[0] == ("rule-2", CLOSED)


def page(story: str) -> str:
    return f"<nav>Home <b class=ad>Ad</b></nav><main>{story}</main><footer><p>About</p><p class=box>Shop</p></footer>"


def test_what_lies_outside_the_body_is_cut(tmp_path: Path) -> None:
    result = stripped(tmp_path, page(FIRST + LAST), body="main")
    assert result.body == "Bridge closed\n\nThe council met on Monday.\n\nIt closed the bridge for the winter.\n\n"
    assert [(s.cut.kind, s.cut.rule, s.cut.reason) for s in result.removed if s.cut] == [
        ("navigation", "a.example/body", "it lies outside main")
    ] * 2
    assert [str(s.position) for s in result.removed] == ["head", "tail"]


def test_other_rules_label_what_they_cut_outside_the_body(tmp_path: Path) -> None:
    rules = (AD, BOX | {"where": "tail", "kind": "ad_marker"}, {"line": "About"})
    assert cuts(stripped(tmp_path, page(FIRST + LAST), *rules, body="main")) == [
        ("body", "Home"),
        ("rule-0", "Ad"),
        ("rule-2", "About"),
        ("rule-1", "Shop"),
    ]


def test_the_tail_of_a_page_is_above_what_lies_outside_the_body(tmp_path: Path) -> None:
    story = f"{FIRST}<p class=box>Kept</p>{LAST}<p class=box>Support us</p>"
    result = stripped(tmp_path, page(story), BOX | {"where": "tail"}, body="main")
    assert cuts(result) == [("body", "Home Ad"), ("rule-0", "Support us"), ("body", "About"), ("rule-0", "Shop")]


def test_what_a_guard_refuses_outside_the_body_goes_with_the_rest(tmp_path: Path) -> None:
    result = stripped(tmp_path, page(FIRST + LAST), BOX | {"status": "draft"}, body="main")
    assert cuts(result) == [("body", "Home Ad"), ("body", "About\n\nShop")]


def test_a_keep_rule_holds_outside_the_body(tmp_path: Path) -> None:
    result = stripped(tmp_path, page(FIRST + LAST), {"keep": {"css": "nav"}}, body="main")
    assert cuts(result) == [("body", "About\n\nShop")]


def test_who_keeps_navigation_gets_the_page(tmp_path: Path) -> None:
    document = read(page(FIRST + LAST), html=True)
    result = strip(document, site="a.example", keep=["navigation"], book=book_of(tmp_path, body="main"))
    assert result.body == document.text
    assert [s.text.strip() for s in result.kept] == ["Home Ad", "About\n\nShop"]


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ([".none", ".b", "main"], "B"),
        ([{"xpath": "//p[@class='c']"}, ".b"], "C"),
        (".a, .b", "A\n\nB\n"),
        ({"css": ".a"}, "A\n"),
    ],
)
def test_the_first_that_is_there_is_the_body_and_all_that_it_selects(tmp_path: Path, body: object, kept: str) -> None:
    html = "<main><p class=a>A</p><i>X</i><p class=b>B</p><p class=c>C</p></main>"
    assert stripped(tmp_path, html, body=body).body.rstrip("\n") == kept.rstrip("\n")


def test_where_no_body_is_found_nothing_is_cut_and_a_note_says_so(tmp_path: Path) -> None:
    result = stripped(tmp_path, page(FIRST), body=[".story", {"xpath": "//article"}])
    assert not result.removed
    assert result.notes == ("a.example/body: nothing on this page is .story or //article, so nothing was cut by it",)


def test_a_group_says_where_the_body_is_and_a_site_may_say_otherwise(tmp_path: Path) -> None:
    (tmp_path / "groups").mkdir()
    (tmp_path / "groups/house.yaml").write_text("body: main\n", "utf-8")
    assert cuts(stripped(tmp_path, "<p>A</p><main>B</main>", extends="house")) == [("house/body", "A")]
    assert cuts(stripped(tmp_path, "<p>A</p><main>B</main>", extends="house", body="p")) == [("body", "B")]


@pytest.mark.parametrize("html", ["<p>a" * 10_001, "<div>" * 256 + "a"])
def test_a_page_too_large_for_xpath_is_judged_without_and_says_so(tmp_path: Path, html: str) -> None:
    result = stripped(tmp_path, html, {"xpath": "//p"})
    said = "xpath does not search a page of more than 10,000 elements or 255 levels; use css"
    assert result.notes == (f"a.example/rule-0: //p was not looked for: {said}",)
    assert not result.removed


def test_selectors_are_told_apart_on_hostile_pages(tmp_path: Path) -> None:
    # Lexbor alone takes minutes for the first: it tries every way through the elements.
    nested = "<div class=a>" * 900 + "<p class=box>x</p>" * 2_000
    assert not stripped(tmp_path, nested, {"css": ".none div div div .box"}).removed
    assert len(stripped(tmp_path, nested, {"css": ".a .a > .a .box"}).removed) == 1
    assert not stripped(tmp_path, "<p>x</p>" * 20_000, {"css": "h2 ~ p"}).removed
    assert stripped(tmp_path, nested, {"css": ".a", "up_to": ".a"}).body == ""
