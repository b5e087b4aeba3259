"""What fixtures' skeletons are composed of."""

from dataclasses import dataclass

from endmark.errors import Problem
from endmark.rules.fixtures import TEXT

STORY = (
    "The ferry to the island will run again from Monday, the harbour office said, three days after the storm.",
    "Two planks of the pier had come loose. They have been replaced with oak from the town forest.",
    "Tickets are sold at the pier, and the council has promised a second boat for the summer months.",
)
LINKS = ("Council closes the old pier for repairs", "Storm damages three boats")
NOTE = "Suggested: put a short story of your own around what is marked, in the language of the site."


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A fixture to be written: what it shows, its text, what does not come out as it expects, its file's suffix."""

    name: str
    text: str
    problems: tuple[Problem, ...] = ()
    suffix: str = TEXT
