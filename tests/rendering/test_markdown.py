"""Markdown says what the fragment says, to a reader of CommonMark."""

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser
from tests.rendering.pages import pages
from tests.rendering.test_fragment_properties import story

from endmark.rendering.markdown import from_html

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NO_TEXT = re.compile(r'[\s"]')  # `<q>` stands as quotation marks


def said(html: str) -> str:
    body = LexborHTMLParser(html).body
    return NO_TEXT.sub("", body.text()) if body else ""


@settings(deadline=None, max_examples=80, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(page=pages)
def test_no_letter_is_lost_and_no_sign_is_left(page: str) -> None:
    fragment = story(page).html()
    assume(not re.search("</(tbody|caption)><caption", fragment))  # of captions below their tables Markdown has none
    assert said(READER.render(from_html(fragment))) == said(fragment)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>Ferry</h2><p>One<br>two</p><p>three</p>", "## Ferry\n\nOne  \ntwo\n\nthree"),
        ("<p>a*b*_c_#[d](e)&lt;i&gt;`f`\\</p>", r"a\*b\*\_c\_\#\[d\](e)\<i\>\`f\`" + r"\\"),
        ("<p># a</p><p>- b</p><p>1. c</p><p>+ d</p><p>&gt; e</p><p>===</p>", None),
        ("<p>&amp;lt; &amp;amp; ~~~</p><p>2024. A year</p>", None),
        ('<p>See!<a href="https://x.example/(a)_b">it</a></p>', r"See\![it](https://x.example/(a)_b)"),
        ("<p>a<strong>b</strong>c <em>d</em></p>", "a**b**c *d*"),
        ("<p>日本<em>「語」</em>を</p>", "日本「語」を"),
        ("<p><strong>Us$</strong><strong>11</strong> a</p>", "**Us$11** a"),
        ("<p><em>a</em><strong>b</strong></p>", "*a*b"),
        ("<p><em>a <strong>b</strong></em></p>", "*a b*"),
        ("<pre><code>a\n```\n  <em>b*</em></code></pre>", "````\na\n```\n  b*\n````"),
        ("<p><code>a`b</code></p>", "``a`b``"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ('<ol start="5"><li>a</li><li>b</li></ol>', "5. a\n6. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<table><tr><th>a|b</th><th>c</th></tr><tr><td>d<br>e</td><td>f</td></tr></table>", None),
        ("<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>", None),
        ("<table><caption>a-b</caption><tr><td>c</td><td>d</td></tr></table>", None),
        ("<p><ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby></p>", "漢kan字ji"),
    ],
)
def test_signs(html: str, markdown: str | None) -> None:
    fragment = story(html).html()
    written = from_html(fragment)
    assert markdown in {None, written}
    assert said(READER.render(written)) == said(fragment)


def test_pictures() -> None:
    page = '<p>a</p><figure><img src="/i.png" alt="b [c](javascript:d)"><figcaption>d*</figcaption></figure><p>e</p>'
    html = READER.render(story(page).markdown(figures=True))
    image = LexborHTMLParser(html).css_first("img")
    assert image
    assert (image.attributes["src"], image.attributes["alt"]) == ("https://x.example/i.png", "b [c](javascript:d)")
    assert said(html) == "ad*e"
