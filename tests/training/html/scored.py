"""Stripping each page by the model that has not seen its site: for a scorer that calls `body(html, url)`.

`ENDMARK_FOLDS` names the folder that `python -m tests.training.html … --folds` wrote.
"""

import json
import os
from functools import cache
from pathlib import Path

from tests.training.html.examples import key_of

from endmark import RuleBook, read, strip
from endmark.judging.pages.learned import Learned
from endmark.rules.book import builtin_folder

FOLDER = Path(os.environ.get("ENDMARK_FOLDS", "folds"))


@cache
def _folds() -> dict[str, int]:
    found: dict[str, int] = json.loads((FOLDER / "folds.json").read_text())
    return found


@cache
def _book(fold: int) -> RuleBook:
    book = RuleBook.only(builtin_folder())
    vars(book)["pages"] = Learned.load(FOLDER / f"{fold}.npz")
    return book


def body(html: str, url: str) -> str:
    """The body, by a model that has not seen the page's site."""
    return strip(read(html, html=True), url=url or None, book=_book(_folds()[str(key_of(html))])).body
