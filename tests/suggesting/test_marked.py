"""Rules from what is marked: each verb, and what none can cut."""

from pathlib import Path

import pytest

from endmark.rules.fixtures import parse_fixture
from endmark.suggesting.marked import Rule, rules_for

STORY = "The bridge is open again, the council said on Monday. It had been closed for three weeks."


def made(text: str, taken: tuple[str, ...] = ()) -> list[Rule]:
    rules, problems = rules_for(parse_fixture(Path("case.txt"), f"<!--endmark {{}}-->\n{text}"), taken)
    assert not problems
    return rules


def cut(kind: str, text: str) -> str:
    return f"<!--endmark:{kind}-->{text}<!--/endmark-->"


LINE = cut("newsletter", "Sign up for the Tide")
TWO_SENTENCES = cut("newsletter", "Sign up. It is free.")
TOPICS = cut("tags", "Sea\n\nPort")
LINKS = cut("related_links", "More\nPier closed\nBoats lost")
GLUED = cut("donation_appeal", "Join us.The sea needs friends.Not now")
LINES = cut("donation_appeal", "Join us.\n\n  The sea needs friends.\nNot now")


@pytest.mark.parametrize(
    ("text", "verb", "said"),
    [
        (f"{STORY}\n{LINE}\n", "line", "Sign up for the Tide"),
        (f"{STORY}\n- {TWO_SENTENCES}\n{STORY}", "line", "Sign up. It is free."),
        (f"{STORY}\n{TOPICS}\n{STORY}", "line", ["Sea", "Port"]),
        (f"{STORY}\n{LINKS}\n", "heading", "More"),
        (f"{STORY} {cut('agency_credit', '(lan)')}\n{TOPICS}", "suffix", "(lan)"),
        (f"{TOPICS}\n{cut('byline', 'PORT HARROW –')} {STORY}", "prefix", "PORT HARROW –"),
        (f"{STORY}{GLUED} {STORY}", "passage", "Join us.The sea needs friends.Not now"),
        (f"{STORY}\n{LINES}\n{STORY}", "passage", "Join us.\nThe sea needs friends.\nNot now"),
    ],
)
def test_the_verb_that_fits(text: str, verb: str, said: object) -> None:
    assert [rule[verb] for rule in made(text) if verb in rule] == [said]


def test_what_is_marked_twice_is_one_rule_and_ids_are_free() -> None:
    rules = made(f"{LINE}\n{STORY}\n{LINE}\n{cut('newsletter', 'Letters')}", taken=("newsletter",))
    assert [rule["id"] for rule in rules] == ["newsletter-2", "newsletter-3"]


def test_a_word_inside_a_paragraph_is_told_with_its_place() -> None:
    fixture = parse_fixture(
        Path("case.txt"), f"<!--endmark {{}}-->\n{STORY}\nThe pier {cut('ad_marker', 'Ad')} is shut."
    )
    rules, (problem,) = rules_for(fixture)
    assert not rules
    assert str(problem) == "case.txt:3:34: too short to be found inside a paragraph; mark a whole line"
