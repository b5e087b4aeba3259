"""Weighing a document: blocks are laid out, phrases marked, words scored, shapes measured, and the odds computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from endmark.judging.generic import stories
from endmark.judging.generic.deciding import Decision, decide
from endmark.judging.generic.layout import Flags, Layout, Row, lay_out
from endmark.judging.generic.learned import Learned
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.notes import notes
from endmark.judging.generic.phrasebook import Heard, Phrasebook, words_by_block
from endmark.judging.generic.shape import Shape
from endmark.judging.generic.wording import AMID_STORY
from endmark.judging.program import AffixRule, Program
from endmark.judging.sheet import Sheet

_AMID_STORY = -5.0  # the log-odds of a block that is not looked at


@dataclass(frozen=True, kw_only=True)
class Generic:
    """The compiled rules of all generic files, and what was learned.

    `insets` are cut from one of their markers to the other, `suffixes` behind the last sentence.
    """

    phrases: Phrasebook
    insets: Program
    suffixes: tuple[AffixRule, ...]
    learned: Learned

    @cached_property
    def suffix_ends(self) -> tuple[str, ...]:
        """The last characters, folded, of a text on which any of the suffixes stands."""
        return tuple({end[-1:] for rule in self.suffixes for end in rule.last})


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A document with all that speaks for and against each of its blocks.

    `turns` are those of an interview, `notes` those of a story.
    """

    sheet: Sheet
    layout: Layout
    marking: Marking
    wording: Row
    shape: Shape
    odds: Row
    turns: Flags
    notes: Flags
    decision: Decision


def weigh(sheet: Sheet, generic: Generic) -> Weighed:
    """Weigh every block of a document that has one."""
    said, layout, marking, wording = _told(sheet, generic)
    shape = Shape.of(layout, wording, marking)
    odds = generic.learned.trees.odds(shape.features)
    odds[layout.amid_story] = _AMID_STORY
    turns, noted = stories.dialogue(said) & ~marking.marked, notes(sheet, marking.marked)
    return Weighed(
        sheet=sheet,
        layout=layout,
        marking=marking,
        wording=wording,
        shape=shape,
        odds=odds,
        turns=turns,
        notes=noted,
        decision=decide(layout, shape, odds, marking, marking.kept | turns | noted),
    )


class _Told(NamedTuple):
    """What each block says and is by itself, by one book: that holds in what is left of the document too."""

    said: Sequence[str]
    layout: Layout
    marking: Marking
    wording: Row


def _told(sheet: Sheet, generic: Generic) -> _Told:
    whole = sheet.origin.sheet.known.get(_Told) if sheet.origin else None
    told = _told_of_rest(sheet, whole, generic) if isinstance(whole, _Told) else None
    if told is None:
        layout = lay_out(sheet)
        said = words_by_block(sheet, layout)
        told = _Told(said, layout, *_marked_and_scored(sheet, said, layout, generic))
    sheet.known[_Told] = told
    return told


def _marked_and_scored(sheet: Sheet, said: Sequence[str], layout: Layout, generic: Generic) -> tuple[Marking, Row]:
    marking = Marking.of(said, layout, generic.phrases, Heard.of(sheet))
    return marking, generic.learned.wording.scores(layout)


def _told_of_rest(sheet: Sheet, whole: _Told, generic: Generic) -> _Told | None:
    """What is known of the blocks of a rest; None if they are not all whole blocks of the document."""
    if sheet.origin is None or sheet.blocks_left is None:
        return None
    blocks = np.array(sheet.blocks_left)
    said = [whole.said[block] for block in sheet.blocks_left]
    layout = lay_out(sheet)
    amid = layout.amid_story
    if (whole.layout.amid_story[blocks] & ~amid).any():  # those were not looked at
        return _Told(said, layout, *_marked_and_scored(sheet, said, layout, generic))
    left = zip(sheet.blocks_left, amid.tolist(), strict=True)
    marking = Marking(tuple(None if is_amid else whole.marking.phrases[block] for block, is_amid in left))
    return _Told(said, layout, marking, np.where(amid, np.float32(AMID_STORY), whole.wording[blocks]))
