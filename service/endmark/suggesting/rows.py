"""The blocks of several articles as rows: what each says, how much it looks like boilerplate, and what repeats."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from endmark.folding import fold, letters_of
from endmark.judging.generic import Generic, weigh
from endmark.judging.sheet import Sheet
from endmark.model import Document, Kind

_PROSE = 90  # letters and digits from which a sentence is a paragraph
_STORY = 0.75  # log-odds under which a paragraph is the story's
_EDITED = 40  # letters from which a block may differ a little and be the same
_ENDS = 16  # letters at either end, one of which an edit leaves alone
_ALIKE = 82.0  # percent
_COPIED = 0.8  # share of the paragraphs that two states of one article have in common
_FEWEST = 4  # paragraphs by which a copy is told
_CLOSERS = "\"'”’»“)]"
_STOPS = ".!?…。！？۔؟"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One block of one article. `key` is equal for blocks that say the same, edits and figures aside.

    `odds` are generic judging's log-odds of boilerplate, `kind` is what a phrase of a generic file calls it.
    """

    article: int
    block: int
    text: str
    key: str
    odds: float
    kind: Kind | None

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.text.rstrip(_CLOSERS)[-1:] in _STOPS

    @property
    def is_paragraph(self) -> bool:
        """Whether it is long enough, and ends, as a paragraph of a story does."""
        return len(self.key) >= _PROSE and self.is_sentence

    @property
    def is_story(self) -> bool:
        """Whether it looks like a paragraph of the story's, as far as one article tells."""
        return self.is_paragraph and self.odds < _STORY and self.kind is None

    @property
    def is_like_a_story(self) -> bool:
        """Whether it is likelier a story's than furniture, and no phrase says otherwise."""
        return self.odds < 0 and self.kind is None


def rows_of(number: int, document: Document, generic: Generic) -> list[Row]:
    """An article's blocks as rows."""
    sheet = Sheet(document)
    if not sheet.blocks:
        return []
    weighed = weigh(sheet, generic)
    said = [_CONTROL.sub(" ", document.text[b.left : b.right]).strip() for b in sheet.blocks]
    kinds = [p.terms.kind if p and p.terms else None for p in weighed.marking.phrases]
    return [
        Row(article=number, block=i, text=text, key=key_of(text), odds=odds, kind=kind)
        for i, (text, odds, kind) in enumerate(zip(said, weighed.odds.tolist(), kinds, strict=True))
        if text
    ]


def key_of(text: str) -> str:
    """A block's letters; of a block without any, its signs and figures.

    >>> key_of("Only $7 a month!"), key_of("* * *")
    ('onlyamonth', '* * *')
    """
    return letters_of(text).text or fold(text).text.strip()


def alike(articles: Sequence[list[Row]]) -> list[list[Row]]:
    """The same articles; blocks that are edited copies of each other get one key."""
    names: dict[str, str] = {}
    by_end: dict[str, list[str]] = defaultdict(list)
    for key in _longest_first(row.key for rows in articles for row in rows):
        ends = key[:_ENDS], "…" + key[-_ENDS:]
        near = (known for end in ends for known in by_end[end] if _is_edit(key, known))
        names[key] = next(near, key)
        if names[key] == key:
            for end in ends:
                by_end[end].append(key)
    return [[replace(row, key=names.get(row.key, row.key)) for row in rows] for rows in articles]


def _longest_first(keys: Iterable[str]) -> list[str]:
    return sorted({key for key in keys if len(key) >= _EDITED}, key=lambda key: (-len(key), key))


def _is_edit(one: str, other: str) -> bool:
    return fuzz.ratio(one, other, score_cutoff=_ALIKE) > 0


def without_copies(articles: Sequence[list[Row]]) -> list[int]:
    """The numbers of the articles that are no copy of an earlier one: a later state, or the same under another address.

    Two articles are one if nearly all paragraphs of the one stand in the other.
    """
    kept: list[int] = []
    paragraphs = [frozenset(row.key for row in rows if row.is_paragraph) for rows in articles]
    for number, own in enumerate(paragraphs):
        if not any(_is_copy(own, paragraphs[other]) for other in kept):
            kept.append(number)
    return kept


def _is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    least = min(len(one), len(other))
    return least >= _FEWEST and len(one & other) >= _COPIED * least
