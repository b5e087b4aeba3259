"""The body of a page in its formats, as a caller of the library gets it."""

import json

import pytest

from endmark import InputError, Result, RuleBook, read, strip

PAGE = """<html lang="en"><head><title>Ferry</title><base href="/news/">
<link rel="canonical" href="https://gazette.example/news/ferry"></head><body>
<h1>Ferry runs <em>again</em></h1>
<p>The ferry is running, <a href="storm?no=3&amp;p=1">three days after the storm</a>.</p>
<figure><img src="pier.jpg" alt="The pier"><figcaption>Planks of oak</figcaption></figure>
<p>Share this article</p>
<p>Tickets are sold at the pier.<br>It opens at nine. (agency)</p>
<img src="last.jpg"><p>Share this article</p></body></html>"""
RULES = {
    "site": "Harbour Gazette",
    "hosts": ["gazette.example"],
    "rules": [
        {"id": "share", "kind": "share_follow", "line": "Share this article"},
        {"id": "agency", "kind": "agency_credit", "suffix": "(agency)"},
        {"id": "planks", "kind": "caption", "line": "Planks of oak"},
    ],
}
HTML = (
    '<article data-endmark="1" lang="en"><h1>Ferry runs <em>again</em></h1><p>The ferry is running, '
    '<a href="https://gazette.example/news/storm?no=3&amp;p=1">three days after the storm</a>.</p>{}'
    "<p>Tickets are sold at the pier.<br>It opens at nine.</p></article>"
)
FIGURE = (
    '<figure><img src="https://gazette.example/news/pier.jpg" alt="The pier">'
    "<figcaption>Planks of oak</figcaption></figure>"
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "sites").mkdir()
    (folder / "sites/gazette.example.yaml").write_text(json.dumps(RULES))
    return RuleBook.only(folder)


@pytest.fixture(scope="module")
def result(book: RuleBook) -> Result:
    return strip(read(PAGE.replace("<p>Share this article</p>\n<p>Tick", "<p>Tick"), html=True), book=book)


def test_html_is_what_stays_in_the_pages_markup(result: Result) -> None:
    assert result.html == result.render("html") == HTML.format("")


def test_figures_stand_between_blocks_of_the_body_with_their_captions(result: Result) -> None:
    assert result.render("html", figures=True) == HTML.format(FIGURE)


def test_a_picture_beside_what_was_cut_is_none_of_the_storys(book: RuleBook) -> None:
    result = strip(read(PAGE, html=True), book=book)
    assert result.render("html", figures=True) == HTML.format("")


def test_markdown(result: Result) -> None:
    assert result.markdown == result.render("markdown")
    assert result.markdown.startswith("# Ferry runs *again*\n\nThe ferry is running, [three days")
    assert result.markdown.endswith("Tickets are sold at the pier.  \nIt opens at nine.")
    assert "![The pier](https://gazette.example/news/pier.jpg)" in result.render("markdown", figures=True)


@pytest.mark.parametrize("figures", [False, True])
def test_stripping_the_fragment_again_changes_nothing(result: Result, book: RuleBook, figures: bool) -> None:  # noqa: FBT001
    fragment = result.render("html", figures=figures)
    again = strip(read(fragment, html=True), site="gazette.example", keep=["caption"], book=book)
    assert again.document.page is not None
    assert again.document.page.is_story
    assert again.render("html", figures=figures) == fragment


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        "",
        "x<article data-endmark=1>y</article>",
        "<article data-endmark=1>y</article><p>x",
        "<article>y</article>",
    ],
)
def test_only_a_fragment_alone_is_a_story_by_its_own_word(page: str) -> None:
    document = read(page.format("<article data-endmark=1>y</article>"), html=True)
    assert document.page is not None
    assert not document.page.is_story


def test_a_kept_kind_is_in_every_format(book: RuleBook) -> None:
    result = strip(read(PAGE, html=True), keep=["agency_credit", "caption"], book=book)
    for form in ("text", "html", "markdown"):
        assert "agency" in result.render(form)
        assert result.render(form, figures=True).count("Planks of oak") == 1


