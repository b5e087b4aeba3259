"""Pages made to take the parser long are refused whole; pages that only look like them are read whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tests.reading.hostile import PAGES, many

from endmark import InputError, Limits, TooLargeError, read
from endmark.reading.guards import DEFAULT, guard
from endmark.reading.suspicion import is_suspect
from endmark.reading.tags import tags

READ = {
    "one long text": "x" * 10_000_000,
    "ampersands": "&" * 5_000_000,
    "comments unclosed": "",
    "comments of dashes": "",
    "scripts unclosed": "",
    "scripts in scripts": "",
    "NUL": "\n\n".join(["a"] + ["ba"] * 49_999 + ["b"]),
    "lone surrogates": "\n\n".join(["\ufffdx\ufffd"] * 50_000),
    "less-than signs": "<" * 3_000_000,
    "CDATA unclosed": "",
}
UNSURE = {name for name in PAGES if name.startswith("nested divs") and ("svg's" in name or "xmp" in name)}
UNSURE |= {"nested divs in foreignObject"}
REFUSED = PAGES.keys() - READ.keys()
FILLER = "<p>y</p>" * 26_000  # enough tags for a closer look
PIECES = (
    "<svg> </svg> <svg/> <math> </math> <mi> </mi> <desc> </desc> <foreignObject> </foreignObject> <font> "
    "<font@color> <style> </style> <style/> <script> </script> <script/> <title> </title> <textarea> </textarea> "
    "<xmp> </xmp> <iframe> </iframe> <select> </select> <option> <table> <td> </td> </table> <template> "
    "</template> <p> </p> </br> <b> </b> <noscript> </noscript> <frameset> <plaintext> <head> </head> <body> "
    "</body> <annotation-xml@encoding=text/html> </annotation-xml> <!-- --> <!--> --!> <![CDATA[ ]]> <!x <?x </> "
    "</x> < > / ' \" = <a@b= <a@b =' =\" x <path/>"
).split()


@pytest.mark.parametrize("name", sorted(READ))
def test_a_hostile_page_that_costs_little_is_read_whole(name: str) -> None:
    assert read(PAGES[name](), html=True).text == READ[name]


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_hostile_page_that_costs_much_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="send the article's part of the page") as caught:
        read(PAGES[name](), html=True)
    assert isinstance(caught.value, TooLargeError) == (name not in UNSURE)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(FILLER + "<div>" * DEFAULT.nested + "x", id="deep"),
        pytest.param(FILLER + "<div></div>" * 9_000 + "x", id="many ends"),
        pytest.param(FILLER + "<svg>" + "<path/>" * 9_000 + "</svg>x", id="elements that end themselves"),
        pytest.param(FILLER + f"<p {many('a# ', DEFAULT.attributes)}>x", id="attributes"),
        pytest.param(FILLER + f"<script>'{'<div>' * 9_000}'</script><!-- {'<div>' * 9_000} -->x", id="no tags"),
        pytest.param(FILLER + f"<script>y = '<p {many('a# ', 40_000)}>'</script>x", id="no attributes"),
        pytest.param(FILLER + "<svg><title>a</title><style>b</style></svg><style><div></style>x", id="an icon"),
        pytest.param(
            FILLER + "<table>" + many("<tr><td><b a=#>y", 1_500) + "</table>x", id="formatting left open in cells"
        ),
    ],
)
def test_a_large_page_within_the_limits_is_read_whole(page: str) -> None:
    assert is_suspect(page.encode())
    assert read(page, html=True).text.endswith("x")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (FILLER + "<div>" * 6_000, "page: 2,001 nested elements, the limit is 2,000 nested elements"),
        ("<div>" * 8_000 + "<br>" * 30_000, "page: 2,001 nested elements, the limit is 2,000 nested elements"),
        (f"<p {many('a# ', 40_000)}>", "tag: 40,000 attributes, the limit is 500 attributes"),
        ("<br>" * 200_001, "page: 200,001 tags, the limit is 200,000 tags"),
    ],
)
def test_the_message_names_the_limit(page: str, message: str) -> None:
    with pytest.raises(TooLargeError, match=message):
        guard(page.encode())


SMALL = {
    "tags": (Limits(tags=4), "<p>x</p>" * 2, "<br>"),
    "nested elements": (Limits(nested=3), "<div><b><i>x", "<u>"),
    "attributes": (Limits(attributes=2), "<p a b>x", "<p a b c>"),
}
LARGE = {
    "tags": (Limits(tags=200_010), "<br>" * 200_010 + "x", "<br>"),
    "nested elements": (Limits(nested=2_500), FILLER + "<div>" * 2_500 + "x", "<div>" * 4_000),
    "attributes": (Limits(attributes=600), FILLER + f"<p {many('a# ', 600)}>x", f"<p {many('a# ', 40_000)}>"),
}


@pytest.mark.parametrize("unit", SMALL)
@pytest.mark.parametrize("examples", [SMALL, LARGE], ids=["small", "large"])
def test_other_limits_hold_on_either_side(examples: dict[str, tuple[Limits, str, str]], unit: str) -> None:
    limits, page, more = examples[unit]
    assert "x" in read(page, html=True, limits=limits).text
    with pytest.raises(TooLargeError, match=unit) as caught:
        read(page + more, html=True, limits=limits)
    assert caught.value.limit in {limits.tags, limits.nested, limits.attributes}
    assert (caught.value.actual or 0) > caught.value.limit


def test_a_higher_limit_refuses_nothing_that_a_lower_one_lets_pass() -> None:
    page = "<div>" * 6_000 + "x"  # harmless to the parser
    assert read(page, html=True).text == read(page, html=True, limits=Limits(nested=3_000)).text == "x"


@given(st.lists(st.sampled_from([*PIECES, "<zz>"]), max_size=14).map("".join))
def test_no_tag_that_the_parser_sees_is_missed(pieces: str) -> None:
    page = f"{pieces}<zz>".replace("@", " ")
    try:
        seen = sum(tag.name == b"zz" and not tag.is_end for tag in tags(page.encode()))
    except InputError:
        return
    assert len(LexborHTMLParser(page).css("zz")) <= seen
