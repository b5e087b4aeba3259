"""What blocks are made of, and what their words say. The twins: `judging/generic/layout.py` and `wording.py` there."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.math cimport sqrt
from libc.stdint cimport int8_t, int64_t, uint64_t
from libc.stdlib cimport calloc, free, qsort

include "characters.pxi"
include "signs.pxi"

cdef enum:
    KANA = 0x3040  # from here to the last of the Han letters, and among those of the second range, each is a word
    LAST_HAN = 0x9FFF
    MORE_HAN = 0xF900
    LAST_MORE_HAN = 0xFAFF
    CLOSING_BRACKET = 93
    BASE = 0x9E3779B1  # of the polynomials that words are hashed by
    MARKS = 0xE0  # U+E0xxx
    A_MARK = 0xFE0F
    CLOSERS_SEEN_THROUGH = 2
    LONG = 150  # letters
    LAST = 2  # blocks


def find_places(tuple blocks, str text, int64_t[::1] bounds, int64_t[::1] left, int64_t[::1] right):
    """Fill in where blocks begin and end, and what each says; return the numbers of those that end on a bracket."""
    cdef Py_ssize_t number
    cdef list bracketed = []
    cdef tuple block
    for number in range(len(blocks)):
        block = <tuple>blocks[number]  # a named one: looked into as such, it would take most of this function's time
        bounds[number], left[number], right[number] = block[0], block[2], block[3]
        if text[right[number] - 1] == CLOSING_BRACKET:
            bracketed.append(number)
    bounds[0], bounds[len(blocks)] = 0, len(text)
    return bracketed


def lay_out(
    str text, const uint8_t[::1] sign_of, const uint32_t[::1] spelling_of, const int64_t[::1] bounds,
    uint8_t[::1] signs, float[:, ::1] counts,
    uint32_t[::1] words, int64_t[::1] word_starts, int64_t[::1] word_block, int64_t[::1] word_counts, uint64_t[::1] keys,
):
    """Fill in signs, their counts, and the words with their hashes; return how many words there are."""
    cdef const void *data = PyUnicode_DATA(text)
    cdef Py_ssize_t found
    cdef Words into = Words(NULL, NULL, NULL, &word_counts[0])
    if len(text):
        into.hashes, into.starts, into.blocks = &words[0], &word_starts[0], &word_block[0]
    if PyUnicode_KIND(text) == 1:
        found = _lay_out(<const uint8_t *> data, sign_of, spelling_of, bounds, signs, counts, into)
    elif PyUnicode_KIND(text) == 2:
        found = _lay_out(<const uint16_t *> data, sign_of, spelling_of, bounds, signs, counts, into)
    else:
        found = _lay_out(<const uint32_t *> data, sign_of, spelling_of, bounds, signs, counts, into)
    _add_keys(words, word_counts, keys)
    return found


cdef struct Words:
    uint32_t *hashes
    int64_t *starts
    int64_t *blocks
    int64_t *counts  # by block


cdef Py_ssize_t _lay_out(
    const Char *text, const uint8_t[::1] sign_of, const uint32_t[::1] spelling_of, const int64_t[::1] bounds,
    uint8_t[::1] signs, float[:, ::1] counts, Words words,
) noexcept:
    cdef Py_ssize_t block, i, found = 0, size = sign_of.shape[0]
    cdef uint32_t code, spelt, hashed = 0, power = 1
    cdef uint8_t sign
    cdef bint alone, was_alone = False, goes_on = False
    cdef int64_t[2][SIGNS] tally  # two by turns: a processor waits for the same place in memory
    for block in range(counts.shape[1]):
        for i in range(SIGNS):
            tally[0][i] = tally[1][i] = 0
        words.counts[block] = found
        for i in range(bounds[block], bounds[block + 1]):
            code = text[i]
            sign = sign_of[code if code < size else size - 1]
            spelt = spelling_of[code] if code < size else spelling_of[A_MARK] if code >> 12 == MARKS else code
            signs[i] = sign
            tally[i & 1][sign] += 1
            alone = code >= KANA and spelt != 0 and (code <= LAST_HAN or MORE_HAN <= code <= LAST_MORE_HAN)
            if spelt and (alone or was_alone or not goes_on):
                if found:
                    words.hashes[found - 1] = hashed
                words.starts[found], words.blocks[found] = i, block
                found += 1
                hashed, power = 0, 1
            hashed += spelt * power
            power *= BASE
            was_alone, goes_on = alone, spelt != 0 or sign == MARK
        words.counts[block] = found - words.counts[block]
        for i in range(SIGNS):
            counts[i, block] = <float>(tally[0][i] + tally[1][i])
    if found:
        words.hashes[found - 1] = hashed
    return found


cdef void _add_keys(const uint32_t[::1] words, const int64_t[::1] word_counts, uint64_t[::1] keys) noexcept:
    cdef Py_ssize_t block, word = 0, i
    cdef double key
    for block in range(keys.shape[0]):
        key = 0
        for i in range(word_counts[block]):
            key += words[word]
            word += 1
        keys[block] = <uint64_t>key


cdef struct Keyed:
    uint64_t key
    Py_ssize_t block


cdef int _by_key(const void *one, const void *other) noexcept nogil:
    cdef uint64_t left = (<const Keyed *>one).key, right = (<const Keyed *>other).key
    return (left > right) - (left < right)


def count_repeats(const uint64_t[::1] keys, int64_t[::1] repeats):
    """Count the blocks of each one's key, in order of the keys: whoever chooses words could fill one slot of a table."""
    cdef Py_ssize_t b, end, begin = 0, blocks = keys.shape[0]
    cdef Keyed *keyed = <Keyed *>calloc(max(blocks, 1), sizeof(Keyed))
    if not keyed:
        raise MemoryError
    for b in range(blocks):
        keyed[b] = Keyed(keys[b], b)
    qsort(keyed, blocks, sizeof(Keyed), _by_key)
    while begin < blocks:
        end = begin
        while end < blocks and keyed[end].key == keyed[begin].key:
            end += 1
        for b in range(begin, end):
            repeats[keyed[b].block] = end - begin
        begin = end
    free(keyed)


