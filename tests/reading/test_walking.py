"""What a tag does does not hang on whether the parser has a number for it."""

import pytest

from endmark import read


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>x<msup>2</msup> is<mrow> y</mrow>", "x2 is y", id="inline, without a fixed number"),
        pytest.param("one<x-card>two</x-card>three", "one\n\ntwo\n\nthree", id="of a page's own"),
        pytest.param("<p>one<!-- not --><?not?> two", "one two", id="comments"),
        pytest.param("<p>a<br>b<br><br>c", "a\nb\n\nc", id="line ends"),
        pytest.param("<p>one <svg><text>not</text></svg>two<img alt=not> three", "one two three", id="left out"),
        pytest.param("<p>one<span hidden> not</span><b style='DISPLAY: none'> nor</b> two", "one two", id="hidden"),
    ],
)
def test_what_tags_do(html: str, text: str) -> None:
    assert [read(page, html=True).text for page in (html, f"<x-other></x-other>{html}")] == [text] * 2
