"""What it takes for a block to go or to stay, and where the tail begins.

Its twins: `judging/generic/{deciding,tails,lists}.py`.
"""

from libc.math cimport INFINITY
from libc.stdint cimport uint8_t

include "signs.pxi"

cdef enum:  # rows of features, as `measuring.names()`
    SIZE = 0
    STOPS = 2
    SENTENCE = 12

cdef enum:  # rows of marks, as in `marking.py`
    MARKED, OPENING, KEPT, LEADS_ELSEWHERE, CREDITS, HEADING, PLAIN, PASSED_OVER, WORDY

cdef enum:
    PROSE_FROM = 90  # letters
    LISTED = 12  # blocks
    LINE = 100  # letters
    QUESTION = 50
    NEAR = 3  # blocks
    FEWEST_SIGNS = 2

cdef float ANCHOR = 0.8, WEAK_ANCHOR = -1.2, TAIL = -0.4, FIRST = 1.8, SHORT = 3.0, LENGTH_PENALTY = 0.5
cdef double CREDIT_TAIL = 1.0, PLAIN_TAIL = 0.2, UNNAMED_MEAN = 0.55, ALONE_MEAN = 1.0
cdef double SENTENCE_PENALTY = 3.2, PROSE_PENALTY = 1.5, OPENING_PENALTY = 0.7
cdef double INSET = 2.4, HEADING_INSET = 3.3, MARKED_INSET = 1.3, WORDY_INSET = 0, SURE_INSET = -2.2


def fill_needed(
    const float[:, ::1] features, const float[::1] logs, const uint8_t[::1] prose, const uint8_t[:, ::1] marks,
    float[::1] needed,
):
    """Fill in the log-odds above which each block goes by itself; `logs` are of each mass and one more."""
    cdef Py_ssize_t b, blocks = needed.shape[0]
    cdef double least
    for b in range(blocks):
        least = MARKED_INSET if _in_company(marks, b, NEAR) else INSET
        if marks[MARKED, b] and 0 < b < blocks - 1 and features[SENTENCE, b - 1] and features[SENTENCE, b + 1]:
            least = HEADING_INSET
        least += LENGTH_PENALTY * max(logs[b] - SHORT, <float>0)
        if prose[b]:
            least = max(least, INSET)
        elif marks[WORDY, b]:
            least = min(least, WORDY_INSET)
        if marks[LEADS_ELSEWHERE, b] and (not features[STOPS, b] or features[SIZE, b] <= QUESTION):
            least = SURE_INSET
        needed[b] = <float>least


cdef bint _in_company(const uint8_t[:, ::1] marks, Py_ssize_t block, Py_ssize_t reach) noexcept:
    """Whether a block is marked, and another one within reach too."""
    cdef Py_ssize_t b, marked = 0
    if not marks[MARKED, block]:
        return False
    for b in range(max(block - reach, 0), min(block + reach + 1, marks.shape[1])):
        marked += marks[MARKED, b]
    return marked > 1


def find_anchors(
    const float[:, ::1] features, const float[::1] mass, const uint8_t[::1] marked, const float[::1] odds,
    const uint8_t[::1] kept, uint8_t[::1] found,
):
    """Fill in which blocks are surely the story's."""
    cdef Py_ssize_t b
    cdef bint any_prose = False
    for b in range(found.shape[0]):
        found[b] = mass[b] >= PROSE_FROM and odds[b] < ANCHOR and not marked[b]
        any_prose = any_prose or found[b]
    for b in range(found.shape[0]):
        if not any_prose:
            found[b] = features[STOPS, b] != 0 and odds[b] < WEAK_ANCHOR and not marked[b]
        found[b] |= kept[b]


cdef void _list(const float[:, ::1] features, const uint8_t[:, ::1] marks, uint8_t[::1] listed) noexcept:
    """Fill in which blocks are short lines under a heading."""
    cdef Py_ssize_t b, left = 0
    cdef bint is_line
    for b in range(listed.shape[0]):
        is_line = features[SIZE, b] <= LINE and not features[STOPS, b] and not marks[MARKED, b]
        left = LISTED if marks[HEADING, b] else left - 1 if is_line else 0
        listed[b] = is_line and left >= 0


