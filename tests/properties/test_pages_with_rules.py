"""The promises on pages, whatever the selectors."""

import json
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from endmark import Result, RuleBook, strip
from endmark.reading import read

NAMES = ("a", "b", "c")
SELECTORS = [".a", "p", ".b, .c", ".a .b", ".a > *", ".b + *", ".c ~ p", "*", "p:not(.a)", "i:first-child"]
Rule = dict[str, object]
RULES: list[Rule] = [
    *(Rule(css=selector) for selector in SELECTORS),
    {"css": "i", "up_to": "div"},
    {"css": ".c", "where": "tail"},
    {"css": ".b", "where": "head", "status": "shadow"},
    {"xpath": "//p[.='two']"},
    {"xpath": "//*[@class='b']/..", "up_to": ".a"},
    {"keep": {"css": ".c"}},
    {"keep": ["two", {"xpath": "//i"}]},
    {"line": "two"},
]
UNRELATED: list[Rule] = [{"css": ".none, .none .a, .a > .none"}, {"xpath": "//none"}, {"keep": {"css": ".none p"}}]
KINDS = ("tags", "newsletter", "byline")
words = st.sampled_from(["one ", " two", "three", "\u200b", "—", " ", "\n", "<br>", "é", "<!-- -->", "🙂"])
tags = st.sampled_from(["p", "div", "i", "ul", "li", "section", "h2", "span", "table", "p hidden"])
elements = st.recursive(
    words,
    lambda inner: st.builds(
        lambda tag, name, parts: f"<{tag} class={name}>{''.join(parts)}</{tag.split()[0]}>",
        tags,
        st.sampled_from(NAMES),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)
pages = st.lists(elements, max_size=5).map("".join)
bodies = st.sampled_from([None, ".a", [".none", "p"], {"xpath": "//div"}, ".none"])


@cache
def book_of(chosen: tuple[int, ...], body: str, *, unrelated: bool = False) -> RuleBook:
    numbered = [RULES[n] for n in chosen] + (UNRELATED if unrelated else [])
    rules = [
        {"id": f"rule-{n}", **({} if "keep" in rule else {"kind": KINDS[n % 3]}), **rule}
        for n, rule in enumerate(numbered)
    ]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sites").mkdir()
        content = {"hosts": ["a.example"], "rules": rules} | ({"body": json.loads(body)} if body != "null" else {})
        (Path(folder) / "sites/a.example.yaml").write_text(json.dumps(content), "utf-8")
        return RuleBook.only(folder)


def cut(html: str, book: RuleBook) -> Result:
    return strip(read(html, html=True), site="a.example", book=book)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    html=pages,
    chosen=st.sets(st.integers(0, len(RULES) - 1), min_size=1, max_size=4).map(lambda s: tuple(sorted(s))),
    body=bodies.map(json.dumps),
)
def test_no_rule_changes_the_text_and_what_selects_nothing_changes_nothing(
    html: str, chosen: tuple[int, ...], body: str
) -> None:
    result = cut(html, book_of(chosen, body))
    text = read(html, html=True).text
    assert "".join(s.text for s in result.segments) == text
    edges = [s.start for s in result.segments] + [len(text)]
    assert [s.end for s in result.segments] == edges[1:]
    assert all(s.cut is None or (s.cut.reason and s.cut.rule and s.position) for s in result.segments)
    same = cut(html, book_of(chosen, body, unrelated=True))
    assert (same.segments, same.refused, same.notes) == (result.segments, result.refused, result.notes)
