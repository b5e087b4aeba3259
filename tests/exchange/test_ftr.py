"""Site configurations of Full-Text RSS: every directive is carried over or told."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from endmark import RuleBook
from endmark.exchange import Imported, import_ftr
from endmark.exchange.directives import CARRIED, KNOWN, WITHOUT
from endmark.exchange.xpaths import to_css
from endmark.reading import read
from endmark.rules.format import Status
from endmark.strip import strip

FILE = Path(__file__).parent / "ftr/lantern.example.txt"
PAGE = """<html><body><article class="long-read"><h1>News</h1>
<p>The bridge is open again, the council said on Monday. It had been closed for three weeks.</p>
<p>Two planks had come loose. They have been replaced with oak from the town forest, the office said.</p>
<section><div class="newsletter box">Sign up for the Tide, our letter.</div></section>
<aside class="related">More from the coast</aside></article><div id="comments">Three voices</div></body></html>"""


def imported(*, with_body: bool = False) -> Imported:
    return import_ftr(FILE.name, FILE.read_text("utf-8"), with_body=with_body)


def book(folder: Path, made: Imported) -> RuleBook:
    assert made.text
    (folder / "sites").mkdir(parents=True, exist_ok=True)
    (folder / f"sites/{made.host}.yaml").write_text(made.text, "utf-8")
    return RuleBook.only(folder)


def test_the_file_has_every_directive() -> None:
    text = FILE.read_text("utf-8")
    assert [key for key in KNOWN if f"\n{key}:" not in text and f"\n{key}(" not in text] == [
        "unwrap",
        "skip_id_or_class_check",
    ]


def test_what_is_carried_over_is_reported_and_cuts_nothing(tmp_path: Path) -> None:
    made = imported()
    (file,) = book(tmp_path, made).files
    rules = file.model.rules
    assert all(rule.status is Status.SHADOW for rule in rules)
    assert [rule.css or rule.xpath for rule in rules] == [
        'aside.related, div[data-box="share"]',
        "section > div.newsletter.box",
        "//p[starts-with(normalize-space(.), 'Photo:')]",
        [".comments", "#comments"],
        [".author-bio", "#author-bio"],
    ]
    kinds = [rule.kind.value for rule in rules if rule.kind]
    assert kinds == ["share_follow", "newsletter", "site_note", "comments_prompt", "author_bio"]
    result = strip(read(PAGE, html=True), site="lantern.example", book=RuleBook(book(tmp_path, made).files))
    assert result.removed == ()
    assert {refusal.cut.rule for refusal in result.refused} >= {"lantern.example/ftr-2", "lantern.example/ftr-4"}


def test_where_the_story_stands_is_a_comment_unless_it_is_asked_for(tmp_path: Path) -> None:
    text = imported().text
    assert text
    assert "\n# body:\n#   - div#story\n#   - article.long-read\n#   - {xpath: '//div[count(p) > 3]'}\n" in text
    cutting = book(tmp_path, imported(with_body=True))
    result = strip(read(PAGE, html=True), site="lantern.example", book=cutting)
    assert "The bridge is open again" in result.body
    assert "Three voices" not in result.body


def test_what_the_page_was_tried_with_is_noted() -> None:
    text = imported().text
    assert text
    assert "# test_url: https://lantern.example/1\n# test_contains: The bridge is open again\n" in text


def test_what_is_not_carried_over_is_told_with_its_line_and_why() -> None:
    made = imported()
    lines = FILE.read_text("utf-8").splitlines()
    assert all(lines[left.line - 1].startswith(left.said.split(":")[0].split("(")[0]) for left in made.left)
    why = {left.said: left.why for left in made.left}
    assert why["titl: //h2"] == 'unknown directive "titl"; did you mean "title"?'
    assert why["test_rul: https://lantern.example/0"].endswith('did you mean "test_url"?')
    assert why["This line is nothing."] == "this is no `key: value`"
    assert why["strip_id_or_class: two names"] == "it is no whole name of a class or an id"
    assert "made by a machine" in why["strip_id_or_class: sc-dFfFtc"]
    assert why["strip: "] == "there is nothing behind it"
    assert "strip: //p/text()" in why
    told = {left.said.split(":")[0] for left in made.left}
    assert {*WITHOUT} - told == {"unwrap", "skip_id_or_class_check"}
    meant = [line for line in lines if line.strip() and not line.startswith("#")]
    assert made.carried + len(made.left) == len(meant)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        (".lantern.example.txt", "lantern.example"),
        ("www.lantern.example.txt", "lantern.example"),
        ("global.txt", None),
        ("Read me.txt", None),
    ],
)
def test_the_files_name_is_the_host(name: str, host: str | None) -> None:
    made = import_ftr(name, "strip_id_or_class: ad", with_body=False)
    assert made.host == host
    assert (made.text is None) == (host is None)


def test_a_file_of_which_nothing_is_left_makes_none() -> None:
    assert import_ftr("lantern.example.txt", "prune: no\nbody: //article", with_body=False).text is None


@pytest.mark.parametrize(
    ("xpath", "css"),
    [
        ("//div[@id='story']", "div#story"),
        ("//*[@class='a b']/p", ".a.b > p"),
        ("//p[@class='a' and @role='note']", 'p.a[role="note"]'),
        ("//p[contains(@class, 'a')]//b | //i", "p.a b, i"),
        ("/html/body", None),
        ("//p[1]", None),
        ("//p[not(@class)]", None),
        ("//p/@class", None),
        ("(//p)[1]", None),
        ("//p |", None),
    ],
)
def test_xpath_as_css_where_it_says_no_more(xpath: str, css: str | None) -> None:
    assert to_css(xpath) == css


KEYS = st.sampled_from([*CARRIED, "prune", "stripp"])
VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["//p[@class='a']", "ad", "//p |"]
)


@settings(deadline=None)
@given(st.lists(st.tuples(KEYS, VALUES), max_size=6))
def test_whatever_it_says_the_file_that_is_made_can_be_used(lines: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{key}: {value}" for key, value in lines)
    for with_body in (False, True):
        made = import_ftr("lantern.example.txt", text, with_body=with_body)
        with TemporaryDirectory() as folder:
            assert made.text is None or book(Path(folder), made).files
