"""From grams to runs: where the document repeats a passage letter for letter."""

from dataclasses import dataclass

import numpy as np

from endmark.folding import Codes
from endmark.judging.grams import Hashes
from endmark.judging.passages.index import PassageIndex
from endmark.judging.sheet import Sheet

_NEAR = 400  # letters around such a place in which single grams count
_MOST_PLACES = 6  # places of one gram in the passages that are tried
_IN_ORDER_BONUS = 12  # letters that going on in the passage's own order is worth
_FIRST_STEP = 64
_ROW = 3  # known grams that follow each other, 16 to 19 letters: worth a closer look


@dataclass(frozen=True, slots=True)
class Run:
    """Letters `start:end` of the document are letters `at:at + end - start` of the index."""

    start: int
    end: int
    at: int

    @property
    def at_end(self) -> int:
        """Where the run ends in the index."""
        return self.at + self.end - self.start

    def __len__(self) -> int:
        return self.end - self.start


def runs(sheet: Sheet, index: PassageIndex) -> list[Run]:
    """The runs of a document's letters that stand in the passages, in order, apart. Linear in the document."""
    found = list[Run]()
    hashes = sheet.grams(index.size)
    for i in _hits(hashes, index):
        start, reached = i * index.size.stride, found[-1].end if found else 0
        if start < reached:
            continue
        codes = sheet.letters.codes
        places = index.grams.values(hashes[i])[:_MOST_PLACES]
        tried = [_extend(codes, index, start, place, reached) for place in places]
        if tried:
            found.append(max(tried, key=lambda run: _worth(run, found)))
    return found


def _worth(run: Run, found: list[Run]) -> int:
    goes_on = bool(found) and 0 <= run.at - found[-1].at_end <= _NEAR
    return len(run) + _IN_ORDER_BONUS * goes_on


def _hits(hashes: Hashes, index: PassageIndex) -> list[int]:
    """Which of the document's grams may be known ones near several others. None of most documents' are."""
    if not index.grams.has_row(hashes, _ROW):
        return []
    known = index.grams.maybe(hashes)
    row = np.flatnonzero(np.logical_and.reduce([known[i : i - _ROW + 1 or None] for i in range(_ROW)]))
    at = np.flatnonzero(known)
    at = at[index.grams.exact(hashes[at])]
    reach = _NEAR // index.size.stride
    after = np.searchsorted(row, at)
    ahead = row[np.minimum(after, len(row) - 1)] - at
    behind = at - row[np.maximum(after - 1, 0)]
    near = ((ahead >= 0) & (ahead <= reach)) | ((behind >= 0) & (behind <= reach))
    hits: list[int] = at[near].tolist()
    return hits


def _extend(codes: Codes, index: PassageIndex, start: int, at: int, reached: int) -> Run:
    """The longest exact run through a pair of places; it does not reach back into an earlier run."""
    length = _common(codes[start:], index.codes[at:])
    back = _common(codes[reached:start][::-1], index.codes[:at][::-1])
    return Run(start - back, start + length, at - back)


def _common(a: Codes, b: Codes) -> int:
    """How many letters two runs have in common from their beginnings, in steps that grow: cost follows the answer."""
    done, step = 0, _FIRST_STEP
    most = min(len(a), len(b))
    while done < most:
        upto = min(most, done + step)
        differ = a[done:upto] != b[done:upto]
        first = int(differ.argmax())
        if differ[first]:
            return done + first
        done, step = upto, step * 4
    return most