def tail(
    const float[:, ::1] features, const uint8_t[::1] prose, const uint8_t[:, ::1] marks, const float[::1] odds,
    Py_ssize_t last, bint behind_list, uint8_t[::1] listed,
):
    """Where the tail begins; the number of blocks if there is none. `listed` is room to work in."""
    cdef Py_ssize_t b, blocks = odds.shape[0], named = last + 1, found = blocks
    cdef double total = 0, most = 0, least
    cdef float unnamed = 0  # the odds of all before the first phrase
    cdef bint begins, is_named
    _list(features, marks, listed)
    while named < blocks and not marks[MARKED, named]:
        named += 1
    is_named = named < blocks
    least = UNNAMED_MEAN if is_named and not marks[HEADING, named] else ALONE_MEAN
    for b in range(blocks - 1, last, -1):
        total += _weight(features, prose, marks, odds[b], listed[b], b)
        begins = features[STOPS, b - 1] or marks[MARKED, b] or (b == last + 1 and not behind_list)
        begins = begins or (is_named and odds[b] >= FIRST)
        if b < named:
            unnamed += odds[b]
            begins = begins and <double>unnamed / (named - b) >= least
        if begins and total > 0 and total >= most:
            found, most = b, total
    return found


def tail_end(const float[:, ::1] features, const uint8_t[:, ::1] marks, const float[::1] odds):
    """Behind which block the tail ends: the last one that is no quiet sentence; the number of blocks if none is."""
    cdef Py_ssize_t b = odds.shape[0]
    while b and (
        features[SENTENCE, b - 1] > 0 and not marks[MARKED, b - 1]
        and odds[b - 1] < FIRST and features[SIZE, b - 1] > QUESTION
    ):
        b -= 1
    return b if b else odds.shape[0]


def fill_alike(
    const float[:, ::1] counts, const uint8_t[::1] first, const uint8_t[::1] marked, Py_ssize_t begin,
    uint8_t[::1] alike, uint8_t[::1] near,
):
    """Fill in which blocks from one on are entries of a list as the next one is, and which if numbers are enough."""
    cdef Py_ssize_t b
    cdef bint unmarked
    for b in range(begin, begin + alike.shape[0]):
        unmarked = not marked[b] and not marked[b + 1]
        alike[b - begin] = unmarked and _signs_in_common(counts, b) >= FEWEST_SIGNS
        near[b - begin] = alike[b - begin] or (
            unmarked and first[b] == DIGIT and first[b + 1] == DIGIT and _both(counts, STOP, b, 0)
        )


cdef int _signs_in_common(const float[:, ::1] counts, Py_ssize_t b) noexcept:
    """How many signs of lists a block and the next one have; figures count twice, as labels with commas do."""
    cdef int found = _both(counts, DIGIT, b, 0) + _both(counts, DIGIT, b, 1) + _both(counts, BRACKET, b, 0)
    found += _both(counts, COLON, b, 0) + _both(counts, DASH, b, 0) + _both(counts, SYMBOL, b, 0)
    return found + (_both(counts, COLON, b, 0) and _both(counts, COMMA, b, 0))


cdef inline bint _both(const float[:, ::1] counts, Py_ssize_t sign, Py_ssize_t b, float above) noexcept:
    return counts[sign, b] > above and counts[sign, b + 1] > above


cdef double _weight(
    const float[:, ::1] features, const uint8_t[::1] prose, const uint8_t[:, ::1] marks, float odds, bint listed,
    Py_ssize_t b,
) noexcept:
    """What a block adds to a tail."""
    cdef double least = 0 if _in_company(marks, b, 1) else -INFINITY, penalty
    if marks[MARKED, b]:
        penalty = OPENING_PENALTY if marks[OPENING, b] and features[STOPS, b] else 0
    else:
        penalty = PROSE_PENALTY if prose[b] else SENTENCE_PENALTY if features[STOPS, b] else 0
    if marks[PLAIN, b] or listed:
        least = PLAIN_TAIL
    if marks[CREDITS, b]:
        least = CREDIT_TAIL
    return max(<double>(odds - TAIL) - penalty, least)
