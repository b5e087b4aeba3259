"""Signs of a story: texts that need no closer look, and blocks that belong to one however they look."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from endmark.judging.generic import glued
from endmark.judging.generic.layout import Flags, lay_out
from endmark.judging.generic.phrasebook import Heard, Phrasebook, words_of_lines
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
_TOLD = -1.0  # log-odds by its words alone under which a last line is the story's, though no sentence
_MOST_HEADINGS = 30  # ... if they have half of a text's letters: a menu may have so many
_BULLETS = frozenset("-*•‣▪")
_LAST = 2  # lines at the end that are looked up in any case
_LABEL_WORDS = 3
_TURNS = 3
_SPEAKERS = 2


def is_all_story(sheet: Sheet, phrases: Phrasebook, wording: Wording) -> bool:
    """Whether a text is plainly nothing but a story: it ends as one does, has no menu, and no phrase stands in it.

    A cheap look that spares most texts the closer one.
    """
    short, last = looked_up(sheet.text)
    if not last or last[-1][0] in _BULLETS or glued.may_be_in("\n".join(last)):
        return False
    if len(short) > _MOST_HEADINGS and _has_menu(sheet.text, [*filter(_is_heading, short)]):
        return False
    if not (_end_with_sentence(last) or _is_told(last[-1], wording)):
        return False
    found = phrases.find_unheard(words_of_lines([*short, *last]), Heard.of(sheet))
    return not any(phrase.terms for phrase in found if phrase)  # what is to be kept needs no closer look


def looked_up(text: str) -> tuple[list[str], list[str]]:
    """The lines of a text that are no paragraphs, and its last ones."""
    if native:
        return native.short(text, _PARAGRAPH, _ENDS, _LAST)
    lines = [*filter(None, map(str.strip, text.splitlines()))]
    return [line for line in lines if len(line) < _PARAGRAPH or line[-1] not in _ENDS], lines[-_LAST:]


def _end_with_sentence(lines: list[str]) -> bool:
    """Whether the last of some lines that says something is a sentence."""
    for line in reversed(lines):
        if said := line.rstrip(_END_SIGNS):
            return not _is_heading(said)
    return False


def _is_told(line: str, wording: Wording) -> bool:
    """Whether a line is worded as stories are."""
    alone = Sheet(Document(line, lambda text: (Block(0, len(text), 0, len(text)),)))
    return bool(wording.scores(lay_out(alone))[0] < _TOLD)


def _has_menu(text: str, headings: list[str]) -> bool:
    return len(headings) > _MOST_HEADINGS and 2 * sum(map(len, headings)) > len(text)


def _is_heading(line: str) -> bool:
    return len(line) < _SENTENCE or line[-1] not in _ENDS


def dialogue(said: Sequence[str]) -> Flags:
    """Which blocks are turns of an interview: begun by one of the labels that take turns, as in `Q: …` and `A: …`.

    >>> dialogue(["q: why", "a: so", "q: how", "a: thus", "q: when", "a: now", "foto: dpa"]).tolist()
    [True, True, True, True, True, True, False]
    """
    if sum([":" in words for words in said]) < _SPEAKERS * _TURNS:
        return np.zeros(len(said), dtype=np.bool_)  # as in most texts
    labels = [_label(words) if ":" in words else None for words in said]
    often = {label for label, count in Counter(filter(None, labels)).items() if count >= _TURNS}
    return np.array([len(often) >= _SPEAKERS and label in often for label in labels], dtype=np.bool_)


def _label(said: str) -> str | None:
    """The few words before a block's first colon."""
    end = said.index(":")
    return said[:end] if end and said.count(" ", 0, end) < _LABEL_WORDS else None
