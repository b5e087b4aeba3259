"""What holds for every text that the generic rules judge: nothing is lost, nothing is cut twice, no story is cut."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from endmark import Result, RuleBook, strip
from endmark.judging.sheet import Sheet
from endmark.reading import read
from endmark.rules.compiling import patterns

quick = settings(deadline=None, max_examples=150, derandomize=True)
FILLED = {"number": "24", "year": "2024", "time": "7:45", "amount": "€5", "email": "ann@example.org"}
PARAGRAPHS = [
    "The council met on Monday and closed the old bridge over the river for the whole of the winter, the mayor said.",
    "“Nobody had asked the people who live on the other side,” Ann Lee told the paper, “and they cross it every day.”",
    "Die Brücke bleibt geschlossen, bis das Eis gegangen ist, und das kann in diesem Tal bis Ende April dauern.",
    "Мост останется закрытым, пока не сойдёт лёд, а в этой долине это может продолжаться до конца апреля, сказал мэр.",
    "市議会は月曜日に会合を開き、川にかかる古い橋を冬の間ずっと閉鎖することを決めたと、市長が記者団に述べた。",
    "구의회는 월요일에 회의를 열어 강을 건너는 오래된 다리를 겨울 내내 닫기로 결정했다고 시장이 기자들에게 말했다.",
    "नगर परिषद ने सोमवार को बैठक की और नदी पर बने पुराने पुल को पूरी सर्दियों के लिए बंद करने का निर्णय लिया।",
    "اجتمع المجلس يوم الاثنين وقرر إغلاق الجسر القديم فوق النهر طوال فصل الشتاء كما قال رئيس البلدية للصحفيين.",
    "She smiled.",
    "A heading of the story",
]
SEPARATORS = ["\n", "\n\n", "\r\n", "\n> ", "\n- ", "\u2028", "\n\u200b\n", " "]


@cache
def furniture() -> list[str]:
    """What the built-in generic phrases name, with something in the place of their variables."""
    return [
        re.sub(r"\{(\w+)\}", lambda variable: FILLED.get(variable[1], "Ann Lee"), literal)
        for file in RuleBook.builtin().files
        if file.is_generic
        for rule in file.model.rules
        for value in (getattr(rule, rule.verb if rule.verb != "from" else "from_"), rule.through)
        for literal in patterns(value)
        if isinstance(literal, str)
    ]


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
any_line = st.deferred(lambda: st.sampled_from(furniture()))
chunks = st.one_of(st.sampled_from(PARAGRAPHS), any_line, any_line, st.text(max_size=8))
joined = st.lists(st.tuples(chunks, st.sampled_from(SEPARATORS)), max_size=14).map(
    lambda pairs: "".join(chunk + separator for chunk, separator in pairs)
)
story_and_furniture = st.tuples(
    st.lists(any_line, max_size=3),
    st.lists(st.sampled_from(PARAGRAPHS[:8]), min_size=2, max_size=6),
    st.lists(any_line, max_size=6),
).map(lambda parts: "\n".join(line for part in parts for line in part))
texts = st.one_of(any_text, joined, story_and_furniture)


def judged(text: str) -> Result:
    return strip(read(text))


@quick
@given(text=texts)
def test_segments_partition_the_text(text: str) -> None:
    result = judged(text)
    assert "".join(segment.text for segment in result.segments) == text
    assert [s.start for s in result.segments][1:] == [s.end for s in result.segments][:-1]
    for segment in result.segments:
        assert segment.text == text[segment.start : segment.end]
        assert segment.cut is None or segment.start <= segment.cut.start < segment.cut.end <= segment.end
    for refusal in result.refused:
        assert 0 <= refusal.cut.start < refusal.cut.end <= len(text)


@quick
@given(text=texts)
def test_stripping_twice_is_stripping_once(text: str) -> None:
    body = judged(text).body
    again = judged(body)
    assert again.body == body
    assert again.removed == ()


@quick
@given(text=texts)
def test_what_the_caller_keeps_stays(text: str) -> None:
    kinds = {segment.cut.kind for segment in judged(text).removed if segment.cut}
    kept = strip(text, keep=kinds)
    assert not any(segment.cut and segment.cut.kind in kinds for segment in kept.removed)
    if not kept.removed:
        assert kept.body == text


@quick
@given(text=texts)
def test_judging_has_no_memory(text: str) -> None:
    assert judged(text).as_dict() == judged(text).as_dict()


long_sentences = st.lists(st.sampled_from(PARAGRAPHS[:8]), min_size=1, max_size=12)


@quick
@given(paragraphs=long_sentences, separator=st.sampled_from(["\n", "\n\n", "\r\n", "\n \n"]))
def test_a_text_of_long_sentences_is_returned_whole(paragraphs: list[str], separator: str) -> None:
    text = separator.join(paragraphs)
    result = judged(text)
    assert result.body == text
    assert result.removed == ()


words = st.sampled_from("council bridge river winter mayor valley April paper night people other through until".split())


@quick
@given(st.lists(st.lists(words, min_size=16, max_size=60).map(" ".join), min_size=1, max_size=10))
def test_long_sentences_of_whatever_words_are_returned_whole(sentences: list[str]) -> None:
    text = "\n".join(f"The {sentence} it was." for sentence in sentences)
    assert judged(text).body == text


@pytest.mark.parametrize(
    "text", ["", "\n\n", ">", "- ", "***", "\u200b\n\u200b", "\0", "“", "©", ":", "24", "\U0002f800"]
)
def test_texts_of_next_to_nothing_are_no_trouble(text: str) -> None:
    result = judged(text)
    assert "".join(segment.text for segment in result.segments) == text


def test_every_furniture_line_is_a_phrase_that_the_built_in_rules_find() -> None:
    generic = RuleBook.builtin().generic
    assert generic is not None
    assert len(furniture()) > 1000
    assert len(Sheet(read("\n".join(furniture()))).blocks) >= len(furniture()) - 50
