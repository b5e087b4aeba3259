"""What `suggest` finds in a few composed articles, and what it leaves to their stories."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.suggesting.conftest import AMOUNTS, APPEAL, LISTS, STORIES

from endmark import RuleBook
from endmark.errors import InputError
from endmark.model import Kind, Position
from endmark.reading import read
from endmark.saved import Saved
from endmark.strip import strip
from endmark.suggesting import suggest
from endmark.suggesting.candidates import Candidate, split
from endmark.suggesting.drafting import book_of
from endmark.suggesting.repeats import Doubt, Repeats
from endmark.suggesting.rows import Row
from endmark.suggesting.skeletons import skeletons
from endmark.suggesting.trying import sound

Articles = Callable[..., list[Saved]]
HOST = "lantern.example"


def rules(articles: list[Saved]) -> list[tuple[str, str, object]]:
    """The suggested rules: each one's verb, kind and what it says."""
    made = [draft.rule for draft in suggest(articles, HOST).drafts]
    return [(list(rule)[2], rule["kind"], rule[list(rule)[2]]) for rule in made]


def test_an_appeal_whose_amount_changes_is_one_passage(articles: Articles) -> None:
    found = rules(articles(tail=[APPEAL.format(amount) for amount in AMOUNTS]))
    assert found == [("passage", "donation_appeal", APPEAL.format("$5").rstrip())]


def test_a_reworded_sentence_is_still_the_same_passage(articles: Articles) -> None:
    reworded = APPEAL.format("$5").replace("please tell our treasurer so", "please do tell our treasurer")
    assert rules(articles(tail=[APPEAL.format("$5"), reworded, APPEAL.format("$5")])) == [
        ("passage", "donation_appeal", APPEAL.format("$5").rstrip())
    ]


def test_a_heading_with_changing_lines_below_it(articles: Articles) -> None:
    tails = [f"More from the Lantern\n{lines}" for lines in LISTS]
    assert rules(articles(tail=tails)) == [("heading", "related_links", "More from the Lantern")]


def test_a_heading_between_paragraphs_takes_no_subhead_along(articles: Articles) -> None:
    subheads = ("What the council says\n", "Who will pay\n", "The way ahead\n")
    lists = ["".join(f"Video: {line}\n" for line in lines.splitlines()) for lines in LISTS]
    insets = [f"Related stories\n{lines}{subhead}" for lines, subhead in zip(lists, subheads, strict=False)]
    found = rules(articles(inset=insets))
    assert ("line", "related_links", "Related stories") in found
    assert "heading" not in [verb for verb, _, _ in found]


def test_a_headline_is_no_copy_of_the_menu_s_line_without_its_figure(articles: Articles) -> None:
    menu = "The islands and the bay\nCalendar of the harbour\n"
    heads = [menu, f"{menu}Calendar of the harbour 2018\n", menu]
    assert [text for _, _, text in rules(articles(head=heads))] == [
        "The islands and the bay",
        "Calendar of the harbour",
    ]


def test_lines_with_a_name_or_a_figure_get_a_variable(articles: Articles) -> None:
    names = ["Photo: the coast office\n", "Photo: Harbour School\n", "Photo: city archive\n"]
    assert rules(articles(tail=names)) == [("line", "caption", "Photo: {name}")]
    pages = [f"This article first appeared in the Lantern's printed edition on page {n}\n" for n in (3, 12, 7)]
    ((verb, _, said),) = rules(articles(tail=pages))
    assert (verb, said) == ("line", "This article first appeared in the Lantern's printed edition on page {number}")


def test_what_closes_the_last_paragraph_is_a_suffix() -> None:
    told = [Saved(name="x", document=read(f"{story.rstrip()} (lan/coast)\n")) for story in STORIES]
    assert rules(told) == [("suffix", "agency_credit", "(lan/coast)")]


def test_a_short_line_is_cut_only_where_nothing_but_furniture_is_beyond_it(articles: Articles) -> None:
    ((draft,),) = [suggest(articles(tail="Night desk\n"), HOST).drafts]
    assert draft.rule["where"] == "tail"


def test_a_background_paragraph_between_others_is_the_storys(articles: Articles) -> None:
    background = "The harbour was built in 1871, and the county has owned it ever since the war ended.\n"
    assert rules(articles(inset=[background, background, ""])) == []


def test_a_phrase_between_paragraphs_is_furniture_if_it_is_known_as_such(articles: Articles) -> None:
    assert rules(articles(inset="Sign up for our newsletter\n")) == [
        ("line", "newsletter", "Sign up for our newsletter")
    ]


def test_a_link_that_a_scraper_put_on_a_line_of_its_own_is_a_piece_of_its_sentence(articles: Articles) -> None:
    pieces = [
        "As the people of\nPort Harrow\nknow, the bay is deep.\n",
        "Boats from\nPort Harrow\n, in fog, wait.\n",
        "",
    ]
    assert rules(articles(inset=pieces)) == []


