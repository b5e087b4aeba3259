"""A page's text: each visible word once, in order, block by block."""

import pytest

from endmark import read
from endmark.page import Page


def page_of(html: str) -> Page:
    page = read(html, html=True).page
    assert page
    return page


def told(html: str) -> str:
    return read(html, html=True).text


INLINE = {
    "a word over several elements": ("<p>It <b>rain</b><i>ed</i> all <span>d</span>ay.</p>", "It rained all day."),
    "spaces within": ("<p>It<b> rained </b>all day.</p>", "It rained all day."),
    "spaces on both sides of a tag": ("<p>It <b> rained</b> <i> all</i>\n\tday.</p>", "It rained all day."),
    "a link, a quotation, a time": ('<p><a href="/x">He</a> <q>said</q> at <time>5</time>.</p>', "He said at 5."),
    "an empty element": ("<p>one<span></span>two <a></a>three</p>", "onetwo three"),
    "a possible break": ("<p>harbour<wbr>master</p>", "harbourmaster"),
    "a comment": ("<p>one<!-- not this -->two</p>", "onetwo"),
    "a processing instruction": ("<p>one<?php echo 1 ?>two</p>", "onetwo"),
    "CDATA outside of SVG": ("<p>one<![CDATA[ not this ]]>two</p>", "onetwo"),
    "a picture": ("<p>one<img src=x alt='not this'>two</p>", "onetwo"),
    "notes above and below": ("<p>H<sub>2</sub>O<sup>1</sup></p>", "H2O1"),
    "ruby": ("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字</p>", "漢かん字"),
    "an unknown element": ("<p>one <x-word>two</x-word> three</p>", "one\n\ntwo\n\nthree"),
    "a formula": ("<p>so <math><mi>x</mi><mo>=</mo><mn>2</mn></math> holds</p>", "so x=2 holds"),
}


@pytest.mark.parametrize("name", INLINE)
def test_inline_markup_neither_loses_nor_invents_a_space(name: str) -> None:
    html, text = INLINE[name]
    assert told(html) == text


