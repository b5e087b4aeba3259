"""What holds for every text, however odd: nothing lost, nothing altered, nothing cut twice."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from endmark import Result, RuleBook, strip
from endmark.folding import fold, fold_character, letters_of
from endmark.reading import read

APPEAL = """A Message from the Harbour Gazette:
Dear readers,
We are facing a hard winter. The harbour board has called our reporting "one-sided" and taken away our desk.
We, the reporters of the Harbour Gazette, go on all the same. But to do so, we need your help.
If you can, please support us monthly starting from just £2. Thank you for standing with us.
Remind me later."""
STORY = """The ferry to the outer islands will stop in spring, the ministry said on Wednesday.
“We close nothing lightly,” a spokeswoman told reporters. “An empty ship burns as much oil as a full one.”
The council of the islands will go to court (agency)."""
LAST_TOLD_APART = "\U0001ffff"  # folding takes all characters beyond the first two planes for one
URL = "https://www.harbour.example/2024/05/03/ferry"
Site = dict[str, Any]

SITE: Site = {
    "site": "Harbour Gazette",
    "hosts": ["harbour.example"],
    "fingerprints": ["A Message from the Harbour Gazette"],
    "rules": [
        {"id": "appeal", "kind": "donation_appeal", "passage": APPEAL},
        {
            "id": "appeal-reworded",
            "kind": "donation_appeal",
            "from": "A Message from the Harbour Gazette",
            "through": ["Remind me later.", "Thank you for standing with us."],
            "otherwise": "last-known",
        },
        {"id": "support", "kind": "donation_appeal", "line": "Support the Harbour Gazette!"},
        {"id": "more", "kind": "related_links", "heading": "Read more"},
        {"id": "agency", "kind": "agency_credit", "suffix": {"regex": r"\(agency\)"}},
        {"id": "place", "kind": "agency_credit", "prefix": "HARBOUR TOWN —"},
        {"id": "quoted", "keep": "An empty ship burns as much oil as a full one."},
    ],
}
OTHER_SITE: Site = {
    "site": "Quagga Courier",
    "hosts": ["quagga.example"],
    "fingerprints": ["A Note from the Quagga Courier"],
    "rules": [
        {
            "id": "note",
            "kind": "newsletter",
            "passage": "The quagga is gone.\nIts courier is not.",
        },
        {"id": "reader", "kind": "donation_appeal", "from": "Dear readers,", "otherwise": "end"},
        {"id": "ferry", "kind": "tags", "line": "Remind me later."},
        {"id": "court", "kind": "end_mark", "suffix": "."},
    ],
}


def _book(folder: Path, *sites: Site) -> RuleBook:
    (folder / "sites").mkdir()
    for site in sites:
        path = folder / "sites" / f"{site['hosts'][0]}.yaml"
        path.write_text(json.dumps(site), encoding="utf-8")
    return RuleBook.only(folder)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    return _book(tmp_path_factory.mktemp("one"), SITE)


@pytest.fixture(scope="module")
def bigger_book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    return _book(tmp_path_factory.mktemp("two"), SITE, OTHER_SITE)


def _pieces(text: str) -> st.SearchStrategy[str]:
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return ends.map(lambda ends: text[min(ends) : max(ends)])


def _whole_lines(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from(text.splitlines())


_SEPARATORS = [
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "",
    "\n> ",
    "\n- ",
    "\u2028",
    "\x85",
    "\x0b",
    "\t",
    "\xa0",
    "\ufeff",
]
_FURNITURE = ["Support the Harbour Gazette!", "Read more", "(agency)", "HARBOUR TOWN — "]
_SIGNS = ["“", "”", '"', "said:", "…", ">", "‘", "’", "."]
_ODD = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_ODD_SIGNS = "\u0301\u00ad\u200b\u200d\ufeff\u0000\u001b\u202e\ufb01\u0130ßẞı한か゛ﬃ"
_MARKS = st.text(st.sampled_from(_ODD_SIGNS), max_size=5)
_CHUNK = st.one_of(
    st.just(APPEAL),
    _whole_lines(APPEAL),
    _whole_lines(APPEAL),
    _pieces(APPEAL),
    _whole_lines(STORY),
    _whole_lines(STORY),
    _pieces(STORY),
    st.sampled_from(_FURNITURE + _SIGNS),
    _ODD,
    _MARKS,
)


def _joined(pairs: list[tuple[str, str]]) -> str:
    return "".join(chunk + separator for chunk, separator in pairs)


texts = st.lists(st.tuples(_CHUNK, st.sampled_from(_SEPARATORS)), max_size=12).map(_joined)
odd_texts = st.one_of(texts, _ODD, st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
quick = settings(
    deadline=None,
    max_examples=250,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _spans(result: Result) -> list[tuple[int, int, str | None]]:
    return [(s.start, s.end, s.cut.rule if s.cut else None) for s in result.segments]


@quick
@given(text=odd_texts)
def test_segments_partition_the_text(book: RuleBook, text: str) -> None:
    result = strip(text, url=URL, book=book)
    assert result.document.text == text
    assert "".join(segment.text for segment in result.segments) == text
    starts = [segment.start for segment in result.segments]
    assert [*starts, len(text)] == [0, *(segment.end for segment in result.segments)] or not text
    for segment in result.segments:
        assert segment.start < segment.end or not text
        assert segment.text == text[segment.start : segment.end]


@quick
@given(text=odd_texts)
def test_the_body_is_every_segment_that_is_kept(book: RuleBook, text: str) -> None:
    result = strip(text, url=URL, book=book)
    assert result.body == "".join(segment.text for segment in result.segments if segment.cut is None)
    kept = strip(text, url=URL, book=book, keep={segment.cut.kind for segment in result.removed if segment.cut})
    assert kept.body == text


@quick
@given(text=odd_texts)
def test_stripping_a_stripped_body_changes_nothing(book: RuleBook, text: str) -> None:
    body = strip(text, url=URL, book=book).body
    again = strip(body, url=URL, book=book)
    assert again.body == body
    assert again.removed == ()


@quick
@given(text=odd_texts)
def test_another_sites_rules_change_nothing(book: RuleBook, bigger_book: RuleBook, text: str) -> None:
    assert _spans(strip(text, url=URL, book=book)) == _spans(strip(text, url=URL, book=bigger_book))
    assert _spans(strip(text, book=book)) == _spans(strip(text, book=bigger_book))


@quick
@given(text=odd_texts)
def test_a_host_that_no_rule_names_is_as_good_as_none(book: RuleBook, text: str) -> None:
    elsewhere = strip(text, url="https://elsewhere.example/", book=book)
    assert _spans(elsewhere) == _spans(strip(text, book=book))
    if elsewhere.site is None:
        assert elsewhere.body == text


@quick
@given(text=odd_texts)
def test_bytes_are_judged_as_their_text(book: RuleBook, text: str) -> None:
    from_text = strip(text, url=URL, book=book)
    marked = strip(b"\xef\xbb\xbf" + text.encode(), url=URL, book=book)
    assert marked.document.text == text
    assert _spans(marked) == _spans(from_text)
    wide = strip(read(text.encode("utf-16-le"), charset="utf-16-le"), url=URL, book=book)
    assert wide.document.text == text or text.startswith("\ufeff")
    if not text.startswith(("\ufeff", "\ufffe")):
        assert strip(text.encode(), url=URL, book=book).body == from_text.body


@quick
@given(text=odd_texts)
def test_blocks_lie_in_order_and_leave_out_nothing_but_line_ends(text: str) -> None:
    last = 0
    for block in read(text).blocks:
        assert last <= block.start <= block.left <= block.right <= block.end <= len(text)
        assert block.start < block.end
        between = text[last : block.start]
        assert not any(c.isalnum() for c in between)
        assert len(text[block.start : block.end].splitlines()) == 1
        last = block.end
    assert not any(c.isalnum() for c in text[last:])


@quick
@given(text=odd_texts)
def test_folding_keeps_its_offsets(text: str) -> None:
    folded = fold(text)
    starts = folded.starts.tolist()
    assert len(starts) == len(folded.text) + 1
    assert starts[-1] == len(text)
    assert starts == sorted(set(starts[:-1])) + starts[-1:]
    for i, char in enumerate(folded.text):
        original = text[starts[i]]
        assert fold_character(original) == char or original == "\x00" or original > LAST_TOLD_APART
        assert folded.index(starts[i]) == i
        assert folded.span(i, i + 1) == (starts[i], starts[i + 1])


@quick
@given(text=odd_texts)
def test_folding_drops_only_what_says_nothing(text: str) -> None:
    kept = set(fold(text).starts.tolist())
    for i, char in enumerate(text):
        if i not in kept:
            assert fold_character(char) in {"", " ", "."}


@quick
@given(text=odd_texts)
def test_letters_keep_their_offsets(text: str) -> None:
    letters = letters_of(text)
    assert len(letters.text) == len(letters.at) == len(letters.codes)
    assert np.all(np.diff(letters.at) > 0)
    for letter, at in zip(letters.text, letters.at.tolist(), strict=True):
        assert fold_character(text[at]) == letter or text[at] > LAST_TOLD_APART


@quick
@given(text=odd_texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@quick
@given(text=texts, other=texts)
def test_texts_do_not_know_of_each_other(book: RuleBook, text: str, other: str) -> None:
    """No state is left behind by a text before."""
    first = _spans(strip(text, url=URL, book=book))
    strip(other, url=URL, book=book)
    assert _spans(strip(text, url=URL, book=book)) == first


@quick
@given(text=odd_texts)
def test_the_answer_is_plain_json(book: RuleBook, text: str) -> None:
    answer = strip(text, url=URL, book=book).as_dict()
    assert json.loads(json.dumps(answer)) == answer
    assert answer["length"] == len(text)
    for removed in answer["removed"]:
        assert removed["text"] == text[removed["start"] : removed["end"]]
