"""Phrases and the blocks that say them: words, gaps, colons, and the scripts of the world."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from endmark import RuleBook
from endmark.judging.generic.layout import lay_out
from endmark.judging.generic.phrasebook import Heard, Phrase, Phrasebook, words_by_block, words_of, words_of_lines
from endmark.judging.sheet import Origin, Sheet
from endmark.reading import read

BookOf = Callable[[dict[str, str]], RuleBook]
quick = settings(deadline=None, max_examples=200, derandomize=True)
western = st.characters(max_codepoint=0x17F, exclude_characters="\n") | st.sampled_from("’“”–—…€:©")
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def phrasebook(book: BookOf, *literals: str) -> Phrasebook:
    """A book in which each phrase is a rule of its own: `en/rule-0` and so on."""
    rules = "".join(f"- {{id: rule-{i}, kind: tags, line: {literal!r}}}\n" for i, literal in enumerate(literals))
    generic = book({"generic/en.yaml": f"rules:\n{rules}"}).generic
    assert generic is not None
    return generic.phrases


def found(phrases: Phrasebook, *blocks: str) -> list[int | None]:
    """The number of the phrase that each block says."""
    said = phrases.find([words_of(block) for block in blocks])
    return [None if phrase is None else int(phrase.rule.removeprefix("en/rule-")) for phrase in said]


def phrase(*pieces: str, gaps: tuple[int, ...], rule: str = "en/a") -> Phrase:
    return Phrase(pieces, gaps, rule, terms=None)


# A phrase, then what says it, then what does not.
CASES: dict[str, tuple[str, list[str], list[str]]] = {
    "a whole line": (
        "Read more stories",
        [
            "Read more stories",
            "READ MORE STORIES!",
            "» Read more – stories…",
            "Read\u00a0more stories:",
            "Réad more stories",
        ],
        ["Read more stories here", "Please read more stories", "Read more", "Readmore stories", "stories more read"],
    ),
    "an opening": (
        "Sign up for our {any}",
        ["Sign up for our newsletter", "sign up for our daily mail, free of charge", "Sign up for our"],
        ["Please sign up for our newsletter", "Sign up for ourselves", "Sign up"],
    ),
    "an ending": (
        "{any} straight to your inbox",
        ["The news straight to your inbox", "All of it, straight to your inbox!", "straight to your inbox"],
        ["Straight to your inbox and ours", "Backstraight to your inbox"],
    ),
    "what is inside": (
        "{any} committed to a lively forum {any}",
        ["The paper is committed to a lively forum for all", "We are committed to a lively forum."],
        ["The paper is committed to a forum that is lively", "committed to a lively forums"],
    ),
    "two ends": (
        "Follow {name} on Mastodon",
        ["Follow Ann Lee on Mastodon", "Follow us on Mastodon."],
        ["Follow Ann Lee on Mastodon today", "Please follow Ann Lee on Mastodon", "Follow Ann Lee Mastodon"],
    ),
    "three pieces": (
        "Looking for {any}? Find {any} here",
        ["Looking for work? Find your job here", "Looking for a house in the hills? Find one here"],
        ["Looking for work? Search your job here", "Find work here. Looking for more?"],
    ),
    "a colon behind a phrase": (
        "Read more: {any}",
        ["Read more: the bridge opens", "Read more : the bridge opens", "READ MORE： The bridge", "Read more:"],
        ["Read more about the bridge", "Read more", "Read: more"],
    ),
    "a colon that the block lacks": ("Share this:", ["Share this:", "Share this", "share this :"], ["Share this: now"]),
    "a colon that the phrase lacks": ("Share this", ["Share this:", "Share this"], ["Share this: now"]),
    "a colon within a phrase": ("Tags: all of them", ["Tags: all of them"], ["Tags all of them"]),
    "copyright": (
        "© {year} Gazette {any}",
        ["© 2024 Gazette Ltd", "ⓒ 2024 Gazette Ltd", "©2019 Gazette. All rights reserved", "© Gazette Ltd"],
        ["2024 Gazette Ltd", "Copyright 2024 Gazette Ltd"],
    ),
    "a circled phrase": ("ⓒ Gazette {any}", ["© Gazette", "ⓒ Gazette", "ⓒ2024 Gazette"], ["(c) Gazette", "Gazette"]),
    "digits": (
        "Give {amount} today, 24 hours a day",
        ["Give 5 today, 24 hours a day", "Give €5.50 today, 7 hours a day", "Give today hours a day"],
        ["Give today, all hours of the day"],
    ),
    "figures": (
        "{number} comments on this",
        ["25 comments on this", "1,000 comments on this", "comments on this (3)"],
        ["Many comments on this"],
    ),
    "Japanese": (
        "関連記事はこちら{any}",
        ["関連記事はこちら", "関連記事はこちらから", "【関連記事はこちら】"],
        ["この関連記事はこちら", "関連記事"],
    ),
    "Japanese, an ending": ("{any}を読む", ["記事の続きを読む", "を読む。"], ["記事の続きを読む人"]),
    "Japanese, inside": (
        "{any}無断転載を禁じます{any}",
        ["記事の無断転載を禁じます。", "無断転載を禁じます（編集部）"],
        ["無断の転載を禁じます"],
    ),
    "Japanese, two pieces": ("写真は{any}提供", ["写真は市役所提供", "写真は 市役所 提供"], ["写真は市役所提供の品"]),
    "Chinese": ("责任编辑：{name}", ["责任编辑：张三", "责任编辑: 张三"], ["责任编辑张三说", "这位责任编辑：张三"]),
    "Korean": (
        "{name} 기자 {email}",
        ["홍길동 기자 hong@example.org", "홍길동 기자"],
        ["홍길동 기자가 말했다", "홍길동기자 hong@example.org"],
    ),
    "Korean, whole": (
        "무단 전재 및 재배포 금지",
        ["무단 전재 및 재배포 금지", "<무단 전재 및 재배포 금지>"],
        ["무단전재 및 재배포 금지"],
    ),
    "Hindi": (
        "यह भी पढ़ें: {any}",
        ["यह भी पढ़ें: पुल बंद हुआ", "यह भी पढ़ें : पुल", "यह भी पढ़ें:"],
        ["पढ़ें: पुल", "आप यह भी पढ़ें: पुल"],
    ),
    "Arabic": (
        "اقرأ أيضا: {any}",
        ["اقرأ أيضا: الجسر مغلق", "اقرا ايضا: الجسر", "إقرأ أيضا : الجسر"],
        ["اقرأ أيضا", "كما اقرأ أيضا: الجسر"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_blocks_say_a_phrase(name: str, book: BookOf) -> None:
    literal, saying, _ = CASES[name]
    phrases = phrasebook(book, literal)
    assert {block: found(phrases, block)[0] for block in saying} == dict.fromkeys(saying, 0)
    assert found(phrases, *saying) == [0] * len(saying)


@pytest.mark.parametrize("name", CASES)
def test_blocks_do_not_say_a_phrase(name: str, book: BookOf) -> None:
    literal, _, silent = CASES[name]
    phrases = phrasebook(book, literal)
    assert {block: found(phrases, block)[0] for block in silent} == dict.fromkeys(silent)
    assert found(phrases, *silent) == [None] * len(silent)


@pytest.mark.parametrize(
    ("variable", "room"),
    [("any", 400), ("name", 60), ("date", 40), ("amount", 20), ("email", 60), ("url", 100)],
)
def test_a_gap_has_its_room_and_no_more(variable: str, room: int, book: BookOf) -> None:
    phrases = phrasebook(
        book, f"Read on and on {{{variable}}}", f"{{{variable}}} all there is", f"Begin {{{variable}}} end of it"
    )
    for before, after, number in (("Read on and on ", "", 0), ("", " all there is", 1), ("Begin ", " end of it", 2)):
        fits, too_long = "x" * (room - (number == 2)), "x" * (room + 1)  # between pieces a second space takes its room
        assert found(phrases, f"{before}{fits}{after}", f"{before}{too_long}{after}") == [number, None]


@pytest.mark.parametrize("variable", ["number", "year", "time"])
def test_figures_leave_no_room_for_words(variable: str, book: BookOf) -> None:
    phrases = phrasebook(book, f"Open since {{{variable}}} without a break")
    assert found(phrases, "Open since 1.900 without a break", "Open since noon without a break") == [0, None]


def test_variables_in_a_row_add_their_room(book: BookOf) -> None:
    phrases = phrasebook(book, "Written and edited by {name} {name}")
    assert found(phrases, f"Written and edited by {'x' * 120}", f"Written and edited by {'x' * 123}") == [0, None]


@pytest.mark.parametrize("literal", ["{any} columnist {any}", "columnist {any}", "{any} columnist"])
def test_a_single_word_is_a_phrase_only_around_little_text(literal: str, book: BookOf) -> None:
    phrases = phrasebook(book, literal)
    before, after = literal.startswith("{"), literal.endswith("}")

    def around(letters: int) -> str:
        return f"{'x' * letters * before} columnist {'x' * letters * after}"

    assert found(phrases, around(40), around(42)) == [0, None]


@pytest.mark.parametrize("literal", ["Tags: {any}", "© {any}", "Datenschutzerklärung {any}", "two words {any}"])
def test_a_colon_a_long_word_or_a_second_one_makes_room(literal: str, book: BookOf) -> None:
    phrases = phrasebook(book, literal)
    said = literal.replace("{any}", "")
    assert found(phrases, said + "x" * 400, said + "x" * 402) == [0, None]


@pytest.mark.parametrize("order", [1, -1])
def test_of_phrases_that_begin_alike_the_longest_wins(order: int, book: BookOf) -> None:
    literals = ["Sign up for {any}", "Sign up for our {any}", "Sign up for our daily {any}"][::order]
    named = [literals[number or 0] for number in found(phrasebook(book, *literals), "Sign up for our daily mail")]
    assert named == ["Sign up for our daily {any}"]


@pytest.mark.parametrize("order", [1, -1])
def test_of_phrases_that_end_alike_the_longest_wins(order: int, book: BookOf) -> None:
    literals = ["{any} your inbox", "{any} straight to your inbox"][::order]
    named = [literals[number or 0] for number in found(phrasebook(book, *literals), "News straight to your inbox")]
    assert named == ["{any} straight to your inbox"]


def test_whole_lines_win_over_openings_and_these_over_what_is_inside(book: BookOf) -> None:
    phrases = phrasebook(book, "{any} of our {any}", "Sign up for our {any}", "Sign up for our newsletter")
    said = ("Sign up for our newsletter", "Sign up for our paper of our town", "The news of our town")
    assert found(phrases, *said) == [2, 1, 0]


def test_of_two_rules_with_one_phrase_the_first_wins(book: BookOf) -> None:
    assert found(phrasebook(book, "Read more", "READ MORE!"), "Read more") == [0]


def test_blocks_without_words_say_nothing(book: BookOf) -> None:
    assert found(phrasebook(book, "{any} all of it {any}", "Read more"), "", "***", "24", ":", "—:") == [None] * 5


def test_what_was_heard_is_not_looked_up_again(book: BookOf, monkeypatch: pytest.MonkeyPatch) -> None:
    phrases, whole = phrasebook(book, "Share this {any}"), Sheet(read("Share this article"))
    looked_up: list[str] = []
    says = Phrase.says

    def noted(phrase: Phrase, said: str) -> bool:
        looked_up.append(said)
        return says(phrase, said)

    monkeypatch.setattr(Phrase, "says", noted)
    said = ["share this with all", "nothing", "share this with all"]
    named = [phrase is not None for phrase in phrases.find(said, Heard.of(whole))]
    assert named == [True, False, True]
    rest = Sheet(read("nothing"), Origin(whole, [(0, 7)]))
    found = phrases.find(["share this with all", "share this now"], Heard.of(rest))
    assert [phrase is not None for phrase in found] == [True, True]
    assert looked_up == ["share this with all", "share this now"]


def test_a_book_without_phrases_finds_none() -> None:
    assert Phrasebook([]).find(["read more", ""]) == [None, None]
    assert Phrasebook([]).find([]) == []


def test_a_phrase_knows_how_much_of_it_is_fixed_and_where_it_is_open() -> None:
    both = phrase("read more", "here", gaps=(60, 400, 0))
    assert (both.letters, both.opens, both.closes, both.is_whole) == (13, True, False, False)
    whole = phrase("read more", gaps=(0, 0))
    assert (whole.letters, whole.opens, whole.closes, whole.is_whole) == (9, False, False, True)


words = st.lists(st.sampled_from("read more of the news from ann".split()), min_size=1, max_size=3).map(" ".join)
fillers = st.lists(st.sampled_from("zeta eta iota".split()), max_size=3).map(" ".join)


@quick
@given(
    pieces=st.lists(words, min_size=1, max_size=3),
    before=fillers,
    between=fillers,
    after=fillers,
    opens=st.booleans(),
    closes=st.booleans(),
)
def test_a_phrase_is_found_with_anything_in_its_gaps(  # noqa: PLR0913  all parts of one sentence
    *, pieces: list[str], before: str, between: str, after: str, opens: bool, closes: bool
) -> None:
    gaps = (60 * opens, *[60] * (len(pieces) - 1), 60 * closes)
    made = Phrase(tuple(pieces), gaps, "en/a", terms=None)
    said = " ".join(f"{before * opens} {f' {between} '.join(pieces)} {after * closes}".split())
    assert made.is_whole or made.says(said)
    assert Phrasebook([made]).find(["zeta", said, ""]) == [None, made, None]


@quick
@given(text=any_text)
def test_words_of_words_are_the_same_words(text: str) -> None:
    once = words_of(text)
    assert words_of(once) == once
    assert once == once.strip()
    assert "  " not in once


@quick
@given(text=any_text)
def test_the_words_of_each_block_are_those_of_its_text(text: str) -> None:
    sheet = Sheet(read(text))
    if sheet.blocks:
        said = [words_of(sheet.text[block.left : block.right]) for block in sheet.blocks]
        assert words_by_block(sheet, lay_out(sheet)) == said


@pytest.mark.parametrize("block", ["©Gazette Ltd", "ⓒGazette Ltd"])
def test_a_copyright_sign_is_a_word_of_its_own(block: str, book: BookOf) -> None:
    assert found(phrasebook(book, "© Gazette {any}"), block) == [0]


def test_a_phrase_may_end_with_a_colon_behind_a_gap(book: BookOf) -> None:
    assert found(phrasebook(book, "{name} has written:"), "Ann Lee has written:", "Ann Lee has written") == [0, 0]


def test_a_colon_that_begins_a_line_is_not_behind_the_last_ones_word() -> None:
    assert words_of_lines(["Ann Lee", ": the bridge"]) == ["ann lee", "the bridge"]


@quick
@given(
    lines=st.lists(
        st.text(st.characters(max_codepoint=0x17F) | st.sampled_from("’“”–—…€\n:©"), max_size=40), min_size=1
    )
)
def test_a_few_western_lines_say_what_they_say_beside_others(lines: list[str]) -> None:
    lines = [line.replace("\n", " ") for line in lines]
    assert words_of_lines(lines) == words_of_lines([*lines, "水"])[:-1]
