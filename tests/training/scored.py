"""Stripping each page by the model that has not seen its site: for a scorer that calls `strip(text, url, lang)`.

`ENDMARK_FOLDS` names the folder that `python -m tests.training … --folds` wrote. `ENDMARK_SITE_RULES=no` leaves the
rules of sites out, so that only generic judging is scored.
"""

import json
import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import endmark
from endmark import RuleBook
from endmark.judging.generic.learned import Learned
from endmark.rules.book import builtin_folder

FOLDER = Path(os.environ.get("ENDMARK_FOLDS", "folds"))


@cache
def _fold_of() -> dict[str, str]:
    found: dict[str, str] = json.loads((FOLDER / "folds.json").read_text(encoding="utf-8"))
    return found


@cache
def _book(fold: str) -> RuleBook:
    loaded = RuleBook.only(builtin_folder())
    if os.environ.get("ENDMARK_SITE_RULES") == "no":
        loaded = RuleBook(tuple(file for file in loaded.files if file.is_generic))
    assert loaded.generic is not None
    vars(loaded)["generic"] = replace(loaded.generic, learned=Learned.load(FOLDER / f"{fold}.npz"))
    return loaded


def strip(text: str, url: str, _lang: str) -> str:
    """The body, by a model that has not seen the URL's site."""
    fold = _fold_of()[urlsplit(url).hostname or ""]
    return endmark.strip(text, url=url, book=_book(fold)).body
