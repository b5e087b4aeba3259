"""What `strip` promises holds for pages too, whatever they are made of."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.pages.composed import Composed, load

from endmark import Result, RuleBook, read, strip
from endmark.model import Kind

PAGES = load()
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
SITE = """\
hosts: [page.example]
rules:
  - id: appeal
    kind: donation_appeal
    passage: |
      A word from the harbour desk
      Dear readers, nobody pays for this desk but you.
      Thank you, and remind me later.
  - {id: support, kind: donation_appeal, line: "Support the harbour desk!"}
  - {id: more, kind: related_links, heading: More from the harbour}
  - {id: agency, kind: agency_credit, suffix: (hd)}
  - {id: herring, keep: No more herring will be sold here}
"""
APPEAL = (
    "<div><h3>A word from the harbour desk</h3><p>Dear readers, nobody pays for this desk but you.</p>"
    "<p>Thank you, and <i>remind</i> me later.</p></div>"
)
STORY = (
    "The old fish hall will close at the end of the month, the market office said on Monday evening.",
    "Its roof has leaked for years, and the new hall beside the station stands empty since the spring.",
    "The stall holders say that nobody goes to a station for fish, and that they will sell from their boats.",
)


def promised(result: Result) -> None:
    text, end = result.document.text, 0
    for segment in result.segments:
        assert segment.start == end < segment.end or text == ""
        assert segment.text == text[segment.start : segment.end]
        if segment.cut:
            assert segment.cut.reason
            assert segment.cut.rule
            assert segment.position
        end = segment.end
    assert end == len(text)
    assert result.body == "".join(segment.text for segment in result.segments if segment.in_body)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "sites").mkdir()
    (folder / "sites/page.example.yaml").write_text(SITE)
    return RuleBook.load(folder)


Cuts = Callable[[str], dict[str, str]]


@pytest.fixture(scope="module")
def cuts(book: RuleBook) -> Cuts:
    """What the site's rules cut of a page, by rule."""

    def found(html: str) -> dict[str, str]:
        result = strip(read(html, html=True), site="page.example", book=book)
        promised(result)
        return {s.cut.rule: s.text.strip() for s in result.removed if s.cut and s.cut.rule.startswith("page.example/")}

    return found


def page_of(*parts: str) -> str:
    return f"<html><body><main>{''.join(parts)}</main></body></html>"


def paragraphs() -> list[str]:
    return [f"<p>{text}</p>" for text in STORY]


@every_page
def test_segments_partition_a_page_and_each_cut_is_explained(page: Composed) -> None:
    promised(strip(read(page.html, html=True)))


@every_page
def test_a_page_is_judged_the_same_each_time(page: Composed) -> None:
    first, second = (strip(read(page.html, html=True)) for _ in range(2))
    assert first.as_dict() == second.as_dict()


@every_page
def test_kinds_that_are_kept_stay(page: Composed) -> None:
    document = read(page.html, html=True)
    result = strip(document)
    for kind in {segment.cut.kind for segment in result.removed if segment.cut}:
        kept = strip(document, keep=[kind])
        promised(kept)
        assert {s.cut.kind for s in kept.kept if s.cut} == {kind}
        assert kind not in {s.cut.kind for s in kept.removed if s.cut}
    everything = strip(document, keep=list(Kind))
    assert (everything.body, everything.removed) == (document.text, ())


@every_page
def test_a_text_is_judged_by_its_words_and_a_page_by_its_elements(page: Composed) -> None:
    """The rules that cut pages are not those that cut texts."""
    result = strip(read(page.html, html=True))
    assert {s.cut.file for s in result.removed if s.cut} <= {"page/learned"}


def test_a_passage_is_cut_over_the_blocks_of_a_page(cuts: Cuts) -> None:
    first, *others = paragraphs()
    told = cuts(page_of(first, APPEAL, *others))
    assert told["page.example/appeal"].split("\n\n") == [
        "A word from the harbour desk",
        "Dear readers, nobody pays for this desk but you.",
        "Thank you, and remind me later.",
    ]


@pytest.mark.parametrize("tag", ["p", "div", "li", "span", "td"])
def test_a_line_is_a_block_whatever_its_tag(tag: str, cuts: Cuts) -> None:
    around = {"li": "ul", "td": "tr"}.get(tag, "div")
    table = ("<table>", "</table>") if tag == "td" else ("", "")
    line = f"{table[0]}<{around}><{tag}>Support the <b>harbour</b> desk!</{tag}></{around}>{table[1]}"
    assert cuts(page_of(*paragraphs(), line))["page.example/support"] == "Support the harbour desk!"


def test_a_heading_and_a_suffix_are_found_on_pages(cuts: Cuts) -> None:
    *others, last = paragraphs()
    links = "<h4>More from the harbour</h4><ul><li><a href=/1>Herring is back</a></li></ul>"
    told = cuts(page_of(*others, last.replace("</p>", " (hd)</p>"), links))
    assert told["page.example/more"].split() == "More from the harbour Herring is back".split()
    assert told["page.example/agency"] == "(hd)"


def test_what_a_site_keeps_stays_though_it_stands_apart(book: RuleBook) -> None:
    apart = "<footer><ul><li><a href=/x>No more herring will be sold here</a></li></ul></footer>"
    with_site, without = (
        strip(read(page_of(*paragraphs(), apart), html=True), site=site, book=book) for site in ("page.example", None)
    )
    assert "No more herring" in with_site.body
    assert "No more herring" not in without.body


def test_what_the_sites_rules_cut_is_not_judged_again(book: RuleBook) -> None:
    page = read(page_of("<nav><a href=/>Home</a></nav>", *paragraphs(), APPEAL), html=True)
    result = strip(page, site="page.example", book=book)
    promised(result)
    assert [(s.cut.kind, s.cut.rule) for s in result.removed if s.cut] == [
        ("navigation", "page/learned"),
        ("donation_appeal", "page.example/appeal"),
    ]


_TAGS = "p div a b li ul table tr td br img script style template svg math h1 nav footer article html body head".split()
_junk = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS]),
    st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "<?", "<", ">", "&", "&#0;", "&#xD800;", "\x00", "<a href='"]),
    st.sampled_from(["<p class='comment ad'>", "<div hidden>", "<div style='display:none'>", "<h1 id=\ufffd>"]),
    st.sampled_from([*STORY, "Home", "Read more", "©", "5", "。", "\u200b", "\xa0", "😀"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_junk, max_size=25).map("".join))
def test_no_page_makes_it_raise(book: RuleBook, html: str) -> None:
    result = strip(read(html, html=True), site="page.example", book=book)
    promised(result)
    promised(strip(read(html.encode(), html=True), book=book))
