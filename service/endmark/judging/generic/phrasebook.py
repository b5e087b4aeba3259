"""The phrases of all languages at once: which blocks of a document are worded as boilerplate is.

Phrases and blocks are compared as words: folded, without digits and signs. A phrase is pieces of words with gaps
between them (its variables), so that finding it takes a look-up by its first or its last word, not a regex.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from endmark.folding import TABLE_SIZE, Codes, code_points, letters_of, mapped
from endmark.judging.generic.layout import is_unspaced
from endmark.judging.program import Terms
from endmark.judging.sheet import Sheet

_STRAY_COLON = re.compile(r"(?<![^ :])(?<![^ :].):")  # one with no word right before it, or before a sign before it
_TRAILING = ":"


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a block says: pieces of words with gaps around them, where variables stand.

    `gaps` has the most characters before each piece and after the last one: 0 where there is no variable. `terms` are
    those of the rule, None for a `keep` rule; `rule` is its full name.
    """

    pieces: tuple[str, ...]
    gaps: tuple[int, ...]
    rule: str
    terms: Terms | None
    is_heading: bool = False

    @property
    def letters(self) -> int:
        """How much of it is fixed."""
        return sum(map(len, self.pieces))

    @property
    def opens(self) -> bool:
        """Whether a gap stands before the first piece."""
        return self.gaps[0] > 0

    @property
    def closes(self) -> bool:
        """Whether a gap stands after the last piece."""
        return self.gaps[-1] > 0

    @property
    def is_whole(self) -> bool:
        """Whether it has no gap."""
        return not any(self.gaps)

    def says(self, said: str) -> bool:
        """Whether a block says this phrase, from its first to its last word."""
        *firsts, last = self.pieces
        end = 0
        for piece, gap in zip(firsts, self.gaps, strict=False):
            start = _find_apart(said, piece, end)
            if start < 0 or start > end + gap + _spaces(end):
                return False
            end = start + len(piece)
        return self._ends(said, last, end)

    def _ends(self, said: str, last: str, reached: int) -> bool:
        """Whether a block's rest is the last piece with its gaps."""
        before, behind = self.gaps[-2:]
        if not behind:
            said, last = said.rstrip(_TRAILING), last.rstrip(_TRAILING)
            start = len(said) - len(last) if said.endswith(last) else -1
            return reached <= start <= reached + before + _spaces(reached) and _is_apart(said, start, len(said))
        start = _find_apart(said, last, reached)
        return 0 <= start <= reached + before + _spaces(reached) and len(said) <= start + len(last) + behind + 1


def _spaces(reached: int) -> int:
    """How many spaces stand around what a gap holds: one before the first piece, two between pieces."""
    return 2 if reached else 1


def _find_apart(said: str, piece: str, begin: int) -> int:
    """Where a piece stands next as words of their own; -1 if it does not."""
    start = said.find(piece, begin)
    while start >= 0 and not _is_apart(said, start, start + len(piece)):
        start = said.find(piece, start + 1)
    return start


def _is_apart(said: str, start: int, end: int) -> bool:
    """Whether words begin and end at both edges of a span."""
    return _is_edge(said[max(0, start - 1) : start + 1], start) and _is_edge(said[end - 1 : end + 1], len(said) - end)


def _is_edge(pair: str, room: int) -> bool:
    return not room or " " in pair or ":" in pair or any(map(is_unspaced, pair))


@cache
def _spoken_table() -> Codes:
    """Code point -> its folded letter; © and colons stay, line ends part lines, all else is a space."""
    table = letters_of(np.arange(TABLE_SIZE, dtype=np.uint32)).found
    table[table == 0] = ord(" ")
    table[[ord(sign) for sign in "\n©:"]] = [ord(sign) for sign in "\n©:"]
    table[[ord("ⓒ"), ord("：")]] = ord("©"), ord(":")
    return table