def test_words_of_the_stories_are_left_to_a_person(articles: Articles) -> None:
    suggestion = suggest(articles(head="Harbour letters\nTram ticket\n+ County\nCountryside\n"), HOST)
    assert suggestion.repeats.doubts == {"tramticket": Doubt.TOLD, "county": Doubt.TOLD}
    ruled = {text for draft in suggestion.drafts for candidate in draft.candidates for text in candidate.texts}
    assert ruled == {"Harbour letters", "Countryside"}


def test_words_that_one_story_of_many_says_are_the_menu_s() -> None:
    band = (
        "A school band from the hill towns won the prize of the region in Ostby, the music office told us on Sunday.\n"
        "Its drummer is eleven years old. She has played since she was six, and practises in a barn.\n"
    )
    bees = (
        "Bees have moved into the tower of the old customs building, where nobody had seen any since the fifties.\n"
        "A bee keeper put up six boxes. Honey from them is to be sold for the repair of the clock.\n"
    )
    made = [Saved(name="x", document=read(f"Tram ticket\n{story}")) for story in (*STORIES, band, bees)]
    assert suggest(made, HOST).repeats.doubts == {}
    assert suggest(made[:5], HOST).repeats.doubts == {"tramticket": Doubt.TOLD}


def test_what_only_two_say_like_a_story_is_left_to_a_person(articles: Articles) -> None:
    farewell = "Our thanks go to the people of the coast, who told us all of this over a cup of tea.\n"
    two = suggest(articles(tail=farewell, count=2), HOST)
    assert (two.drafts, [*two.repeats.doubts.values()]) == ((), [Doubt.PLACED])
    assert [(verb, said) for verb, _, said in rules(articles(tail=farewell))] == [("line", farewell.strip())]


def test_a_line_that_once_stands_as_a_story_s_own_does_is_left_to_a_person() -> None:
    def article(number: int, lines: list[tuple[str, float]]) -> list[Row]:
        own = [(f"{number} {story.splitlines()[number % 2]}", -3.0) for story in STORIES[:2]]
        said = [own[0], *lines[:1], own[1], *lines[1:]] if number == 0 else [*own, *lines]
        return [
            Row(article=number, block=block, text=text, key=text, odds=odds, kind=None)
            for block, (text, odds) in enumerate(said)
        ]

    for odds, doubts in ((-0.5, {"Heading for the bay": Doubt.PLACED}), (0.5, {})):
        copies = [[("Heading for the bay", odds)], *([("Heading for the bay", 4.0)] for _ in range(3))]
        repeats = Repeats([article(number, lines) for number, lines in enumerate(copies)])
        assert repeats.doubts == doubts


def test_a_passage_s_short_lines_keep_to_their_place_when_it_gives_way(articles: Articles) -> None:
    told = "The Lantern is printed on Hill Street every night.\nWrite to the desk, which reads it all.\nNight desk\n"
    repeats = suggest(articles(tail=told), HOST).repeats
    rows = tuple(row for rows in repeats.articles for row in rows[2:])
    passage = Candidate(verb="passage", texts=(told,), kind=Kind.SITE_NOTE, rows=rows)
    assert [(line.verb, line.where) for line in split(repeats, passage)] == [
        ("line", None),
        ("line", None),
        ("line", Position.TAIL),
    ]


def test_a_passage_gives_way_if_it_takes_along_what_two_articles_may_have_of_their_own(articles: Articles) -> None:
    lines = APPEAL.format("$5").splitlines()
    lines.insert(3, "Nobody had seen the sea so high since the winter of the great storm, said the pilot.")
    made = articles(tail="\n".join(lines), count=2)
    repeats = suggest(made, HOST).repeats
    rows = tuple(row for rows in repeats.articles for row in rows[2:] if row.text != lines[3])
    passage = Candidate(verb="passage", texts=(APPEAL.format("$5"),), kind=Kind.DONATION_APPEAL, rows=rows)
    assert {found.verb for found in sound(HOST, [passage], [article.document for article in made], repeats)} == {"line"}


def test_an_article_without_a_story_has_nothing_above_or_below_it() -> None:
    rows = [
        Row(article=0, block=block, text=text, key=text, odds=0.0, kind=None) for block, text in ((0, "a"), (7, "b"))
    ]
    assert Repeats([rows]).places(rows) == {Position.INSET}


def test_a_variable_takes_three_articles(articles: Articles) -> None:
    names = ["Photo: the coast office\n", "Photo: Harbour School\n", "Photo: city archive\n"]
    assert rules(articles(tail=names[:2], count=2)) == []
    assert rules(articles(tail=names)) == [("line", "caption", "Photo: {name}")]


def test_a_button_under_each_of_one_article_s_offers_is_no_heading(articles: Articles) -> None:
    prices = (
        "By post | 12 euro\nFrom our house",
        "Subscribe by boat\nFrom the pier",
        "Sign up by foot\nMore from the hill",
    )
    offers = "".join(f"Choose this offer\n{price}\n" for price in prices)
    tails = [f"Night desk letter\n{offers}", "Choose this offer\n", "Choose this offer\n"]
    assert [verb for verb, _, said in rules(articles(tail=tails)) if "Choose" in str(said)] == ["line"]


