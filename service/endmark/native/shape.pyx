"""The features of blocks. The twin, which says what each of them means: `judging/generic/measuring.py`."""

from libc.stdint cimport int64_t, uint8_t, uint32_t
from libc.stdlib cimport calloc, free

include "signs.pxi"

cdef enum:  # rows of marks, as in `marking.py`
    IS_MARKED = 0
    IS_HEADING = 5
    IS_PASSED_OVER = 7

cdef enum:  # rows of features, as `measuring.names()`
    SIZE, WORDS, STOPS, UPPERS, CAPITALS, DIGITS, COMMAS, SYMBOLS, BRACKETS, QUOTES, COLONS, REPEATS, SENTENCE
    WORDING, MARKED, REFRAIN
    PROSE, GROUP_SIZE, GROUP_STOP, GROUP_BLOCKS, TOPIC, BEFORE, AFTER, PROSE_BEFORE, PROSE_AFTER, PROSE_SHARE_AFTER
    ALL_PROSE, PROSE_SHARE, BLOCKS, PROSE_BLOCKS, FROM_PROSE, FROM_MARK, FROM_HEADING, TO_PROSE, FROM_START, FROM_END
    REST, REST_SUM, PEAK_3, PEAK_8, PEAK_NEXT
    AREA_BEFORE, MARKS_BEFORE, AREA_AFTER, MARKS_AFTER
    NEXT_SIZE  # and so on: the next block's and the last one's of each of `NEIGHBOURS`
    FIRST_OF_CONTEXT = PROSE

cdef enum:  # rows of sums
    ALL_LETTERS, PROSE_LETTERS, WORDINGS, MARKS

cdef enum:
    NEIGHBOURS = 6
    PROSE_FROM = 90
    SENTENCE_WORDS = 4
    REFRAIN_FROM = 3
    MOST_REPEATS = 4
    FAR = 200
    NOTHING = -5
    LONG_WORD = 5
    SPARE_BITS = 5
    AREA = 8

cdef int[NEIGHBOURS] neighbours = [SIZE, STOPS, CAPITALS, COMMAS, WORDING, PROSE]


cdef struct Kept:  # the blocks that are not passed over when neighbours are counted
    const int64_t *at
    Py_ssize_t many


def measure(
    const float[:, ::1] counts, const float[::1] size,
    const uint8_t[::1] first, const uint8_t[::1] first_said, const uint8_t[::1] last,
    const int64_t[::1] word_counts, const uint32_t[::1] words, const int64_t[::1] word_starts, int64_t text_end,
    const float[::1] wording, const int64_t[::1] repeats, const uint8_t[:, ::1] marks,
    float[:, ::1] features, float[::1] mass, uint8_t[::1] prose, int64_t[::1] numbers, double[:, ::1] sums,
):
    """Fill in all features, each block's mass and which are prose.

    `numbers` and `sums`, which have a column more, are room to work in.
    """
    cdef Kept kept
    _fill_own(counts, size, last, word_counts, wording, repeats, marks, features)
    kept.at, kept.many = &numbers[0], _choose(features, marks, numbers)
    _fill_groups(kept, first, first_said, last, features, mass, prose)
    _fill_topic(kept, word_counts, words, word_starts, text_end, features)
    _sum_up(kept, features, sums)
    _fill_shares(kept, sums, features)
    _fill_distances(kept, marks, features)
    _fill_peaks(kept, sums, features)
    _fill_areas(kept, sums, features)
    _fill_neighbours(kept, features)
    _spread(kept, features)


cdef void _fill_own(
    const float[:, ::1] counts, const float[::1] size, const uint8_t[::1] last, const int64_t[::1] word_counts,
    const float[::1] wording, const int64_t[::1] repeats, const uint8_t[:, ::1] marks, float[:, ::1] found,
) noexcept:
    cdef Py_ssize_t b
    cdef float words
    for b in range(found.shape[1]):
        words = <float>word_counts[b]
        found[SIZE, b], found[WORDS, b], found[STOPS, b] = size[b], words, last[b] == STOP
        found[UPPERS, b] = counts[UPPER, b] / max(counts[LOWER, b] + counts[UPPER, b], <float>1)
        found[CAPITALS, b] = counts[UPPER, b] / max(words, <float>1)
        found[DIGITS, b] = counts[DIGIT, b] / max(size[b], <float>1)
        found[COMMAS, b] = counts[COMMA, b] / max(words, <float>1)
        found[SYMBOLS, b], found[BRACKETS, b] = counts[SYMBOL, b], counts[BRACKET, b]
        found[QUOTES, b], found[COLONS, b] = counts[QUOTE, b], counts[COLON, b]
        found[REPEATS, b], found[REFRAIN, b] = min(repeats[b], MOST_REPEATS), repeats[b] >= REFRAIN_FROM
        found[SENTENCE, b] = last[b] == STOP and word_counts[b] >= SENTENCE_WORDS
        found[WORDING, b], found[MARKED, b] = wording[b], marks[IS_MARKED, b]


