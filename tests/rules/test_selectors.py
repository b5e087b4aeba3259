"""What rule files may say in CSS and XPath, and where a mistake is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from endmark import RuleBook
from endmark.errors import RuleError

MADE = "was made by a machine, and the site's next release will make another; "
MADE += "select by a name that people gave, or by an attribute"
CSS = {
    "p >": '"p >" is not CSS',
    "a,,b": '"a,,b" is not CSS',
    ".9x": '".9x" is not CSS',
    ":not()": '":not()" is not CSS',
    "..a": 'not CSS from "..a" on',
    "a|b": 'not CSS from "|b" on',
    ":not(..a)": 'not CSS from "..a" on',
    "[class*=rel]": "a part of a name also selects what happens to share it; write whole names: `.rel`",
    "p[class^='rel-']": "a part of a name also selects what happens to share it; write whole names: `.rel-`",
    ".sc-dFfFtc": f'"sc-dFfFtc" {MADE}',
    "p:not(.css-1abc9x)": f'"css-1abc9x" {MADE}',
    "[class~=dcr-ch7w1w] p": f'"dcr-ch7w1w" {MADE}',
    "div:has(p)": "`:has()` is not supported; select what is inside, and climb with `up_to`",
    "p:nth-child(2)": "`:nth-child` is not supported; these are: :empty, :first-child, :last-child, :only-child, "
    ":is(), :not(), :where()",
    ":is(.a .b)": "`:is()` takes names and attributes, with no space, `>`, `+` or `~` between them",
}
XPATH = {
    "//p[": '"//p[" is not XPath: invalid expression',
    "x:p": '"x:p" is not XPath: undefined namespace prefix',
    "//p[foo()]": "XPath has no function foo()",
    "count(//p)": "an xpath must select elements; this one gives a number, a text or a truth value",
    "//p | //a/@href": "this selects text or attributes; an xpath must select elements: leave out its last step",
    "(//p/text())[1]": "this selects text or attributes; an xpath must select elements: leave out its last step",
    "//p[contains(@class, 'rel')]": "a part of a name also selects what happens to share it; use css, which knows "
    "whole names: `.name`",
    "//p[@class='css-1abc9x']": f'"css-1abc9x" {MADE}',
    "//div//p": "`//` in the middle takes too long on large pages; for //a//b, write //b[ancestor::a]",
    "//p[preceding::h2]": "`following::` and `preceding::` take too long on large pages; go by parents and neighbours",
    "//h2/following-sibling::p": "siblings take too long on large pages unless it is the next one: "
    "`following-sibling::p[1]`",
    "//p[../p[../p]]": "ways up or down inside [ ] inside [ ] take too long on large pages; say it with less nesting",
}
RIGHT_CSS = [
    ".a > p.b, #end + *",
    r".md\:flex",
    "a[href*='x.example/'], [id^=box-]",
    '[data-x="a, b > c"] ~ p',
    "p:not(.a, #b):last-child",
]
RIGHT_XPATH = [
    "(//p)[last()]",
    "//h2/following-sibling::*[1][self::p]",
    "//p[not(text())]",
    "//p[contains(., ' // ')]/..",
]


def problems(write: Callable[[str, str], Path], content: str) -> list[str]:
    path = write("rules/sites/a.example.yaml", f"hosts: [a.example]\n{content}")
    try:
        RuleBook.only(path.parents[1])
    except RuleError as error:
        return [f"{p.line}:{p.column}: {p.message}" for p in error.problems]
    return []


@pytest.mark.parametrize(
    ("verb", "selector", "message"),
    [
        *(("css", selector, message) for selector, message in CSS.items()),
        *(("xpath", selector, message) for selector, message in XPATH.items()),
    ],
)
def test_a_selector_that_is_wrong_unsure_or_slow_is_refused(
    write: Callable[[str, str], Path], verb: str, selector: str, message: str
) -> None:
    assert problems(write, f'rules:\n- id: one\n  kind: tags\n  {verb}: "{selector}"\n') == [
        f"5:{len(verb) + 5}: {message}"
    ]


@pytest.mark.parametrize(
    ("verb", "selector"),
    [
        *(("css", selector) for selector in RIGHT_CSS),
        *(("xpath", selector) for selector in RIGHT_XPATH),
    ],
)
def test_a_selector_that_is_right(write: Callable[[str, str], Path], verb: str, selector: str) -> None:
    quoted = selector.replace("'", "''")
    assert not problems(write, f"body: {{{verb}: '{quoted}'}}\nrules:\n- {{id: one, kind: tags, {verb}: '{quoted}'}}\n")


def test_mistakes_are_told_wherever_a_selector_stands(write: Callable[[str, str], Path]) -> None:
    content = """\
body: [main, {css: "a,"}, {xpath: "//a["}]
rules:
- {id: one, kind: tags, css: [p, "p >"], up_to: "+"}
- {id: two, keep: [Words, {css: "p >"}]}
"""
    assert problems(write, content) == [
        '2:20: "a," is not CSS',
        '2:35: "//a[" is not XPath: invalid expression',
        '4:34: "p >" is not CSS',
        '4:49: "+" is not CSS',
        '5:33: "p >" is not CSS',
    ]


def test_a_key_beside_the_right_one_is_told_with_a_suggestion(write: Callable[[str, str], Path]) -> None:
    assert problems(write, "body: {xpth: //p}\nrules:\n- {id: one, keep: {cs: p}}\n") == [
        '2:8: unknown key "xpth"; did you mean "xpath"?',
        '4:20: unknown key "cs"; did you mean "css"?',
    ]


def test_generic_files_have_no_selectors(write: Callable[[str, str], Path]) -> None:
    write("rules/generic/de.yaml", "body: p\nrules:\n- {id: one, kind: tags, line: Tags}\n")
    path = write(
        "rules/generic/en.yaml", "rules:\n- {id: one, kind: tags, css: p}\n- {id: two, keep: [Words, {css: p}]}\n"
    )
    with pytest.raises(RuleError) as caught:
        RuleBook.only(path.parents[1])
    assert [f"{p.file.stem}:{p.line}:{p.column}: {p.message}" for p in caught.value.problems] == [
        "de:1:1: a generic file has no body; it belongs to sites and groups",
        "en:2:3: a generic file has no css; it has line, heading, keep, from, suffix",
        "en:3:3: a keep of a generic file is words and variables; it takes no css",
    ]
