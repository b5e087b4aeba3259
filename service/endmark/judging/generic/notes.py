"""The notes of a story: what it draws on, with signs that no prompt and no menu has."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from endmark.judging.generic.layout import Flags
from endmark.judging.sheet import Sheet

_WORKS = ("ISBN ", "ISBN-", "ISBN:", "doi:", "doi.org/")  # how works are named
_BACK = ("^", "↑")  # what begins a note that leads back to its place in the story
_KEY = re.compile(r"\[\w[\w.:-]{0,15}\]")  # `[HTTP]`, `[12]`
_BULLETS = "-*• "
_FEWEST = 4


def notes(sheet: Sheet) -> Flags:
    """Which blocks are notes: several that lead back into the story or have keys, or works by their numbers."""
    found = np.zeros(len(sheet.blocks), dtype=np.bool_)
    if not any(sign in sheet.text for sign in (*_WORKS, *_BACK, "\n[")):
        return found  # as in most texts
    told = [sheet.text[block.left : block.right].lstrip(_BULLETS) for block in sheet.blocks]
    for flags in ([text.startswith(_BACK) for text in told], _keyed(sheet.text, told)):
        if sum(flags) >= _FEWEST:
            found |= np.array(flags, dtype=np.bool_)
    found |= np.array([any(sign in text for sign in _WORKS) for text in told], dtype=np.bool_)
    return found


def _keyed(text: str, told: Sequence[str]) -> list[bool]:
    """Which blocks begin with a key that stands elsewhere in the text too, and there not at a block's beginning."""
    keys = [match[0] if (match := _KEY.match(block)) else "" for block in told]
    begun, all_keys = Counter(keys), Counter(_KEY.findall(text))
    return [bool(key) and all_keys[key] > begun[key] for key in keys]