cdef Py_ssize_t _choose(const float[:, ::1] features, const uint8_t[:, ::1] marks, int64_t[::1] numbers) noexcept:
    """Fill in the numbers of the kept blocks, all if none would be; return how many there are."""
    cdef Py_ssize_t b, many = 0
    for b in range(features.shape[1]):
        if not (features[REFRAIN, b] or marks[IS_PASSED_OVER, b]):
            numbers[many] = b
            many += 1
    if many:
        return many
    for b in range(features.shape[1]):
        numbers[b] = b
    return features.shape[1]


cdef void _fill_groups(
    Kept kept, const uint8_t[::1] first, const uint8_t[::1] first_said, const uint8_t[::1] last,
    float[:, ::1] found, float[::1] mass, uint8_t[::1] prose,
) noexcept:
    cdef Py_ssize_t begin = 0, end, i, b
    cdef float letters
    cdef bint stops
    for b in range(found.shape[1]):
        mass[b], prose[b] = found[SIZE, b], False
    while begin < kept.many:
        end, letters = begin, 0
        while end == begin or (end < kept.many and _go_on(last[kept.at[end - 1]], kept.at[end], first, first_said)):
            letters += found[SIZE, kept.at[end]]
            end += 1
        stops = last[kept.at[end - 1]] == STOP
        for i in range(begin, end):
            b = kept.at[i]
            mass[b] = found[GROUP_SIZE, b] = letters
            found[GROUP_STOP, b], found[GROUP_BLOCKS, b] = stops, end - begin
            found[PROSE, b] = prose[b] = letters >= PROSE_FROM and stops
        begin = end


cdef bint _go_on(uint8_t last, Py_ssize_t b, const uint8_t[::1] first, const uint8_t[::1] first_said) noexcept:
    """Whether a block goes on with the sentence of the one before, which ends on `last`."""
    cdef bint goes_on = first_said[b] == LOWER or first[b] == COMMA or first[b] == STOP or first[b] == COLON
    return (last != STOP and last != COLON and goes_on) or last == COMMA


cdef int _fill_topic(
    Kept kept, const int64_t[::1] word_counts, const uint32_t[::1] words, const int64_t[::1] word_starts,
    int64_t text_end, float[:, ::1] found,
) except -1:
    cdef Py_ssize_t b, w, i = 0, begin = 0, many = len(words), long_words = 0, said, total
    cdef int bits = SPARE_BITS
    cdef uint8_t *of_prose
    for b in range(word_counts.shape[0]):
        if i < kept.many and kept.at[i] == b:
            i += 1
            for w in range(begin, begin + word_counts[b]):
                long_words += (word_starts[w + 1] if w + 1 < many else text_end) - word_starts[w] >= LONG_WORD
        begin += word_counts[b]
    while long_words >> (bits - SPARE_BITS):
        bits += 1
    of_prose = <uint8_t *>calloc(<size_t>1 << bits, 1)
    if not of_prose:
        raise MemoryError
    for look in range(2):  # at prose first
        i = begin = 0
        for b in range(word_counts.shape[0]):
            if i < kept.many and kept.at[i] == b:
                i += 1
                said = total = 0
                if (look == 0) == (found[PROSE, b] != 0):
                    for w in range(begin, begin + word_counts[b]):
                        if (word_starts[w + 1] if w + 1 < many else text_end) - word_starts[w] >= LONG_WORD:
                            total += 1
                            said += of_prose[words[w] >> (32 - bits)]
                            of_prose[words[w] >> (32 - bits)] |= look == 0
                    found[TOPIC, b] = -1 if look == 0 else <float>(<double>said / max(total, 1))
            begin += word_counts[b]
    free(of_prose)
    return 0


cdef void _sum_up(Kept kept, const float[:, ::1] features, double[:, ::1] sums) noexcept:
    """Fill in the sums of all before each kept block."""
    cdef Py_ssize_t i, b, row
    for row in range(sums.shape[0]):
        sums[row, 0] = 0
    for i in range(kept.many):
        b = kept.at[i]
        sums[ALL_LETTERS, i + 1] = sums[ALL_LETTERS, i] + features[SIZE, b]
        sums[PROSE_LETTERS, i + 1] = sums[PROSE_LETTERS, i] + features[SIZE, b] * features[PROSE, b]
        sums[WORDINGS, i + 1] = sums[WORDINGS, i] + features[WORDING, b]
        sums[MARKS, i + 1] = sums[MARKS, i] + features[MARKED, b]


