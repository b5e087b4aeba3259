"""Texts to their folded copies and letters, where these stand, and the hashes of grams; known grams and phrases.

Their twins: `folding.py` and `judging/grams.py`.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND
from libc.stdint cimport int64_t

include "table.pxi"

cdef enum:
    CHUNK = 512  # characters whose letters are held at once
    LONGEST_STRIDE = 16  # as `grams.GramSize` allows
    STEP = 64  # letters that are looked through at once: fewer are not compiled to vectors
    SPACE = 32
    DOT = 46

cdef str COMMON = "etaoinsrhldcumfpgwybvkxjqz"

ctypedef fused Letter:
    uint8_t
    uint16_t
    uint32_t


def letters(str text, const uint32_t[::1] entries, uint32_t mark):
    """What the characters of a text are in a table of code points, without those that are nothing there (0)."""
    return _made(text, Table(&entries[0], entries.shape[0], mark), NULL)


def fold(str text, const uint32_t[::1] entries, uint32_t mark, int64_t[::1] starts):
    """The same with runs of spaces and of dots joined, and the offset of each; `starts` has room for one more."""
    return _made(text, Table(&entries[0], entries.shape[0], mark), &starts[0])


cdef str _made(str text, Table table, int64_t *starts):
    """The characters' entries that are something; with room for their offsets they are joined too."""
    cdef int kind = PyUnicode_KIND(text), width = kind
    cdef Py_ssize_t size = len(text), found = -1
    cdef void *to
    while found < 0:
        to = PyMem_Malloc(size * width + 1)
        if to is NULL:
            raise MemoryError
        try:
            found = _letters_of_kind(PyUnicode_DATA(text), kind, size, table, to, width, starts)
            if found >= 0:
                return PyUnicode_FromKindAndData(width, to, found)
        finally:
            PyMem_Free(to)
        width *= 2  # as of µ, which is no Greek letter but folds to one


cdef Py_ssize_t _letters_of_kind(
    const void *text, int kind, Py_ssize_t size, Table table, void *to, int width, int64_t *starts
) noexcept:
    if kind == 1:
        if width == 1:
            return _letters(<const uint8_t *> text, size, table, <uint8_t *> to, starts)
        return _letters(<const uint8_t *> text, size, table, <uint16_t *> to, starts)
    if kind == 2:
        if width == 2:
            return _letters(<const uint16_t *> text, size, table, <uint16_t *> to, starts)
        return _letters(<const uint16_t *> text, size, table, <uint32_t *> to, starts)
    return _letters(<const uint32_t *> text, size, table, <uint32_t *> to, starts)


cdef Py_ssize_t _letters(const Char *text, Py_ssize_t size, Table table, Letter *to, int64_t *starts) noexcept:
    """How many letters there are; -1 if one of them has no room."""
    cdef Py_ssize_t i, found = 0
    cdef uint32_t letter, seen = 0
    if starts is not NULL:
        return _folded(text, size, table, to, starts)
    for i in range(size):
        letter = _entry(table, text[i])
        to[found] = <Letter> letter
        seen |= letter
        found += letter != 0
    return found if <Letter> seen == seen else -1


cdef Py_ssize_t _folded(const Char *text, Py_ssize_t size, Table table, Letter *to, int64_t *starts) noexcept:
    """The same of what is joined, with its offsets and the text's length behind them."""
    cdef Py_ssize_t i, found = 0
    cdef uint32_t char, seen = 0, last = 0
    for i in range(size):
        char = _entry(table, text[i])
        if char == 0 or (char == last and (char == SPACE or char == DOT)):
            continue  # rare enough to be foreseen: half the time of a step without a branch
        to[found] = <Letter> char
        starts[found] = i
        seen |= char
        found += 1
        last = char
    starts[found] = size
    return found if <Letter> seen == seen else -1


def places(str text, const uint32_t[::1] entries, uint32_t mark, int64_t[::1] at):
    """The offsets of those characters; `at` has room for one more."""
    cdef Table table = Table(&entries[0], entries.shape[0], mark)
    cdef const void *data = PyUnicode_DATA(text)
    cdef int kind = PyUnicode_KIND(text)
    if kind == 1:
        _places(<const uint8_t *> data, len(text), table, at)
    elif kind == 2:
        _places(<const uint16_t *> data, len(text), table, at)
    else:
        _places(<const uint32_t *> data, len(text), table, at)


cdef void _places(const Char *text, Py_ssize_t size, Table table, int64_t[::1] at) noexcept:
    cdef Py_ssize_t i, found = 0
    for i in range(size):
        at[found] = i
        found += _entry(table, text[i]) != 0


def aligned(
    str text, const uint32_t[::1] entries, uint32_t mark, const uint32_t[::1] weights, uint32_t pair,
    uint32_t[::1] hashes,
):
    """Fill in the hashes of the grams that begin at every so many letters of a text, two cells of so many each.

    Return how many there are: fewer than the text has cells of characters.
    """
    cdef Table table = Table(&entries[0], entries.shape[0], mark)
    cdef const void *data = PyUnicode_DATA(text)
    cdef int kind = PyUnicode_KIND(text)
    if kind == 1:
        return _aligned(<const uint8_t *> data, len(text), table, weights, pair, hashes)
    if kind == 2:
        return _aligned(<const uint16_t *> data, len(text), table, weights, pair, hashes)
    return _aligned(<const uint32_t *> data, len(text), table, weights, pair, hashes)


