"""Learning from labelled pages: first what words weigh, then what shapes do.

The trees learn with word scores of models that have not seen the page's publisher: in use they will not have either.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import scipy.sparse
from catboost import CatBoostClassifier
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from tests.training.pages import BITS, BOILERPLATE, Page

from endmark.judging.generic.learned import Learned
from endmark.judging.generic.shape import Shape
from endmark.judging.generic.trees import Trees
from endmark.judging.generic.wording import AMID_STORY, Wording

FOLDS = 5
_FAMILIES = 2  # publishers in which a word must stand: one alone tells of its own furniture
_REGULARISATION = 5.0
_TREES = 80
_LEVELS = 8
_TREE_SETTINGS = {
    "depth": _LEVELS,
    "learning_rate": 0.15,
    "l2_leaf_reg": 10,
    "rsm": 0.35,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.8,
    "border_count": 64,
    "random_seed": 1,
    "verbose": False,
    "allow_writing_files": False,
}
_BODY_WEIGHT = 2.0  # a lost paragraph is worse than a line that stays
_HEAD_WEIGHT = 0.3
_PARTIAL_WEIGHT = 0.5  # records of which only some lines are labelled

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Examples:
    """The blocks of pages, one after the other: publisher, whether it is boilerplate, whether its label tells."""

    pages: list[Page]
    family: NDArray[np.int64]
    is_boilerplate: NDArray[np.bool_]
    tells: NDArray[np.bool_]
    head: NDArray[np.bool_]
    title: NDArray[np.bool_]
    amid_story: NDArray[np.bool_]
    grams: scipy.sparse.csr_matrix

    @classmethod
    def of(cls, pages: list[Page]) -> "Examples":
        """Line up the blocks of pages."""
        labels = np.concatenate([page.labels for page in pages])
        names = {name: i for i, name in enumerate(sorted({page.family for page in pages}))}
        return cls(
            pages=pages,
            family=np.repeat([names[page.family] for page in pages], [len(page.labels) for page in pages]),
            is_boilerplate=np.isin(labels, BOILERPLATE),
            tells=np.isin(labels, (*BOILERPLATE, "body")),
            head=labels == "head",
            title=np.concatenate([page.is_title for page in pages]),
            amid_story=np.concatenate([page.layout.amid_story for page in pages]),
            grams=_gram_matrix(pages),
        )


def fit(pages: list[Page]) -> Learned:
    """Learn from all pages."""
    examples = Examples.of(pages)
    return Learned(fit_wording(examples, examples.tells), fit_trees(examples, _unseen_scores(examples)))


def _unseen_scores(examples: Examples) -> Numbers:
    """Each block's word score, by a model that has not seen its publisher."""
    fold = examples.family % FOLDS
    scores = np.zeros(len(fold))
    for number in range(FOLDS):
        held_out = fold == number
        wording = fit_wording(examples, examples.tells & ~held_out)
        scores[held_out] = examples.grams[held_out] @ (wording.weights * wording.unit) + wording.bias
    return np.where(examples.amid_story, AMID_STORY, scores)


def _gram_matrix(pages: list[Page]) -> scipy.sparse.csr_matrix:
    starts = np.cumsum([0, *(len(page.labels) for page in pages)])
    rows = np.concatenate([page.grams.block + start for page, start in zip(pages, starts, strict=False)])
    counts = np.bincount(rows, minlength=starts[-1])
    places = np.concatenate([page.grams.place for page in pages])
    return scipy.sparse.csr_matrix((1 / np.sqrt(counts[rows]), (rows, places)), shape=(starts[-1], 1 << BITS))


def fit_wording(examples: Examples, chosen: NDArray[np.bool_]) -> Wording:
    """What words weigh, by the chosen blocks; blocks that several scrapers deliver count once."""
    rows = np.flatnonzero(chosen)
    shared = _places_shared(examples, rows)
    model = LogisticRegression(C=_REGULARISATION, max_iter=60, tol=1e-3)
    weights = _copies(examples)[rows] * np.where(examples.head[rows], 0.4, 1.0)
    model.fit(examples.grams[rows][:, shared], examples.is_boilerplate[rows], sample_weight=weights)
    table = np.zeros(1 << BITS)
    table[shared] = model.coef_[0]
    unit = float(np.abs(table).max()) / 127
    return Wording(np.round(table / unit).astype(np.int8), unit, float(model.intercept_[0]))


def _places_shared(examples: Examples, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of the table that blocks of several publishers use."""
    used = examples.grams[rows].tocoo()
    pairs = np.unique(np.stack([used.col, examples.family[rows][used.row]]), axis=1)
    return np.flatnonzero(np.bincount(pairs[0], minlength=1 << BITS) >= _FAMILIES)


def _copies(examples: Examples) -> Numbers:
    """Less weight for blocks that stand in several texts of one page."""
    pages = {name: i for i, name in enumerate(dict.fromkeys((p.site, p.name) for p in examples.pages))}
    page = np.concatenate([np.full(len(p.labels), pages[p.site, p.name], dtype=np.uint64) for p in examples.pages])
    keys = np.concatenate([p.layout.keys for p in examples.pages])
    _, inverse, counts = np.unique(page * np.uint64(1_000_003) + keys, return_inverse=True, return_counts=True)
    found: Numbers = 1 / np.sqrt(counts[inverse])
    return found


def fit_trees(examples: Examples, scores: Numbers) -> Trees:
    """What shapes weigh, given each block's word score."""
    chosen = np.flatnonzero(examples.tells & ~examples.title & ~examples.amid_story)
    features = np.concatenate([s.features.T for s in _shapes(examples, scores)])[chosen]
    model = CatBoostClassifier(iterations=_TREES, **_TREE_SETTINGS)
    model.fit(features, examples.is_boilerplate[chosen], sample_weight=_weights(examples)[chosen])
    return to_trees(model)


def _shapes(examples: Examples, scores: Numbers) -> list[Shape]:
    ends = np.cumsum([len(page.labels) for page in examples.pages])
    parts = np.split(scores.astype(np.float32), ends[:-1])
    return [Shape.of(page.layout, part, page.marking) for page, part in zip(examples.pages, parts, strict=True)]


def _weights(examples: Examples) -> Numbers:
    lengths = [len(page.labels) for page in examples.pages]
    source = [_PARTIAL_WEIGHT if page.source == "trafilatura" else 1.0 for page in examples.pages]
    by_page = np.array(source) / np.sqrt(lengths)  # else whole pages would outweigh what most callers send
    by_label = np.where(examples.head, _HEAD_WEIGHT, np.where(examples.is_boilerplate, 1.0, _BODY_WEIGHT))
    found: Numbers = np.repeat(by_page, lengths) * by_label
    return found


def to_trees(model: CatBoostClassifier) -> Trees:
    """CatBoost's trees as rows of questions. What a tree lacks of levels is asked of the first feature, in vain."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        dumped = json.loads(path.read_text(encoding="utf-8"))
    columns = [feature["flat_feature_index"] for feature in dumped["features_info"]["float_features"]]
    trees = dumped["oblivious_trees"]
    feature = np.zeros((len(trees), _LEVELS), dtype=np.int32)
    threshold = np.full((len(trees), _LEVELS), np.inf, dtype=np.float32)
    leaves = np.zeros((len(trees), 1 << _LEVELS), dtype=np.float32)
    for number, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"] or ()):
            feature[number, level] = columns[split["float_feature_index"]]
            threshold[number, level] = split["border"]
        leaves[number, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, [bias] = dumped["scale_and_bias"]
    leaves *= scale
    leaves[0] += bias
    return Trees(feature, threshold, leaves)
