"""Texts and sites without end: composed of the stories' words, so that nothing is ever seen twice."""

import json
import re
from pathlib import Path
from random import Random

from tests.passages.materials import all_stories
from tests.passages.wording import words

_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeiou"]
_LATIN = re.compile(r"[a-zà-öø-ÿœ’']+", re.IGNORECASE)


def _vocabulary() -> tuple[str, ...]:
    lines = [line for story in all_stories() for line in story.lines]
    found = {line[a:b] for line in lines for a, b in words(line)}
    return tuple(sorted(word for word in found if _LATIN.fullmatch(word)))


VOCABULARY = _vocabulary()


def sentence(rng: Random) -> str:
    """A sentence of 6 to 24 words."""
    chosen = rng.choices(VOCABULARY, k=rng.randint(6, 24))
    return " ".join(chosen).capitalize() + rng.choice("....?!")


def paragraph(rng: Random) -> str:
    """One to five sentences."""
    return " ".join(sentence(rng) for _ in range(rng.randint(1, 5)))


def text(rng: Random, size: int) -> str:
    """Paragraphs, a line each, of about `size` characters together."""
    lines: list[str] = []
    while sum(map(len, lines)) < size:
        lines.append(paragraph(rng))
    return "\n".join(lines)


def _name(rng: Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=3)).title()


def write_sites(folder: Path, count: int, rng: Random) -> None:
    """Site files, each with hosts, a fingerprint, a passage of seven lines and a line rule."""
    (folder / "sites").mkdir(parents=True)
    for n in range(count):
        name = f"{_name(rng)} {_name(rng)}"
        path = folder / "sites" / f"site{n}.example.yaml"
        path.write_text(json.dumps(_site(n, name, rng), ensure_ascii=False, indent=1), encoding="utf-8")


def _site(n: int, name: str, rng: Random) -> dict[str, object]:
    passage = [f"A word from {name}:", *(paragraph(rng) for _ in range(5)), "Remind me in spring."]
    rules = [
        {"id": "appeal", "kind": "donation_appeal", "passage": "\n".join(passage)},
        {"id": "support", "kind": "subscription", "line": f"Subscribe to {name} today!"},
    ]
    hosts = [f"site{n}.example", f"site{n}.invalid"]
    return {"site": name, "hosts": hosts, "fingerprints": [f"A word from {name}"], "rules": rules}
