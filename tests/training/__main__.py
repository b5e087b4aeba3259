"""Learn from a corpus of labelled texts: for the package, or fold by fold to see what it is worth elsewhere.

    python -m tests.training CORPUS                       # writes the package's learned.npz
    python -m tests.training CORPUS --folds site DIR      # a model without each fifth of the publishers
    python -m tests.training CORPUS --folds source DIR    # a model without each source of annotations

With the last two, `tests.training.scored:strip` strips a page by the model that has not seen it.
"""

import argparse
import json
from pathlib import Path

from tests.training.fitting import FOLDS, fit
from tests.training.pages import Page, load

from endmark import RuleBook
from endmark.judging.generic import learned
from endmark.rules.phrases import phrasebook


def main() -> None:
    """Learn, and write what was learned."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folds", nargs=2, metavar=("site|source", "DIR"))
    args = parser.parse_args()
    book = RuleBook.builtin()
    members = [member for file in book.files if file.is_generic for member in book.rules_of(file)]
    pages = load(args.corpus, phrasebook(members))
    if args.folds:
        _write_folds(pages, *args.folds)
    else:
        fit(pages).save(Path(learned.__file__).with_name(learned.FILE))


def _write_folds(pages: list[Page], by: str, folder: str) -> None:
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    fold_of = _by_source(pages) if by == "source" else _by_family(pages)
    for fold in sorted(set(fold_of.values())):
        fit([page for page in pages if fold_of[page.host] != fold]).save(out / f"{fold}.npz")
    (out / "folds.json").write_text(json.dumps(fold_of), encoding="utf-8")


def _by_family(pages: list[Page]) -> dict[str, str]:
    families = sorted({page.family for page in pages})
    return {page.host: str(families.index(page.family) % FOLDS) for page in pages}


def _by_source(pages: list[Page]) -> dict[str, str]:
    return {page.host: page.source for page in pages}


main()
