"""Rules for what somebody has marked in an article, between the markers of fixtures."""

import re
from collections.abc import Collection
from typing import Any

from endmark.errors import Problem
from endmark.folding import letters_of
from endmark.model import Kind
from endmark.reading import read
from endmark.rules.compiling import SHORTEST_PASSAGE
from endmark.rules.fixtures import Expected, Fixture
from endmark.suggesting.drafting import free_id

_STOP = re.compile(r"[.!?…。！？][\"'”’»“)]*(?:\s|$)")
_FEW_SENTENCES = 2
_AFFIX = 60  # characters of a mark that closes or opens a paragraph

Rule = dict[str, Any]


def rules_for(fixture: Fixture, taken: Collection[str] = ()) -> tuple[list[Rule], list[Problem]]:
    """A rule for each thing that is marked, named as none of those `taken`; and what no verb can cut."""
    used, rules, problems = set(taken), list[Rule](), list[Problem]()
    for cut in fixture.expected:
        said = _verb(fixture, cut)
        if said is None:
            problems.append(fixture.problem(cut.start, "too short to be found inside a paragraph; mark a whole line"))
        elif said not in [{key: rule[key] for key in said if key in rule} for rule in rules]:
            rules.append({"id": free_id(cut.kind.value.replace("_", "-"), used), "kind": cut.kind.value, **said})
    return rules, problems


def _verb(fixture: Fixture, cut: Expected) -> Rule | None:
    """The verb for one cut, with what it says; None if there is none."""
    text = fixture.text[cut.start : cut.end].strip()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    sentences = len(_STOP.findall(text))
    begins, ends = _edges(fixture, cut)
    if begins and ends and cut.kind is Kind.RELATED_LINKS and len(lines) > 1 and not sentences:
        return {"heading": lines[0]}
    if begins and ends and (len(lines) == 1 and sentences <= _FEW_SENTENCES):
        return {"line": lines[0]}
    if begins and ends and not sentences and _letters(text) < SHORTEST_PASSAGE:
        return {"line": lines}
    short = len(lines) == 1 and len(lines[0]) <= _AFFIX
    if short and ends and not begins and not _left(fixture, cut.end, len(fixture.text)):
        return {"suffix": text}
    if short and begins and not ends and not _left(fixture, 0, cut.start):
        return {"prefix": text}
    return {"passage": "\n".join(lines)} if _letters(text) >= SHORTEST_PASSAGE else None


def _edges(fixture: Fixture, cut: Expected) -> tuple[bool, bool]:
    """Whether a line of the text begins and ends where a cut does: white space and bullets aside."""
    blocks = read(fixture.text).blocks
    said = fixture.text[cut.start : cut.end]
    first, last = cut.start + len(said) - len(said.lstrip()), cut.start + len(said.rstrip())
    return any(b.start <= first <= b.left for b in blocks), any(b.right == last for b in blocks)


def _left(fixture: Fixture, start: int, end: int) -> str:
    """What is not marked between two offsets of a fixture's text, without white space at either side."""
    inside = [cut for cut in fixture.expected if start <= cut.start < end]
    ends = [start, *(cut.end for cut in inside)]
    return "".join(fixture.text[e : cut.start] for e, cut in zip(ends, inside, strict=False)).strip() + (
        fixture.text[ends[-1] : end].strip()
    )


def _letters(text: str) -> int:
    return len(letters_of(text).text)