def _spoken(codes: Codes) -> str:
    """A text with its words folded and spaces for all else, character by character."""
    return mapped(_spoken_table(), codes).astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def _words(spoken: str) -> str:
    """Words with one space between them; © is a word too, and so is a colon behind a word."""
    if ":" in spoken:
        spoken = _STRAY_COLON.sub(" ", spoken).replace(" :", ":")
    return " ".join(spoken.replace("©", "© ").split())


def words_of(text: str) -> str:
    """A text as the words that phrases are compared with.

    >>> words_of("Read  MORE – “Café 2”"), words_of("Lire aussi : 2")
    ('read more cafe', 'lire aussi:')
    """
    return _words(_spoken(code_points(text)))


def words_of_lines(lines: Sequence[str]) -> list[str]:
    """What each of some lines says, as words."""
    return [*map(_words, _spoken(code_points("\n".join(lines))).split("\n"))]


def words_by_block(sheet: Sheet) -> list[str]:
    """What each block of a document says, as words."""
    spoken = _spoken(sheet.codes)
    return [_words(spoken[block.left : block.right]) for block in sheet.blocks]


class Phrasebook:
    """Phrases, sorted so that few of them are compared with each block.

    A phrase with a fixed beginning is kept under its first two words, else under its last two; one with neither under
    its longest word.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._whole: dict[str, Phrase] = {}
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        self._by_last: dict[str, list[Phrase]] = defaultdict(list)
        self._by_word: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in sorted(phrases, key=lambda p: -p.letters):
            self._sort_in(phrase)
        self._unspaced = {word for word in self._by_word if is_unspaced(word[0])}
        self._spaced = self._by_word.keys() - self._unspaced

    def _sort_in(self, phrase: Phrase) -> None:
        first, last = phrase.pieces[0], phrase.pieces[-1].rstrip(_TRAILING)
        if phrase.is_whole:
            self._whole.setdefault(last, phrase)
        elif not phrase.opens:
            self._by_first[_first_words(first)[0]].append(phrase)
        elif not phrase.closes:
            self._by_last[_last_words(last)[0]].append(phrase)
        else:
            self._by_word[max(_bare_words(" ".join(phrase.pieces)), key=len)].append(phrase)

    def find(self, said: Sequence[str]) -> list[Phrase | None]:
        """The phrase that each block says, `said` being the blocks' words."""
        found = [self._find(words) for words in said]
        for word in self._words_inside(" ".join(said)):
            for number, words in enumerate(said):
                if word in words and not found[number]:
                    found[number] = next((p for p in self._by_word[word] if p.says(words)), None)
        return found

    def _words_inside(self, text: str) -> Iterator[str]:
        """The longest words of phrases with gaps at both ends that stand in a text."""
        yield from self._spaced.intersection(_bare_words(text))
        if not text.isascii():
            yield from (word for word in self._unspaced if word in text)

    def _find(self, words: str) -> Phrase | None:
        """The phrase of these words, or the longest that begins or ends as they do."""
        bare = words.rstrip(_TRAILING)
        if not bare or bare in self._whole:
            return self._whole.get(bare)
        for first, last in zip(_first_words(words), _last_words(bare), strict=True):
            near: tuple[Phrase, ...] = (*self._by_first.get(first, ()), *self._by_last.get(last, ()))
            for phrase in near:
                if phrase.says(words):
                    return phrase
        return None


def _bare_words(words: str) -> list[str]:
    return words.replace(_TRAILING, " ").split()


def _first_words(words: str) -> tuple[str, str]:
    """The first two words, and the first, without a colon; of a script without spaces, the first signs."""
    if is_unspaced(words[0]):
        return words[:2], words[:1]
    first, space, rest = words.partition(" ")
    two = f"{first}{space}{rest.partition(' ')[0]}"
    return (two.partition(_TRAILING)[0], first.partition(_TRAILING)[0]) if _TRAILING in two else (two, first)


def _last_words(words: str) -> tuple[str, str]:
    if is_unspaced(words[-1]):
        return words[-2:], words[-1:]
    rest, space, last = words.rpartition(" ")
    return f"{rest.rpartition(' ')[2]}{space}{last}", last
