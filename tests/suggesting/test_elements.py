"""What `suggest` finds on a few composed pages by the names of their elements, and what it leaves to their stories."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.suggesting.conftest import LISTS, STORIES

from endmark import RuleBook
from endmark.reading import read
from endmark.saved import Saved
from endmark.strip import strip
from endmark.suggesting import suggest
from endmark.suggesting.drafting import book_of
from endmark.suggesting.skeletons import skeletons

HOST = "lantern.example"
FOOTER = "<footer class='newsletter-footer'><p>The Lantern is printed on Hill Street every night.</p></footer>"
LETTER = "<p>The night desk writes to you</p><p>Get our newsletter every morning at six.</p>"


def linked(lines: str) -> str:
    return "".join(f"<li><a href='/{len(line)}'>{line}</a></li>" for line in lines.splitlines())


def boxes(name: str, count: int = 4) -> list[str]:
    """A heading and changing links, in an element of that name (or with that attribute)."""
    attributes = name if "=" in name else f"class='{name}'"
    return [f"<div {attributes}><p>More from the Lantern</p><ul>{linked(lines)}</ul></div>" for lines in LISTS[:count]]


def pages(boxes: list[str]) -> list[Saved]:
    """Pages of a paper, each with a box between the paragraphs of its story."""
    made = []
    for number, (story, box) in enumerate(zip(STORIES, boxes, strict=False)):
        first, last = story.splitlines()
        more = STORIES[number - 1].replace("The ", "Our ").replace("will", "shall").splitlines()
        html = (
            "<html><body><nav class='menu-of-topics'><a href='/a'>Sea and shore</a> <a href='/b'>The islands</a></nav>"
            f"<main><article class='lantern-story'><h1>{last.split('.')[0]}</h1><p>{first}</p><p>{last}</p>{box}"
            f"<p>{more[0]}</p><p>{more[1]}</p></article></main>{FOOTER}</body></html>"
        )
        made.append(Saved(name=f"page-{number}", document=read(html, html=True)))
    return made


def rules(made: list[Saved]) -> list[dict[str, Any]]:
    return [draft.rule for draft in suggest(made, HOST).drafts if "css" in draft.rule]


@pytest.mark.parametrize(
    ("box", "selector"),
    [
        ("box related-stories js-v2", ".related-stories"),
        ("id='related-stories'", "#related-stories"),
        ("lantern-further-box", ".lantern-further-box"),
    ],
)
def test_a_box_of_changing_links_is_a_rule_by_its_name(box: str, selector: str) -> None:
    assert rules(pages(boxes(box))) == [{"id": "related-links-elements", "kind": "related_links", "css": selector}]


def test_a_box_with_the_same_text_gets_its_kind_from_its_name_or_its_words() -> None:
    for name, kind in (
        ("letter-signup", "newsletter"),
        ("lantern-letter", "newsletter"),
        ("share-bar", "share_follow"),
    ):
        (rule,) = rules(pages([f"<div class='{name}'>{LETTER}</div>"] * 3))
        assert (rule["kind"], rule["css"]) == (kind, f".{name}")


@pytest.mark.parametrize("name", ["css-1abc9x", "sc-dFfFtc", "Box_related__x3kQp", "mt-4", "7up"])
def test_a_name_that_a_machine_made_or_that_says_nothing_is_no_hook(name: str) -> None:
    assert rules(pages(boxes(name))) == []


def test_what_stands_on_one_page_of_three_is_none() -> None:
    assert rules(pages([boxes("related-stories")[0], "", ""])) == []


def test_an_element_of_two_pages_that_holds_what_looks_like_stories_is_none() -> None:
    told = (
        "As the storm came in, the council bet it all on the sea wall, and it held until the morning.",
        "Nobody had seen the sea so high since their fathers built the dike, she said in her speech.",
        "It was the first time in a decade that a ship of this size came into the port, he said.",
    )
    made = pages(
        [f"<div class='related-stories'><p>How it all began</p><ul>{linked(text)}</ul></div>" for text in told]
    )
    assert rules(made[:2]) == []
    assert [rule["css"] for rule in rules(made)] == [".related-stories"]


def test_an_element_that_holds_a_story_on_one_page_is_none() -> None:
    quoted = (
        "<div class='related-stories'><p>The council has met four times, and each time the hall was full.</p></div>"
    )
    made = pages([*boxes("related-stories", 3), quoted])
    assert any("four times" in strip(page.document).body for page in made)
    assert rules(made) == []


def test_the_outer_of_elements_in_each_other_is_named_unless_it_holds_other_things() -> None:
    letter = f"<div class='letter-signup'>{LETTER}</div>"
    whole = [f"<div class='related-box'><p>From our pages</p>{box}</div>" for box in boxes("related-stories")]
    assert [rule["css"] for rule in rules(pages(whole))] == [".related-box"]
    mixed = [f"<div class='lantern-below'>{box}{letter}</div>" for box in boxes("related-stories")]
    assert [rule["css"] for rule in rules(pages(mixed))] == [".letter-signup", ".related-stories"]


def test_only_what_the_rules_that_are_there_leave() -> None:
    made = pages(boxes("related-stories"))
    against = book_of(HOST, [draft for draft in suggest(made, HOST).drafts if "css" in draft.rule], RuleBook.builtin())
    assert [draft for draft in suggest(made, HOST, against=against).drafts if "css" in draft.rule] == []


def kept_and_cut(made: list[Saved]) -> Iterator[tuple[str, str]]:
    book = book_of(HOST, [draft for draft in suggest(made, HOST).drafts if "css" in draft.rule])
    for page in made:
        result = strip(page.document, site=HOST, book=book)
        yield result.body, "".join(segment.text for segment in result.removed)


def test_the_rules_cut_the_boxes_and_nothing_else() -> None:
    for (body, cut), story, lines in zip(kept_and_cut(pages(boxes("related-stories"))), STORIES, LISTS, strict=True):
        assert all(line in body for line in story.splitlines())
        assert all(line in cut for line in lines.splitlines())


def test_the_fixtures_are_pages_that_come_out_as_they_expect() -> None:
    suggestion = suggest(pages([f"{box}<div class='letter-signup'>{LETTER}</div>" for box in boxes("x7-more")]), HOST)
    found = [c for draft in suggestion.drafts for c in draft.candidates]
    book = book_of(HOST, suggestion.drafts, RuleBook.builtin())
    cuts, whole = [s for s in skeletons(HOST, found, suggestion.repeats, book) if s.suffix == ".html"]
    assert (cuts.problems, whole.problems) == ((), ())
    assert cuts.text.count("<!--/endmark-->") == 2
    assert LISTS[0].splitlines()[0] not in cuts.text  # whose links are composed
    assert "<!--/endmark-->" not in whole.text
    assert 'class="letter-signup-in-a-story"' in whole.text