def test_nothing_repeats_in_stories(articles: Articles) -> None:
    suggestion = suggest(articles(count=4), HOST)
    assert suggestion.drafts == ()
    book = RuleBook.builtin()
    assert skeletons(HOST, [], suggestion.repeats, book) == []


def test_an_article_saved_twice_is_counted_once(articles: Articles) -> None:
    long = "".join(story.replace("\n", " ").strip() + "\n" for story in STORIES)
    twice = [Saved(name=name, document=read(f"{long}Updated: {name}\n")) for name in ("one", "two")]
    suggestion = suggest([*twice, *articles(count=2)], HOST)
    assert (suggestion.copies, len(suggestion.articles), suggestion.drafts) == (("two",), 3, ())


@pytest.mark.parametrize("count", [0, 1])
def test_one_article_is_too_few(articles: Articles, count: int) -> None:
    with pytest.raises(InputError, match=rf"too few articles of {HOST} that differ \({count}\)"):
        suggest(articles(count=count), HOST)


def test_a_passage_that_would_take_a_story_along_gives_way_to_lines(articles: Articles) -> None:
    # The end of the second story's last paragraph is the passage's second sentence, word for word.
    notice = (
        "The Lantern is printed on Hill Street every night.\nWrite to the desk, which reads every letter it gets.\n"
    )
    made = articles(tail=notice)
    suggestion = suggest(made, HOST)
    book = book_of(HOST, suggestion.drafts)
    for article, story in zip(made, STORIES, strict=False):
        assert strip(article.document, site=HOST, book=book).body.strip() == story.strip()


def test_articles_of_other_sites_are_passed_over(articles: Articles) -> None:
    made = articles(tail="Harbour desk of the Lantern\n")
    urls = ["https://www.lantern.example/1", "https://lantern.example.org/2", "https://otherlantern.example/3"]
    placed = [replace(article, url=url) for article, url in zip(made, urls, strict=True)]
    with pytest.raises(InputError, match=r"differ \(1\) to tell what repeats \(2 have the URL of another site\); give"):
        suggest(placed, HOST)
    suggestion = suggest([*made, placed[1]], HOST)
    assert (len(suggestion.articles), suggestion.others) == (3, (placed[1].name,))


def test_of_pages_only_what_is_judged_to_be_the_story_is_looked_at() -> None:
    menu = "<nav><a href='/a'>Sea and shore</a> <a href='/b'>The islands</a> <a href='/c'>Night desk</a></nav>"
    made = []
    for story, amount in zip(STORIES, AMOUNTS, strict=True):
        lines = [*story.splitlines(), *story.upper().splitlines(), *APPEAL.format(amount).splitlines()]
        paragraphs = "".join(f"<p>{line}</p>" for line in lines)
        page = f"<html><body>{menu}<article><h1>News</h1>{paragraphs}</article></body></html>"
        made.append(Saved(name="page", document=read(page, html=True)))
    said = "".join(str(text) for _, _, text in rules(made))
    assert "No company pays for the lamp" in said
    assert "The islands" not in said


def test_only_what_the_rules_that_are_there_leave(articles: Articles) -> None:
    made = articles(tail=[APPEAL.format(amount) + "Harbour desk of the Lantern\n" for amount in AMOUNTS])
    appeal, *more = suggest(made, HOST).drafts
    against = book_of(HOST, [appeal])
    assert [d.rule for d in suggest(made, HOST, against=against).drafts] == [d.rule for d in more]


def test_names_that_are_taken_are_not_given_again(articles: Articles) -> None:
    made = articles(tail=[APPEAL.format(amount) for amount in AMOUNTS])
    against = book_of(HOST, suggest(made, HOST).drafts)
    other = articles(tail=APPEAL.format("$5").replace("lamp", "light").replace("Lantern", "Harbour Lamp"))
    assert "donation-appeal" not in [d.id for d in suggest(other, HOST, against=against).drafts]


def test_the_fixtures_come_out_as_they_expect(articles: Articles) -> None:
    made = articles(
        head="The Lantern, the paper of the coast towns\n",
        inset="Sign up for our newsletter\n",
        tail=[f"{APPEAL.format(a)}More from the Lantern\n{lines}" for a, lines in zip(AMOUNTS, LISTS, strict=True)],
    )
    suggestion = suggest(made, HOST)
    found = [candidate for draft in suggestion.drafts for candidate in draft.candidates]
    book = book_of(HOST, suggestion.drafts, RuleBook.builtin())
    cuts, whole = skeletons(HOST, found, suggestion.repeats, book)
    assert not (cuts.problems)
    assert not (whole.problems)
    assert cuts.text.count("<!--/endmark-->") == 4
    assert "<!--/endmark-->" not in whole.text
    assert "“" in whole.text
