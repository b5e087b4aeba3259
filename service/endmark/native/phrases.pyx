"""Which lines may say a phrase. The twin, `judging/generic/phrasebook.py`, compares them all."""

include "characters.pxi"
include "heard.pxi"


def remember(uint32_t[::1] slots, list wholes, list openings, list closings, list insides):
    """Put words into empty slots for `may_say`; the slots are a power of two, several times as many as there are words.

    `wholes` are phrases, `openings` and `closings` what some begin and end with; of `insides` count the first three.
    """
    cdef Said piece
    for words in wholes:
        _put(slots, WHOLE, _said(words, slots).whole)
    for words in filter(None, openings):
        piece = _said(words, slots)
        _put(slots, FIRST, piece.first)
        _put(slots, OPENS, _opening(&piece))
    for words in filter(None, closings):
        piece = _said(words, slots)
        _put(slots, LAST, piece.last)
        _put(slots, CLOSES, _closing(&piece, min(piece.count, <Py_ssize_t> KEPT)))
    for words in filter(None, insides):
        piece = _said(words, slots)
        _put(slots, INSIDE, piece.three)
        _put(slots, BEGINS, piece.first)


def may_say(list said, const uint32_t[::1] slots):
    """The numbers of the lines that may be a phrase or begin or end as one does, and of those with an inside one."""
    cdef Said line
    cdef Py_ssize_t number
    cdef list edges = [], insides = []
    for number in range(len(said)):
        line = _said(said[number], slots)
        if _may_be_edge(slots, &line):
            edges.append(number)
        if _may_be_inside(&line):
            insides.append(number)
    return edges, insides


cdef void _put(uint32_t[::1] slots, uint32_t role, uint32_t hash) noexcept:
    cdef uint32_t entry = _entry_of(role, hash)
    slots[_slot(slots, entry)] = entry
