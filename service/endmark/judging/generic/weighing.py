"""Weighing a document: blocks are laid out, phrases marked, words scored, shapes measured, and the odds computed."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from endmark.judging.generic import stories
from endmark.judging.generic.deciding import Decision, decide
from endmark.judging.generic.layout import Flags, Layout, Row, lay_out
from endmark.judging.generic.learned import Learned
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.phrasebook import Phrasebook, words_by_block
from endmark.judging.generic.shape import Shape
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
        """How a text ends, folded, on which any of the suffixes stands."""
        return tuple({end for rule in self.suffixes for end in rule.last})


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A document with all that speaks for and against each of its blocks. `turns` are those of an interview."""

    sheet: Sheet
    layout: Layout
    marking: Marking
    wording: Row
    shape: Shape
    odds: Row
    turns: Flags
    decision: Decision


def weigh(sheet: Sheet, generic: Generic) -> Weighed:
    """Weigh every block of a document that has one."""
    said, layout = words_by_block(sheet), lay_out(sheet)
    marking = Marking.of(said, layout, generic.phrases)
    wording = generic.learned.wording.scores(layout)
    shape = Shape(layout, wording, marking)
    odds = np.full(len(layout), _AMID_STORY, dtype=np.float32)
    looked_at = np.flatnonzero(~layout.amid_story)
    odds[looked_at] = generic.learned.trees.odds(shape.features[:, looked_at])
    turns = stories.dialogue(said) & ~marking.marked
    return Weighed(
        sheet=sheet,
        layout=layout,
        marking=marking,
        wording=wording,
        shape=shape,
        odds=odds,
        turns=turns,
        decision=decide(layout, shape, odds, marking, marking.kept | turns),
    )
