"""Which blocks of a document the phrases name, in the forms that shape and decision need."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from endmark.judging.generic.layout import Flags, Layout, Numbers
from endmark.judging.generic.phrasebook import Heard, Phrase, Phrasebook
from endmark.judging.generic.signs import Sign
from endmark.model import Kind

_SALUTATION = "/salutation"  # the rule of a generic file that lists how letters begin
_ASKING = {Kind.DONATION_APPEAL, Kind.NEWSLETTER, Kind.SUBSCRIPTION}
_NAME = 60  # characters: a longer gap may hold a sentence
_NAMES = 0.25  # capitals for each word, from which words are names
_WORDY, _WORDY_LETTERS = 5, 25  # words, and characters, that no heading of a story's has by chance
_TOP = 4  # blocks in which a letter's salutation stands


@dataclass(frozen=True)
class Marking:
    """The phrase that each block says, None where it says none."""

    phrases: tuple[Phrase | None, ...]

    @classmethod
    def of(cls, said: Sequence[str], layout: Layout, phrasebook: Phrasebook, heard: Heard) -> "Marking":
        """Mark blocks by what they say; `heard` is what the book is known to find, and takes up the rest."""
        looked_at = ["" if amid else words for words, amid in zip(said, layout.amid_story.tolist(), strict=True)]
        found = phrasebook.find(looked_at, heard)
        for block in [block for block, phrase in enumerate(found) if phrase and not _fits(phrase, layout, block)]:
            found[block] = None
        return cls(tuple(found))

    @cached_property
    def flags(self) -> Flags:
        """A row for each of the properties below, a column for each block."""
        found = np.zeros((len(_TESTS), len(self.phrases)), dtype=np.bool_)
        if blocks := [block for block, phrase in enumerate(self.phrases) if phrase]:
            marks = b"".join([_marks(phrase) for phrase in self.phrases if phrase])
            found[:, blocks] = np.frombuffer(marks, dtype=np.bool_).reshape(-1, len(_TESTS)).T
        return found

    def _row(self, test: str) -> Flags:
        found: Flags = self.flags[_ROWS[test]]
        return found

    @property
    def is_letter(self) -> bool:
        """Whether a salutation stands above the text: what asks its readers for something may be a letter."""
        return any(p is not None and p.rule.endswith(_SALUTATION) for p in self.phrases[:_TOP])

    @property
    def marked(self) -> Flags:
        """The blocks that a cutting phrase names."""
        return self._row("marked")

    @property
    def opening(self) -> Flags:
        """The blocks that begin as a cutting phrase does, and may go on as they like."""
        return self._row("opening")

    @property
    def kept(self) -> Flags:
        """The blocks that `keep` rules name: they belong to the story."""
        return self._row("kept")

    @property
    def leads_elsewhere(self) -> Flags:
        """The blocks that say in so many words that a link follows: `Read more: …`."""
        return self._row("leads_elsewhere")

    @property
    def credits(self) -> Flags:
        """The blocks that tell of authors in whole sentences."""
        return self._row("credits")

    @property
    def heading(self) -> Flags:
        """The blocks that a heading's phrase names."""
        return self._row("heading")

    @property
    def plain(self) -> Flags:
        """The blocks that are a cutting phrase of several words, and nothing else."""
        return self._row("plain")

    def company(self, reach: int) -> Numbers:
        """How many blocks within reach of each are marked, itself among them."""
        marked = self.marked
        sums = np.zeros(len(marked) + 2 * reach + 1, dtype=np.int64)
        marked.cumsum(out=sums[reach + 1 : len(sums) - reach])
        sums[len(sums) - reach :] = sums[-reach - 1]
        return sums[2 * reach + 1 :] - sums[: len(marked)]

    def in_company(self, reach: int) -> Flags:
        """Which blocks have another marked one within reach."""
        if not np.count_nonzero(self.marked):
            return self.marked
        found: Flags = self.company(reach) > 1
        return found

    @property
    def asks(self) -> list[Kind | None]:
        """What each block asks its readers for."""
        kinds = [phrase.terms.kind if phrase and phrase.terms else None for phrase in self.phrases]
        return [kind if kind in _ASKING else None for kind in kinds]

    @property
    def wordy(self) -> Flags:
        """The blocks that begin with several words of a cutting phrase that is no heading."""
        return self._row("wordy")

    @property
    def passed_over(self) -> Flags:
        """The blocks that stand between paragraphs, and are passed over when neighbours are counted."""
        return self._row("passed_over")


def _is_of(phrase: Phrase, kind: Kind) -> bool:
    return phrase.terms is not None and phrase.terms.kind is kind


def _is_wordy(words: str) -> bool:
    return len(words) >= _WORDY_LETTERS and words.count(" ") >= _WORDY - 1


_TESTS: dict[str, Callable[[Phrase], bool]] = {
    "marked": lambda phrase: phrase.terms is not None,
    "opening": lambda phrase: phrase.terms is not None and phrase.closes,
    "kept": lambda phrase: phrase.terms is None and not phrase.rule.endswith(_SALUTATION),
    "leads_elsewhere": lambda p: _is_of(p, Kind.RELATED_LINKS) and p.closes and p.pieces[0].endswith(":"),
    "credits": lambda p: _is_of(p, Kind.AUTHOR_BIO) or (_is_of(p, Kind.AGENCY_CREDIT) and p.opens),
    "heading": lambda phrase: phrase.is_heading,
    "plain": lambda p: p.terms is not None and p.is_whole and " " in p.pieces[0],
    "passed_over": lambda phrase: _is_of(phrase, Kind.AD_MARKER),
    "wordy": lambda p: p.terms is not None and not (p.opens or p.is_heading) and _is_wordy(p.pieces[0]),
}
_ROWS = {name: row for row, name in enumerate(_TESTS)}


def _marks(phrase: Phrase) -> bytes:
    return bytes([test(phrase) for test in _TESTS.values()])


def _fits(phrase: Phrase, layout: Layout, block: int) -> bool:
    """Whether a block that has these words means them.

    With quotation marks at its beginning it speaks of them. What may stand before them is names, no other sentence.
    """
    if phrase.is_whole:
        return True
    signs = layout.counts[:, block]
    is_lower = signs[Sign.UPPER] < _NAMES * layout.word_counts[block] and signs[Sign.LOWER]
    in_sentence = phrase.gaps[0] > _NAME and (is_lower or layout.has_sentence_end(block))
    return not (layout.first[block] == Sign.QUOTE or in_sentence)
