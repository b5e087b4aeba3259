"""Whatever a page is made of, its text has each visible word once and in order, as a second opinion has them."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pages.extraction import visible_words

from endmark import read

WORDS = [
    "rain",
    "5&nbsp;%",
    "&amp;",
    "&#8222;so&#8220;",
    "é",
    "港口",
    "العاصفة",
    "👩‍🚀",
    "a\u200bb",
    "x",
    "—",
    "&lt;p&gt;",
]
BLANKS = ["", " ", "\n\t", "&nbsp;", "  "]
text = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BLANKS)), max_size=4).map(
    lambda pairs: "".join(word + blank for word, blank in pairs)
)
Strategy = st.SearchStrategy[str]


def within(tags: str, content: Strategy, attributes: str = "") -> Strategy:
    return st.tuples(st.sampled_from(tags.split()), content).map(lambda e: f"<{e[0]}{attributes}>{e[1]}</{e[0]}>")


def several(content: Strategy) -> Strategy:
    return st.lists(content, max_size=4).map("".join)


def nested(base: Strategy, around: Callable[[Strategy], Strategy]) -> Strategy:
    return several(st.recursive(base, around, max_leaves=6))


unseen = st.one_of(
    within("script style template noscript svg", st.just("not <x-y>this</x-y>")),
    within("span i", text, " hidden"),  # a block would end the paragraph around it, hidden or not
    within("span b", text, ' style="color:red; display: none;"'),
    st.sampled_from(["<!-- not this -->", "<?not this?>", "<br>", "<br/>", "<img src=x alt='not this'>", "<wbr>"]),
)
leaf = st.one_of(text, within("a", st.one_of(text, within("b em", text)), ' href="/x" class="y"'), unseen)
phrase = nested(leaf, lambda inner: within("span b i em strong q small", several(inner)))
paragraph = st.one_of(phrase, within("p h1 h2 h3 pre figcaption", phrase), st.just("<hr>"))
page = nested(
    paragraph,
    lambda inner: st.one_of(
        within("div section article main aside blockquote figure footer header x-box details", several(inner)),
        within("div", several(inner), ' hidden id="S:1"'),
        within("div section", several(inner), " hidden"),
        within("div p", text, ' style="color:red; display: none;"'),
        within("ul ol", several(within("li", several(inner)))),
        within("dl", several(within("dt dd", several(inner)))),
        within("table", within("tbody", several(within("tr", several(within("td th", several(inner))))))),
    ),
)


@settings(max_examples=150, deadline=None)
@given(page)
def test_every_visible_word_once_and_in_order(html: str) -> None:
    assert read(f"<body>{html}", html=True).text.split() == visible_words(html)


@settings(max_examples=50, deadline=None)
@given(page)
def test_blocks_are_the_text_and_lie_in_their_elements(html: str) -> None:
    document = read(f"<html><head><title>not this</title></head><body>{html}</body></html>", html=True)
    page, said = document.page, [document.text[block.start : block.end] for block in document.blocks]
    assert page
    assert said == page.blocks.texts
    assert page.text == document.text
    assert all(block == " ".join(block.split()) for block in said)
    elements = page.elements
    for number, element in enumerate(page.blocks.elements):
        assert elements.firsts[element] <= number < elements.lasts[element]
    for element, parent in enumerate(elements.parents):
        assert parent < element or element == 0
        assert elements.firsts[parent] <= elements.firsts[element] < elements.lasts[element] <= elements.lasts[parent]
        assert elements.depths[element] == elements.depths[parent] + (element > 0)


@settings(max_examples=50, deadline=None)
@given(page)
def test_counts_are_within_what_they_count_of(html: str) -> None:
    page = read(html, html=True).page
    assert page
    for text, linked, strong in zip(page.blocks.texts, page.blocks.linked, page.blocks.strong, strict=True):
        assert 0 <= linked <= len(text)
        assert 0 <= strong <= len(text)
    for number, nodes in enumerate(page.blocks.nodes):
        assert [page.block_of_node[node.mem_id] for node in nodes] == [number] * len(nodes)