BLOCKS = {
    "lines by br": ("<p>one<br>two<br/>three</p>", "one\ntwo\nthree"),
    "paragraphs by br": ("<div>one<br><br>two<br> <br>three<br><br><br><br>four</div>", "one\n\ntwo\n\nthree\n\nfour"),
    "br within inline elements": ("<p><b>one<br>two</b> three</p>", "one\ntwo three"),
    "br at the edges": ("<p><br>one<br></p><br><p>two</p>", "one\n\ntwo"),
    "a list": ("<p>one</p><ul><li>two</li><li>three</li></ul><p>four</p>", "one\n\ntwo\nthree\n\nfour"),
    "a list in a list": (
        "<ul><li>one<ol><li>two</li><li>three</li></ol>four</li><li>five</li></ul>",
        "one\n\ntwo\nthree\n\nfour\nfive",
    ),
    "list entries of paragraphs": ("<ul><li><p>one</p><p>two</p></li></ul>", "one\n\ntwo"),
    "definitions": ("<dl><dt>one<dd>two<dt>three<dd>four</dl>", "one\ntwo\nthree\nfour"),
    "a table": (
        "<table><caption>one</caption><tr><th>two<th>three<tr><td>four<td>five</table>",
        "one\n\ntwo\nthree\nfour\nfive",
    ),
    "a table in a table": ("<table><tr><td>one<table><tr><td>two</table>three</table>", "one\n\ntwo\n\nthree"),
    "a quotation": ("<blockquote>one<p>two</p><footer>three</footer></blockquote>", "one\n\ntwo\n\nthree"),
    "entries of a live blog": (
        "<div><article><time>9.30</time><h2>one</h2><p>two</p></article><article>9.10<p>three</p></article></div>",
        "9.30\n\none\n\ntwo\n\n9.10\n\nthree",
    ),
    "articles in an article": ("<article>one<article>two</article>three</article>", "one\n\ntwo\n\nthree"),
    "details": ("<details><summary>one</summary>two</details>", "one\n\ntwo"),
    "a link around blocks": ('<a href="/x"><h3>one</h3><p>two</p></a>three', "one\n\ntwo\n\nthree"),
    "a block within an inline element": ("<span>one<div>two</div>three</span>", "one\n\ntwo\n\nthree"),
    "text with nothing around it": ("one<p>two</p>three", "one\n\ntwo\n\nthree"),
    "tags that are not closed": ("<div><p>one<p>two<ul><li>three<li><b>four", "one\n\ntwo\n\nthree\nfour"),
    "tags that are closed twice": ("<div>one</div></div></p>two</span>", "one\n\ntwo"),
    "a rule": ("one<hr>two", "one\n\ntwo"),
    "buttons and fields": ("<form><label>one</label><button>two</button><textarea>three</textarea></form>",
                           "one\n\ntwo\n\nthree"),
    "what is formatted already": ("<pre>one\n  two</pre>three", "one two\n\nthree"),
    "a figure": ("<figure><img src=x><figcaption>one</figcaption></figure>two", "one\n\ntwo"),
    "a summary without blocks": ("<center>one</center><center>two</center>", "one\n\ntwo"),
    "blank blocks": ("<p>one</p><p>&nbsp;</p><p> </p><div></div><p>two</p>", "one\n\ntwo"),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_stand_apart_and_in_order(name: str) -> None:
    html, text = BLOCKS[name]
    assert told(html) == text


UNSEEN = {
    "a script": "<script>if (a < b) { not_this() }</script>",
    "a script for JSON": '<script type="application/ld+json">{"not": "this"}</script>',
    "a style": "<style>p { content: 'not this' }</style>",
    "a template": "<template><p>not this</p></template>",
    "what stands in for scripts": "<noscript><p>not this</p></noscript>",
    "a drawing": "<svg><title>not</title><text>this</text><foreignObject><p>not this</p></foreignObject></svg>",
    "a frame": "<iframe src=x>not this</iframe>",
    "what stands in for frames": "<noframes>not this</noframes>",
    "what stands in for plug-ins": "<noembed>not this</noembed><object><p>not this</p></object>",
    "media": "<video><p>not this</p></video><audio>not this</audio><canvas>not this</canvas>",
    "what is offered while one types": "<datalist><option>not this</option></datalist>",
    "hidden": "<div hidden><p>not <b>this</b></p></div>",
    "hidden by a value": '<p hidden="hidden">not this</p>',
    "hidden inline": "<span hidden>not this</span>",
    "hidden by a style": '<div style="color: red; display: none"><p>not this</p></div>',
    "hidden by a style in capitals": '<div style="DISPLAY:NONE !important">not this</div>',
    "nested in what is hidden": "<div hidden><div><p>not</p></div><template>this</template></div>",
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_nobody_sees_is_no_text(name: str) -> None:
    assert told(f"<p>one</p>{UNSEEN[name]}<p>two</p>") == "one\n\ntwo"


SEEN = {
    "what React streamed": '<div hidden id="S:0"><p>this</p></div>',
    "hidden until it is found": '<div hidden="until-found">this</div>',
    "another style": '<p style="float: none; display: block">this</p>',
    "hidden from screen readers only": '<p aria-hidden="true">this</p>',
    "hidden by name only": '<p class="hidden" id="hidden" data-hidden>this</p>',
}


@pytest.mark.parametrize("name", SEEN)
def test_what_readers_get_to_see_is_text(name: str) -> None:
    assert told(f"<p>one</p>{SEEN[name]}<p>two</p>") == "one\n\nthis\n\ntwo"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Fish &amp; chips &lt;b&gt; &#8222;so&#x201c; &eacute;&nbsp;&euro;5", "Fish & chips <b> „so“ é €5"),
        ("five&nbsp;% and\u202f!\u00a0?", "five % and ! ?"),
        ("zero\u200bwidth soft\u00adhyphen \u200fright", "zero\u200bwidth soft\u00adhyphen \u200fright"),
        ("خبر عاجل: <b>البحر</b> هادئ.", "خبر عاجل: البحر هادئ."),
        ("שלום <i>עולם</i>, כאן הנמל.", "שלום עולם, כאן הנמל."),
        ("👩‍🚀🏴󠁧󠁢󠁳󠁣󠁴󠁿 <b>🇺🇦</b>é 𝗦𝘂𝗯", "👩‍🚀🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇺🇦é 𝗦𝘂𝗯"),
        ("港口<b>周三</b>关闭。\n船只改道。", "港口周三关闭。 船只改道。"),
        ("한<b>국</b>어 문장.", "한국어 문장."),
        ("Cafe\u0301 <b>e</b>\u0301", "Cafe\u0301 e\u0301"),
    ],
)
def test_every_script_and_sign(html: str, text: str) -> None:
    assert told(f"<p>{html}</p>") == text


