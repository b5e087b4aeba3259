"""Lines of texts: as blocks, those that need a closer look, what they say, and where prompts may be glued to them.

Their twins: `reading/lines.py`, `judging/generic/{stories,phrasebook,glued}.py`.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_SET_ITEM
from cpython.unicode cimport (
    PyUnicode_FromKindAndData, Py_UNICODE_ISALNUM, Py_UNICODE_ISLOWER,
    Py_UNICODE_ISSPACE, Py_UNICODE_ISUPPER,
)
from libc.stdint cimport int64_t

include "table.pxi"
include "heard.pxi"

cdef extern from "Python.h":
    ctypedef struct Type "PyTypeObject":
        object (*tp_alloc)(type, Py_ssize_t)

cdef enum:
    STEP = 64  # characters that are looked through at once: fewer are not compiled to vectors
    LINE_END = 10
    QUOTE = 62
    RIGHTS = 0xA9
    MOST_CLOSERS = 2
    FEW = 1024  # characters that need no memory of their own

cdef struct Line:
    Py_ssize_t left, right


def blocks(str text, type block):
    """The lines that say something, each a block: a named tuple of where it starts and ends, and what it says does."""
    cdef list found = []
    cdef Py_ssize_t start = 0, end, left, right, said, size = len(text)
    while start < size:
        end = _line_end(text, start, size)
        left, right = start, end
        while right > left and _is_blank(text[right - 1]):
            right -= 1
        while left < right and _is_blank(text[left]):
            left += 1
        if left < right:
            said = _behind_lead(text, left, end)
            found.append(_block(block, start, end, said if said < right else left, right))
        start = end + 1
    return tuple(found)


cdef object _block(type block, Py_ssize_t start, Py_ssize_t end, Py_ssize_t left, Py_ssize_t right):
    """A named tuple of four numbers, as tuples make themselves: calling its type would take most of a line's time."""
    made = (<Type *> block).tp_alloc(block, 4)
    _set(made, 0, start)
    _set(made, 1, end)
    _set(made, 2, left)
    _set(made, 3, right)
    return made


cdef inline void _set(made, Py_ssize_t field, value):
    Py_INCREF(value)  # for the tuple, which takes one over
    PyTuple_SET_ITEM(made, field, value)


cdef Py_ssize_t _behind_lead(str text, Py_ssize_t start, Py_ssize_t end):
    """What follows a line's quote prefixes and bullet."""
    cdef Py_ssize_t at = start, bullet
    while at < end and (text[at] == QUOTE or _is_blank(text[at])):
        at += 1
    bullet = at
    while bullet < end and _is_bullet(text[bullet]):
        bullet += 1
    if at < bullet < end and Py_UNICODE_ISSPACE(text[bullet]):
        at = bullet
        while at < end and Py_UNICODE_ISSPACE(text[at]):
            at += 1
    return at


cdef inline bint _is_blank(Py_UCS4 char) noexcept:
    if char < 0x80:
        return Py_UNICODE_ISSPACE(char)
    return Py_UNICODE_ISSPACE(char) or char in (
        u"\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
        u"\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069\ufeff"
    )


cdef inline bint _is_bullet(Py_UCS4 char) noexcept:
    return char in u"-*•‣▪→►·–—"


def look_up(
    str text, Py_ssize_t sentence, Py_ssize_t paragraph, str ends,
    const uint32_t[::1] entries, uint32_t mark, const uint32_t[::1] slots,
):
    """What those of some lines say that may be a phrase, how many are headings and their length, and the last lines.

    The lines are those that are shorter than a paragraph or do not end as one does, and the last two; headings are
    shorter than a sentence or do not end as one does. All are without margins.
    """
    cdef Table table = Table(&entries[0], entries.shape[0], mark)
    cdef list said = [], behind = []
    cdef Py_ssize_t start = 0, end, headings = 0, length = 0, size = len(text)
    cdef Line line, before = Line(0, 0), last = Line(0, 0)
    cdef bint is_sentence
    cdef int number
    while start < size:
        end = _line_end(text, start, size)
        line = _without_margins(text, start, end)
        start = end + 1
        if line.left == line.right:
            continue
        is_sentence = text[line.right - 1] in ends
        if line.right - line.left < sentence or not is_sentence:
            headings += 1
            length += line.right - line.left
        if line.right - line.left < paragraph or not is_sentence:
            _say_suspect(text, line, table, slots, said)
        before, last = last, line
    for number in range(2):
        line = last if number else before
        if line.left < line.right:
            _say_suspect(text, line, table, slots, said)
            behind.append(text[line.left:line.right])
    return said, headings, length, behind


cdef Line _without_margins(str text, Py_ssize_t left, Py_ssize_t right):
    while left < right and Py_UNICODE_ISSPACE(text[left]):
        left += 1
    while left < right and Py_UNICODE_ISSPACE(text[right - 1]):
        right -= 1
    return Line(left, right)


cdef _say_suspect(str text, Line line, Table table, const uint32_t[::1] slots, list suspects):
    """Put down what a line says if it may be a phrase."""
    cdef str words = _words(text, line.left, line.right, table)
    cdef Said said = _said(words, slots)
    if _may_be_edge(slots, &said) or _may_be_inside(&said):
        suspects.append(words)


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
                if _ends_line(text[at + i]):
                    return at + i
        at += STEP
    while at < size and not _ends_line(text[at]):
        at += 1
    return at


cdef inline bint _ends_line(uint32_t char) noexcept:
    """Whether `str.splitlines` ends lines there."""
    return 0x0A <= char <= 0x0D or 0x1C <= char <= 0x1E or char == 0x85 or char == 0x2028 or char == 0x2029


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
