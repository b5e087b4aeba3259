"""Lines of texts: those that need a closer look, what they say, and where prompts may be glued to them.

Their twins: `judging/generic/{stories,phrasebook,glued}.py`. Texts are read as Python keeps them, of 1, 2 or 4 bytes a
character.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND, Py_UNICODE_ISALNUM, Py_UNICODE_ISLINEBREAK,
    Py_UNICODE_ISLOWER, Py_UNICODE_ISSPACE, Py_UNICODE_ISUPPER,
)
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t

cdef enum:
    STEP = 16  # characters that are looked through at once for line ends
    LINE_END = 10
    SPACE = 32
    COLON = 58
    RIGHTS = 0xA9
    MOST_CLOSERS = 2
    FEW = 1024  # characters that need no memory of their own
    PRIME = 16777619
    SPREAD = 0x9E3779B1

ctypedef fused Char:
    uint8_t
    uint16_t
    uint32_t


cdef struct Table:
    const uint32_t *entries
    Py_ssize_t size
    uint32_t mark  # a character of the table that stands for all marks beyond it


def short(str text, Py_ssize_t paragraph, str ends, Py_ssize_t last):
    """The lines that are shorter than a paragraph or do not end as one does, and the last ones, all without margins."""
    cdef list found = [], behind = []
    cdef Py_ssize_t start = 0, end, left, right, size = len(text)
    while start < size:
        end = _line_end(text, start, size)
        left, right = start, end
        while left < right and Py_UNICODE_ISSPACE(text[left]):
            left += 1
        while left < right and Py_UNICODE_ISSPACE(text[right - 1]):
            right -= 1
        start = end + 1
        if left == right:
            continue
        if right - left < paragraph or text[right - 1] not in ends:
            found.append(text[left:right])
        behind.append((left, right))
        if len(behind) > last:
            del behind[0]
    return found, [text[left:right] for left, right in behind]


cdef Py_ssize_t _line_end(str text, Py_ssize_t start, Py_ssize_t size):
    cdef const void *data = PyUnicode_DATA(text)
    cdef int kind = PyUnicode_KIND(text)
    if kind == 1:
        return _line_end_of_kind(<const uint8_t *> data, start, size)
    if kind == 2:
        return _line_end_of_kind(<const uint16_t *> data, start, size)
    return _line_end_of_kind(<const uint32_t *> data, start, size)


cdef Py_ssize_t _line_end_of_kind(const Char *text, Py_ssize_t at, Py_ssize_t size) noexcept:
    """Where a line ends that goes on at an offset. Most steps hold no sign that could be an end."""
    cdef Py_ssize_t i
    cdef Char maybe
    while at + STEP <= size:
        maybe = 0
        for i in range(STEP):
            maybe |= (text[at + i] < SPACE) | (text[at + i] == 0x85) | ((text[at + i] | 1) == 0x2029)
        if maybe:
            for i in range(STEP):
                if Py_UNICODE_ISLINEBREAK(text[at + i]):
                    return at + i
        at += STEP
    while at < size and not Py_UNICODE_ISLINEBREAK(text[at]):
        at += 1
    return at


def seams(str text):
    """Where a capital stands right behind the end of a sentence, and whatever closes it."""
    cdef const void *data = PyUnicode_DATA(text)
    cdef int kind = PyUnicode_KIND(text)
    if kind == 1:
        return _seams(<const uint8_t *> data, len(text))
    if kind == 2:
        return _seams(<const uint16_t *> data, len(text))
    return _seams(<const uint32_t *> data, len(text))


cdef list _seams(const Char *text, Py_ssize_t size):
    cdef list found = []
    cdef Py_ssize_t i, at
    for i in range(1, size - 1):
        if _ends_sentence(text[i]) and Py_UNICODE_ISLOWER(text[i - 1]):
            at = i + 1
            while at < size and at < i + 1 + MOST_CLOSERS and _closes(text[at]):
                at += 1
            if at < size and Py_UNICODE_ISUPPER(text[at]) and Py_UNICODE_ISALNUM(text[at]):
                found.append(at)
    return found


cdef inline bint _ends_sentence(Py_UCS4 char) noexcept:
    return char in u".!?…"


cdef inline bint _closes(Py_UCS4 char) noexcept:
    return char in u"\"”’»)"


def words(str text, const int64_t[::1] ends, const uint32_t[::1] entries, uint32_t mark):
    """What each part of a text says: its words with one space between them, each © one, colons with the word before.

    `ends` are the offsets of the characters that part them; `entries` have a space for what is in no word.
    """
    cdef Table table = Table(&entries[0], entries.shape[0], mark)
    cdef Py_ssize_t size = len(text), start = 0, part, end
    cdef list said = []
    for part in range(ends.shape[0] + 1):
        end = ends[part] if part < ends.shape[0] else size
        said.append(_words(text, start, end, table))
        start = end + 1
    return said


def words_of_lines(list lines, const uint32_t[::1] entries, uint32_t mark):
    """The same of lines."""
    cdef Table table = Table(&entries[0], entries.shape[0], mark)
    return [_words(line, 0, len(line), table) for line in lines]


cdef str _words(str text, Py_ssize_t start, Py_ssize_t end, Table table):
    cdef uint32_t few[FEW]
    cdef uint32_t *to = few
    if 2 * (end - start) > FEW:  # a space may follow each ©
        to = <uint32_t *> PyMem_Malloc(2 * (end - start) * sizeof(uint32_t))
        if to is NULL:
            raise MemoryError
    try:
        return PyUnicode_FromKindAndData(4, to, _say(text, start, end, table, to))
    finally:
        if to is not few:
            PyMem_Free(to)


cdef Py_ssize_t _say(str text, Py_ssize_t start, Py_ssize_t end, Table table, uint32_t *to):
    cdef const void *data = PyUnicode_DATA(text)
    cdef int kind = PyUnicode_KIND(text)
    if kind == 1:
        return _say_of_kind(<const uint8_t *> data, start, end, table, to)
    if kind == 2:
        return _say_of_kind(<const uint16_t *> data, start, end, table, to)
    return _say_of_kind(<const uint32_t *> data, start, end, table, to)


cdef Py_ssize_t _say_of_kind(const Char *text, Py_ssize_t at, Py_ssize_t end, Table table, uint32_t *to) noexcept:
    cdef Py_ssize_t said = 0
    cdef uint32_t before = LINE_END, before_that = LINE_END, char
    cdef bint apart = False  # whether something stands between the last word and this character
    while at < end:
        char = _entry(table, text[at])
        if char == SPACE or (char == COLON and _is_stray(before, before_that)):
            apart = True
        else:
            if said and (to[said - 1] == RIGHTS or (apart and char != COLON)):
                to[said] = SPACE
                said += 1
            to[said] = char
            said += 1
            apart = False
        before_that, before = before, char
        at += 1
    return said


cdef inline bint _is_stray(uint32_t before, uint32_t before_that) noexcept:
    """Whether a colon has no word right before it, nor before one sign before it."""
    if before == SPACE or before == COLON:
        return before_that <= SPACE or before_that == COLON
    return before == LINE_END


cdef inline uint32_t _entry(Table table, uint32_t char) noexcept:
    if char < table.size:
        return table.entries[char]
    return table.entries[table.mark] if char >> 12 == 0xE0 else char


cdef enum Role:  # what a hash tells of; the same words have another in each
    FIRST = 1
    LAST
    WHOLE
    INSIDE
    BEGINS

cdef struct Said:  # hashes: of the first word, of the first two, of the last, of the last two, of all of them
    bint is_unspaced  # whether any character is of a script that writes no spaces
    bint holds_inside
    uint32_t first, opening, last, closing, whole


def remember(uint32_t[::1] slots, list wholes, list openings, list closings, list insides):
    """Put words into empty slots for `may_say`; the slots are a power of two, several times as many as there are words.

    `wholes` are phrases; of the others count the first two words of `openings`, the last two of `closings`, and the
    first two of `insides`.
    """
    for words in wholes:
        _put(slots, WHOLE, _heard(words, slots).whole)
    for words in openings:
        _put(slots, FIRST, _heard(words, slots).opening)
    for words in closings:
        _put(slots, LAST, _heard(words, slots).closing)
    for words in insides:
        _put(slots, INSIDE, _heard(words, slots).opening)
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
    cdef Said said = Said(False, False, 0, 0, 0, 0, 0)
    cdef Py_ssize_t at = 0, count = 0
    cdef uint32_t hash
    cdef bint begun = False  # whether a phrase that stands inside begins with the word before
    while at < size:
        if words[at] == SPACE or words[at] == COLON:
            at += 1
            continue
        hash = 1
        while at < size and words[at] != SPACE and words[at] != COLON:
            said.is_unspaced |= _is_unspaced(words[at])
            hash = (hash + words[at]) * PRIME
            at += 1
        count += 1
        said.closing = said.last * PRIME + hash
        said.whole = said.whole * PRIME + hash
        if count == 1:
            said.first = hash
        if count <= 2:
            said.opening = said.whole
        said.holds_inside |= begun and _has(slots, INSIDE, said.closing)
        begun = _has(slots, BEGINS, hash)
        said.holds_inside |= begun and _has(slots, INSIDE, hash)
        said.last = hash
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
    return (hash * PRIME + role) | 1  # 0 is an empty slot


cdef inline uint32_t _slot(const uint32_t[::1] slots, uint32_t entry) noexcept:
    return (entry * SPREAD >> 8) & <uint32_t> (slots.shape[0] - 1)
