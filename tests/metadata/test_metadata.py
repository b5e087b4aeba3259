"""What a page states of itself, from composed pages."""

import json
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from endmark.metadata import Metadata, Stated

HEAD = """<html lang="en-GB"><head>
<title>Ferry runs again | Harbour Gazette</title>
<meta property="og:title" content="The ferry  runs again">
<meta property="og:site_name" content="Harbour Gazette">
<meta property="og:url" content="https://www.gazette.example/ferry?ref=og">
<meta name="author" content="The harbour desk">
<meta name="description" content="After three days of storm.">
<meta property="article:published_time" content="2024-03-05T10:00:00Z">
<link rel="shortlink canonical" href="https://www.gazette.example/ferry">
"""
ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Ferry runs &#8216;again&#8217;",
    "author": [{"@type": "Person", "name": "Desk A"}, {"@type": "Person", "name": "Desk B"}, {"name": "Desk A"}],
    "datePublished": "2024-03-06 08:30:00 +0100",
    "publisher": {"@type": "Organization", "name": "Gazette Press"},
    "description": "The storm is over.",
    "articleBody": "The ferry is running.\nTickets are sold.",
    "inLanguage": "en-US",
}


def stated(page: str) -> Stated:
    return Stated(LexborHTMLParser(page))


def linked(*items: object, head: str = "") -> Stated:
    scripts = (item if isinstance(item, str) else json.dumps(item) for item in items)
    return stated(head + "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts))


def test_the_heads_tags() -> None:
    assert stated(HEAD).metadata() == Metadata(
        title="The ferry runs again",
        byline="The harbour desk",
        published="2024-03-05T10:00:00+00:00",
        url="https://www.gazette.example/ferry",
        site_name="Harbour Gazette",
        language="en-GB",
    )


def test_json_ld_is_better_than_tags_but_for_the_sites_name_and_the_language() -> None:
    page = linked(ARTICLE, head=HEAD)
    assert page.metadata() == Metadata(
        title="Ferry runs ‘again’",
        byline="Desk A, Desk B",
        published="2024-03-06T08:30:00+01:00",
        url="https://www.gazette.example/ferry",
        site_name="Harbour Gazette",
        language="en-GB",
    )
    assert page.titles == ("Ferry runs ‘again’", "The ferry runs again", "Ferry runs again | Harbour Gazette")
    assert page.descriptions == ("The storm is over.", "After three days of storm.")
    assert page.article_body == "The ferry is running.\nTickets are sold."


def test_a_head_that_a_stray_tag_ended_is_read_all_the_same() -> None:
    page = stated(HEAD.replace("<title>", "<noscript><img src=x></noscript><title>"))
    assert page.metadata() == stated(HEAD).metadata()


def test_a_drawings_title_is_not_the_pages() -> None:
    page = stated("<svg><title>Menu</title></svg><title>Ferry</title><p>x")
    assert page.titles == ("Ferry",)


def test_what_is_not_stated_is_not_there() -> None:
    page = stated("<h1>Ferry</h1><p>By the harbour desk, 5 March 2024")
    assert page.metadata() == Metadata()
    assert page.metadata().as_dict() == dict.fromkeys(("title", "byline", "published", "url", "site_name", "language"))
    assert (page.titles, page.descriptions, page.headline, page.article_body) == ((), (), None, None)


@pytest.mark.parametrize(
    "item",
    [
        [ARTICLE],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "x"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        ARTICLE | {"@type": ["Thing", "https://schema.org/BlogPosting"]},
        ARTICLE | {"@type": "schema:liveblogposting"},
        "<!--//--><![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>",
        json.dumps(ARTICLE).replace("Ferry runs", "Ferry\n runs") + ";",
        json.dumps({"@type": "Organization"}) + json.dumps(ARTICLE) + "{broken",
    ],
    ids=["list", "graph", "main entity", "types", "prefix", "CDATA", "raw line end", "items in a row"],
)
def test_articles_are_found_wherever_they_stand(item: object) -> None:
    page = linked({"@type": "BreadcrumbList", "name": "Home"}, item)
    assert (page.headline, page.metadata().byline) == ("Ferry runs ‘again’", "Desk A, Desk B")


@pytest.mark.parametrize(
    "broken", ["", "{", '{"a": }', "nonsense", "[" * 100_000, "9" * 10_000, "null", '{"@type": 1}']
)
def test_broken_json_costs_that_script_only(broken: str) -> None:
    assert linked(broken, ARTICLE, broken).headline == "Ferry runs ‘again’"


@pytest.mark.parametrize("value", [None, 1, {}, [], [[]], "", " ", {"name": 1}, {"@id": []}, [None, {"name": None}]])
def test_values_of_other_types_state_nothing(value: object) -> None:
    names = "headline", "author", "datePublished", "publisher", "description", "inLanguage", "articleBody"
    page = linked({"@type": "Article"} | dict.fromkeys(names, value))
    assert page.metadata() == Metadata()
    assert page.descriptions == ()


def test_references_within_the_page_are_followed() -> None:
    graph: list[dict[str, Any]] = [
        {"@type": "Article", "headline": "x", "author": {"@id": "#desk"}, "publisher": {"@id": "#house"}},
        {"@type": "Person", "@id": "#desk", "name": "Desk A"},
        {"@type": "Organization", "@id": "#house", "name": "Gazette Press"},
    ]
    metadata = linked({"@graph": graph}).metadata()
    assert (metadata.byline, metadata.site_name) == ("Desk A", "Gazette Press")


def test_of_several_articles_the_first_with_a_headline_tells() -> None:
    first = {"@type": "Article", "author": "x"}
    assert linked(first, ARTICLE, ARTICLE | {"headline": "Another"}).metadata().title == "Ferry runs ‘again’"


def test_a_page_node_tells_what_no_article_does() -> None:
    page = {"@type": "WebPage", "headline": "no article's", "datePublished": "2024-03-05", "inLanguage": "de"}
    assert linked(page).metadata() == Metadata(published="2024-03-05", language="de")


OG_URL = "<meta property=og:url content=http://x.example>"
FETCHED = "https://x.example/b/c"


@pytest.mark.parametrize(
    ("tags", "fetched", "url", "base"),
    [
        ('<link rel=canonical href="/a">', None, None, None),
        ('<link rel=canonical href="/a">', FETCHED, "https://x.example/a", FETCHED),
        ('<link rel=canonical href="https://x.example/a">', "no url", "https://x.example/a", "https://x.example/a"),
        ('<base href="/d/"><link rel=canonical href=a>', FETCHED, "https://x.example/d/a", "https://x.example/d/"),
        (f"<base href=//y.example>{OG_URL}", None, "http://x.example", "http://y.example"),
        (f"<link rel=canonical href=javascript:1>{OG_URL}", None, "http://x.example", "http://x.example"),
        ('<link rel=canonical href="https://[x"><link rel=canonical>', None, None, None),
        ('<link rel=canonical href="https:///a">', None, None, None),
        ('<link rel=canonical href="data:text/html,x">', FETCHED, None, FETCHED),
    ],
)
def test_urls_are_absolute_and_of_the_web(tags: str, fetched: str | None, url: str | None, base: str | None) -> None:
    page = stated(tags)
    assert (page.url(fetched), page.base(fetched)) == (url, base)


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-03-05T10:00:00.000Z", "2024-03-05T10:00:00+00:00"),
        ("2024-03-05T10:00:00+0100", "2024-03-05T10:00:00+01:00"),
        ("2024-03-05 10:00:00 UTC", "2024-03-05T10:00:00+00:00"),
        ("2024-03-05T10:00", "2024-03-05T10:00:00"),
        ("Tue, 05 Mar 2024 10:00:00 -0500", "2024-03-05T10:00:00-05:00"),
        ("03/05/2024", "03/05/2024"),
        ("yesterday", "yesterday"),
        ("2024-13-45T10:00:00Z", "2024-13-45T10:00:00Z"),
    ],
)
def test_dates_are_iso_where_they_can_be_read_in_one_way(said: str, published: str) -> None:
    assert linked({"@type": "Article", "datePublished": said}).metadata().published == published


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("<html lang=de_CH>", "de-CH"),
        ('<html lang="<b>"><meta property=og:locale content=pt_BR>', "pt-BR"),
        ('<meta http-equiv=content-language content="fr">', "fr"),
    ],
)
def test_languages(page: str, language: str) -> None:
    assert stated(page).metadata().language == language
