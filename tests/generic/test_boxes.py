"""Boxes and appeals around and between the paragraphs of stories. Composed."""

import pytest

from endmark import strip

STORY = [
    "The ferry to the island of Skarholm will sail without a captain's dog from next week, the shipping line said.",
    "The dog, a spaniel of fourteen, has greeted every passenger since the boat was built, and missed two crossings.",
    "Captain Ragna Lindholm said that the new boat has a ramp too steep for him, and that she will carry him ashore.",
    "The shipping line has asked for a second ramp, which the harbour of Skarholm will vote on in the new year.",
]
SHORT = [
    "The bridge over the Wend is open again, the mayor said on Friday.",
    "It had been closed since a lorry hit a pillar in June.",
    "Nobody was hurt, but the town had to drive around.",
    "The work took four months and cost a little less than planned.",
]
NEWSLETTER = ["Sign up for our newsletter", "Enter your email", "Subscribe", "By signing up you agree to our terms."]
APPEAL = """Before you go...
The Tarrow Ledger has no billionaire owner and no shareholders. Readers like you pay for all of it, and it stays free.
But local journalism is expensive, and advertising no longer pays for it. If everyone gave us just $3 a month, we could.
Please consider making a donation today. It only takes a minute, and it makes a real difference.
Donate now
"""


@pytest.mark.parametrize("paragraphs", [1, 3, 6, 12])
def test_an_appeal_goes_whole_however_long_the_story(paragraphs: int) -> None:
    story = "\n".join([*STORY, *STORY, *STORY][:paragraphs]) + "\n"
    assert strip(story + APPEAL).body == story


def test_buttons_above_and_below_the_first_paragraph_do_not_end_a_short_story() -> None:
    buttons = ["Share on Facebook", "Share on Twitter", "Share via email"]
    body = strip("\n".join([*buttons, SHORT[0], *buttons, *SHORT[1:], "Share this article", "Comments"])).body
    assert [line for line in SHORT if line not in body] == []


@pytest.mark.parametrize("between", [1, 2, 3])
def test_no_paragraph_goes_with_the_boxes_between(between: int) -> None:
    lines = [line for n, text in enumerate(STORY, 1) for line in (text, *(NEWSLETTER if n % between == 0 else ()))]
    body = strip("\n".join([*lines, *NEWSLETTER])).body
    assert [line for line in STORY if line not in body] == []
