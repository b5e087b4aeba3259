"""What `suggest` finds in a few composed articles, and what it leaves to their stories."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.suggesting.conftest import AMOUNTS, APPEAL, LISTS, STORIES

from endmark import RuleBook
from endmark.errors import InputError
from endmark.reading import read
from endmark.saved import Saved
from endmark.strip import strip
from endmark.suggesting import suggest
from endmark.suggesting.drafting import book_of
from endmark.suggesting.skeletons import skeletons

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
    with pytest.raises(InputError, match=r"differ \(1\)"):
        suggest(placed, HOST)
    assert len(suggest([*made, placed[1]], HOST).articles) == 3


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
