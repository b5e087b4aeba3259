"""What is compiled of a page's walk does as the plain Python that it is made of."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from endmark.page import Page
from endmark.reading import walking

_SPACES = "".join(char for char in map(chr, range(sys.maxunicode + 1)) if char.isspace())
_LETTERS = _SPACES + "    ab\x00\x1b\x7f\x80\u00e9\u200b\u20ac\ud800\U0001d11e"
_TAGS = "p div b a li td span br img script table h1 x-card math select body svg template".split()
_ATTRIBUTES = (
    "",
    " class=c",
    " id=i",
    " class id='  '",
    " class=' a\tb ' id=i lang=en",
    " hidden",
    " style=DISPLAY:none",
)
_TEXTS = ("", " ", "\n", "word", " two  words\n", "\u00a0", "&#x1d11e;", "&#x0c;", "<!-- not -->", "\x00")


@pytest.fixture(scope="module", name="plain")
def plain_module() -> ModuleType:
    """The module as it is where nothing is compiled."""
    spec = spec_from_file_location("plain_walking", Path(walking.__file__).parent / "walking.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "endmark.native.nodes", None)
        patch.delattr("endmark.native.nodes", raising=False)
        spec.loader.exec_module(module)
    assert module.native is None
    return module


@st.composite
def _pages(draw: st.DrawFn) -> str:
    tags = st.tuples(st.sampled_from(("<", "</")), st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES))
    pieces = draw(st.lists(st.one_of(tags.map(lambda tag: f"{''.join(tag)}>"), st.sampled_from(_TEXTS)), max_size=60))
    return "".join(pieces)


@given(_pages())
def test_walks(plain: ModuleType, html: str) -> None:
    parser = LexborHTMLParser(html)
    assert _seen(walking.walk(parser)) == _seen(plain.walk(parser))


def _seen(page: Page) -> tuple[object, ...]:
    """All that a walk has found, with nodes by their numbers."""
    blocks = page.blocks
    nodes = [[node.mem_id for node in made_of] for made_of in blocks.nodes]
    pictures = [(place, node.mem_id) for place, node in page.pictures]
    columns = (blocks.texts, blocks.elements, blocks.linked, blocks.strong, blocks.gaps)
    return page.elements, columns, nodes, pictures


@given(st.lists(st.text(st.sampled_from(_LETTERS), max_size=12), max_size=4))
def test_white_space(plain: ModuleType, texts: list[str]) -> None:
    compiled, said = walking.spaced_once(texts), plain.spaced_once(texts)
    assert (compiled, hash(compiled), sys.getsizeof(compiled)) == (said, hash(said), sys.getsizeof(said))
