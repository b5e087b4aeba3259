"""Texts and sites without end: composed of the stories' words, so that nothing is ever seen twice."""

import json
import re
from pathlib import Path
from random import Random

from tests.passages.materials import all_stories
from tests.passages.wording import words

_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeiou"]
_SCRIPT = 'if (1 < 2) { push({"name": "a", "of": [1, 2]}); }\n'
_LINK = """
<li class="item item-{0} list__item" data-track="list:{1}" data-index="{1}">
  <div class="teaser teaser--small"><span class="icon icon-{0}" aria-hidden="true"></span>
    <a class="teaser__link" href="https://www.example.org/news/{0}/{1}" title="Read on">{2}</a>
  </div>
</li>"""
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


def page(rng: Random) -> str:
    """A page such as news sites send: as much script as markup, menus, a story, teasers."""
    links = [_LINK.format(n % 7, n, sentence(rng)) for n in range(160)]
    story = "".join(f'<p class="text">{paragraph(rng)} <a href="/x">More</a></p>\n' for _ in range(20))
    title, script = sentence(rng), f"<script>{_SCRIPT * 800}</script>"
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{script}</head><body>"
        f"<nav class=menu><ul>{''.join(links[:60])}</ul></nav><main><h1>{title}</h1><div>{story}</div></main>"
        f"<aside class=related><ul>{''.join(links[60:])}</ul></aside>{script}<footer>All rights reserved</footer>"
    )


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
