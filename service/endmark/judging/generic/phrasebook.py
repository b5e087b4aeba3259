"""The phrases of all languages at once: which blocks of a document are worded as boilerplate is.

Phrases and blocks are compared as words: folded, without digits and signs. A phrase is pieces of words with gaps
between them (its variables), so that finding it takes a look-up by its first or its last word, not a regex.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from endmark.folding import Codes, code_points, letters_of
from endmark.judging.generic.layout import is_unspaced
from endmark.judging.program import Terms
from endmark.judging.sheet import Sheet

_SPACE, _LINE_END, _COPYRIGHT, _COLON = ord(" "), ord("\n"), ord("©"), ord(":")
_CIRCLED, _WIDE_COLON = ord("ⓒ"), ord("：")
_TRAILING = ":"
_KEY_WORDS = 2


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


def words_of(text: str) -> str:
    """A text as the words that phrases are compared with.

    >>> words_of("Read  MORE – “Café 2”"), words_of("Lire aussi : 2")
    ('read more cafe', 'lire aussi:')
    """
    return words_of_lines([text.replace("\n", " ")])[0]


def words_of_lines(lines: Sequence[str]) -> list[str]:
    """What each of some lines says, as words."""
    codes = code_points("\n".join(lines))
    found = _word_codes(codes, letters_of(codes).found)
    found[codes == _LINE_END] = _LINE_END
    return [" ".join(line.split()) for line in _decoded(found).split("\n")]


def _word_codes(codes: Codes, found: Codes) -> Codes:
    """Folded letters, and spaces for all else; © is a word too, and so is a colon behind a word."""
    spaced = np.where(found == 0, np.uint32(_SPACE), found)
    spaced[(codes == _COPYRIGHT) | (codes == _CIRCLED)] = _COPYRIGHT
    at = np.flatnonzero((codes == _COLON) | (codes == _WIDE_COLON))
    at = at[at > 0]
    apart = (at > 1) & (found[at - 2] != 0) & (codes[at - 1] != _LINE_END)
    spaced[at[(found[at - 1] != 0) | apart]] = _COLON
    return spaced


def _decoded(codes: Codes) -> str:
    """The words, with one space behind ©, and none before a colon."""
    words = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    return words.replace(" :", ":").replace("©", "© ").replace("©  ", "© ")


def words_by_block(sheet: Sheet) -> list[str]:
    """What each block of a document says, as words."""
    found = _word_codes(sheet.codes, sheet.letters.found)
    starts = [block.start for block in sheet.blocks]
    found[np.array(starts[1:], dtype=np.int64) - 1] = _LINE_END
    kept = found[starts[0] :]
    joined = (kept[1:] == _SPACE) & ((kept[:-1] == _SPACE) | (kept[:-1] == _LINE_END))
    return [line.strip() for line in _decoded(kept[np.append(True, ~joined)]).split("\n")]


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
        self._unspaced = [word for word in self._by_word if is_unspaced(word[0])]

    def _sort_in(self, phrase: Phrase) -> None:
        first, last = phrase.pieces[0], phrase.pieces[-1].rstrip(_TRAILING)
        if phrase.is_whole:
            self._whole.setdefault(last, phrase)
        elif not phrase.opens:
            self._by_first[_first_words(first, _KEY_WORDS)].append(phrase)
        elif not phrase.closes:
            self._by_last[_last_words(last, _KEY_WORDS)].append(phrase)
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
        yield from self._by_word.keys() & set(_bare_words(text))
        yield from (word for word in self._unspaced if word in text)

    def _find(self, words: str) -> Phrase | None:
        """The phrase of these words, or the longest that begins or ends as they do."""
        bare = words.rstrip(_TRAILING)
        if not bare:
            return None
        if bare in self._whole:
            return self._whole[bare]
        for count in range(_KEY_WORDS, 0, -1):
            first, last = _first_words(words, count), _last_words(bare, count)
            near: list[Phrase] = [*self._by_first.get(first, []), *self._by_last.get(last, [])]
            if phrase := next((phrase for phrase in near if phrase.says(words)), None):
                return phrase
        return None


def _bare_words(words: str) -> list[str]:
    return words.replace(_TRAILING, " ").split()


def _first_words(words: str, count: int) -> str:
    """The first words, without a colon; of a script without spaces, the first signs."""
    if is_unspaced(words[0]):
        return words[:count]
    return " ".join(words.split(" ", count)[:count]).partition(":")[0]


def _last_words(words: str, count: int) -> str:
    return words[-count:] if is_unspaced(words[-1]) else " ".join(words.rsplit(" ", count)[-count:])