cdef Py_ssize_t _aligned(
    const Char *text, Py_ssize_t size, Table table, const uint32_t[::1] weights, uint32_t pair, uint32_t[::1] hashes
) noexcept:
    cdef uint32_t letters[CHUNK + LONGEST_STRIDE]
    cdef Py_ssize_t stride = weights.shape[0], at = 0, held = 0, taken, cells = 0, i
    cdef uint32_t cell, before = 0
    while at < size:
        for i in range(at, min(at + CHUNK, size)):
            letters[held] = _entry(table, text[i])
            held += letters[held] != 0
        at += CHUNK
        taken = 0
        while held - taken >= stride:
            cell = _cell(letters + taken, &weights[0], stride)
            if cells:
                hashes[cells - 1] = before * pair + cell
            before = cell
            cells += 1
            taken += stride
        held -= taken
        for i in range(held):
            letters[i] = letters[taken + i]
    return max(cells - 1, 0)


cdef inline uint32_t _cell(const uint32_t *letters, const uint32_t *weights, Py_ssize_t stride) noexcept:
    cdef uint32_t cell = letters[0] * weights[0] + letters[1] * weights[1]
    cdef Py_ssize_t i
    for i in range(2, stride, 2):  # a stride is even
        cell += letters[i] * weights[i] + letters[i + 1] * weights[i + 1]
    return cell


def has_row(const uint32_t[::1] hashes, const uint8_t[::1] table, uint32_t shift, Py_ssize_t count):
    """Whether so many hashes that follow each other may be known: a table has a bit for the high bits of each."""
    cdef Py_ssize_t i, row = 0
    for i in range(hashes.shape[0]):
        row = row + 1 if _may_be(hashes[i], table, shift) else 0
        if row == count:
            return True
    return False


def find(
    const uint32_t[::1] hashes,
    const uint8_t[::1] table,
    uint32_t shift,
    const uint32_t[::1] ordered,
    const int64_t[::1] values,
):
    """The places of known hashes, with each of their values. `ordered` are the known ones; the table spares looks."""
    cdef list found = []
    cdef Py_ssize_t i, at
    for i in range(hashes.shape[0]):
        if _may_be(hashes[i], table, shift):
            at = _first(ordered, hashes[i])
            while at < ordered.shape[0] and ordered[at] == hashes[i]:
                found.append((i, values[at]))
                at += 1
    return found


cdef inline bint _may_be(uint32_t hash, const uint8_t[::1] table, uint32_t shift) noexcept:
    cdef uint32_t place = hash >> shift
    return table[place >> 3] >> (place & 7) & 1


cdef inline Py_ssize_t _first(const uint32_t[::1] ordered, uint32_t value) noexcept:
    """Where a value stands first, or would."""
    cdef Py_ssize_t low = 0, high = ordered.shape[0], middle
    while low < high:
        middle = (low + high) // 2
        if ordered[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


def any_in(str text, list phrases):
    """Whether any of a few short phrases stands in a text: comparing long ones could cost more than linear time."""
    cdef const void *data = PyUnicode_DATA(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef Py_ssize_t size = len(text)
    for phrase in phrases:
        if (
            _holds(<const uint8_t *> data, size, phrase) if kind == 1
            else _holds(<const uint16_t *> data, size, phrase) if kind == 2
            else _holds(<const uint32_t *> data, size, phrase)
        ):
            return True
    return False


cdef bint _holds(const Char *text, Py_ssize_t size, str phrase):
    cdef Py_ssize_t rare = _rarest(phrase), near = rare - 1 if rare else len(phrase) > 1
    cdef Py_ssize_t starts = size - len(phrase) + 1, at = 0, i
    cdef Char first, second, maybe
    if not phrase or starts <= 0:
        return not phrase
    first, second = <Char> phrase[rare], <Char> phrase[near]
    while at + STEP <= starts:
        maybe = 0
        for i in range(STEP):
            maybe |= (text[at + rare + i] == first) & (text[at + near + i] == second)
        if maybe and _is_among(text + at, STEP, phrase, rare, first):
            return True
        at += STEP
    return _is_among(text + at, starts - at, phrase, rare, first)


cdef bint _is_among(const Char *text, Py_ssize_t starts, str phrase, Py_ssize_t rare, Char first):
    """Whether a phrase stands at one of the first places."""
    cdef Py_ssize_t at
    for at in range(starts):
        if text[at + rare] == first and _stands(text + at, phrase):
            return True
    return False


cdef Py_ssize_t _rarest(str phrase):
    """Where the letter stands of a phrase that few texts have often."""
    cdef Py_ssize_t i, found = 0, most = -1, rarity
    for i in range(len(phrase)):
        rarity = COMMON.find(phrase[i])
        rarity = len(COMMON) if rarity < 0 else rarity
        if rarity > most:
            found, most = i, rarity
    return found


cdef bint _stands(const Char *text, str phrase):
    cdef Py_ssize_t i
    for i in range(len(phrase)):
        if text[i] != phrase[i]:
            return False
    return True
