"""Nothing of a page can act in whoever shows its fragment."""

import pytest
from selectolax.lexbor import LexborHTMLParser
from tests.rendering.test_fragment_properties import story

SAFE = {"article": {"data-endmark"}, "a": {"href"}, "img": {"src", "alt"}, "td": {"colspan"}}
ATTACKS = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1) style='background:url(javascript:alert(1))'>{}",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)' srcset='data:image/svg+xml,x 1x'>",
    "<img data-src='data:text/html,<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>{}</a>",
    "<a href=' &#1;java&#10;script:alert(1)'>{}</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>{}</a>",
    "<a href='vbscript:x'>{}</a>",
    "<a href='https://y.example/\"onmouseover=alert(1) x=\"'>{}</a>",
    "<iframe src=https://y.example></iframe><object data=x></object><embed src=x>",
    "<form action=x><input onfocus=alert(1) autofocus><button formaction=javascript:alert(1)>{}</button></form>",
    "<svg><style><img src=x onerror=alert(1)></style><script>alert(1)</script>{}</svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>{}",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>{}",
    "<math><annotation-xml encoding='text/html'><style></math><img src onerror=alert(1)>{}",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>{}</noscript>",
    "<textarea><p title='</textarea><img src=x onerror=alert(1)>'>{}",
    "<template><img src=x onerror=alert(1)>{}</template>",
    "<title><img src=x onerror=alert(1)></title><xmp><img src=x onerror=alert(1)></xmp>",
    "<p>&lt;img src=x onerror=alert(1)&gt;{}",
    "<pre>\n\n&lt;script&gt;alert(1)&lt;/script&gt;</pre>",
    "<td colspan='2\"><script>alert(1)</script>'>{}",
    "<table><tr><td colspan='2&quot;&gt;&lt;script&gt;'>{}</table>",
    "<base href='javascript:alert(1)//'><a href='x'>{}</a><base href='https://y.example/'>",
    "<!--><img src=x onerror=alert(1)>--><![CDATA[<img src=x onerror=alert(1)>]]>",
    "<article data-endmark='1' onclick=alert(1)>{}</article>",
    "<a href=https://y.example target=_blank ping=https://z.example>{}</a>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'><link rel=stylesheet href=x>",
]


@pytest.mark.parametrize("figures", [False, True])
@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_acts(attack: str, figures: bool) -> None:  # noqa: FBT001
    page = f"<p>before</p>{attack.format('<b>text</b>')}<p>after</p>"
    fragment = story(page).html(figures=figures)
    body = LexborHTMLParser(fragment).body
    assert body
    [root] = body.iter(include_text=True)
    assert root.text().startswith("before")
    for node in root.traverse():
        assert node.tag in {"article", "p", "strong", "a", "figure", "img", "br", "pre", "table", "tbody", "tr", "td"}
        assert node.attributes.keys() <= SAFE.get(node.tag, set())
        for url in (node.attributes.get("href"), node.attributes.get("src")):
            assert url is None or url.startswith("https://")
    markdown = story(page).markdown(figures=figures)
    assert "](javascript" not in markdown
    assert "](data" not in markdown


def test_the_longest_way_down_is_written_in_linear_space() -> None:
    page = "".join(f"<{tag}>" * 150 for tag in ("blockquote", "ul", "i", "b", "u")) + "<p>x</p>" * 2_000
    assert len(story(page).html()) < 40 * len(page)
