"""Which blocks the phrases name, and which blocks go for given odds."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from endmark import RuleBook, strip
from endmark.judging.generic.deciding import Decision, Place, decide
from endmark.judging.generic.layout import lay_out
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.notes import notes
from endmark.judging.generic.phrasebook import Heard, words_by_block
from endmark.judging.generic.shape import Shape
from endmark.judging.generic.stories import dialogue, is_all_story
from endmark.judging.sheet import Sheet
from endmark.reading import read

BookOf = Callable[[dict[str, str]], RuleBook]

RULES = """rules:
- {id: share, kind: share_follow, line: [Share this article, Follow us, "Follow us on {any}"]}
- {id: read, kind: related_links, line: ["Read more: {any}", "{any} all our stories{any}"]}
- {id: more, kind: related_links, heading: Related articles}
- {id: mail, kind: newsletter, line: [Sign up for our newsletter, "{any} to your inbox", Enter your email]}
- {id: gift, kind: donation_appeal, line: ["If you value our work, {any}", Donate now]}
- {id: author, kind: author_bio, line: ["{name} is a staff writer {any}"]}
- {id: ad, kind: ad_marker, line: Advertisement}
- {id: belongs, keep: ["Editors' note: {any}", The names were changed]}
- {id: salutation, keep: "Dear {name}"}
"""
FIRST = (
    "The council met on Monday and closed the old bridge over the river for the whole of the winter, the mayor said."
)
NEXT = (
    "Nobody had asked the people who live on the other side and who cross it on every single day of the week, in rain."
)
LAST = "It will be open again when the ice has gone, which in this valley may be as late as the second half of April."
STORY = [FIRST, NEXT, LAST]
BODY, FURNITURE = -3.0, 3.0  # log-odds
AROUND = ["Share this article", "Enter your email", "Donate now"]  # what tells a whole page from an article


def marking(book: BookOf, *blocks: str) -> Marking:
    generic = book({"generic/en.yaml": RULES}).generic
    assert generic is not None
    sheet = Sheet(read("\n".join(blocks)))
    layout = lay_out(sheet)
    return Marking.of(words_by_block(sheet, layout), layout, generic.phrases, Heard())


def decided(book: BookOf, blocks: Sequence[str], odds: Sequence[float]) -> Decision:
    """What is decided about blocks of such odds; no word of theirs tells anything."""
    layout = lay_out(Sheet(read("\n".join(blocks))))
    marks = marking(book, *blocks)
    shape = Shape.of(layout, np.zeros(len(blocks), dtype=np.float32), marks)
    return decide(layout, shape, np.array(odds, dtype=np.float32), marks, marks.kept)


def cut(book: BookOf, *blocks: tuple[str, float]) -> list[str]:
    texts, odds = zip(*blocks, strict=True)
    return [text for text, goes in zip(texts, decided(book, texts, odds).cut.tolist(), strict=True) if goes]


def cut_of_page(book: BookOf, *blocks: tuple[str, float]) -> list[str]:
    """The same where a page stands around the blocks, and goes."""
    found = cut(book, *blocks, *((text, FURNITURE) for text in AROUND))
    assert found[-len(AROUND) :] == AROUND
    return found[: -len(AROUND)]


def story(*, odds: float = BODY) -> list[tuple[str, float]]:
    return [(text, odds) for text in STORY]


# Marking


def test_a_block_has_its_flags_from_its_phrase(book: BookOf) -> None:
    found = marking(
        book,
        "Share this article",
        "Related articles",
        "Follow us on the web",
        "Editors' note: the mayor was away",
        "Ann Lee is a staff writer at the Gazette.",
        "Read more: the bridge",
        "Donate now",
        "Advertisement",
        "The bridge is closed",
    )
    names = [phrase.rule.removeprefix("en/") if phrase else None for phrase in found.phrases]
    assert names == ["share", "more", "share", "belongs", "author", "read", "gift", "ad", None]

    def named(flags: Sequence[bool]) -> list[str | None]:
        return [name for name, flag in zip(names, flags, strict=True) if flag]

    assert named(found.marked.tolist()) == ["share", "more", "share", "author", "read", "gift", "ad"]
    assert named(found.kept.tolist()) == ["belongs"]
    assert named(found.heading.tolist()) == ["more"]
    assert named(found.opening.tolist()) == ["share", "author", "read"]
    assert named(found.plain.tolist()) == ["share", "more", "gift"]
    assert named(found.leads_elsewhere.tolist()) == ["read"]
    assert named(found.credits.tolist()) == ["author"]
    assert named([kind is not None for kind in found.asks]) == ["gift"]
    assert named(found.passed_over.tolist()) == ["ad"]


@pytest.mark.parametrize(
    ("block", "is_marked"),
    [
        ("Follow us on the web", True),
        ("“Follow us on the web”", False),
        ("'Follow us on the web', he said", False),
        ("«Follow us on the web»", False),
        ("“Follow us”", True),  # nothing but the phrase
        ("Follow us on “the web”", True),
    ],
)
def test_with_quotation_marks_at_its_beginning_a_block_speaks_of_a_phrase(
    *, block: str, is_marked: bool, book: BookOf
) -> None:
    assert marking(book, block).marked.tolist() == [is_marked]


@pytest.mark.parametrize(
    ("block", "is_marked"),
    [
        ("Morning Mail And Evening News to your inbox", True),
        ("they promised that it would all come to your inbox", False),
        ("The mayor promised a letter. That was in May. It comes to your inbox", False),
        ("Mail to your inbox", True),
    ],
)
def test_what_stands_before_an_ending_is_names_and_no_sentence(*, block: str, is_marked: bool, book: BookOf) -> None:
    assert marking(book, block).marked.tolist() == [is_marked]


def test_a_text_with_a_salutation_near_its_top_is_a_letter(book: BookOf) -> None:
    assert marking(book, "A word", "Dear readers,", *STORY).is_letter
    assert not marking(book, *STORY, FIRST, "Dear readers,").is_letter
    assert not marking(book, "Dear was the price that the town paid for its bridge", *STORY).is_letter
    assert not marking(book, "Dear readers,", *STORY).kept.any()


def test_long_sentences_amid_the_story_are_not_looked_at(book: BookOf) -> None:
    long = "If you value our work, " + "then you will know how long the winters of this valley are, and how dark, " * 3
    found = marking(book, *[f"{long}he said."] * 6)
    assert found.marked.tolist() == [False, False, False, False, True, True]


# Deciding


def test_without_boilerplate_nothing_goes(book: BookOf) -> None:
    assert cut(book, *story()) == []
    assert cut(book, *story(), ("Short last line.", -0.5)) == []
    assert cut(book, ("A line", BODY)) == []


def test_where_nothing_is_surely_the_storys_each_block_speaks_for_itself(book: BookOf) -> None:
    assert cut(book, ("Share this article", 4.0), ("A line", 0.0), ("Follow us", 4.0)) == [
        "Share this article",
        "Follow us",
    ]


def test_behind_the_last_anchor_all_that_follows_goes_at_once(book: BookOf) -> None:
    tail = [("Share this article", FURNITURE), ("A quiet line", -0.1), ("Follow us", FURNITURE)]
    assert cut(book, *story(), *tail) == [text for text, _ in tail]


def test_a_short_last_sentence_stays_before_what_goes(book: BookOf) -> None:
    found = cut(book, *story(), ("She smiled.", 0.4), ("Share this article", FURNITURE))
    assert found == ["Share this article"]


def test_quiet_sentences_that_end_the_text_behind_a_prompt_are_the_storys(book: BookOf) -> None:
    asked = "“May I have my boat back before the summer is over?” she asked him at the lock."
    said = "He said that he would see what could be done about it, and when the gates would open."
    prompt, last = ("Follow us", 6.0), [(asked, 0.9), (said, 0.5)]
    assert cut(book, *story(), prompt, *last) == ["Follow us"]
    louder = [(text, FURNITURE) for text, _ in last]
    assert cut(book, *story(), prompt, *louder) == ["Follow us", *(text for text, _ in last)]
    assert cut(book, *story(), prompt, *last, ("Share this article", FURNITURE))[-1] == "Share this article"
    assert len(cut(book, *story(), prompt, *last, ("Share this article", FURNITURE))) == 4
    assert cut(book, *story(), prompt, ("Whose boat is it?", 0.3)) == ["Follow us", "Whose boat is it?"]


def test_a_long_paragraph_on_the_storys_topic_is_the_storys_wherever_it_stands(book: BookOf) -> None:
    late = (
        "The council will ask the people on the other side of the river what they think of it, the mayor said, and of "
        "the winter they had without a bridge. Nobody has to cross the old one before the ice has gone in April; then "
        "it may be closed again for a week, or for the whole of the summer, as the valley has it."
    )
    box = [("Related articles", FURNITURE), ("A day at the lock", 1.5)]
    rest = ("Share this article", FURNITURE)
    assert cut(book, *story(), *box, (late, 1.5), rest) == ["Related articles", "Share this article"]
    for other in (f"{late[:150]}.", late.replace(".", "").replace(",", ""), " ".join(["Ferrow won the cup."] * 14)):
        assert cut(book, *story(), *box, (other, 1.5), rest) == ["Related articles", box[1][0], other, rest[0]]


def test_what_is_said_again_and_again_in_a_story_is_its_refrain(book: BookOf) -> None:
    refrain = "Oh the ice on the river is the only bridge that we have, we have"
    sung = [(FIRST, BODY), (refrain, 0.5), (NEXT, BODY), (refrain, 0.5), (LAST, BODY)]
    prompt, rest = ("Share this article", FURNITURE), ("Follow us", FURNITURE)
    assert cut(book, *sung, prompt, (refrain, 1.5), rest) == [prompt[0], rest[0]]
    assert cut(book, *sung[2:], prompt, (refrain, 1.5), rest) == [prompt[0], refrain, rest[0]]
    short = [(text.replace(refrain, "Oh the ice"), odds) for text, odds in sung]
    assert cut(book, *short, prompt, ("Oh the ice", 1.5), rest) == [prompt[0], "Oh the ice", rest[0]]


def test_what_follows_the_story_must_add_up_to_boilerplate(book: BookOf) -> None:
    assert cut(book, *story(), ("Some line", -2.0), ("Another line", -1.0)) == []
    lines = [("A passport", 0.6), ("Warm boots", 0.9), ("Proof of an address in the valley", 0.9)]
    assert cut(book, *story(), *lines) == []
    assert len(cut(book, *story(), *lines, ("Follow us", FURNITURE))) == 4


def test_a_list_behind_the_story_is_not_split_where_no_phrase_follows(book: BookOf) -> None:
    story = [(block, BODY) for block in STORY]
    entries = [("Pass or other papers", 0.0), ("E-mail address", 2.0), ("Proof of income", 1.5)]
    assert cut(book, *story, ("What it takes", -1.0), *entries) == []
    tail = [*entries[1:], ("Follow us", FURNITURE)]
    assert cut(book, *story, ("What it takes", -1.0), entries[0], *tail) == [entry for entry, _ in tail]


@pytest.mark.parametrize(("below", "goes"), [("Related articles", False), ("Follow us", True)])
def test_a_heading_does_not_speak_for_the_list_above_it(below: str, *, goes: bool, book: BookOf) -> None:
    entries = [("An eye for the town", 1.2), ("A picture", 0.8), ("A thing that all can talk about", 0.7)]
    found = cut(book, *((block, BODY) for block in STORY), *entries, (below, FURNITURE), ("Ten bridges", FURNITURE))
    assert found == [*([entry for entry, _ in entries] if goes else []), below, "Ten bridges"]


def test_before_the_last_anchor_it_takes_more(book: BookOf) -> None:
    line, phrase = ("Some line", 2.0), ("Share this article", 2.0)
    assert cut(book, (FIRST, BODY), line, (LAST, BODY)) == []
    assert cut(book, (FIRST, BODY), phrase, (LAST, BODY)) == []
    assert cut(book, (FIRST, BODY), phrase, ("A title", 0), ("Follow us", 2.0), (LAST, BODY)) == [
        "Share this article",
        "Follow us",
    ]


def test_a_heading_between_sentences_takes_more_than_company(book: BookOf) -> None:
    odds = 2.0
    between = [(FIRST, BODY), ("Related articles", odds), (NEXT, BODY), ("Follow us", odds), (LAST, BODY)]
    assert cut(book, *between) == []
    below = [(FIRST, BODY), ("Related articles", odds), ("A title", 0), ("Follow us", odds), ("B", 0), (LAST, BODY)]
    assert cut(book, *below) == ["Related articles", "Follow us"]


def test_what_says_where_it_leads_goes_from_between_paragraphs(book: BookOf) -> None:
    assert cut(book, (FIRST, BODY), ("Read more: why it is closed", 0.0), (LAST, BODY)) == [
        "Read more: why it is closed"
    ]


def test_the_longer_a_block_the_more_it_takes(book: BookOf) -> None:
    for words, goes in ((2, True), (90, False)):
        text = " ".join(["word"] * words)
        assert cut_of_page(book, (FIRST, BODY), (text, 3.0), (LAST, BODY)) == [text] * goes


CODE = ["SELECT name", "FROM bridges", "WHERE closed", "ORDER BY name"]


def test_what_no_phrase_names_stays_between_the_paragraphs_of_an_article(book: BookOf) -> None:
    code = [(line, FURNITURE) for line in CODE]
    assert cut(book, (FIRST, BODY), *code, (NEXT, BODY), (LAST, BODY)) == []
    assert cut_of_page(book, (FIRST, BODY), *code, (NEXT, BODY), (LAST, BODY)) == CODE
    one_kind = [("Share this article", FURNITURE), ("Follow us", FURNITURE)] * 3
    assert not {*CODE} & {*cut(book, (FIRST, BODY), *code, (NEXT, BODY), (LAST, BODY), *one_kind)}


def test_a_few_phrases_make_no_whole_page_of_a_long_text(book: BookOf) -> None:
    paragraphs = [(f"{FIRST} {number}.", BODY) for number in range(50)]
    few = [(text, FURNITURE) for text in AROUND]
    assert cut(book, (FIRST, BODY), ("Cast", FURNITURE), *paragraphs, *few) == ["Cast", *AROUND]
    assert cut(book, (FIRST, BODY), ("Cast", FURNITURE), *paragraphs * 3, *few) == AROUND


def test_a_phrase_speaks_for_what_stands_near_it(book: BookOf) -> None:
    lines = [(f"Another story {number}", FURNITURE) for number in "abcdefghijkl"]
    listed = [("Related articles", 2 * FURNITURE), *lines]
    found = cut(book, (FIRST, BODY), *listed, (NEXT, BODY), ("Some line", FURNITURE), (LAST, BODY))
    assert found == [text for text, _ in listed[:9]]


def test_what_little_goes_from_above_an_article_stays_with_it(book: BookOf) -> None:
    facts = ["Capital: Upper Town", "Languages", "Rivers: three", "Founded in spring", "Mayor", "Bridges: one"]
    some = [(fact, BODY if number % 2 else FURNITURE) for number, fact in enumerate(facts)]
    assert cut(book, *some, *story()) == []
    assert cut_of_page(book, *some, *story()) == facts[::2]
    assert cut(book, *((fact, FURNITURE) for fact in facts), *story()) == facts


def test_what_keep_phrases_name_stays_however_it_looks(book: BookOf) -> None:
    kept = "Editors' note: the mayor was away"
    found = cut(book, *story(), ("Share this article", 9.0), (kept, 9.0), ("Follow us", 9.0))
    assert kept not in found
    assert "Follow us" in found


def test_an_appeal_goes_from_its_heading_to_its_button(book: BookOf) -> None:
    appeal = ["Sign up for our newsletter", "All that happens here, every day.", "Enter your email"]
    texts = [FIRST, *appeal, LAST, NEXT]
    assert decided(book, texts, [BODY, 9.0, -2.0, 0.0, BODY, BODY]).cut.tolist() == [0, 1, 1, 1, 0, 0]
    assert decided(book, texts, [BODY, 0.0, -2.0, 9.0, BODY, BODY]).cut.tolist() == [0, 1, 1, 1, 0, 0]
    assert not decided(book, texts, [BODY, 0.0, -2.0, 0.0, BODY, BODY]).cut.any()


@pytest.mark.parametrize("between", [["A line"] * 5, [FIRST] * 4 + [f"{FIRST} {NEXT} {LAST} {FIRST} {NEXT} {LAST}"]])
def test_what_stands_between_far_ends_of_an_appeal_stays(between: list[str], book: BookOf) -> None:
    texts = [FIRST, "Sign up for our newsletter", *between, "Enter your email", LAST, NEXT]
    found = decided(book, texts, [BODY, 9.0, *[BODY] * len(between), 9.0, BODY, BODY]).cut.tolist()
    assert found == [0, 1, *[0] * len(between), 1, 0, 0]


def test_blocks_that_ask_for_different_things_are_no_one_appeal(book: BookOf) -> None:
    texts = [FIRST, "Sign up for our newsletter", "A line of the story", "Donate now", LAST, NEXT]
    assert decided(book, texts, [BODY, 9.0, BODY, 9.0, BODY, BODY]).cut.tolist() == [0, 1, 0, 1, 0, 0]


def test_the_same_prompt_twice_has_the_story_between(book: BookOf) -> None:
    prompt = ("Sign up for our newsletter", 2 * FURNITURE)
    assert cut(book, prompt, (FIRST, BODY), prompt, (NEXT, BODY), (LAST, BODY)) == [prompt[0]] * 2


@pytest.mark.parametrize(("odds", "goes"), [(-2.0, True), (-4.0, False)])
def test_what_two_boxes_have_between_them_is_rather_the_storys(odds: float, *, goes: bool, book: BookOf) -> None:
    box = ("Sign up for our newsletter", 9.0), ("Enter your email", 9.0)
    between = "All that happens here, every day."
    assert (between in cut(book, (FIRST, BODY), *box, (between, odds), *box, (LAST, BODY))) is goes
    assert between in cut(book, (FIRST, BODY), box[0], (between, odds), box[1], (LAST, BODY))  # an appeal


BOX = ["Sign up for our newsletter", "Enter your email", "Donate now"]
BUTTONS = ["Share this article", "Follow us", "Advertisement"]


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [(BOX, BOX, True), (BOX, ["Share this article", *BOX[1:]], False), (BUTTONS, BUTTONS, False)],
)
def test_a_box_that_stands_twice_has_the_story_between(
    first: list[str], second: list[str], *, stays: bool, book: BookOf
) -> None:
    boxes = [(text, FURNITURE) for text in first], [(text, FURNITURE) for text in second]
    found = cut(book, (FIRST, BODY), (NEXT, BODY), *boxes[0], (LAST, 1.0), *boxes[1])
    assert found == [*first, *([] if stays else [LAST]), *second]


ROWS = ["3 │ -0.4325904563487 │ f │ f", "5 │ 0.21629522817435 │ f │ t", "Ann Lee 63 16.6%", "12:30 200 4084"]


def test_rows_of_figures_between_paragraphs_are_the_storys(book: BookOf) -> None:
    rows = [(row, FURNITURE) for row in ROWS]
    assert cut_of_page(book, (FIRST, BODY), *rows, (NEXT, BODY), (LAST, BODY)) == []


@pytest.mark.parametrize("few", [ROWS[:3], [*ROWS[:2], "Most read", *ROWS[2:]]])
def test_a_few_figures_are_no_table(few: list[str], book: BookOf) -> None:
    assert cut_of_page(book, (FIRST, BODY), *((row, FURNITURE) for row in few), (NEXT, BODY), (LAST, BODY)) == few


DATES = [f"June {day} – Ferrow, Hall {day} @ The Old Mill" for day in range(10, 19)]


def test_a_long_list_of_like_entries_between_paragraphs_is_the_storys(book: BookOf) -> None:
    dates = [(date, FURNITURE) for date in DATES]
    assert cut_of_page(book, (FIRST, BODY), *dates, (NEXT, BODY), (LAST, BODY)) == []
    assert cut_of_page(book, (FIRST, BODY), *dates[:8], (NEXT, BODY), (LAST, BODY)) == DATES[:8]
    titles = [(f"June {day}: what became of the bridge", FURNITURE) for day in range(10, 19)]
    assert cut_of_page(book, (FIRST, BODY), *titles, (NEXT, BODY), (LAST, BODY)) == [title for title, _ in titles]


def test_a_list_with_which_the_story_ends_stays(book: BookOf) -> None:
    entries = ["Monday: 10-12", "Tuesday: 9-11", "Friday: 8-10", "Sunday: 10-11"]
    listed = [(text, 0.5) for text in entries]
    assert cut(book, *story(), *listed, ("Share this article", FURNITURE)) == ["Share this article"]
    assert cut(book, *story(), ("When it is open", 0.5), *listed, ("Follow us", FURNITURE)) == ["Follow us"]
    assert cut(book, *story(), *listed[:3], ("Follow us", FURNITURE), ("x", FURNITURE))[-2:] == ["Follow us", "x"]


def test_entries_that_are_alike_by_their_labels_are_a_list_too(book: BookOf) -> None:
    labelled = ["Bridges: the old, the new", "Locks: North, South", "Mills: Ferrow, Abbey", "Ponds: Heron, Long Ridge"]
    listed = [(text, 1.5) for text in labelled]
    assert cut(book, *story(), *listed, ("Share this article", FURNITURE)) == ["Share this article"]
    assert cut(book, *story(), *listed[:3], ("Follow us", FURNITURE)) == [*labelled[:3], "Follow us"]
    plain = [(text.replace(",", ""), odds) for text, odds in listed]
    assert cut(book, *story(), *plain, ("Follow us", FURNITURE))[:-1] == [text for text, _ in plain]


def test_a_long_list_in_one_line_is_rather_the_storys_last(book: BookOf) -> None:
    places = "Long Ridge, Heron Pond, Old Quarry, Bishop's Stair, Seven Springs, Abbey Wall, Fox Wood, Gallows Hill"
    line = f"Honorable mentions: {places}"
    assert cut(book, *story(), (line, 1.3)) == []
    assert cut(book, *story(), ("Share this article", FURNITURE), (line, FURNITURE), ("Follow us", FURNITURE)) == [
        "Share this article",
        line,
        "Follow us",
    ]
    assert cut(book, *story(), (line[:60], 1.3)) == [line[:60]]


def test_blocks_know_where_they_stand(book: BookOf) -> None:
    decision = decided(book, ["Share this article", *STORY, "Follow us"], [3.0, BODY, BODY, BODY, 3.0])
    assert (decision.first_anchor, decision.last_anchor) == (1, 3)
    places = [decision.place(block) for block in range(5)]
    assert places == [Place.BEFORE, Place.BETWEEN, Place.BETWEEN, Place.BETWEEN, Place.BEHIND]
    nowhere = decided(book, ["Some line"], [0.0])
    assert (nowhere.first_anchor, nowhere.last_anchor) == (1, -1)


# Dialogues


def test_labels_that_take_turns_make_a_dialogue() -> None:
    said = ["gazette: why", "ann lee: so", "gazette: how", "ann lee: thus", "gazette: when", "ann lee: now", "photo: x"]
    assert dialogue(said).tolist() == [True] * 6 + [False]


@pytest.mark.parametrize(
    "said",
    [
        ["q: why", "q: how", "q: when"],  # one speaker
        ["q: why", "a: so", "q: how", "a: thus"],  # few turns
        ["why then is it: x", "and so was it: y"] * 3,  # too long for labels
        ["why", "so"] * 3,
        [": why", ": so"] * 3,
        [],
    ],
)
def test_other_labels_make_none(said: list[str]) -> None:
    assert not dialogue(said).any()


# All of it, with what was learned


def stripped(book: BookOf, *blocks: str) -> list[str]:
    result = strip("\n".join(blocks), book=book({"generic/en.yaml": RULES}))
    return [segment.text.strip() for segment in result.removed]


def test_the_tail_goes_and_a_story_alone_stays(book: BookOf) -> None:
    assert stripped(book, *STORY) == []
    assert stripped(book, *STORY, "Share this article", "Follow us on the web") == [
        "Share this article\nFollow us on the web"
    ]


def test_under_a_salutation_what_asks_its_readers_stays(book: BookOf) -> None:
    asks = ["Sign up for our newsletter", "Enter your email", "Donate now"]
    assert stripped(book, *STORY, *asks) == ["\n".join(asks[:2]), asks[2]]
    result = strip("\n".join(["Dear readers,", *STORY, *asks]), book=book({"generic/en.yaml": RULES}))
    assert result.removed == ()
    assert {refusal.guard for refusal in result.refused} == {"the text is a letter to its readers"}


def test_turns_of_an_interview_stay(book: BookOf) -> None:
    turns = ["Q: Why now?", "A: Ice.", "Q: Until when?", "A: April.", "Q: And then?", "A: We open it."]
    assert stripped(book, FIRST, *turns, "Share this article", "Follow us") == ["Share this article\nFollow us"]


BACK = ['^ "Facts and Figures". Ferrow.', "- ^ a b Lee, Ann: The Lock", "^ Names", "↑ Plum Cake, 2 June"]
WORKS = ["Hale, Mary (1998). The Valley. ISBN 978-0-00-000000-0", "Reed, T. Locks and Keepers, doi:10.0/1"]
CITED = f"The keepers [KEEP] tell it so, and the papers [3] and [CHRON:2]; those of the abbey [Abb-1] do not. {FIRST}"
KEYED = ["[KEEP]", "[3] Papers of Ferrow", "* [CHRON:2] A chronicle", "[Abb-1] The abbey's papers"]


REFERENCE = f"{FIRST}[1][2] {NEXT}[3] {LAST}[12]"
SECTIONS = ["See also", "Locks of Ferrow", "List of ponds", "* External links [edit]", "The valley's own page"]


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([REFERENCE, *SECTIONS, "v", "Ferrow"], SECTIONS),
        ([REFERENCE, *SECTIONS[:3]], []),
        ([FIRST, *SECTIONS], []),
        ([FIRST, *BACK], BACK),
        ([FIRST, *BACK[:3]], []),
        ([FIRST, *WORKS[:1], "Share this article", *WORKS[1:]], WORKS),
        ([CITED, *KEYED], KEYED),
        ([CITED, *KEYED[:3]], []),
        ([FIRST, *KEYED], []),
        ([*KEYED, FIRST, *KEYED], []),
    ],
)
def test_notes_are_told_by_their_signs(blocks: list[str], found: list[str]) -> None:
    flags = notes(Sheet(read("\n".join(blocks))), np.zeros(len(blocks), dtype=np.bool_)).tolist()
    assert [block for block, is_note in zip(blocks, flags, strict=True) if is_note] == found


def test_the_last_sections_of_an_article_end_at_a_phrase() -> None:
    blocks = [*(f"{FIRST}[{n}]" for n in range(4)), "See also", "Old bridges", "References", "Gazette", "Share", "Menu"]
    marked = np.array([block == "Share" for block in blocks])
    found = notes(Sheet(read("\n".join(blocks))), marked)
    assert [block for block, is_note in zip(blocks, found.tolist(), strict=True) if is_note] == blocks[4:8]


def test_the_notes_of_a_story_stay_and_what_follows_them_goes(book: BookOf) -> None:
    told = [FIRST, NEXT, LAST, "References", *BACK, "Books", *WORKS]
    assert stripped(book, *told, "Share this article", "Follow us") == ["Share this article\nFollow us"]


@pytest.mark.parametrize(
    ("block", "odds", "goes"),
    [
        ("Sign up for our newsletter", 0.1, True),
        ("Sign up for our newsletter", -0.1, False),
        ("Share this article", 2.0, False),
        ("Related articles", 0.1, False),  # it may be a heading of the story's
        ("The bridge is closed", 0.1, False),
    ],
)
def test_several_words_of_a_phrase_go_between_paragraphs(block: str, odds: float, *, goes: bool, book: BookOf) -> None:
    blocks = [(FIRST, BODY), (NEXT, BODY), (block, odds), (LAST, BODY)]
    assert cut(book, *blocks) == [block] * goes


def test_the_story_between_two_prompts_stays(book: BookOf) -> None:
    first, second = "Sign up for our newsletter", "Enter your email"
    blocks = [(FIRST, BODY), (first, FURNITURE), (f"{NEXT} {LAST}", BODY), (second, 0.0)]
    assert cut(book, *blocks, (f"{LAST} {FIRST}", BODY)) == [first]
    beside = [(FIRST, BODY), (first, FURNITURE), ("News of the valley by mail", 0.0), (second, 0.0), (LAST, BODY)]
    assert cut(book, *beside) == [first, "News of the valley by mail", second]


@pytest.mark.parametrize(("buttons", "goes"), [(5, False), (6, True)])
def test_one_paragraph_behind_a_bar_of_buttons_may_be_the_last(buttons: int, *, goes: bool, book: BookOf) -> None:
    bar = [("Share this article" if n % 2 else "Follow us", FURNITURE) for n in range(buttons)]
    told = [(FIRST, BODY), (NEXT, BODY)]
    found = cut(book, *told, *bar, (LAST, BODY), ("Donate now", FURNITURE))
    assert (LAST in found) is goes
    assert FIRST not in found


def test_any_number_of_lists_may_end_a_story(book: BookOf) -> None:
    lists = ["1: 22 a", "2: 33 b", "3: 44 c", "4: 55 d", "And these:"] * 2_000
    assert stripped(book, FIRST, NEXT, LAST, *lists[:-1]) == []


@pytest.mark.parametrize(
    ("last", "is_plain"),
    [
        ("The town will pay for it, but U.S. money is asked for as well, the mayor told the people on the bank.", True),
        ("It will be open again when the ice has gone, the mayor said.Nobody believed a single word of it.", False),
        ("- The old bridge over the river, and what became of it (in the paper of the valley)", False),
        ("Related articles", False),
        ("“It will be open again when the ice has gone.“", True),
        ("It will be open again when the ice has gone. ♦", True),
        ("It will be open again when the ice has gone.\n___", True),
        ("It will be open again when the ice has gone, which is what the mayor said and nobody believed", True),
        (f"{LAST}\nCouncil members who voted against the bridge", True),  # rather a story's words
        (f"{LAST}\nPolice cars at the bridge on Monday night", False),
        (f"{LAST}\nThe river and its people\nCouncil members who voted against the bridge", False),  # two need more
        ("The names were changed\nIt will be open again when the ice has gone.", True),  # a phrase that keeps
        ("Share this article\nIt will be open again when the ice has gone.", False),
        ("\n".join(f"The bridge and its year {n}" for n in range(40)) + f"\n{LAST}", False),
        ("\n".join(f"Part {n}" for n in range(40)) + f"\n{LAST}", True),
    ],
)
def test_how_a_text_ends_tells_whether_it_is_looked_at(*, last: str, is_plain: bool, book: BookOf) -> None:
    generic = book({"generic/en.yaml": RULES}).generic
    assert generic is not None
    assert is_all_story(Sheet(read(f"{FIRST}\n{NEXT}\n{last}")), generic.phrases, generic.learned.wording) is is_plain


def test_one_line_is_no_heading_at_a_storys_end(book: BookOf) -> None:
    generic = book({"generic/en.yaml": RULES}).generic
    assert generic is not None
    line = "Council members who voted against the bridge"
    assert not is_all_story(Sheet(read(line)), generic.phrases, generic.learned.wording)
    assert is_all_story(Sheet(read(f"{FIRST}\n{line}")), generic.phrases, generic.learned.wording)
