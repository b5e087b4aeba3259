"""Learn from corpora of labelled pages: for the package, or fold by fold to see what it is worth elsewhere.

    python -m tests.training.html CORPUS… [--votes FILE]                # writes the package's learned.npz
    python -m tests.training.html CORPUS… [--votes FILE] --folds DIR    # a model without each fifth of the sites

With the second, `tests.training.html.scored:body` strips a page by the model that has not seen its site.
"""

import argparse
import json
from pathlib import Path

from tests.training.html.examples import FOLDS, Example, load
from tests.training.html.fitting import fit

from endmark.judging.pages import learned


def main() -> None:
    """Learn, and write what was learned."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--votes", type=Path)
    parser.add_argument("--folds", type=Path)
    args = parser.parse_args()
    examples = load(args.corpora, args.votes)
    if args.folds:
        _write_folds(examples, args.folds)
    else:
        fit(examples).save(Path(learned.__file__).with_name(learned.FILE))


def _write_folds(examples: list[Example], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "folds.json").write_text(json.dumps({example.key: example.fold for example in examples}))
    for fold in range(FOLDS):
        fit([example for example in examples if example.fold != fold]).save(folder / f"{fold}.npz")


main()
