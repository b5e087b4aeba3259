"""Prompts that a scraper glued to a block's last sentence: `… of the town.Read more: …`."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from endmark.judging import quoting
from endmark.judging.candidates import Candidate
from endmark.judging.generic.phrasebook import Phrasebook, words_of
from endmark.judging.sheet import Sheet

try:
    from endmark.native import lines as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

# By the sign that ends a sentence: a regex that begins with one sign is sought many times faster.
_SEAMS = {sign: re.compile(rf"{re.escape(sign)}[\"”’»)]{{0,2}}(?=[^\W\d_a-z])") for sign in ".!?…"}
_GOES_ON = re.compile(r"[^\W\d_]{2}[.!?…][\"”’»)]*\s*[^\W\d_]")  # another sentence; no initial ends one
_LONGEST = 600  # characters of what is glued
_MOST_MISSED = 3  # seams in a row, from a block's end, behind which no prompt stands: a name may have one too


def find(sheet: Sheet, phrases: Phrasebook) -> Iterator[Candidate]:
    """The phrases that stand at a block's end, right behind a sentence and without a space. Linear in the document.

    Prompts that are glued to each other are one run: all of it is quoted, or none.
    """
    for number, seams in groupby(reversed(starts(sheet.text)), key=sheet.block_index):
        end = sheet.blocks[number].right
        run = [*_run(sheet.text, phrases, seams, end)]
        refused = "it is quoted" if run and quoting.is_quoted(sheet, run[-1].start, end) else None
        yield from (candidate.refuse(refused) for candidate in run) if refused else run


def _run(text: str, phrases: Phrasebook, seams: Iterable[int], end: int) -> Iterator[Candidate]:
    """The prompts at the end of a block, one glued to the next, from the last one on; so are the `seams`."""
    missed = 0
    for start in seams:
        if missed == _MOST_MISSED or end - start > _LONGEST:
            return
        if found := _prompt(text, phrases, start, end):
            yield found
            end, missed = start, 0
        else:
            missed += 1


def _prompt(text: str, phrases: Phrasebook, start: int, end: int) -> Candidate | None:
    """A piece of a block, if it is a cutting phrase and no more than one sentence."""
    [phrase] = phrases.find([words_of(text[start:end].replace("\n", " "))])
    if not phrase or not phrase.terms or phrase.opens or _GOES_ON.search(text, start, end):
        return None
    reason = f'the words "{" … ".join(phrase.pieces)}"; glued to the end of a sentence'
    return Candidate(start=start, end=end, terms=phrase.terms, reason=reason)


def may_be_in(text: str) -> bool:
    """Whether a capital stands right behind the end of a sentence."""
    return bool(starts(text))


def starts(text: str) -> list[int]:
    """Where a capital stands right behind the end of a sentence. `U.S.` ends none."""
    if native:
        return native.seams(text)
    found = (match for sign, seam in _SEAMS.items() for match in (seam.finditer(text) if sign in text else ()))
    return sorted(m.end() for m in found if text[m.end()].isupper() and text[max(0, m.start() - 1)].islower())