def find_edges(
    const uint8_t[::1] signs, const int64_t[:] left, const int64_t[:] right, const float[:, ::1] counts,
    uint8_t[::1] first, uint8_t[::1] first_said, uint8_t[::1] last, float[::1] size, uint8_t[::1] amid_story,
):
    """Fill in what each block begins and ends with, its letters, and whether it stands amid a story."""
    cdef Py_ssize_t block, end, sign, blocks = counts.shape[1]
    cdef bint is_long, was_long = True, long_before_that = True
    for block in range(blocks):
        first[block] = signs[left[block]]
        first_said[block] = signs[min(left[block] + _closes(first[block]), right[block] - 1)]
        end = right[block] - 1
        for _ in range(CLOSERS_SEEN_THROUGH):
            end = max(end - _closes(signs[end]), left[block])
        last[block] = signs[end]
        size[block] = counts[LOWER, block]
        for sign in range(LOWER + 1, DIGIT + 1):
            size[block] += counts[sign, block]
        size[block] += counts[EAST, block]
        is_long = size[block] >= LONG and last[block] == STOP
        amid_story[block] = False
        if 0 < block < blocks - LAST + 1:
            amid_story[block - 1] = long_before_that and was_long and is_long
        long_before_that, was_long = was_long, is_long


cdef inline bint _closes(uint8_t sign) noexcept:
    return sign == QUOTE or sign == BRACKET


cdef enum:
    FIRST_READ = 28
    LAST_READ = 8
    HALF = 15

cdef uint32_t FORMER = 3, LATTER = 0x01000193, OF_WORDS = 0x9E3779B1, OF_PAIRS = 0x85EBCA6B


def score(
    const uint32_t[::1] words, const int64_t[::1] word_counts, const uint8_t[::1] skipped, const int8_t[::1] weights,
    int bits, double unit, double bias, float if_skipped, float[::1] scores,
):
    """Fill in how much each block's words and pairs of words sound like boilerplate."""
    cdef Py_ssize_t block, i, many, begin = 0
    cdef int64_t total, grams
    cdef uint32_t before
    cdef int shift = 32 - bits
    for block in range(word_counts.shape[0]):
        many, total, grams, before = word_counts[block], 0, 0, 0
        if not skipped[block]:
            for i in range(begin, begin + many):
                if i < begin + FIRST_READ or i >= begin + many - LAST_READ:
                    total += weights[_place(words[i], OF_WORDS, shift)]
                    total += weights[_place(before * FORMER + words[i] * LATTER, OF_PAIRS, shift)]
                    grams += 2
                    before = words[i]
            if many:
                total += weights[_place(before * FORMER, OF_PAIRS, shift)]
                grams += 1
        scores[block] = if_skipped if skipped[block] else <float>(total * unit / sqrt(max(grams, 1)) + bias)
        begin += many


cdef inline uint32_t _place(uint32_t hashed, uint32_t spread, int shift) noexcept:
    return ((hashed ^ (hashed >> HALF)) * spread) >> shift
