"""What generic judging makes of each block, in words and numbers for people."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from endmark.explain.explanation import Named, Weight, Word
from endmark.judging.generic import Generic, Weighed, weigh
from endmark.judging.generic.deciding import Decision, Place, decide
from endmark.judging.generic.layout import Row
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.phrasebook import Phrase
from endmark.judging.generic.wording import Telling
from endmark.judging.program import Terms
from endmark.judging.sheet import Sheet
from endmark.judging.spans import is_word
from endmark.model import Kind

_MOST_WORDS = 5
_APART = 8  # blocks; further than a phrase matters to the decision on others
_SOME = Phrase(pieces=("some",), gaps=(0, 0), rule="", terms=Terms(rule="", file="", kind=Kind.SITE_NOTE))
_DIGITS = 2  # behind the point


@dataclass(frozen=True)
class _Scale:
    """A weighed document, and what its decision does not tell."""

    generic: Generic
    weighed: Weighed
    if_named: Row


def weights(sheet: Sheet, generic: Generic) -> Iterator[Weight]:
    """The weight of each block of a document, in order."""
    if not sheet.blocks:
        return
    weighed = weigh(sheet, generic)
    scale = _Scale(generic, weighed, _needed_if_named(weighed))
    for block in range(len(sheet.blocks)):
        yield _weight(scale, block)


def _needed_if_named(weighed: Weighed) -> Row:
    """The log-odds above which each block would go if a phrase named it, and no other block that none names now."""
    found, phrases = weighed.decision.needed.copy(), weighed.marking.phrases
    turn = np.arange(len(phrases)) % _APART
    for now in range(_APART):  # those that are apart are named together: they do not see each other
        named = (turn == now) & ~weighed.marking.marked
        marking = Marking(tuple(_SOME if n else p for n, p in zip(named.tolist(), phrases, strict=True)))
        told = decide(weighed.layout, weighed.shape, weighed.odds, marking, np.zeros_like(named))
        found[named] = told.needed[named]
    return found


def _weight(scale: _Scale, block: int) -> Weight:
    weighed, decision = scale.weighed, scale.weighed.decision
    phrase = weighed.marking.phrases[block]
    telling = scale.generic.learned.wording.telling(weighed.layout, block, _MOST_WORDS)
    return Weight(
        odds=_rounded(weighed.odds[block]),
        needed=_rounded(decision.needed[block]),
        needed_if_named=_rounded(scale.if_named[block]),
        wording=_rounded(weighed.wording[block]),
        place=decision.place(block),
        decided=bool(decision.cut[block]),
        anchor=_anchor(decision, block),
        kept_by=_kept_by(weighed, block, phrase),
        named=_named(phrase) if phrase else None,
        words=tuple(_word(weighed, told) for told in telling),
    )


def _anchor(decision: Decision, block: int) -> str | None:
    first, last = decision.first_anchor == block, decision.last_anchor == block
    if first and last:
        return "only"
    return "first" if first else "last" if last else None


def _kept_by(weighed: Weighed, block: int, phrase: Phrase | None) -> str | None:
    if phrase and weighed.marking.kept[block]:
        return f"{phrase.rule} keeps it"
    if weighed.notes[block]:
        return "it is a note of the story's"
    return "it is a turn of an interview" if weighed.turns[block] else None


def _named(phrase: Phrase) -> Named:
    """A phrase, with an ellipsis for each of its gaps."""
    terms, opening, closing = phrase.terms, "… " * phrase.opens, " …" * phrase.closes
    return Named(
        words=f"{opening}{' … '.join(phrase.pieces)}{closing}",
        rule=phrase.rule,
        kind=terms.kind if terms else None,
        file=terms.file if terms else None,
    )


def _word(weighed: Weighed, told: Telling) -> Word:
    """A word with its text: from where it starts as far as letters go, or another word starts."""
    starts, text = weighed.layout.word_starts, weighed.sheet.text
    start = end = int(starts[told.word])
    limit = int(starts[told.word + 1]) if told.word + 1 < len(starts) else len(text)
    while end < limit and is_word(text[end]):
        end += 1
    return Word(start=start, end=end, text=text[start:end], weight=_rounded(told.weight))


def _rounded(number: float) -> float:
    return round(float(number), _DIGITS)


def lacked(weight: Weight, *, plain_story: bool) -> Iterator[str]:
    """What keeps a block that no rule of its site names, and what would have cut it."""
    if weight.kept_by:
        yield weight.kept_by
        return
    if plain_story:
        yield "the text is plainly a story, with no phrase in it and no menu: generic rules look no closer"
    if weight.anchor:
        yield f"the story's {weight.anchor} anchor"
    yield f"odds {weight.odds:.1f}, cut from {weight.needed:.1f}"
    if weight.decided:
        yield "generic judging alone would have it cut"
    else:
        yield from _missing(weight)


def _missing(weight: Weight) -> Iterator[str]:
    if weight.odds > weight.needed and weight.place is Place.BEHIND:
        yield "but it is of a list that the story ends with, or one of its refrains"
    elif weight.odds > weight.needed:
        yield "but no phrase near it speaks for a cut, or it is of a list that the story has"
    elif weight.place is Place.BEHIND:
        yield "with all that follows it does not add up to boilerplate, or it is one of the story's refrains"
    if weight.named is None or weight.named.kind is None:
        yield f"a phrase that named it would do from {weight.needed_if_named:.1f}"
