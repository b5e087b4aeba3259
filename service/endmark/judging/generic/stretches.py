"""The blocks to cut as stretches of one kind, each with the signs that speak for it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from endmark.judging.generic.deciding import Place
from endmark.judging.generic.weighing import Weighed
from endmark.judging.program import Terms
from endmark.model import Kind

_LEARNED = {
    kind: Terms(rule="generic/learned", file="generic/learned", kind=kind)
    for kind in (Kind.SITE_NOTE, Kind.RELATED_LINKS, Kind.NAVIGATION)
}
_HEADLINE_WORDS = 4  # a short block of so many words is rather a headline than an entry of a menu
_COMPANY = 3  # blocks away from which another phrase still speaks for a block
_WORDY = 0.5  # log-odds from which a block's words speak for themselves
_SIGNS_NEEDED = 2
# What a letter to the readers may say for itself:
_OF_LETTERS = {Kind.DONATION_APPEAL, Kind.NEWSLETTER, Kind.SUBSCRIPTION, Kind.SITE_NOTE, Kind.NAVIGATION, Kind.BYLINE}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks `first` to `last` that go together. `doubt` is why they stay all the same."""

    first: int
    last: int
    terms: Terms
    reason: str
    doubt: str | None = None


def stretches(weighed: Weighed) -> Iterator[Stretch]:
    """The blocks that were decided to go, as stretches of one kind."""
    blocks = np.flatnonzero(weighed.decision.cut).tolist()
    if not blocks:
        return
    terms, speaking = _terms(weighed, blocks), _Speaking(weighed)
    first = 0
    for i in range(1, len(blocks) + 1):
        if i == len(blocks) or blocks[i] != blocks[i - 1] + 1 or not _is_alike(terms[i], terms[first]):
            best = max((speaking.signs(block) for block in range(blocks[first], blocks[i - 1] + 1)), key=len)
            doubt = _doubt(weighed, terms[first], best)
            yield Stretch(blocks[first], blocks[i - 1], terms[first], "; ".join(best), doubt)
            first = i


def _is_alike(one: Terms, other: Terms) -> bool:
    """Whether two blocks make one cut: of one kind, and not of a rule that only reports."""
    return one.kind is other.kind and one.silent == other.silent


def _terms(weighed: Weighed, blocks: list[int]) -> list[Terms]:
    """Whose cut each block is: its phrase's, that of the phrase it belongs to, or the learned one's."""
    found: list[Terms] = []
    owner: Terms | None = None
    takes_all, before = False, -2
    for block in blocks:
        phrase = weighed.marking.phrases[block]
        if block != before + 1:
            owner = None
        if phrase and phrase.terms:
            owner, takes_all = phrase.terms, phrase.is_heading
        elif not takes_all and not weighed.shape.sentence[block]:
            owner = None
        found.append(owner or _learned(weighed, block))
        before = block
    return found


def _learned(weighed: Weighed, block: int) -> Terms:
    if weighed.shape.sentence[block]:
        return _LEARNED[Kind.SITE_NOTE]
    is_headline = weighed.layout.word_counts[block] >= _HEADLINE_WORDS
    return _LEARNED[Kind.RELATED_LINKS if is_headline else Kind.NAVIGATION]


def _doubt(weighed: Weighed, terms: Terms, signs: list[str]) -> str | None:
    if len(signs) < _SIGNS_NEEDED:
        return f"one sign is not enough: {', '.join(signs) or 'its shape'}"
    if weighed.marking.is_letter and terms.kind in _OF_LETTERS:
        return "the text is a letter to its readers"
    return None


class _Speaking:
    """What speaks against each block, as lists: blocks are asked one by one."""

    def __init__(self, weighed: Weighed) -> None:
        self._phrases, self._place = weighed.marking.phrases, weighed.decision.place
        self._is_wordy = (weighed.wording >= _WORDY).tolist()
        self._is_sentence = weighed.shape.sentence.tolist()
        self._is_other = (weighed.marking.marked & weighed.decision.cut).tolist()

    def signs(self, block: int) -> list[str]:
        """The independent signs that a block is boilerplate."""
        place, phrase = self._place(block), self._phrases[block]
        found = []
        if phrase and phrase.terms:
            found.append(f'the words "{" … ".join(phrase.pieces)}"')
        elif self._is_wordy[block]:
            found.append("worded as boilerplate is")
        if place is not Place.BETWEEN:
            found.append(place.value)
        if sum(self._is_other[max(block - _COMPANY, 0) : block + _COMPANY + 1]) > (phrase is not None):
            found.append("among other boilerplate")
        if not self._is_sentence[block]:
            found.append("no sentence")
        return found
