"""Labelled pages (`html-*.jsonl.gz`) as judging sees them: a row of features and a label for each block."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborNode
from tests.training.html.labelling import labels, letters

from endmark import read
from endmark.judging.pages.features import Features
from endmark.judging.pages.leads import likeness
from endmark.page import Page

FOLDS = 5
# What a page of each source weighs: annotated news, the public benchmark's convention, blogs and guides, an
# extractor's accepted output, the votes of several extractors, and pages cut down to what holds their body.
_WEIGHTS = {"fundus": 3.0, "zyte": 2.0, "wcxb": 0.7, "mozilla": 0.6, "votes": 0.4, "inner": 0.3}
_FEWEST_VOTES = 3
_BODY = 0.5  # from which a block's label says body
_STATED = 8  # letters from which a string that a body must or must not have is looked for

Record = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """One page, and the fold that its site is held out with.

    A row of features for each block, how much of each is body, and what each block weighs.
    """

    key: int
    fold: int
    names: tuple[str, ...]
    features: NDArray[np.float32]
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]


def load(corpora: Sequence[Path], votes: Path | None) -> list[Example]:
    """The pages of labelled corpora, and those that the votes are about."""
    voted = {record["id"]: record["answers"] for record in _records(votes)} if votes else {}
    found = []
    for record in (record for corpus in corpora for record in _records(corpus)):
        if record.get("paragraphs"):
            found.append(_example(record, record["source"], _labelled))
            found.append(_example(record | {"html": _inner(record)}, "inner", _labelled))
        elif len(voted.get(record["id"], ())) >= _FEWEST_VOTES:
            found.append(_example(record | {"answers": voted[record["id"]]}, "votes", _voted))
    return [example for example in found if example is not None]


def key_of(html: str) -> int:
    """What a page is known by."""
    return zlib.crc32(html.encode())


def _records(path: Path) -> Iterator[Record]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _example(record: Record, source: str, label: Callable[[Page, Record], list[float]]) -> Example | None:
    page = read(record["html"], html=True).page
    assert page is not None
    if not page.blocks.texts:
        return None
    features = Features(page, likeness(page.blocks.texts, page.stated.summaries))
    weights = np.sqrt([len(text) + 5 for text in page.blocks.texts])
    return Example(
        key=key_of(record["html"]),
        fold=zlib.crc32(record["site"].encode()) % FOLDS,
        names=tuple(features.named()),
        features=features.matrix.T,
        labels=np.array(label(page, record), dtype=np.float32),
        weights=(weights / weights.sum() * _WEIGHTS[source]).astype(np.float32),
    )


def _labelled(page: Page, record: Record) -> list[float]:
    return labels(page.blocks.texts, page.blocks.elements, record["paragraphs"])


def _inner(record: Record) -> str:
    """A page cut down to its head and the innermost element that holds all of its body."""
    page = read(record["html"], html=True).page
    assert page is not None
    body = [nodes for nodes, label in zip(page.blocks.nodes, _labelled(page, record), strict=True) if label > _BODY]
    head = page.parser.head.html if page.parser.head else ""
    return f"<html>{head}<body>{_common(body[0][0], body[-1][-1]).html}</body></html>" if body else ""


def _common(first: LexborNode, last: LexborNode) -> LexborNode:
    """The innermost element around two nodes."""
    around = {node.mem_id: node for node in _ancestors(first)}
    return next(around[node.mem_id] for node in _ancestors(last) if node.mem_id in around)


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _voted(page: Page, record: Record) -> list[float]:
    """The share of the extractors that have a block; what a body must and must not have outvotes them."""
    answers = [letters(answer) for answer in record["answers"]]
    with_, without = ([letters(s) for s in record[key] or ()] for key in ("with", "without"))
    return [_share(letters(text), answers, with_, without) for text in page.blocks.texts]


def _share(key: str, answers: list[str], with_: list[str], without: list[str]) -> float:
    if not key or any(len(s) >= _STATED // 2 and (s in key or (key in s and len(key) > _STATED)) for s in without):
        return 0.0
    if any(len(s) > _STATED and (s in key or (key in s and len(key) > _STATED)) for s in with_):
        return 1.0
    return sum(key in answer for answer in answers) / len(answers)
