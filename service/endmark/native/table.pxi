# What characters are in a table of code points, as `folding.mapped` looks it up.

include "characters.pxi"

cdef struct Table:
    const uint32_t *entries
    Py_ssize_t size
    uint32_t mark  # a character of the table that stands for all marks beyond it


cdef inline uint32_t _entry(Table table, Char char) noexcept:
    if Char is uint32_t:
        if char >= table.size:
            return table.entries[table.mark] if char >> 12 == 0xE0 else char
    return table.entries[char]  # which has one for all that two bytes can hold
