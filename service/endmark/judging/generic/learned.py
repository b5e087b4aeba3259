"""What was learned from real pages: the weights of words, and the trees. `tests/training` makes the file anew."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from endmark.judging.generic.measuring import names
from endmark.judging.generic.trees import Trees
from endmark.judging.generic.wording import Wording

FILE = "learned.npz"


@dataclass(frozen=True, slots=True)
class Learned:
    """The two learned parts of generic judging."""

    wording: Wording
    trees: Trees

    def save(self, path: Path) -> None:
        """Write both to a file."""
        words, trees = self.wording, self.trees
        np.savez_compressed(
            path,
            features=np.array(names()),
            weights=words.weights,
            scale=np.array([words.unit, words.bias]),
            feature=trees.feature,
            threshold=trees.threshold,
            leaves=trees.leaves,
        )

    @classmethod
    def load(cls, path: Path) -> "Learned":
        """Read what `save` wrote. Raises `ValueError` if it was learned from other features than these."""
        with np.load(path) as stored:
            if tuple(stored["features"]) != names():
                raise ValueError(f"{path} was learned from other features; run the training again")
            unit, bias = stored["scale"].tolist()
            return cls(
                Wording(stored["weights"], unit, bias),
                Trees(stored["feature"], stored["threshold"], stored["leaves"]),
            )


@cache
def builtin() -> Learned:
    """What the package was released with; loaded once in a process."""
    with as_file(files("endmark.judging.generic") / FILE) as path:
        return Learned.load(path)
