"""What two results of one text cut differently."""

from hypothesis import given, settings
from hypothesis import strategies as st

from endmark.model import Cut, Document, Kind, Position, Result, Segment
from endmark.reading import read
from endmark.replaying import Sort
from endmark.replaying.changes import changes

TEXT = "Top\nOne.\nBox\nTwo.\nEnd"
Cuts = list[tuple[int, int, Kind]]


def result(cuts: Cuts, text: str = TEXT) -> Result:
    """A result with these cuts, in order and apart."""
    document: Document = read(text)
    segments, end = [], 0
    for start, stop, kind in cuts:
        if end < start:
            segments.append(Segment(start=end, end=start, text=text[end:start]))
        place = Position.HEAD if not start else Position.TAIL if stop == len(text) else Position.INSET
        cut = Cut(start=start, end=stop, kind=kind, rule="a/b", file="a", reason="r")
        segments.append(Segment(start=start, end=stop, text=text[start:stop], cut=cut, position=place))
        end = stop
    if end < len(text) or not segments:
        segments.append(Segment(start=end, end=len(text), text=text[end:]))
    return Result(document=document, segments=tuple(segments))


def told(old: Cuts, new: Cuts) -> list[tuple[Sort, str]]:
    return [(change.sort, change.text) for change in changes(result(old), result(new))]


def test_each_sort_of_change() -> None:
    box, end = TEXT.index("Box"), TEXT.index("End")
    tags, ad = Kind.TAGS, Kind.AD_MARKER
    assert told([], [(box, box + 4, tags)]) == [(Sort.CUT_INSIDE, "Box\n")]
    assert told([], [(0, 4, tags), (end, end + 3, tags)]) == [(Sort.CUT_AT_EDGE, "Top\n"), (Sort.CUT_AT_EDGE, "End")]
    assert told([(box, box + 4, tags)], []) == [(Sort.LEFT, "Box\n")]
    assert told([(box, box + 4, tags)], [(box, box + 4, ad)]) == [(Sort.RENAMED, "Box\n")]
    assert told([(box, box + 4, tags)], [(box, box + 4, tags)]) == []


def test_only_what_is_more_than_before_is_new() -> None:
    box, two = TEXT.index("Box"), TEXT.index("Two")
    assert told([(box, box + 3, Kind.TAGS)], [(box, two, Kind.TAGS)]) == []  # a line end is no change
    assert told([(box, two, Kind.TAGS)], [(box, two + 5, Kind.TAGS)]) == [(Sort.CUT_INSIDE, "Two.\n")]


@st.composite
def cuts(draw: st.DrawFn) -> Cuts:
    edges = sorted(draw(st.sets(st.integers(0, len(TEXT)), max_size=8)))
    kinds = st.sampled_from([Kind.TAGS, Kind.AD_MARKER])
    return [(s, e, draw(kinds)) for s, e in zip(edges[::2], edges[1::2], strict=False)]


@settings(deadline=None)
@given(cuts(), cuts())
def test_every_character_that_differs_is_told_once_and_no_other(old: Cuts, new: Cuts) -> None:
    def kinds(given: Cuts) -> list[Kind | None]:
        found: list[Kind | None] = [None] * len(TEXT)
        for start, end, kind in given:
            found[start:end] = [kind] * (end - start)
        return found

    differ = [i for i, (a, b) in enumerate(zip(kinds(old), kinds(new), strict=True)) if a is not b]
    found = [i for change in changes(result(old), result(new)) for i in range(change.start, change.end)]
    assert len(found) == len(set(found))
    assert set(found) <= set(differ)
    assert {i for i in differ if not TEXT[i].isspace()} <= set(found)
