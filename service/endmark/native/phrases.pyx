"""Which lines may say a phrase. The twin, `judging/generic/phrasebook.py`, compares them all."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND

include "characters.pxi"

cdef enum:
    SPACE = 32
    COLON = 58
    PRIME = 16777619
    SPREAD = 0x9E3779B1


cdef enum Role:  # what a hash tells of; the same words have another in each
    FIRST = 1
    LAST
    WHOLE
    INSIDE
    BEGINS

cdef struct Said:
    bint is_unspaced  # whether any character is of a script that writes no spaces
    bint holds_inside
    uint32_t first, opening, three  # hashes of the first word, of the first two, of the first three
    uint32_t last, closing, whole  # of the last word, of the last two, of all of them


def remember(uint32_t[::1] slots, list wholes, list openings, list closings, list insides):
    """Put words into empty slots for `may_say`; the slots are a power of two, several times as many as there are words.

    `wholes` are phrases; of the others count the first two words of `openings`, the last two of `closings`, and the
    first three of `insides`.
    """
    for words in wholes:
        _put(slots, WHOLE, _heard(words, slots).whole)
    for words in openings:
        _put(slots, FIRST, _heard(words, slots).opening)
    for words in closings:
        _put(slots, LAST, _heard(words, slots).closing)
    for words in insides:
        _put(slots, INSIDE, _heard(words, slots).three)
        _put(slots, BEGINS, _heard(words, slots).first)


def may_say(list said, const uint32_t[::1] slots):
    """The numbers of the lines that may be a phrase or begin or end as one does, and of those with an inside one."""
    cdef Said line
    cdef Py_ssize_t number
    cdef list edges = [], insides = []
    for number in range(len(said)):
        line = _heard(said[number], slots)
        if line.is_unspaced or (line.first and _has_edge(slots, &line)):
            edges.append(number)
        if line.is_unspaced or line.holds_inside:
            insides.append(number)
    return edges, insides


cdef bint _has_edge(const uint32_t[::1] slots, const Said *line) noexcept:
    if _has(slots, WHOLE, line.whole) or _has(slots, FIRST, line.first) or _has(slots, FIRST, line.opening):
        return True
    return _has(slots, LAST, line.last) or _has(slots, LAST, line.closing)


cdef Said _heard(str words, const uint32_t[::1] slots):
    cdef const void *data = PyUnicode_DATA(words)
    cdef int kind = PyUnicode_KIND(words)
    if kind == 1:
        return _heard_of_kind(<const uint8_t *> data, len(words), slots)
    if kind == 2:
        return _heard_of_kind(<const uint16_t *> data, len(words), slots)
    return _heard_of_kind(<const uint32_t *> data, len(words), slots)


cdef Said _heard_of_kind(const Char *words, Py_ssize_t size, const uint32_t[::1] slots) noexcept:
    cdef Said said = Said(False, False, 0, 0, 0, 0, 0, 0)
    cdef Py_ssize_t at = 0, count = 0
    cdef uint32_t hash
    cdef bint begun = False, begun_before = False  # whether a piece may begin with the last word, or the one before it
    while at < size:
        if words[at] == SPACE or words[at] == COLON:
            at += 1
            continue
        hash = 1
        while at < size and words[at] != SPACE and words[at] != COLON:
            said.is_unspaced |= _is_unspaced(words[at])
            hash = (hash + words[at]) * PRIME
            at += 1
        said.holds_inside |= begun_before and _has(slots, INSIDE, said.closing * PRIME + hash)
        said.holds_inside |= begun and _has(slots, INSIDE, said.last * PRIME + hash)
        begun_before, begun = begun, _has(slots, BEGINS, hash)
        said.holds_inside |= begun and _has(slots, INSIDE, hash)
        said.closing, said.last, said.whole = said.last * PRIME + hash, hash, said.whole * PRIME + hash
        count += 1
        if count == 1:
            said.first = hash
        if count <= 2:
            said.opening = said.whole
        if count <= 3:
            said.three = said.whole
    return said


cdef inline bint _is_unspaced(uint32_t char) noexcept:
    return 0x3040 <= char <= 0x9FFF or 0xF900 <= char <= 0xFAFF


cdef void _put(uint32_t[::1] slots, uint32_t role, uint32_t hash) noexcept:
    cdef uint32_t entry = _entry_of(role, hash), slot = _slot(slots, entry)
    while slots[slot] and slots[slot] != entry:
        slot = (slot + 1) & <uint32_t> (slots.shape[0] - 1)
    slots[slot] = entry


cdef inline bint _has(const uint32_t[::1] slots, uint32_t role, uint32_t hash) noexcept:
    cdef uint32_t entry = _entry_of(role, hash), slot = _slot(slots, entry)
    while slots[slot] and slots[slot] != entry:
        slot = (slot + 1) & <uint32_t> (slots.shape[0] - 1)
    return slots[slot] == entry


cdef inline uint32_t _entry_of(uint32_t role, uint32_t hash) noexcept:
    cdef uint32_t entry = hash * PRIME + role * SPREAD
    return entry if entry else 1  # 0 is an empty slot


cdef inline uint32_t _slot(const uint32_t[::1] slots, uint32_t entry) noexcept:
    return (entry * SPREAD >> 8) & <uint32_t> (slots.shape[0] - 1)
