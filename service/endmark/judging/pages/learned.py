"""What was learned from labelled pages. `tests/training/html` makes the file anew."""

from dataclasses import astuple, dataclass, fields
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from endmark.judging.pages.columns import Row
from endmark.judging.pages.features import Features
from endmark.judging.pages.trees import Trees

FILE = "learned.npz"


@dataclass(frozen=True, slots=True)
class Learned:
    """The trees, and the names of the features that they were learned from."""

    features: tuple[str, ...]
    trees: Trees

    def odds(self, features: Features) -> Row:
        """The log-odds of each block being the story's."""
        return self.trees.odds(features.matrix)

    def save(self, path: Path) -> None:
        """Write it to a file."""
        columns = dict(zip((field.name for field in fields(Trees)), astuple(self.trees), strict=True))
        np.savez_compressed(path, features=np.array(self.features), **columns)

    @classmethod
    def load(cls, path: Path) -> "Learned":
        """Read what `save` wrote."""
        with np.load(path) as stored:
            trees = Trees(*(stored[field.name] for field in fields(Trees)))
            return cls(tuple(stored["features"].tolist()), trees)


@cache
def builtin() -> Learned:
    """What the package was released with; loaded once in a process."""
    with as_file(files("endmark.judging.pages") / FILE) as path:
        return Learned.load(path)
