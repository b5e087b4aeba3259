"""Prompts that a scraper glued to a block's last sentence: `… of the town.Read more: …`."""

import re
from collections.abc import Iterator

from endmark.judging import quoting
from endmark.judging.candidates import Candidate
from endmark.judging.generic.phrasebook import Phrasebook, words_of_lines
from endmark.judging.sheet import Sheet

try:
    from endmark.native import lines as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

# By the sign that ends a sentence: a regex that begins with one sign is sought many times faster.
_SEAMS = {sign: re.compile(rf"{re.escape(sign)}[\"”’»)]{{0,2}}(?=[^\W\d_a-z])") for sign in ".!?…"}
_GOES_ON = re.compile(r"[^\W\d_]{2}[.!?…][\"”’»)]*\s*[^\W\d_]")  # another sentence; no initial ends one
_LONGEST = 600  # characters of what is glued
_MOST_SEAMS = 3  # of a block, from its end: a name may have one too


def find(sheet: Sheet, phrases: Phrasebook) -> Iterator[Candidate]:
    """The phrases that stand at a block's end, right behind a sentence and without a space. Linear in the document."""
    seams = list(_seams(sheet))
    if not seams:
        return
    said = words_of_lines([sheet.text[start:end].replace("\n", " ") for start, end in seams])
    for (start, end), phrase in zip(seams, phrases.find(said), strict=True):
        if phrase and phrase.terms and not (phrase.opens or _GOES_ON.search(sheet.text, start, end)):
            reason = f'the words "{" … ".join(phrase.pieces)}"; glued to the end of a sentence'
            refused = "it is quoted" if quoting.is_quoted(sheet, start, end) else None
            yield Candidate(start=start, end=end, terms=phrase.terms, reason=reason, refused_by=refused)


def may_be_in(text: str) -> bool:
    """Whether a capital stands right behind the end of a sentence."""
    return bool(starts(text))


def starts(text: str) -> list[int]:
    """Where a capital stands right behind the end of a sentence. `U.S.` ends none."""
    if native:
        return native.seams(text)
    found = (match for sign, seam in _SEAMS.items() for match in (seam.finditer(text) if sign in text else ()))
    return sorted(m.end() for m in found if text[m.end()].isupper() and text[max(0, m.start() - 1)].islower())


def _seams(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The same by block, with where each block ends."""
    before, left = -1, 0
    for start in reversed(starts(sheet.text)):
        block = sheet.block_index(start)
        before, left = block, left - 1 if block == before else _MOST_SEAMS - 1
        if left >= 0 and sheet.blocks[block].right - start <= _LONGEST:
            yield start, sheet.blocks[block].right
