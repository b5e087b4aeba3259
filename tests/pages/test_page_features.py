"""What is counted of a page, on pages small enough to count by hand."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from endmark import read
from endmark.judging.pages import builtin
from endmark.judging.pages.class_names import MEANINGS, meanings
from endmark.judging.pages.columns import Blocks, Elements, numbered
from endmark.judging.pages.deciding import STORY
from endmark.judging.pages.features import Features
from endmark.judging.pages.kinds import Labels
from endmark.judging.pages.leads import likeness
from endmark.judging.pages.trees import MOST_LEAVES, Trees
from endmark.model import Kind
from endmark.page import Page

LONG = "The old fish hall will close at the end of the month, the market office said on Monday evening."
MORE = "Its roof has leaked for years, and the new hall beside the station stands empty since the spring."


def page_of(html: str) -> Page:
    page = read(html, html=True).page
    assert page
    return page


def features_of(html: str) -> Features:
    page = page_of(html)
    return Features(page, likeness(page.blocks.texts, page.stated.summaries))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", []),
        ("story article-body c12", []),
        ("comments", ["comments"]),
        ("post-comments__list", ["comments"]),
        ("commentsArea", ["comments"]),
        ("COMMENTS", ["comments"]),
        ("uncommented", []),
        ("adequate shadow header-less", ["navigation"]),
        ("tag-newsletter category-comments", []),
        ("newsletter-signup", ["newsletter", "furniture"]),
        ("cookie-consent modal", ["consent", "furniture"]),
        ("share-bar related", ["share", "related"]),
        ("sidebar", ["navigation", "quote"]),
    ],
)
def test_whole_words_of_names_have_meanings(name: str, expected: list[str]) -> None:
    assert [meaning for bit, meaning in enumerate(MEANINGS) if meanings(name) >> bit & 1] == expected


def test_what_is_inherited_is_of_all_elements_around() -> None:
    depth = 40
    elements = Elements.of(page_of("<div>" * depth + "one" + "</div>" * depth + "<p>two</p>"))
    own = np.zeros(len(elements.parents), dtype=np.intp)
    own[2], own[20] = 1, 2
    inherited = elements.inherited(own).tolist()
    assert inherited == [0, 0, *[1] * 18, *[3] * (depth - 18), 0]


@pytest.mark.parametrize(
    ("text", "is_prose"),
    [
        (LONG, True),
        (LONG.rstrip("."), True),  # it has a comma
        ("Home", False),
        ("Seven words that end in a stop.", False),
        ("Eight words and no sign of any sentence", False),
        ("Eight words at last that end in a stop.", True),
        ("“Eight words at last that end in a quotation!”", True),
        ("港の入り口に立つ灯台が、百年ぶりに塗り替えられることになった。", True),
        ("港の灯台", False),
        (LONG.replace(",", "").rstrip(".") * 2, True),  # long enough to need no stop
    ],
)
def test_prose_reads_as_sentences(text: str, *, is_prose: bool) -> None:
    blocks = Blocks.of(page_of(f"<p>{text}</p>"), np.zeros(3, dtype=np.intp))
    assert blocks.prose.tolist() == [len(text) * is_prose]


def test_links_and_places_lessen_what_prose_is_worth() -> None:
    half = f"<p>{LONG} <a href=x>{LONG}</a></p>"
    blocks = features_of(f"{half}<aside><p>{LONG}</p></aside><div class=comments><p>{LONG}</p></div>").blocks
    n = len(LONG)
    assert blocks.linked[0] == pytest.approx(n / (2 * n + 1))
    assert blocks.prose.tolist() == pytest.approx(
        [(2 * n + 1) * (1 - n / (2 * n + 1)) ** 2, 0.4 * n, 0.1 * n], rel=1e-5
    )


def test_sums_within_ranges() -> None:
    features = features_of(f"<div><p>{LONG}</p><p><a href=x>Home</a></p></div><p>{MORE}</p>")
    [counted, letters, linked, prose, sentences] = features.blocks.within(np.array([0, 1]), np.array([2, 3])).tolist()
    assert counted == [2, 2]
    assert letters == [len(LONG) + 4, len(MORE) + 4]
    assert linked == [4, 4]
    assert prose == [len(LONG), len(MORE)]
    assert sentences == [1, 1]


def test_the_main_element_and_the_container() -> None:
    paragraphs = f"<p>{LONG}</p><p>{MORE}</p>"
    features = features_of(
        f"<header>Home</header><main><article><h1>Hall to close</h1><div class=text>{paragraphs}</div></article></main>"
        "<aside><p>Eight words at last that end in a stop.</p></aside>"
    )
    tags = features.page.elements.tags
    names = features.page.elements.classes
    assert names[features.main] == "text"
    assert names[features.container] == "text"
    named = features.named()
    # html body header | main article h1 | div p p | aside p: the steps up from a block, then down to div.text
    assert [tags[e] for e in features.blocks.elements] == ["header", "h1", "p", "p", "p"]
    assert named["main up"].tolist() == [1, 1, 1, 1, 2]
    assert named["main down"].tolist() == [3, 1, 0, 0, 3]
    assert named["in main"].tolist() == [False, False, True, True, False]
    assert named["heading"].tolist() == [0, 1, 0, 0, 0]
    assert np.expm1(named["since h1"]).round().tolist()[1:] == [0, 1, 2, 3]
    assert named["like blocks"].round(3).tolist() == np.log1p([1, 1, 3, 3, 3]).round(3).tolist()
    assert named["kin blocks"].round(3).tolist() == np.log1p([1, 1, 2, 2, 1]).round(3).tolist()


@pytest.mark.parametrize(
    ("html", "furniture"),
    [
        (f"<p>{LONG}</p><div class=newsletter><p>Sign up</p></div><p>{MORE}</p>", [False, True, False]),
        (f"<p>{LONG}</p><p class=ad-slot>Advertisement</p><p id=newsletter>x</p>", [False, True, True]),
        (f"<p class=ad>{LONG}</p><p class=ad>{MORE}</p><p class=newsletter>x</p>", [False, False, True]),
        (f"<p class=ad>{LONG}</p><p class=ad>Home</p>", [False, False]),
        (f"<p>{LONG}</p><p class=share>x</p>", [False, False]),
    ],
)
def test_names_that_are_never_the_storys_unless_much_of_it_has_them(html: str, furniture: list[bool]) -> None:
    found = features_of(html).furniture
    assert found.tolist() == furniture


@pytest.mark.parametrize(
    "html", ["<p>One</p>", "One", f"<ul><li>{LONG}<li>x</ul>", "<table><td><a href=x>1</a></table>"]
)
def test_there_is_a_finite_number_for_each_feature_and_block(html: str) -> None:
    features = features_of(html)
    assert tuple(features.named()) == builtin().features
    assert features.matrix.shape == (len(builtin().features), len(features.page.blocks.texts))
    assert np.isfinite(features.matrix).all()


def test_a_block_is_like_the_description_that_it_repeats() -> None:
    description = "The fish hall will close, the office said."
    texts = [description, "The fish hall will close soon, the office said.", "Home", LONG * 3]
    exact, near, other, longer = likeness(texts, [description]).tolist()
    assert (exact, other, longer) == (1.0, 0.0, 0.0)
    assert near == pytest.approx(6 / 9)  # without its comma “close” is another word
    assert likeness(texts, []).tolist() == [0, 0, 0, 0]
    assert likeness(texts, ["Home", description]).tolist()[:3] == [1.0, pytest.approx(near), 1.0]


def labelled(html: str, body: set[int]) -> list[tuple[Kind, str]]:
    features = features_of(html)
    n = len(features.page.blocks.texts)
    labels = Labels(features, np.array([i in body for i in range(n)]))
    return [(label.kind, label.sign) for label in (labels.of(i) for i in range(n) if i not in body)]


@pytest.mark.parametrize(
    ("html", "kind", "sign"),
    [
        ("<nav><a href=x>Home</a></nav>", Kind.NAVIGATION, "it is in <nav>"),
        ("<h1>Hall to close</h1>", Kind.HEADLINE, "it is in <h1>"),
        ("<h1 class=share>Hall to close</h1>", Kind.HEADLINE, "it is in <h1>"),
        ("<figure><figcaption>A hall</figcaption></figure>", Kind.CAPTION, "it is in <figcaption>"),
        ("<address>By the desk</address>", Kind.BYLINE, "it is in <address>"),
        ("<nav class=tags><p>Fish</p></nav>", Kind.TAGS, "its element's names say “tags”"),
        ("<div class=signup><div><p>Sign up</p></div></div>", Kind.NEWSLETTER, "its element's names say “newsletter”"),
        ("<div class='share comments'>x</div>", Kind.COMMENTS_PROMPT, "its element's names say “comments”"),
        ("<div class=comments><div class=ad>x</div></div>", Kind.AD_MARKER, "its element's names say “ad”"),
        ("<div class=ad><p>© The Hall</p></div>", Kind.RIGHTS_NOTICE, "it begins as a rights notice does"),
        ("<div><a href=x>One two three four</a></div>", Kind.RELATED_LINKS, "it is a link"),
        ("<div><a href=x>One two three</a></div>", Kind.NAVIGATION, "it is a link"),
        (f"<div>{LONG}</div>", Kind.SITE_NOTE, "it stands apart from the story"),
        ("<div>One two</div>", Kind.NAVIGATION, "it is a short line apart from the story"),
    ],
)  # fmt: skip
def test_the_kind_of_what_is_not_the_storys(html: str, kind: Kind, sign: str) -> None:
    assert labelled(f"<div><p>{LONG}</p>{html}</div>", {0}) == [(kind, sign)]


def test_an_element_with_some_of_the_story_names_nothing() -> None:
    html = f"<div class=comments><div class=ad><p>{LONG}</p><p>One</p></div><div class=tags>Two</div></div>"
    assert [kind for kind, _ in labelled(html, {0})] == [Kind.NAVIGATION, Kind.TAGS]


def test_neighbours_of_one_kind_are_one_run() -> None:
    html = "<nav>One</nav><div class=menu>Two</div><h1>Three</h1><nav>Four</nav><p>story</p><nav>Five</nav>"
    features = features_of(html)
    body = np.array([i == 4 for i in range(6)])
    found = Labels(features, body).runs()
    assert [(first, last, label.kind) for first, last, label in found] == [
        (0, 1, Kind.NAVIGATION), (2, 2, Kind.HEADLINE), (3, 3, Kind.NAVIGATION), (5, 5, Kind.NAVIGATION),
    ]  # fmt: skip
    assert found[0][2].sign == "it is in <nav>"
    assert Labels(features, np.ones(6, dtype=np.bool_)).runs() == []


@given(st.lists(st.integers(0, 9), min_size=1))
def test_equal_keys_have_one_number(keys: list[int]) -> None:
    assert numbered(np.array(keys)).tolist() == [sorted(set(keys)).index(key) for key in keys]


_HOPELESS = -1.1  # what the first dozen trees must come to for the others to be asked
Node = Any  # a leaf's value, or (feature, threshold, node where it holds, node where it does not)
_values = st.floats(-1, 1, width=32)
_tree: st.SearchStrategy[Node] = st.recursive(
    _values, lambda inner: st.tuples(st.integers(0, 2), st.sampled_from([-1.0, 0.0, 0.5]), inner, inner), max_leaves=8
)


def leaves_of(node: Node) -> list[float]:
    return [*leaves_of(node[2]), *leaves_of(node[3])] if isinstance(node, tuple) else [node]


def conditions_of(node: Node, first: int = 0) -> list[tuple[int, float, int]]:
    """Feature, threshold, and the leaves that stay where it does not hold."""
    if not isinstance(node, tuple):
        return []
    left = len(leaves_of(node[2]))
    mask = 0xFFFF & ~(((1 << left) - 1) << first)
    own = (node[0], node[1], mask)
    return [own, *conditions_of(node[2], first), *conditions_of(node[3], first + left)]


def value_of(node: Node, column: list[float]) -> float:
    while isinstance(node, tuple):
        node = node[2] if column[node[0]] <= node[1] else node[3]
    return float(node)


def trees_of(nodes: list[Node]) -> Trees:
    conditions = [conditions_of(node) for node in nodes]
    flat = [condition for tree in conditions for condition in tree]
    padded = [leaves_of(node) + [0.0] * (MOST_LEAVES - len(leaves_of(node))) for node in nodes]
    return Trees(
        feature=np.array([c[0] for c in flat], dtype=np.int32),
        threshold=np.array([c[1] for c in flat], dtype=np.float32),
        masks=np.array([c[2] for c in flat], dtype=np.uint16),
        first=np.cumsum([0, *map(len, conditions[:-1])]).astype(np.int32),
        leaves=np.array(padded, dtype=np.float32),
    )


@settings(deadline=None, max_examples=50)
@given(
    st.lists(_tree.filter(lambda node: isinstance(node, tuple)), min_size=13, max_size=20),
    st.lists(
        st.lists(st.sampled_from([-2.0, -1.0, 0.0, 0.25, 0.5, 9.0]), min_size=3, max_size=3), min_size=1, max_size=9
    ),
)
def test_trees_are_what_one_gets_by_walking_down_each(nodes: list[Node], columns: list[list[float]]) -> None:
    odds = trees_of(nodes).odds(np.array(columns, dtype=np.float32).T)
    for column, found in zip(columns, odds.tolist(), strict=True):
        values = [value_of(node, column) for node in nodes]
        early = sum(values[:12])
        if abs(early - _HOPELESS) > 1e-3:
            assert found == pytest.approx(early if early < _HOPELESS else sum(values), abs=1e-4)


def test_the_early_stop_spares_no_block_that_is_the_storys() -> None:
    assert STORY > _HOPELESS
    never, always = (0, 0.0, -0.2, -0.2), (0, 0.0, 5.0, 5.0)
    trees = trees_of([*[never] * 12, always])
    assert trees.odds(np.zeros((1, 1), dtype=np.float32)).tolist() == pytest.approx([-2.4])


@pytest.mark.parametrize("blocks", [1, 999, 1000, 1001, 2500])
def test_many_blocks_are_judged_as_few_are(blocks: int) -> None:
    generator = np.random.default_rng(blocks)
    matrix = generator.normal(size=(len(builtin().features), blocks)).astype(np.float32)
    trees = builtin().trees
    odds = trees.odds(matrix)
    some = sorted({0, blocks // 2, blocks - 1})
    assert odds[some].tolist() == pytest.approx([float(trees.odds(matrix[:, [i]])[0]) for i in some], abs=1e-4)
