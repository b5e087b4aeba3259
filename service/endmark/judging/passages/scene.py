"""The document around a region: its letters, words, sentences and lines. All places are letters, not offsets."""

import re
from bisect import bisect_left

from endmark.judging.passages.index import JOINS_WORD, PassageIndex, words
from endmark.judging.sheet import Sheet

_LINE_ENDS, _STOPS, _PAUSES = r"\r\n\v\f\x1c-\x1e\x85\u2028\u2029", ".!?…。！？", ":;,–—-"
LINE_ENDS = re.compile(f"[{_LINE_ENDS}]+")
_SENTENCE_END = re.compile(f"[{_LINE_ENDS}{_STOPS}]")
_CLAUSE_END = re.compile(f"[{_LINE_ENDS}{_STOPS}{_PAUSES}]")
_LONGEST_WORD = 40  # letters; more without a break are glued words


class Scene:
    """A sheet and the passages that are looked for on it."""

    def __init__(self, sheet: Sheet, index: PassageIndex) -> None:
        self.text = sheet.text
        self.sheet = sheet
        self.index = index
        self.letters = sheet.letters.text
        self.codes = sheet.letters.codes
        self._at = sheet.letters.at.data  # a number from it is had in a third of the time

    def __len__(self) -> int:
        return len(self.codes)

    def offset(self, letter: int) -> int:
        """The offset of a letter in the text; the text's length after the last one."""
        return self._at[letter] if letter < len(self._at) else len(self.text)

    def after(self, letter: int) -> int:
        """The offset behind the letter before this one."""
        return self._at[letter - 1] + 1 if letter else 0

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
        return self._breaks(LINE_ENDS, letter)

    def breaks_sentence(self, letter: int) -> bool:
        """Whether a line or sentence begins at a letter."""
        return self._breaks(_SENTENCE_END, letter)

    def breaks_clause(self, letter: int) -> bool:
        """Whether a line, sentence or clause begins at a letter."""
        return self._breaks(_CLAUSE_END, letter)

    def _breaks(self, sign: re.Pattern[str], letter: int) -> bool:
        return letter in (0, len(self)) or bool(sign.search(self.text, self.after(letter), self.offset(letter)))

    def is_inside_sentence(self, letter: int) -> bool:
        """Whether a sentence goes on at a letter, in a small one."""
        return letter < len(self) and not self.breaks_clause(letter) and self.text[self.offset(letter)].islower()

    def sentence_start(self, letter: int, reach: int) -> int | None:
        """The nearest beginning of a sentence at or before a letter, at most `reach` letters back."""
        return self._last_break(_SENTENCE_END, letter, reach)

    def line_start(self, letter: int, reach: int) -> int | None:
        """The nearest beginning of a line at or before a letter."""
        return self._last_break(LINE_ENDS, letter, reach)

    def _last_break(self, sign: re.Pattern[str], letter: int, reach: int) -> int | None:
        if letter == len(self):
            return letter
        first = max(0, letter - reach)
        if signs := [*sign.finditer(self.text, self.after(first), self.offset(letter))]:
            return self._letter_behind(signs[-1])
        return None if first else 0

    def sentence_end(self, letter: int, reach: int) -> int | None:
        """The nearest end of a sentence at or behind a letter, at most `reach` letters on."""
        if not letter:
            return 0
        last = min(len(self), letter + reach)
        if sign := _SENTENCE_END.search(self.text, self.after(letter), self.offset(last)):
            return self._letter_behind(sign)
        return last if last == len(self) else None

    def _letter_behind(self, sign: re.Match[str]) -> int:
        """The letter before which a sign stands: no sign is a letter."""
        return bisect_left(self._at, sign.start())

    def words(self, start: int, end: int) -> frozenset[str]:
        """The folded words of letters `start:end`."""
        return words(self.said(start, end))
