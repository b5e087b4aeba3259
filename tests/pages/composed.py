"""The composed pages: which of their blocks are story, and which are marked as what.

They are fixtures whose markers stand between elements; what is not marked is the story. Notes, apart by "; ", tell
what judging does not get right: "may stay: KIND, …", "misnamed: KIND, …" and "short lines may go". "no story" tells of
a page that has none.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from endmark.model import Block, Kind
from endmark.rules.fixtures import Fixture, read_fixture

_MARKER = re.compile(r"<!--/?endmark.*?-->\n?")


@dataclass(frozen=True)
class Composed:
    """A composed page."""

    fixture: Fixture

    @property
    def name(self) -> str:
        return self.fixture.path.stem

    @cached_property
    def html(self) -> str:
        return _MARKER.sub("", self.fixture.source)

    @cached_property
    def texts(self) -> list[str]:
        """Its blocks."""
        return [self.fixture.text[block.start : block.end] for block in self.fixture.document.blocks]

    @cached_property
    def kinds(self) -> list[Kind | None]:
        """What each block is marked with; None for the story's."""
        return [self._kind(block) for block in self.fixture.document.blocks]

    def _kind(self, block: Block) -> Kind | None:
        kinds = [cut.kind for cut in self.fixture.expected if cut.start < block.end and block.start < cut.end]
        return kinds[0] if kinds else None

    @property
    def is_story_alone(self) -> bool:
        """Whether nothing of the page may go."""
        return self.has_story and not any(self.kinds)

    @property
    def has_story(self) -> bool:
        return "no story" not in self._notes

    @property
    def may_lose_short_lines(self) -> bool:
        return "short lines may go" in self._notes

    @property
    def may_stay(self) -> set[Kind]:
        """The kinds of marked blocks that judging does not tell from the story."""
        return self._kinds_noted("may stay: ")

    @property
    def may_be_misnamed(self) -> set[Kind]:
        """The kinds of marked blocks that are cut as something else."""
        return self._kinds_noted("misnamed: ")

    @property
    def _notes(self) -> list[str]:
        return self.fixture.header.get("note", "").split("; ")

    def _kinds_noted(self, about: str) -> set[Kind]:
        lists = [note.removeprefix(about) for note in self._notes if note.startswith(about)]
        return {Kind(name) for names in lists for name in names.split(", ")}


def load() -> list[Composed]:
    """All composed pages."""
    return [Composed(read_fixture(path)) for path in sorted(Path(__file__).with_name("stories").glob("*.html"))]
