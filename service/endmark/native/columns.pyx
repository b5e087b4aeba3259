"""What is counted of a page's elements and blocks. The twins: `columns.py` and `leads.py` of `judging/pages`."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, Py_UNICODE_ISSPACE
from libc.stdlib cimport calloc, free

include "characters.pxi"
include "columns.pxi"

cdef enum:
    PROSE_WORDS = 8
    PROSE_LETTERS = 25
    UNSPACED = 12  # letters for each space, from which a script does without
    SURELY_PROSE = 150  # letters that need no stop

ctypedef unsigned long long Hash

# Of each process its own, so that nobody can find words that collide.
cdef Hash _SECRET = <Hash><Py_ssize_t>hash("a secret") | 1

cdef struct Word:
    Hash hash
    Py_ssize_t text  # the last one that has it

cdef struct Words:
    Word* summary
    Word* others
    Py_ssize_t slots


def elements(
    list tags, list classes, list parents, list depths, list firsts, list lasts, dict numbers,
    const Py_ssize_t[::1] bits, meanings, Py_ssize_t[:, ::1] scratch, Py_ssize_t[:, ::1] found,
):
    """The columns of elements. `scratch` has five rows, as long as there are elements and known tags, and one more."""
    cdef Py_ssize_t element, first, count = found.shape[1], known = len(numbers)
    cdef dict names = {}, others = {}
    for element in range(count):
        number = numbers.get(tags[element])
        found[TAG, element] = known if number is None else number
        scratch[0, element] = others.setdefault(tags[element], known + element) if number is None else number
        found[PARENT, element], found[DEPTH, element] = parents[element], depths[element]
        found[FIRST, element], found[LAST, element] = firsts[element], lasts[element]
        first = scratch[1, element] = names.setdefault(classes[element], element)
        found[NAMES, element] = meanings(classes[element]) if first == element else found[NAMES, first]
        found[AROUND, element] = found[NAMES, element] | bits[found[TAG, element]]
        if element:
            found[AROUND, element] |= found[AROUND, found[PARENT, element]]
    _number_pairs(scratch[0, :count], scratch[1, :count], known + count, scratch, found[LOOK])
    for element in range(count):
        found[TRIBE, element] = found[LOOK, found[PARENT, element]]
    _number_pairs(found[LOOK], found[TRIBE], count, scratch, found[KIN])


cdef void _number_pairs(
    const Py_ssize_t[::1] left, const Py_ssize_t[::1] right, Py_ssize_t most, Py_ssize_t[:, ::1] scratch,
    Py_ssize_t[::1] found,
) noexcept:
    """Number pairs of numbers below `most`, equal ones alike, by sorting them in linear time."""
    cdef Py_ssize_t place, this, last = 0, number = 0
    for place in range(left.shape[0]):
        scratch[2, place] = place
    _sort(left, most, scratch[4], scratch[2], scratch[3])
    _sort(right, most, scratch[4], scratch[3], scratch[2])
    for place in range(left.shape[0]):
        this = scratch[2, place]
        number += place > 0 and (left[this] != left[last] or right[this] != right[last])
        found[this], last = number, this


cdef void _sort(
    const Py_ssize_t[::1] keys, Py_ssize_t most, Py_ssize_t[::1] counts, const Py_ssize_t[::1] before,
    Py_ssize_t[::1] after,
) noexcept:
    """Order by keys what is in some order, which stays among equal ones."""
    cdef Py_ssize_t place, key
    counts[:most + 1] = 0
    for place in range(keys.shape[0]):
        counts[keys[place] + 1] += 1
    for key in range(most):
        counts[key + 1] += counts[key]
    for place in range(keys.shape[0]):
        key = keys[before[place]]
        after[counts[key]] = before[place]
        counts[key] += 1


def blocks(
    list texts, list holders, list linked, list strong, const Py_ssize_t[::1] around, tuple less, Py_ssize_t[::1] at,
    float[:, ::1] found, double[:, ::1] before,
):
    """The columns of blocks, and the sums before each. `less` are the bits of what is worth less, and its worth."""
    cdef Py_ssize_t block, comments = less[0], aside = less[2], bits
    cdef double in_comments = less[1], in_aside = less[3]
    cdef float letters, unlinked, worth
    cdef bint reads
    before[:, 0] = 0
    for block in range(at.shape[0]):
        at[block] = holders[block]
        bits = around[at[block]]
        worth = <float>((in_comments if bits & comments else 1) * (in_aside if bits & aside else 1))
        letters = found[LETTERS, block] = len(<str>texts[block])
        found[LINKED, block] = <float><Py_ssize_t>linked[block] / letters
        found[STRONG, block] = <float><Py_ssize_t>strong[block] / letters
        found[STOP, block] = _stops(texts[block])
        found[WORDS, block] = <float>_spaces(texts[block]) + 1
        unlinked = 1 - found[LINKED, block]
        reads = found[WORDS, block] >= PROSE_WORDS or found[WORDS, block] * UNSPACED < letters
        reads = reads and letters >= PROSE_LETTERS
        if reads and not (found[STOP, block] or letters > SURELY_PROSE):
            reads = "," in texts[block] or "、" in texts[block]
        found[PROSE, block] = letters * worth * (unlinked * unlinked) if reads else 0
        before[ALL, block + 1] = before[ALL, block] + 1
        before[ALL_LETTERS, block + 1] = before[ALL_LETTERS, block] + letters
        before[ALL_LINKED, block + 1] = before[ALL_LINKED, block] + letters * found[LINKED, block]
        before[ALL_PROSE, block + 1] = before[ALL_PROSE, block] + found[PROSE, block]
        before[SENTENCES, block + 1] = before[SENTENCES, block] + (found[PROSE, block] > 0)


cdef bint _stops(str text) noexcept:
    """Whether a text ends in a stop, or in what closes after one."""
    cdef Py_ssize_t end = len(text)
    while end and text[end - 1] in "\"'”’»)]“」』":
        end -= 1
    return end > 0 and text[end - 1] in ".!?…。！？।؟۔"


cdef Py_ssize_t _spaces(str text) noexcept:
    cdef const void* data = PyUnicode_DATA(text)
    if PyUnicode_KIND(text) == 1:
        return _spaces_of(<const uint8_t*>data, len(text))
    if PyUnicode_KIND(text) == 2:
        return _spaces_of(<const uint16_t*>data, len(text))
    return _spaces_of(<const uint32_t*>data, len(text))


cdef inline Py_ssize_t _spaces_of(const Char* text, Py_ssize_t size) noexcept:
    cdef Py_ssize_t place, found = 0
    for place in range(size):
        found += text[place] == 0x20
    return found


def likeness(list texts, str summary, float[::1] found):
    """Rate texts by the share of words that they have in common with a summary about as long, unless they had more."""
    cdef Py_ssize_t number, known, common, count, size = len(summary)
    cdef Words words
    words.slots = 16
    while words.slots < 2 * size + 2:  # a text has at most twice the letters, and half as many words
        words.slots *= 2
    words.summary = <Word*>calloc(2 * words.slots, sizeof(Word))
    if not words.summary:
        raise MemoryError
    words.others = words.summary + words.slots
    try:
        known = _words(&words, summary.lower(), 0, &common)
        for number in range(found.shape[0]):
            if 2 * len(<str>texts[number]) >= size and len(<str>texts[number]) <= 2 * size:
                count = _words(&words, (<str>texts[number]).lower(), number + 1, &common)
                found[number] = max(found[number], <float>(common / <double>max(1, known + count - common)))
    finally:
        free(words.summary)


cdef Py_ssize_t _words(Words* words, str text, Py_ssize_t number, Py_ssize_t* common) noexcept:
    """Count a text's words, each once, and those that it has in common with the summary, whose number is 0."""
    cdef Py_ssize_t count = 0
    cdef Hash hashed = 0
    cdef Py_UCS4 letter
    common[0] = 0
    for letter in text:
        if not Py_UNICODE_ISSPACE(letter):
            hashed = (hashed + <Hash>letter + 1) * _SECRET
            hashed ^= hashed >> 32
        elif hashed:
            count += _is_new(words, hashed, number, common)
            hashed = 0
    if hashed:
        count += _is_new(words, hashed, number, common)
    return count


cdef bint _is_new(Words* words, Hash hashed, Py_ssize_t number, Py_ssize_t* common) noexcept:
    """Whether a text has not had a word before."""
    cdef Word* word
    cdef Py_ssize_t slot = hashed & words.slots - 1, at = slot
    while words.summary[at].hash:
        word = &words.summary[at]
        if word.hash == hashed:
            if word.text == number:
                return False
            word.text = number
            common[0] += 1
            return True
        at = at + 1 & words.slots - 1
    if not number:
        words.summary[at] = [hashed, number]
        return True
    while words.others[slot].text == number:
        if words.others[slot].hash == hashed:
            return False
        slot = slot + 1 & words.slots - 1
    words.others[slot] = [hashed, number]
    return True