def test_the_callers_url_is_the_base_before_the_canonical_one(book: RuleBook) -> None:
    page = read('<link rel=canonical href="https://gazette.example/a/b"><p>x <a href="c">y</a>', html=True)
    assert 'href="https://gazette.example/a/c"' in strip(page, book=book).html
    assert 'href="http://www.gazette.example/d/c"' in strip(page, url="http://www.gazette.example/d/", book=book).html


def test_the_fragment_states_its_sections_language_and_direction(book: RuleBook) -> None:
    page = "<html lang=en><div lang=ar dir=rtl><p><span lang=fr>a</span> b</p><p lang=he>c</p></div>"
    assert strip(read(page, html=True), site="gazette.example", book=book).html == (
        '<article data-endmark="1" lang="ar" dir="rtl"><p>a b</p><p lang="he">c</p></article>'
    )


@pytest.mark.parametrize("source", ["mailto:a@b", "data:image/gif,x", "", "/i.jpg' width='1", "/i.jpg' height='20"])
def test_what_is_no_picture_is_left_out(source: str, book: RuleBook) -> None:
    page = read(f"<p>a</p><img src='{source}'><p>b</p>", html=True)
    assert "<img" not in strip(page, url="https://gazette.example/", book=book).render("html", figures=True)


@pytest.mark.parametrize(
    "attributes",
    [
        "src=l.jpg",
        "src=data:image/gif,x data-src=/l.jpg",
        "srcset='/s.jpg 1x, /l.jpg 2x'",
        "srcset=/l.jpg",
    ],
)
def test_late_pictures_are_found_and_the_largest_of_a_set(attributes: str, book: RuleBook) -> None:
    page = read(f"<p>a</p><img {attributes}><p>b</p>", html=True)
    html = strip(page, url="https://gazette.example/", book=book).render("html", figures=True)
    assert '<img src="https://gazette.example/l.jpg" alt="">' in html


@pytest.mark.parametrize("url", ["gazette.example/a", "http://a b/", None])
def test_links_that_lead_nowhere_are_text(url: str | None, book: RuleBook) -> None:
    page = read('<p>x <a href="c">y</a>', html=True)
    assert (
        strip(page, site="gazette.example", url=url, book=book).html == '<article data-endmark="1"><p>x y</p></article>'
    )


def test_a_text_has_formats_too(book: RuleBook) -> None:
    result = strip("One <b>\ntwo *\n\nthree & four\nShare this article", site="gazette.example", book=book)
    assert result.html == '<article data-endmark="1"><p>One &lt;b&gt;<br>two *</p><p>three &amp; four</p></article>'
    assert result.markdown == "One \\<b\\>  \ntwo \\*\n\nthree \\& four"


def test_the_dict_says_its_format(result: Result) -> None:
    given = result.as_dict("html", figures=True)
    assert (given["body"], given["format"]) == (HTML.format(FIGURE), "html")
    assert {**given, "body": result.body, "format": "text"} == result.as_dict()


def test_an_unknown_format_is_an_error(result: Result) -> None:
    with pytest.raises(InputError, match="unknown format 'xml'; the formats are text, html, markdown"):
        result.render("xml")


def test_a_fragment_is_not_judged_as_a_page_again() -> None:
    fragment = (
        '<article data-endmark="1"><p><a href="https://x.example/">Home</a></p><p>The ferry is running again after'
        " three days of storm, the harbour office said on Monday, and tickets are sold at the pier.</p><p>The council "
        "had closed the pier because two planks were loose. They have been replaced with oak from the town forest.</p>"
        "</article>"
    )
    assert strip(read(fragment, html=True)).html == fragment
    page = fragment.replace(' data-endmark="1"', ' class="page"')
    assert "Home" not in strip(read(page, html=True)).html
