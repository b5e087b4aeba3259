"""The phrases of all languages at once: which blocks of a document are worded as boilerplate is.

Phrases and blocks are compared as words: folded, without digits and signs. A phrase is pieces of words with gaps
between them (its variables), so that finding it takes a look-up by its first or its last word, not a regex.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate

import numpy as np

from endmark.folding import MARK, Codes, code_points, letter_table, mapped
from endmark.judging.generic.layout import Flags, Layout, Numbers
from endmark.judging.generic.signs import is_unspaced
from endmark.judging.program import Terms
from endmark.judging.sheet import Sheet

try:
    from endmark.native import lines as native
    from endmark.native import phrases as native_phrases
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

_TRAILING = ":"
_ROOM = 4  # slots for each word
_ANYWHERE = ""  # instead of the word that a piece of a script without spaces begins with
_LINE_END, _SPACE, _COLON = ord("\n"), ord(" "), ord(":")


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
def spoken_table() -> Codes:
    """Code point -> its folded letter; © and colons stay, all else is a space."""
    table = letter_table().copy()
    table[table == 0] = _SPACE
    table[[ord(sign) for sign in "©:"]] = ord("©"), _COLON
    table[[ord("ⓒ"), ord("：")]] = ord("©"), _COLON
    return table


def words_of_parts(text: str, ends: Numbers) -> list[str]:
    """The words of each part of a text, with one space between them; © is a word too, and a colon belongs to its word.

    `ends` are the offsets of the characters that part them.
    """
    if native:
        return native.words(text, ends, spoken_table(), MARK)
    spoken = mapped(spoken_table(), code_points(text))
    spoken[ends] = _LINE_END
    colons = (spoken == _COLON).nonzero()[0]
    if len(colons):
        spoken[colons[_is_stray(spoken, colons)]] = _SPACE
    kept = spoken != _SPACE
    kept[1:] |= spoken[:-1] > _SPACE
    words = spoken.take(kept.nonzero()[0]).astype("<u4", copy=False)  # far quicker than by the booleans themselves
    said = words.tobytes().decode("utf-32-le").removesuffix(" ").replace(" \n", "\n")
    if len(colons):
        said = said.replace(" :", ":")
    if "©" in said:
        said = "\n".join(" ".join(part.replace("©", "© ").split()) for part in said.split("\n"))
    parts: list[str] = said.split("\n")
    return parts


def _is_stray(spoken: Codes, colons: Numbers) -> Flags:
    """Which colons have no word right before them, nor before one sign before them."""
    one, two = (np.where(colons >= back, spoken.take(colons - back, mode="clip"), _LINE_END) for back in (1, 2))
    found: Flags = (one == _LINE_END) | (((one == _SPACE) | (one == _COLON)) & ((two <= _SPACE) | (two == _COLON)))
    return found


def words_of(text: str) -> str:
    """A text as the words that phrases are compared with.

    >>> words_of("Read  MORE – “Café 2”"), words_of("Lire aussi : 2")
    ('read more cafe', 'lire aussi:')
    """
    return words_of_lines([text])[0]


def words_of_lines(lines: list[str]) -> list[str]:
    """What each of some lines says, as words."""
    if native:
        return native.words_of_lines(lines, spoken_table(), MARK)
    ends = np.array([*accumulate((len(line) + 1 for line in lines), initial=-1)][1:-1], dtype=np.int64)
    return words_of_parts("\n".join(lines), ends)


def words_by_block(sheet: Sheet, layout: Layout) -> list[str]:
    """What each block of a document says, as words."""
    return words_of_parts(sheet.text, layout.bounds[1:-1] - 1)


class Heard(dict[str, Phrase | None]):
    """The phrase that each of some words are, None where they are none: found out of one text, by one book."""

    @classmethod
    def of(cls, sheet: Sheet) -> "Heard":
        """What is known of a document's words, or of those of the document that it is a rest of."""
        whole = sheet.origin.sheet if sheet.origin else sheet
        heard = whole.known.get(cls)
        if not isinstance(heard, cls):
            heard = whole.known[cls] = cls()
        return heard


