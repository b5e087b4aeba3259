"""Which blocks of a page are its body, told by the body's paragraphs as annotators wrote them down.

Long blocks are found in the paragraphs' text one by one, and the longest part of them that is in order counts. Short
ones (subheads, entries of lists) count where they stand between two long ones in both.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_LONG = 25  # letters from which a block is found by itself
_WORD = re.compile(r"\w+")
_REACH = 60  # blocks back that are looked at for what stands before
_RUN = 3  # words
_MOST = 0.5  # of a block's runs of words, from which most of it is body


def letters(text: str) -> str:
    """Letters and digits only, in lower case."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


def labels(texts: Sequence[str], elements: Sequence[int], paragraphs: Sequence[str]) -> list[float]:
    """For each block how much of it is body, from 0 to 1."""
    body, keys = letters("\n".join(paragraphs)), [letters(text) for text in texts]
    found = [0.0] * len(texts)
    runs = _runs("\n".join(paragraphs))
    for block, (key, text) in enumerate(zip(keys, texts, strict=True)):
        if len(key) >= _LONG and key not in body:
            found[block] = _share(text, runs)
    anchors = _in_order(_places(keys, elements, body), keys)
    for block, _ in anchors:
        found[block] = 1.0
    for block in _between(anchors, keys, body):
        found[block] = found[block] or 1.0
    return found


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


def _share(text: str, runs: set[tuple[str, ...]]) -> float:
    own = _runs(text)
    share = len(own & runs) / len(own) if len(own) > _RUN else 0.0
    return share if share > _MOST else 0.0


def _places(keys: Sequence[str], elements: Sequence[int], body: str) -> list[tuple[int, int]]:
    """Each long block that is body with its place there; of more equal ones than there, those among most others."""
    equal: dict[str, list[int]] = {}
    for block, key in enumerate(keys):
        if len(key) >= _LONG and key in body:
            equal.setdefault(key, []).append(block)
    company = Counter(elements[block] for blocks in equal.values() for block in blocks)
    found: list[tuple[int, int]] = []
    for key, blocks in equal.items():
        places = [match.start() for match in re.finditer(re.escape(key), body)]
        chosen = sorted(sorted(blocks, key=lambda b: (-company[elements[b]], -b))[: len(places)])
        found += zip(chosen, places, strict=False)
    return sorted(found)


def _in_order(places: Sequence[tuple[int, int]], keys: Sequence[str]) -> list[tuple[int, int]]:
    """The blocks whose places rise, with the most letters in all."""
    totals: list[int] = []
    before: list[int] = []
    for number, (block, place) in enumerate(places):
        earlier = [i for i in range(max(0, number - _REACH), number) if places[i][1] < place]
        best = max(earlier, key=totals.__getitem__, default=-1)
        before.append(best)
        totals.append((totals[best] if best >= 0 else 0) + len(keys[block]))
    found: list[tuple[int, int]] = []
    at = max(range(len(totals)), key=totals.__getitem__, default=-1)
    while at >= 0:
        found.append(places[at])
        at = before[at]
    return found[::-1]


def _between(anchors: Sequence[tuple[int, int]], keys: Sequence[str], body: str) -> list[int]:
    """The short blocks that stand between the same long ones in the page and in the body."""
    ends = [(-1, 0, 0), *((b, p, p + len(keys[b])) for b, p in anchors), (len(keys), len(body), len(body))]
    found: list[int] = []
    for (first, _, begin), (last, end, _) in pairwise(ends):
        gap, at = body[begin:end], 0
        for block in range(first + 1, last if gap else first):
            key = keys[block]
            place = gap.find(key, at) if key and len(key) < _LONG else -1
            if place >= 0 and (place - at <= _RUN or len(key) >= 2 * _RUN + 2):
                found.append(block)
                at = place + len(key)
    return found
