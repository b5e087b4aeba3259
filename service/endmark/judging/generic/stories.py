"""Signs of a story: texts that need no closer look, and blocks that belong to one however they look."""

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

import numpy as np

from endmark.folding import MARK
from endmark.judging.generic import glued
from endmark.judging.generic.layout import Flags, lay_out
from endmark.judging.generic.phrasebook import Heard, Phrasebook, spoken_table, words_of_lines
from endmark.judging.generic.wording import Wording
from endmark.judging.sheet import Sheet
from endmark.model import Block, Document

try:
    from endmark.native import lines as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

_PARAGRAPH = 100  # characters from which a sentence is no prompt
_SENTENCE = 25  # characters from which a line that ends as a sentence does is one
_ENDS = ".!?…\"”“»«'’)。！？」』।۔؟"
_END_SIGNS = " |_*♦■"  # what may stand behind a story's last sentence
_TOLD = -1.0  # log-odds by their words alone under which last lines are the story's, though no sentences
_ONE_TOLD = 0.0  # ... and the last line, if a sentence stands before it
_MOST_HEADINGS = 30  # ... if they have half of a text's letters: a menu may have so many
_BULLETS = frozenset("-*•‣▪")
_LAST = 2  # lines at the end that are looked up in any case
_LABEL_WORDS = 3
_TURNS = 3
_SPEAKERS = 2


class LookedUp(NamedTuple):
    """What those of a text's lines say that may be boilerplate, as words; how many are headings, and the last ones.

    `length` is that of the headings, in characters. Compiled code leaves out of `said` what is no phrase's beginning,
    end or inside.
    """

    said: list[str]
    headings: int
    length: int
    last: list[str]

    def has_menu(self, text: str) -> bool:
        """Whether so many headings have half of the letters."""
        return self.headings > _MOST_HEADINGS and 2 * self.length > len(text)


def is_all_story(sheet: Sheet, phrases: Phrasebook, wording: Wording) -> bool:
    """Whether a text is plainly nothing but a story: it ends as one does, has no menu, and no phrase stands in it.

    A cheap look that spares most texts the closer one.
    """
    found = look_up(sheet.text, phrases)
    last = found.last
    if not last or last[-1][0] in _BULLETS or glued.may_be_in("\n".join(last)) or found.has_menu(sheet.text):
        return False
    heard = phrases.find(found.said, Heard.of(sheet)) if found.said else ()
    if any(phrase.terms for phrase in heard if phrase):  # what is to be kept needs no closer look
        return False
    return _end_with_sentence(last) or _are_told(last, wording)


def look_up(text: str, phrases: Phrasebook) -> LookedUp:
    """Look up the lines of a text that are no paragraphs, and its last ones."""
    if native:
        found = native.look_up(text, _SENTENCE, _PARAGRAPH, _ENDS, spoken_table(), MARK, phrases.slots)
        return LookedUp(*found)
    lines = [*filter(None, map(str.strip, text.splitlines()))]
    headings, last = [*filter(_is_heading, lines)], lines[-_LAST:]
    short = [line for line in lines if len(line) < _PARAGRAPH or line[-1] not in _ENDS]
    return LookedUp(words_of_lines([*short, *last]), len(headings), sum(map(len, headings)), last)


def _end_with_sentence(lines: list[str]) -> bool:
    """Whether the last of some lines that says something is a sentence."""
    for line in reversed(lines):
        if said := line.rstrip(_END_SIGNS):
            return not _is_heading(said)
    return False


def _are_told(lines: list[str], wording: Wording) -> bool:
    """Whether the headings that end some lines are all worded as stories are."""
    headings = [*takewhile(_is_heading, reversed(lines))]
    most = _ONE_TOLD if len(headings) < len(lines) else _TOLD
    return all(_score(line, wording) < most for line in headings)


def _score(line: str, wording: Wording) -> float:
    alone = Sheet(Document(line, lambda text: (Block(0, len(text), 0, len(text)),)))
    return float(wording.scores(lay_out(alone))[0])


def _is_heading(line: str) -> bool:
    return len(line) < _SENTENCE or line[-1] not in _ENDS


def dialogue(said: Sequence[str]) -> Flags:
    """Which blocks are turns of an interview: begun by one of the labels that take turns, as in `Q: …` and `A: …`.

    >>> dialogue(["q: why", "a: so", "q: how", "a: thus", "q: when", "a: now", "foto: dpa"]).tolist()
    [True, True, True, True, True, True, False]
    """
    found = np.zeros(len(said), dtype=np.bool_)
    labelled = [block for block, words in enumerate(said) if ":" in words]
    if len(labelled) < _SPEAKERS * _TURNS:
        return found  # as in most texts
    labels = [_label(said[block]) for block in labelled]
    often = {label for label, count in Counter(filter(None, labels)).items() if count >= _TURNS}
    if len(often) >= _SPEAKERS:
        found[[block for block, label in zip(labelled, labels, strict=True) if label in often]] = True
    return found


def _label(said: str) -> str | None:
    """The few words before a block's first colon."""
    end = said.index(":")
    return said[:end] if end and said.count(" ", 0, end) < _LABEL_WORDS else None
