"""Composed articles of a paper that there is not, with the furniture that its pages carry."""

from collections.abc import Callable

import pytest

from endmark.reading import read
from endmark.saved import Saved

STORIES = (
    (
        "The town's library will open on Sundays from March, the council decided on Tuesday after a long debate.\n"
        "Two librarians have been hired, and a third post is to follow in the autumn, the town's office said.\n"
    ),
    (
        "Heavy rain washed out forty metres of the coast path near the lighthouse on Friday night, the county said.\n"
        "Walkers are asked to take the inland way until the slope has been secured. That may last until May.\n"
    ),
    (
        "The price of a tram ticket will rise by ten cents in January, the transport office announced on Monday.\n"
        "Children under twelve still ride for nothing. A petition against the rise has four hundred signatures.\n"
    ),
    (
        "A choir of eighty voices will sing in the old market hall on Saturday, the cultural office said this week.\n"
        "The hall had been closed for two years. Its roof has been mended with slate from the quarry at Hill End.\n"
    ),
)
APPEAL = (
    "A word from the Lantern's night desk\n"
    "Dear readers,\n"
    "The Lantern belongs to its readers. No company pays for the lamp that burns here after midnight.\n"
    "If the paper is worth {0} a month to you, please tell our treasurer so. Every coin goes into reporting.\n"
    "Keep the lamp burning\n"
)
AMOUNTS = ("$5", "$7.50", "$5", "$12")
LISTS = (
    "Bus lane opens at last\nSchool roof leaks again\n",
    "Sea wall plan is late\nLifeboat gets a name\n",
    "Depot sold to a builder\nNight bus on trial\n",
    "Organ restored in spring\nBells to ring again\n",
)

Articles = Callable[..., list[Saved]]


@pytest.fixture
def articles() -> Articles:
    """Makes articles of stories with something above (`head`), after the first paragraph (`inset`), below (`tail`).

    Each is one text for all, or a list with a text for each article.
    """

    def make(
        *, head: str | list[str] = "", inset: str | list[str] = "", tail: str | list[str] = "", count: int = 3
    ) -> list[Saved]:
        made = []
        for number, story in enumerate(STORIES[:count]):
            above, between, below = (part if isinstance(part, str) else part[number] for part in (head, inset, tail))
            first, last = story.splitlines(keepends=True)
            text = f"{above}{first}{between}{last}{below}"
            made.append(Saved(name=f"article-{number}", document=read(text)))
        return made

    return make
