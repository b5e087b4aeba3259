"""The compiled look at a page's tags lets pass what the other one does, and nothing else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from endmark import InputError
from endmark.reading import guards
from endmark.reading.guards import DEFAULT, Limits, guard, surely_keeps

PIECES = (
    "< > / ' \" = - ! ? \0 a B x=1 x='>' y=\"<b>\" =z <a </a <p> </p> </p/> <br/> </br> <B> <b> </b> <b@i=1> "
    "<i> </i> <tt> <td> </td> <tr> <table> </table> <caption> <object> </object> <template> <svg> <SVG> "
    "</svg> <svg/> <math> </math> <mi> </mi> <mi/> <desc> <title> </title> <TITLE/> <font> <font@color> "
    "<style> </style> </STYLE <script> </script> <script@/> </script/> <!-- --> --!> <!--> <!---> <!- <!x "
    "<?x </> </! </é <x-é> <é <![CDATA[ ]]> <select> </select> <select/> <textarea> </textarea> <xmp> "
    "<iframe> <plaintext> <path/> <g> </g> <col> <foreignObject> </foreignObject> <annotation-xml> "
    "<x@y@z> <hr/@/> <h2/x>"
).split()
PAGES = st.lists(st.sampled_from(PIECES), max_size=40).map(lambda pieces: "".join(pieces).replace("@", " "))
NAMES = "".join(f"<x{number}></x{number}>" for number in range(3_000))


def keeps(page: bytes, limits: Limits) -> bool:
    """Whether the look in Python finds nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guards, "_NAMES", None)
        try:
            guard(page, limits)
        except InputError:
            return False
        return True


@given(PAGES, st.builds(Limits, tags=st.integers(0, 30), nested=st.integers(0, 9), attributes=st.integers(0, 3)))
@example("<b x='", Limits(tags=1))
@example("<svg><title>a</title", Limits(tags=2))
@example("<script><!--<script></script>--><p></script><p>", Limits(tags=3))
def test_tags(page: str, limits: Limits) -> None:
    data = page.encode()
    with pytest.MonkeyPatch.context() as patch:
        for reopened in (40, guards.MOST_REOPENED):
            patch.setattr(guards, "MOST_REOPENED", reopened)
            assert surely_keeps(data, limits) == keeps(data, limits)


@pytest.mark.parametrize("page", [NAMES, f"<b x='{'y' * 5_000}'>x"], ids=["names", "long attributes"])
def test_what_is_not_certain_is_looked_at_once_more(page: str) -> None:
    limits = Limits(tags=DEFAULT.tags - 1)
    assert not surely_keeps(page.encode(), limits)
    guard(page.encode(), limits)


def test_limits_of_any_size() -> None:
    assert surely_keeps(b"<p>", Limits(tags=10**30, nested=10**30, attributes=10**30))
    assert surely_keeps(b"", Limits(tags=0, nested=0, attributes=0))