class Phrasebook:
    """Phrases, sorted so that few of them are compared with each block.

    A phrase with a fixed beginning is kept under its first two words, else under its last two; those with neither are
    compared where the longest piece of one of them stands: they are kept under the word that it begins with.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._whole: dict[str, Phrase] = {}
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        self._by_last: dict[str, list[Phrase]] = defaultdict(list)
        self._inside: dict[str, list[tuple[int, str, Phrase]]] = defaultdict(list)  # with its place and longest piece
        for place, phrase in enumerate(sorted(phrases, key=lambda p: -p.letters)):
            self._sort_in(place, phrase)
        self._firsts = {first.partition(" ")[0] for first in self._by_first}
        self._lasts = {last.rpartition(" ")[2] for last in self._by_last}

    def _sort_in(self, place: int, phrase: Phrase) -> None:
        first, last = phrase.pieces[0], phrase.pieces[-1].rstrip(_TRAILING)
        if phrase.is_whole:
            self._whole.setdefault(last, phrase)
        elif not phrase.opens:
            self._by_first[_first_words(first)[0]].append(phrase)
        elif not phrase.closes:
            self._by_last[_last_words(last)[0]].append(phrase)
        else:
            piece = max(phrase.pieces, key=len)
            begins = _ANYWHERE if is_unspaced(piece[0]) or is_unspaced(piece[-1]) else _first_words(piece)[1]
            self._inside[begins].append((place, piece, phrase))

    def find(self, said: list[str], heard: Heard | None = None) -> list[Phrase | None]:
        """The phrase that each block says, `said` being the blocks' words; what was `heard` is not looked up again."""
        heard = Heard() if heard is None else heard
        every = range(len(said))
        edges, insides = native_phrases.may_say(said, self.slots) if native else (every, every)
        suspects = {*edges, *insides} if insides else edges
        if unheard := {said[number] for number in suspects} - heard.keys():
            may_hold = {said[number] for number in insides}
            heard.update({words: self._find(words, may_hold=words in may_hold) for words in unheard})
        found: list[Phrase | None] = [None] * len(said)
        for number in suspects:
            found[number] = heard[said[number]]
        return found

    @cached_property
    def slots(self) -> Codes:
        """The words by which compiled code tells the blocks that may say a phrase."""
        insides = [piece for some in self._inside.values() for _, piece, _ in some]
        openings = [phrase.pieces[0] for some in self._by_first.values() for phrase in some]
        closings = [phrase.pieces[-1] for some in self._by_last.values() for phrase in some]
        words = [*self._whole], openings, closings, insides
        slots = np.zeros(1 << (_ROOM * sum(map(len, words))).bit_length(), dtype=np.uint32)
        native_phrases.remember(slots, *words)
        return slots

    def _find(self, words: str, *, may_hold: bool) -> Phrase | None:
        """The phrase of these words; the longest that begins or ends as they do, else one with gaps at both ends."""
        bare = words.rstrip(_TRAILING)
        if not bare or bare in self._whole:
            return self._whole.get(bare)
        return self._find_at_edge(words, bare) or (self._find_inside(words) if may_hold else None)

    def _find_at_edge(self, words: str, bare: str) -> Phrase | None:
        first, last = words.partition(" ")[0].partition(_TRAILING)[0], bare.rpartition(" ")[2]
        spaced = not (is_unspaced(words[0]) or is_unspaced(bare[-1]))
        if spaced and first not in self._firsts and last not in self._lasts:
            return None  # as most do
        for key, other in zip(_first_words(words), _last_words(bare), strict=True):
            near: tuple[Phrase, ...] = (*self._by_first.get(key, ()), *self._by_last.get(other, ()))
            for phrase in near:
                if phrase.says(words):
                    return phrase
        return None

    def _find_inside(self, words: str) -> Phrase | None:
        begun = {_ANYWHERE, *words.replace(_TRAILING, " ").split(" ")}
        near = sorted(entry for word in begun for entry in self._inside.get(word, ()) if entry[1] in words)
        return next((phrase for _, _, phrase in near if phrase.says(words)), None)


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
