"""What repeats in the articles of one site, and which of it is furniture rather than story."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from statistics import fmean

from endmark.folding import fold
from endmark.model import Position
from endmark.suggesting.rows import Row

LEAST = 2  # articles
_SAYS_NOTHING = 3  # letters
_SHORT = 8  # letters up to which a line between paragraphs may be any word
_SENTENCE = 40  # letters
_MOST_HOLD = 0.5  # share of the articles
SURELY_MORE = 3  # articles, of what two may say by chance
_LINE_ODDS, _SENTENCE_ODDS = 1.0, 0.0  # log-odds above which what repeats between paragraphs is furniture
_GOES_ON = ",.;:)!?"
_DATELINE = 16  # letters up to which "Berlin." may have lost its paragraph
_WORD = 3  # letters of a word that says nothing alone
_BEGUN = 60  # characters from which a line that does not end as a sentence does is the beginning of one
_LINKED = 0.8  # share of a block's copies that are followed by the same block
_TOLD = 0.2  # share of the articles whose stories say a menu's words, from which these are a story's too
_WORDS = re.compile(r"\w+")


class Doubt(StrEnum):
    """Why lines that repeat as furniture does may be a story's own: a person has to tell."""

    TOLD = "stories say these words too, and one may have them for a subhead"
    PLACED = "they also stand as a story's own lines do"


def _is_lost(row: Row) -> bool:
    """Whether a row is a word that has lost its sentence: a dateline, an "and"."""
    short = len(row.key) <= _DATELINE and row.is_sentence
    return row.kind is None and (short or (len(row.key) <= _WORD and row.text.islower()))


def _words(text: str) -> str:
    """A line of a text's words, each between spaces."""
    return f" {' '.join(_WORDS.findall(fold(text).text))} "


class Repeats:
    """Articles as rows, and what repeats among them."""

    def __init__(self, articles: Sequence[list[Row]]) -> None:
        self.articles = articles
        self.rows: dict[str, list[Row]] = defaultdict(list)
        for row in (row for rows in articles for row in rows):
            self.rows[row.key].append(row)

    def holders(self, key: str) -> frozenset[int]:
        """The articles that say it."""
        return frozenset(row.article for row in self.rows[key])

    def repeats(self, row: Row) -> bool:
        """Whether other articles say it too."""
        return len(self.holders(row.key)) >= LEAST

    @cached_property
    def _stories(self) -> list[tuple[int, int]]:
        """Each article's first and last block that is its story's own for sure."""
        return [self._story(rows) for rows in self.articles]

    def _story(self, rows: Sequence[Row]) -> tuple[int, int]:
        own = [row for row in rows if not self.repeats(row)]
        sure = [r.block for r in own if r.is_story] or [r.block for r in own if r.is_sentence and r.odds < 0]
        return (sure[0], sure[-1]) if sure else (0, rows[-1].block if rows else 0)

    def place(self, row: Row) -> Position:
        """Where a row stands, by the story's own paragraphs."""
        first, last = self._stories[row.article]
        if row.block > last:
            return Position.TAIL
        return Position.HEAD if row.block < first else Position.INSET

    def places(self, rows: Iterable[Row]) -> frozenset[Position]:
        """Where rows stand."""
        return frozenset(map(self.place, rows))

    @cached_property
    def furniture(self) -> frozenset[str]:
        """The keys of what repeats and is no part of any story."""
        return self._likely - self.doubts.keys()

    @cached_property
    def doubts(self) -> dict[str, Doubt]:
        """The keys of what repeats as furniture does but may be a story's, each with the reason."""
        found = ((key, self._doubt(self.rows[key])) for key in self._likely)
        return {key: doubt for key, doubt in found if doubt}

    def _doubt(self, rows: Sequence[Row]) -> Doubt | None:
        is_sentence = rows[0].is_sentence
        if not any(row.kind for row in rows) and not is_sentence and self._is_told(rows):
            return Doubt.TOLD
        few = len({row.article for row in rows}) < SURELY_MORE
        if any(few or (not is_sentence and self.place(row) is Position.INSET) for row in rows if row.is_like_a_story):
            return Doubt.PLACED
        return None

    def _is_told(self, rows: Sequence[Row]) -> bool:
        """Whether the words of a line stand in the stories, as names and topics do."""
        said = {_words(row.text) for row in rows}
        return sum(any(words in told for words in said) for told in self._told) >= _TOLD * len(self.articles)

    @cached_property
    def _told(self) -> list[str]:
        """The words of each article's own lines, from its story's first paragraph to the last."""
        own = ([r for r in rows if not self.repeats(r) and self.place(r) is Position.INSET] for rows in self.articles)
        return ["\n".join(_words(row.text) for row in rows) for rows in own]

    @cached_property
    def _likely(self) -> frozenset[str]:
        return frozenset(key for key in self.rows if self._is_likely(key))

    def _is_likely(self, key: str) -> bool:
        rows, holders = self.rows[key], len(self.holders(key))
        if holders < LEAST or len(key) < _SAYS_NOTHING or not any(map(str.isalpha, key)):
            return False
        if any(map(self.is_fragment, rows)) or any(map(_is_lost, rows)):
            return False
        if Position.INSET not in self.places(rows):
            return True
        named, odds = any(row.kind for row in rows), fmean(row.odds for row in rows)
        if len(key) >= _SENTENCE and rows[0].is_sentence:
            common = holders >= SURELY_MORE and holders >= _MOST_HOLD * len(self.articles)
            return named or common or odds > _SENTENCE_ODDS
        return len(key) > _SHORT and (named or odds > _LINE_ODDS)

    def is_fragment(self, row: Row) -> bool:
        """Whether a row is a piece of a sentence: a scraper has put a link's words on a line of their own."""
        rows, place = self.articles[row.article], self._index(row)
        before = rows[place - 1] if place else None
        after = rows[place + 1] if place + 1 < len(rows) else None
        goes_on = (
            after is not None and not self.repeats(after) and (after.text[0].islower() or after.text[0] in _GOES_ON)
        )
        begun = before is not None and before.key and not before.is_sentence and len(before.text) >= _BEGUN
        return bool(goes_on or (row.text[0].islower() and begun))

    @cached_property
    def chains(self) -> list[list[str]]:
        """Furniture in the order in which its blocks follow each other, in nearly every copy."""
        following = self._following()
        led = set(following.values())
        chains = []
        for key in (key for key in self.furniture if key not in led):
            chain = [key]
            while chain[-1] in following:
                chain.append(following[chain[-1]])
            chains.append(chain)
        return sorted(chains, key=lambda chain: self.rows[chain[0]][0].block)

    def _following(self) -> dict[str, str]:
        pairs = Counter(
            (row.key, after.key)
            for rows in self.articles
            for row, after in pairwise(rows)
            if row.key != after.key and {row.key, after.key} <= self.furniture
        )
        return {
            key: after
            for (key, after), count in pairs.items()
            if count >= LEAST and count >= _LINKED * max(len(self.rows[key]), len(self.rows[after]))
        }

    def behind(self, row: Row) -> list[Row]:
        """The rows behind one in its article."""
        return self.articles[row.article][self._index(row) + 1 :]

    def _index(self, row: Row) -> int:
        return bisect_left(self.articles[row.article], row.block, key=lambda other: other.block)
