"""The document around a region: its letters, words, sentences and lines. All places are letters, not offsets."""

import re

from endmark.judging.passages.index import JOINS_WORD, PassageIndex, words
from endmark.judging.sheet import Sheet

LINE_ENDS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STOP = re.compile("[.!?…。！？]")
_LONGEST_WORD = 40  # letters; more without a break are glued words
_PAUSE = re.compile("[:;,–—-]")


class Scene:
    """A sheet and the passages that are looked for on it."""

    def __init__(self, sheet: Sheet, index: PassageIndex) -> None:
        self.text = sheet.text
        self.sheet = sheet
        self.index = index
        self.letters = sheet.letters.text
        self.codes, self.at = sheet.letters.codes, sheet.letters.at

    def __len__(self) -> int:
        return len(self.codes)

    def offset(self, letter: int) -> int:
        """The offset of a letter in the text; the text's length after the last one."""
        return int(self.at[letter]) if letter < len(self.at) else len(self.text)

    def after(self, letter: int) -> int:
        """The offset behind the letter before this one."""
        return int(self.at[letter - 1]) + 1 if letter else 0

    def between(self, start: int, end: int) -> str:
        """The text from behind letter `start - 1` to letter `end`: what stands in a gap."""
        return self.text[self.after(start) : self.offset(end)]

    def said(self, start: int, end: int) -> str:
        """The text of letters `start:end`."""
        return self.text[self.offset(start) : self.after(end)] if start < end else ""

    def gap(self, letter: int) -> str:
        """What stands right before a letter, back to the letter before it."""
        return self.text[self.after(letter) : self.offset(letter)]

    def breaks_word(self, letter: int) -> bool:
        """Whether a word begins at a letter."""
        if letter in (0, len(self)):
            return True
        gap = self.gap(letter)
        return bool(gap) and not JOINS_WORD.issuperset(gap)

    def word_at(self, letter: int) -> int:
        """The offset of the first word that begins at or behind a letter."""
        last = letter + _LONGEST_WORD
        while letter < last and not self.breaks_word(letter):
            letter += 1
        return self.offset(letter)

    def word_before(self, letter: int) -> int:
        """The offset of the last word that begins before a letter."""
        letter -= 1
        first = letter - _LONGEST_WORD
        while letter > first and not self.breaks_word(letter):
            letter -= 1
        return self.offset(max(0, letter))

    def breaks_glue(self, letter: int) -> bool:
        """Whether a word begins at a letter, or a capital follows a small letter."""
        offset = self.offset(letter)
        return self.breaks_word(letter) or (self.text[offset - 1].islower() and self.text[offset].isupper())

    def breaks_line(self, letter: int) -> bool:
        """Whether a line begins at a letter."""
        return letter in (0, len(self)) or bool(LINE_ENDS.search(self.gap(letter)))

    def breaks_sentence(self, letter: int) -> bool:
        """Whether a line or sentence begins at a letter."""
        return self.breaks_line(letter) or bool(_STOP.search(self.gap(letter)))

    def breaks_clause(self, letter: int) -> bool:
        """Whether a line, sentence or clause begins at a letter."""
        return self.breaks_sentence(letter) or bool(_PAUSE.search(self.gap(letter)))

    def is_inside_sentence(self, letter: int) -> bool:
        """Whether a sentence goes on at a letter, in a small one."""
        return letter < len(self) and not self.breaks_clause(letter) and self.text[self.offset(letter)].islower()

    def sentence_start(self, letter: int, reach: int) -> int | None:
        """The nearest beginning of a sentence at or before a letter, at most `reach` letters back."""
        return next((i for i in range(letter, max(-1, letter - reach - 1), -1) if self.breaks_sentence(i)), None)

    def sentence_end(self, letter: int, reach: int) -> int | None:
        """The nearest end of a sentence at or behind a letter, at most `reach` letters on."""
        return next((i for i in range(letter, min(len(self), letter + reach) + 1) if self.breaks_sentence(i)), None)

    def line_start(self, letter: int, reach: int) -> int | None:
        """The nearest beginning of a line at or before a letter."""
        return next((i for i in range(letter, max(-1, letter - reach - 1), -1) if self.breaks_line(i)), None)

    def words(self, start: int, end: int) -> frozenset[str]:
        """The folded words of letters `start:end`."""
        return words(self.said(start, end))