cdef void _fill_shares(Kept kept, const double[:, ::1] sums, float[:, ::1] found) noexcept:
    cdef Py_ssize_t i, b, prose_blocks = 0
    cdef double total = max(sums[ALL_LETTERS, kept.many], 1.0), all_prose = sums[PROSE_LETTERS, kept.many]
    for i in range(kept.many):
        prose_blocks += found[PROSE, kept.at[i]] != 0
    for i in range(kept.many):
        b = kept.at[i]
        found[BEFORE, b] = <float>(sums[ALL_LETTERS, i] / total)
        found[AFTER, b] = <float>((total - sums[ALL_LETTERS, i + 1]) / total)
        found[PROSE_BEFORE, b] = <float>sums[PROSE_LETTERS, i]
        found[PROSE_AFTER, b] = <float>(all_prose - sums[PROSE_LETTERS, i + 1])
        found[PROSE_SHARE_AFTER, b] = <float>((all_prose - sums[PROSE_LETTERS, i + 1]) / max(all_prose, 1.0))
        found[ALL_PROSE, b], found[PROSE_SHARE, b] = <float>all_prose, <float>(all_prose / total)
        found[BLOCKS, b] = <float>kept.many
        found[PROSE_BLOCKS, b] = <float>(<double>prose_blocks / <double>kept.many)


cdef void _fill_distances(Kept kept, const uint8_t[:, ::1] marks, float[:, ::1] found) noexcept:
    cdef Py_ssize_t i, b, prose = -FAR, marked = -FAR, heading = -FAR, next_prose = kept.many + FAR
    for i in range(kept.many):
        b = kept.at[i]
        prose = i if found[PROSE, b] else prose
        marked = i if found[MARKED, b] else marked
        heading = i if marks[IS_HEADING, b] else heading
        found[FROM_PROSE, b], found[FROM_MARK, b] = min(i - prose, FAR), min(i - marked, FAR)
        found[FROM_HEADING, b] = min(i - heading, FAR)
        found[FROM_START, b], found[FROM_END, b] = i, kept.many - 1 - i
    for i in range(kept.many - 1, -1, -1):
        b = kept.at[i]
        next_prose = i if found[PROSE, b] else next_prose
        found[TO_PROSE, b] = min(next_prose - i, FAR)


cdef void _fill_peaks(Kept kept, const double[:, ::1] sums, float[:, ::1] found) noexcept:
    cdef Py_ssize_t i, b
    cdef double rest
    for i in range(kept.many):
        b, rest = kept.at[i], sums[WORDINGS, kept.many] - sums[WORDINGS, i + 1]
        found[REST, b], found[REST_SUM, b] = <float>(rest / max(kept.many - 1 - i, 1)), <float>rest
        found[PEAK_3, b] = _peak(kept, found, i - 3, i)
        found[PEAK_8, b] = _peak(kept, found, i - 8, i)
        found[PEAK_NEXT, b] = _peak(kept, found, i + 1, i + 4)


cdef float _peak(Kept kept, const float[:, ::1] features, Py_ssize_t begin, Py_ssize_t end) noexcept:
    """The highest wording of some kept blocks; what is not there counts for nothing."""
    cdef Py_ssize_t i, first = max(begin, 0), last = min(end, kept.many)
    cdef bint is_whole = first == begin and last == end
    cdef float highest = features[WORDING, kept.at[first]] if is_whole else NOTHING
    for i in range(first, last):
        highest = max(highest, features[WORDING, kept.at[i]])
    return highest


cdef void _fill_areas(Kept kept, const double[:, ::1] sums, float[:, ::1] found) noexcept:
    cdef Py_ssize_t i, b, first, last, row
    for i in range(kept.many):
        b, first, last = kept.at[i], max(i - AREA, 0), min(i + AREA + 1, kept.many)
        for row in range(2):
            found[AREA_BEFORE + row, b] = <float>(
                (sums[WORDINGS + row, i] - sums[WORDINGS + row, first]) / max(i - first, 1)
            )
            found[AREA_AFTER + row, b] = <float>(
                (sums[WORDINGS + row, last] - sums[WORDINGS + row, i + 1]) / max(last - i - 1, 1)
            )


cdef void _fill_neighbours(Kept kept, float[:, ::1] found) noexcept:
    cdef Py_ssize_t i, b, n, row
    for n in range(NEIGHBOURS):
        row = NEXT_SIZE + 2 * n
        for i in range(kept.many):
            b = kept.at[i]
            found[row, b] = found[neighbours[n], kept.at[i + 1]] if i + 1 < kept.many else -1
            found[row + 1, b] = found[neighbours[n], kept.at[i - 1]] if i else -1


cdef void _spread(Kept kept, float[:, ::1] found) noexcept:
    """What stands around a block that is passed over is what stands around the last one kept, or the first."""
    cdef Py_ssize_t b, row, i = 0
    if kept.many == found.shape[1]:
        return
    for b in range(found.shape[1]):
        while i + 1 < kept.many and kept.at[i + 1] <= b:
            i += 1
        if kept.at[i] != b:
            for row in range(FIRST_OF_CONTEXT, found.shape[0]):
                found[row, b] = found[row, kept.at[i]]
