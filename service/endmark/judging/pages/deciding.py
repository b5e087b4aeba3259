"""Which blocks are the story's, given the log-odds of each: by themselves, but for a few things that pages do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from endmark.judging.pages.columns import TAG_NUMBERS, Flags, Numbers, Row
from endmark.judging.pages.features import Features
from endmark.metadata import Stated

STORY = 0.3  # log-odds above which a block is the story's: what is in doubt is seldom missed
_BETWEEN = -0.5  # ... for one that stands between two, all three right in one element
_DOUBTFUL = -1.2  # ... for one that the page states as part of its article, in JSON-LD
_MARKED = -0.1  # ... and by microdata, which mostly marks the boxes in between too
_LONG = 40  # letters from which a block is looked for in what the page states as its article
_BEGINNING = 60
_LINK = 0.5  # of a block's letters, from which it is one
_FEWEST = 3  # blocks of prose of a story that another follows, and of that one
_MOST_HEADINGS = 20  # that are looked at: more are no stories of their own
_DIGITS = re.compile(r"\d+")
_H1 = TAG_NUMBERS["h1"]


@dataclass(frozen=True, slots=True)
class Decision:
    """Which blocks are the story's, and why those are, or are not, that were decided against their odds."""

    body: Flags
    because: dict[int, str]


def decide(features: Features, odds: Row, stated: Stated) -> Decision:
    """Decide by the blocks' log-odds, and by what the page states of itself where these leave doubt."""
    found = Decision(odds > STORY, {})
    if (doubtful := _doubtful(features, odds, found, _DOUBTFUL)).any() and stated.article_body:
        _change(found, _stated(features, doubtful, stated.article_body), "the page states it as its article's")
    if (doubtful := _doubtful(features, odds, found, _MARKED)).any() and stated.marked_body:
        _change(found, _stated(features, doubtful, stated.marked_body), "the page marks it as its article's")
    _change(found, _between(features, odds, found.body) & ~found.body, "it stands between lines of the story")
    _change(found, features.furniture & found.body, "its element's names are never a story's")
    _change(found, _repeats(features, stated.head_titles) & found.body, "it repeats the page's title")
    other = np.arange(len(odds)) >= _another(features, found.body)
    _change(found, other & found.body, "it belongs to another story")
    return found


def _change(decision: Decision, blocks: Flags, because: str) -> None:
    if at := blocks.nonzero()[0].tolist():  # seldom
        decision.body[at] ^= True
        decision.because.update(dict.fromkeys(at, because))


def _doubtful(features: Features, odds: Row, found: Decision, least: float) -> Flags:
    """The longer blocks that are not the story's by their log-odds, which are not the least."""
    doubtful: Flags = (odds > least) & ~found.body & (features.blocks.letters >= _LONG)
    return doubtful


def _stated(features: Features, doubtful: Flags, article: str) -> Flags:
    """The doubtful blocks that are in what the page states as its article. What it lacks tells nothing: subheads."""
    said, texts = "".join(article.split()), features.page.blocks.texts
    found = np.zeros(len(texts), dtype=np.bool_)
    for block in np.flatnonzero(doubtful).tolist():
        found[block] = "".join(texts[block].split())[:_BEGINNING] in said
    return found


def _repeats(features: Features, titles: Iterable[str]) -> Flags:
    """The first headings that say what the page is called."""
    texts, called = features.page.blocks.texts, [title.casefold() for title in titles]
    found = np.zeros(len(texts), dtype=np.bool_)
    for block in np.flatnonzero(features.tags == _H1).tolist():
        said = texts[block].casefold()
        found[block] = any(said in title or title in said for title in called)
    return found


def _between(features: Features, odds: Row, body: Flags) -> Flags:
    """The blocks that stand between two of the story's, right in the same element, and are no links."""
    parent = features.elements.parents[features.blocks.elements]
    found = np.zeros(len(body), dtype=np.bool_)
    alike = (parent[1:-1] == parent[:-2]) & (parent[1:-1] == parent[2:])
    found[1:-1] = body[:-2] & body[2:] & alike & (odds[1:-1] > _BETWEEN) & (features.blocks.linked[1:-1] < _LINK)
    return found


def _another(features: Features, body: Flags) -> int:
    """Where another story begins: at its own first heading, in an element that looks like the first story's."""
    headings = np.flatnonzero(features.tags == _H1).tolist()
    prose = np.flatnonzero(body & (features.blocks.prose > 0))
    for heading in headings[1:_MOST_HEADINGS]:
        first, second = _apart(features, headings[0], heading)
        held = [_held(features, prose, element) for element in (first, second)]
        if first != second and min(held) >= _FEWEST and _looks(features, first) == _looks(features, second):
            return int(features.elements.firsts[second])
    return len(body)


def _held(features: Features, blocks: Numbers, element: int) -> int:
    """How many of some blocks an element holds."""
    inside = (blocks >= features.elements.firsts[element]) & (blocks < features.elements.lasts[element])
    return int(inside.sum())


def _looks(features: Features, element: int) -> tuple[str, str]:
    """An element's tag, and its names without the numbers by which pages tell their stories apart."""
    elements = features.page.elements
    return elements.tags[element], _DIGITS.sub("", elements.classes[element])


def _apart(features: Features, one: int, other: int) -> tuple[int, int]:
    """The elements around two blocks in which they part ways: children of one parent, or the same if they do not."""
    chains = [_chain(features.elements.parents, int(features.blocks.elements[block])) for block in (one, other)]
    pairs = [pair for pair in zip(*chains, strict=False) if pair[0] != pair[1]]
    return pairs[0] if pairs else (0, 0)


def _chain(parents: Numbers, element: int) -> list[int]:
    """The elements around an element, from the root to itself."""
    found = [element]
    while element:
        element = int(parents[element])
        found.append(element)
    return found[::-1]
