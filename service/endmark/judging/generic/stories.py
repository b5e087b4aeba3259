"""Signs of a story: texts that need no closer look, and blocks that belong to one however they look."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from endmark.judging.generic import glued
from endmark.judging.generic.layout import Flags, Layout, lay_out
from endmark.judging.generic.phrasebook import Phrasebook, words_of_lines
from endmark.judging.generic.signs import Sign
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
_LIST_SIGNS = [Sign.DIGIT, Sign.BRACKET, Sign.COLON, Sign.DASH, Sign.SYMBOL]
_FEWEST_SIGNS = 2
_FEWEST_ENTRIES = 4
_MANY_SIGNS = 3  # ... and so many entries, from which a list stays between paragraphs whatever it is worded as
_MANY_ENTRIES = 9
_ENUMERATION = 90  # letters of what is listed in one block
_FEWEST_COMMAS = 5
_FIGURES = 0.2  # digits among letters and digits, from which a block is a row of a table
_HEADING_BLOCKS = 5  # a list may have a heading, and lines that introduce it


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
    found = phrases.find(words_of_lines([*dict.fromkeys([*short, *last])]))
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


def list_end(layout: Layout, marked: Flags, behind: int) -> int:
    """The last block of the lists that go with the story: like entries right behind its last paragraph.

    Entries are alike if they have two signs of a list in common: figures (several count twice), brackets, colons,
    dashes, symbols. The paragraph itself (`behind`) if there is none.
    """
    if len(layout) - behind <= _FEWEST_ENTRIES:
        return behind
    counts = layout.counts[:, behind:]
    signs = counts > 0
    labelled = signs[Sign.COLON] & signs[Sign.COMMA]
    kinds = np.vstack([signs[_LIST_SIGNS], counts[Sign.DIGIT] > 1, labelled])
    alike = _alike(kinds, marked[behind:], _FEWEST_SIGNS).tolist()
    last = 0
    while (end := _next_list_end(alike, last)) > last:
        last = end
    return behind + last


def _next_list_end(alike: list[bool], behind: int) -> int:
    """The last entry of the list that begins soon behind a block; the block itself if none does."""
    for first in range(behind + 1, min(behind + 1 + _HEADING_BLOCKS, len(alike))):
        last = first
        while last < len(alike) and alike[last]:
            last += 1
        if last - first + 1 >= _FEWEST_ENTRIES:
            return last
    return behind


def _alike(kinds: Flags, marked: Flags, fewest: int) -> Flags:
    """Which blocks have so many kinds of signs in common with the next one; `kinds` has a row for each."""
    found: Flags = ((kinds[:, 1:] & kinds[:, :-1]).sum(axis=0) >= fewest) & ~(marked[1:] | marked[:-1])
    return found


def enumerations(layout: Layout) -> Flags:
    """Which blocks list so much that they are as long as a paragraph, however they end."""
    found: Flags = (layout.counts[Sign.COMMA] >= _FEWEST_COMMAS) & (layout.size >= _ENUMERATION)
    return found


def tables(layout: Layout, marked: Flags) -> Flags:
    """Which blocks are rows of a table of figures, or entries of a long list that are much alike: dates, results.

    Several stand in a row, and between paragraphs they are the story's.
    """
    digits = layout.counts[Sign.DIGIT]
    row = (digits >= _FIGURES * layout.size) & (digits > 0) & ~marked
    return _in_row(row, _FEWEST_ENTRIES) | _in_row(_entries(layout, marked), _MANY_ENTRIES)


def _entries(layout: Layout, marked: Flags) -> Flags:
    """Which blocks are much like the next one or the last."""
    alike = _alike(layout.counts[_LIST_SIGNS] > 0, marked, _MANY_SIGNS)
    found = np.zeros(len(layout), dtype=np.bool_)
    found[:-1] = alike
    found[1:] |= alike
    return found


def _in_row(flags: Flags, fewest: int) -> Flags:
    """Which flags are set together with so many next to them."""
    found = np.zeros(len(flags), dtype=np.bool_)
    if np.count_nonzero(flags) < fewest:
        return found  # as in most texts
    edges = np.diff(flags, prepend=False, append=False).nonzero()[0]
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        found[start:end] = end - start >= fewest
    return found


def _label(said: str) -> str | None:
    """The few words before a block's first colon."""
    end = said.index(":")
    return said[:end] if end and said.count(" ", 0, end) < _LABEL_WORDS else None
