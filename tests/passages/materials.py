"""What the passage tests are made of: appeals to paste, stories to put them into.

Every text under `texts/` was composed for these tests, except the appeal of The Moscow Times. An appeal
is a file with a paragraph a line; a language's stories are one file, with an empty line between stories.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Appeal:
    """A passage as an editor pastes it. `names` are its proper names, each with one to put in its place."""

    name: str
    language: str
    lines: tuple[str, ...]
    names: tuple[tuple[str, str], ...] = ()
    held_out: bool = False
    kind: str = "donation_appeal"

    @property
    def passage(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Story:
    """A body: only news, nothing to cut."""

    name: str
    language: str
    lines: tuple[str, ...]


# name, language, held out (looked at only when tuning is over), kind, proper name, another
_APPEALS = (
    ("moscow-times", "en", False, "donation_appeal", "The Moscow Times", "The Northern Chronicle"),
    ("fjord-letter", "en", False, "newsletter", "Fjord Letter", "Harbour Note"),
    ("rheinblick", "de", False, "donation_appeal", "Rheinblick", "Elbkurier"),
    ("el-cabo", "es", False, "donation_appeal", "El Cabo", "La Bahía"),
    ("minato", "ja", False, "donation_appeal", "みなと通信", "あおぞら新報"),
    ("harbour-gazette", "en", True, "donation_appeal", "Harbour Gazette", "Valley Observer"),
    ("atlas-weekly", "en", True, "subscription", "Atlas Weekly", "Compass Monthly"),
    ("la-ligne-claire", "fr", True, "donation_appeal", "La Ligne claire", "Le Canal"),
    ("volna", "ru", True, "donation_appeal", "«Волну»", "«Зарю»"),
)


def _lines(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8").strip("\n").split("\n"))


@cache
def appeals() -> tuple[Appeal, ...]:
    return tuple(
        Appeal(name, language, _lines(FOLDER / "appeals" / f"{name}.txt"), ((old, new),), held_out, kind)
        for name, language, held_out, kind, old, new in _APPEALS
    )


@cache
def stories(language: str) -> tuple[Story, ...]:
    path = FOLDER / "stories" / f"{language}.txt"
    texts = path.read_text(encoding="utf-8").strip("\n").split("\n\n")
    return tuple(Story(f"{language}-{n}", language, tuple(text.split("\n"))) for n, text in enumerate(texts))


def all_stories() -> tuple[Story, ...]:
    languages = sorted({appeal.language for appeal in appeals()})
    return tuple(story for language in languages for story in stories(language))
