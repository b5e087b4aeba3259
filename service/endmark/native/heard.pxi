# What some words may be, told by hashes of their first and last ones, as `phrases.remember` put them into slots.

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND

cdef enum:
    KEPT = 16  # words from either end that are told apart: a power of two
    SPACE = 32
    COLON = 58
    PRIME = 16777619
    SPREAD = 0x9E3779B1

cdef enum Role:  # what a hash tells of; the same words have another in each
    FIRST = 1
    LAST
    OPENS
    CLOSES
    WHOLE
    INSIDE
    BEGINS

cdef struct Said:
    bint is_unspaced  # whether any character is of a script that writes no spaces
    bint holds_inside
    Py_ssize_t count  # of words
    uint32_t first, last, three, whole  # hashes of the first word, of the last, of the first three, of all of them
    uint32_t openings[KEPT]  # of the first words, one to so many of them
    uint32_t before[KEPT]  # of all words before the last ones, by the number of these


cdef inline bint _may_be_edge(const uint32_t[::1] slots, const Said *line) noexcept:
    """Whether words may be a phrase, or begin or end as one does."""
    return line.is_unspaced or (line.count and _has_edge(slots, line))


cdef inline bint _may_be_inside(const Said *line) noexcept:
    """Whether a phrase may stand in words."""
    return line.is_unspaced or line.holds_inside


cdef bint _has_edge(const uint32_t[::1] slots, const Said *line) noexcept:
    cdef Py_ssize_t count, most = min(line.count, <Py_ssize_t> KEPT)
    if _has(slots, WHOLE, line.whole):
        return True
    if _has(slots, FIRST, line.first):
        for count in range(1, most + 1):
            if _has(slots, OPENS, line.openings[count - 1]):
                return True
    if _has(slots, LAST, line.last):
        for count in range(1, most + 1):
            if _has(slots, CLOSES, _closing(line, count)):
                return True
    return False


cdef uint32_t _opening(const Said *line) noexcept:
    """A hash of all words, or of the first of many."""
    return line.openings[min(line.count, <Py_ssize_t> KEPT) - 1]


cdef uint32_t _closing(const Said *line, Py_ssize_t count) noexcept:
    """A hash of the last words."""
    cdef uint32_t before = line.before[(line.count - count) & (KEPT - 1)]
    cdef Py_ssize_t i
    for i in range(count):
        before *= PRIME
    return line.whole - before


cdef Said _said(str words, const uint32_t[::1] slots):
    cdef const void *data = PyUnicode_DATA(words)
    cdef int kind = PyUnicode_KIND(words)
    if kind == 1:
        return _said_of_kind(<const uint8_t *> data, len(words), slots)
    if kind == 2:
        return _said_of_kind(<const uint16_t *> data, len(words), slots)
    return _said_of_kind(<const uint32_t *> data, len(words), slots)


cdef Said _said_of_kind(const Char *words, Py_ssize_t size, const uint32_t[::1] slots) noexcept:
    cdef Said said
    cdef Py_ssize_t at = 0
    cdef uint32_t hash, closing = 0
    cdef bint begun = False, begun_before = False  # whether a piece may begin with the last word, or the one before it
    said.is_unspaced = said.holds_inside = False
    said.count = said.first = said.three = said.last = said.whole = 0
    while at < size:
        if words[at] == SPACE or words[at] == COLON:
            at += 1
            continue
        hash = 1
        while at < size and words[at] != SPACE and words[at] != COLON:
            said.is_unspaced |= _is_unspaced(words[at])
            hash = (hash + words[at]) * PRIME
            at += 1
        said.holds_inside |= begun_before and _has(slots, INSIDE, closing * PRIME + hash)
        said.holds_inside |= begun and _has(slots, INSIDE, said.last * PRIME + hash)
        begun_before, begun = begun, _has(slots, BEGINS, hash)
        said.holds_inside |= begun and _has(slots, INSIDE, hash)
        said.before[said.count & (KEPT - 1)] = said.whole
        closing, said.last, said.whole = said.last * PRIME + hash, hash, said.whole * PRIME + hash
        if said.count == 0:
            said.first = hash
        if said.count < 3:
            said.three = said.whole
        if said.count < KEPT:
            said.openings[said.count] = said.whole
        said.count += 1
    return said


cdef inline bint _is_unspaced(uint32_t char) noexcept:
    return 0x3040 <= char <= 0x9FFF or 0xF900 <= char <= 0xFAFF


cdef inline bint _has(const uint32_t[::1] slots, uint32_t role, uint32_t hash) noexcept:
    cdef uint32_t entry = _entry_of(role, hash)
    return slots[_slot(slots, entry)] == entry


cdef inline uint32_t _entry_of(uint32_t role, uint32_t hash) noexcept:
    cdef uint32_t entry = hash * PRIME + role * SPREAD
    return entry if entry else 1  # 0 is an empty slot


cdef inline uint32_t _slot(const uint32_t[::1] slots, uint32_t entry) noexcept:
    """Where an entry is, or the empty slot where it would be."""
    cdef uint32_t slot = (entry * SPREAD >> 8) & <uint32_t> (slots.shape[0] - 1)
    while slots[slot] and slots[slot] != entry:
        slot = (slot + 1) & <uint32_t> (slots.shape[0] - 1)
    return slot