@pytest.mark.parametrize("html", ["", " \n", "<p></p>", "<script>x</script>", "<!-- x -->", "<body></body>"])
def test_a_page_may_say_nothing(html: str) -> None:
    document = read(html, html=True)
    assert (document.text, document.blocks) == ("", ())


@pytest.mark.parametrize("attributes", ['style="display:none"', "hidden"])
def test_a_body_that_a_script_will_show_is_read(attributes: str) -> None:
    assert told(f"<html><body {attributes}><p>one</p><p hidden>not this</p></body></html>") == "one"


def test_elements_hold_their_blocks() -> None:
    page = page_of("<main class=a id=b><p>one</p><div></div><ul class=c><li>two<li>three</ul></main>four")
    elements, blocks = page.elements, page.blocks
    assert elements.tags == ["html", "body", "main", "p", "ul", "li", "li"]
    assert elements.classes == ["", "", "a b", "", "c", "", ""]
    assert elements.parents == [0, 0, 1, 2, 2, 4, 4]
    assert elements.depths == [0, 1, 2, 3, 3, 4, 4]
    assert list(zip(elements.firsts, elements.lasts, strict=True)) == [
        (0, 4), (0, 4), (0, 3), (0, 1), (1, 3), (1, 2), (2, 3),
    ]  # fmt: skip
    assert [elements.tags[e] for e in blocks.elements] == ["p", "li", "li", "body"]


def test_links_and_emphasis_are_counted() -> None:
    blocks = page_of("<p>to <a href=x>the <b>sea</b></a> and <em>back</em></p><p><a><h2>all</h2></a></p>").blocks
    assert blocks.texts == ["to the sea and back", "all"]
    assert blocks.linked == [len("the sea"), len("all")]
    assert blocks.strong == [len("sea") + len("back"), 0]


def test_what_is_emphasised_over_a_line_end_counts_for_each_line() -> None:
    assert page_of("<p><a>one<br>two</a>three</p>").blocks.linked == [3, 3]


def test_pictures_know_how_many_blocks_are_before_them() -> None:
    page = page_of("<img id=a><p>one<img id=b>two</p><img id=c><p hidden><img id=d></p>")
    assert [(before, node.attributes["id"]) for before, node in page.pictures] == [(0, "a"), (1, "b"), (1, "c")]


def test_an_element_is_where_its_words_are() -> None:
    page = page_of("<div id=a><p>one</p><p>two <b>three</b></p></div><p id=b>four</p><i id=c></i>")
    extents = {name: page.extent(node) for name in "abc" for node in page.parser.css(f"#{name}")}
    assert extents == {"a": (0, 2), "b": (2, 3), "c": None}


@pytest.mark.parametrize("depth", [1, 50, 900])
def test_depth_costs_no_word(depth: int) -> None:
    assert told("<div>" * depth + "one" + "</div>" * depth + "two") == "one\n\ntwo"
