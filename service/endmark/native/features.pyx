"""The features of a page's blocks. Their twin, whose names and order they have: `judging/pages/features.py`."""

from libc.math cimport log1p

include "columns.pxi"

cdef enum:  # the first rows of what is filled together
    OWN = 0
    PLACES = 9
    IN_TAGS = 17
    IN_NAMES = 20
    ABOVE = 23
    SEEN = 49
    ALIKE = 58
    SHIFTED = 76
    AREAS = 85
    FEATURES = 88

cdef enum:
    HELD = 6  # what is told of an element or of a group
    ANCESTORS = 4  # a block's own element the first
    WIDTH = 8
    TABLE = 4_096

cdef double DESCENT = 0.85, OWN_WEIGHT = 1.0001
cdef float FAR = 9
cdef float[TABLE] LOGS
cdef Py_ssize_t _number
for _number in range(TABLE):
    LOGS[_number] = <float>log1p(_number)

ROWS = FEATURES


cdef inline float _log(double value) noexcept:
    """Most that is counted is small."""
    cdef Py_ssize_t whole
    if value < TABLE:
        whole = <Py_ssize_t>value
        if whole == value:
            return LOGS[whole]
    return <float>log1p(value)


def matrix(
    const Py_ssize_t[:, ::1] elements, const Py_ssize_t[::1] at, const float[:, ::1] blocks,
    const double[:, ::1] before, const float[::1] lead, tuple tags, tuple named, Py_ssize_t[::1] common,
    double[:, ::1] sums, float[:, ::1] held, float[:, ::1] found,
):
    """All features, a row for each. `tags` are the numbers of h1, h6 and div, `named` where bits of names stand.

    `common`, `sums` (a row for each sum) and `held` (a row for each element) are room to work in.
    """
    cdef double[SUMS] totals
    cdef Py_ssize_t row, main, box, n = at.shape[0]
    for row in range(SUMS):
        totals[row] = max(before[row, n], 1)
    _own(elements, at, blocks, lead, tags, found[OWN:])
    _places(before, totals, found)
    _names(elements, at, named, found[IN_TAGS:])
    _hold(elements, before, totals, held)
    _above(elements, at, held, found[ABOVE:])
    main, box = _main(elements, at, blocks[PROSE], sums), _container(elements, before)
    _seen(elements, at, before, totals, main, box, common, found[SEEN:])
    for row in range(3):
        _shared(elements[LOOK + row], at, blocks, totals, sums, held, found[ALIKE + row * HELD:])
    _shift(found)
    _areas(before, found[AREAS:])


cdef void _own(
    const Py_ssize_t[:, ::1] elements, const Py_ssize_t[::1] at, const float[:, ::1] blocks, const float[::1] lead,
    tuple tags, float[:, ::1] found,
):
    """What is told by each block alone."""
    cdef Py_ssize_t block, tag, h1 = tags[0], h6 = tags[1], div = tags[2]
    for block in range(at.shape[0]):
        tag = elements[TAG, at[block]]
        found[0, block] = _log(blocks[WORDS, block])
        found[1, block], found[2, block] = blocks[LINKED, block], blocks[STRONG, block]
        found[3, block], found[4, block] = blocks[STOP, block], _log(blocks[PROSE, block])
        found[5, block], found[6, block] = tag, tag - h1 + 1 if h1 <= tag <= h6 else 0
        found[7, block], found[8, block] = tag == div, lead[block]


cdef void _places(const double[:, ::1] before, const double* totals, float[:, ::1] found) noexcept:
    """Where blocks stand in the page."""
    cdef Py_ssize_t block, n = found.shape[1], heading = -1, first = -1
    for block in range(n):
        if found[6, block]:
            heading = block
        if found[6, block] == 1:
            first = block
        found[PLACES, block] = <float>(before[ALL_PROSE, block] / totals[ALL_PROSE])
        found[PLACES + 1, block] = _log(before[SENTENCES, block])
        found[PLACES + 2, block] = FAR if heading < 0 else _log(block - heading)
        found[PLACES + 3, block] = FAR if first < 0 else _log(block - first)
        found[PLACES + 5, block], found[PLACES + 6, block] = _log(n), _log(totals[ALL_PROSE])
        found[PLACES + 7, block] = <float>(totals[ALL_LINKED] / totals[ALL_LETTERS])
    first = -1
    for block in range(n - 1, -1, -1):
        if found[6, block] == 1:
            first = block
        found[PLACES + 4, block] = FAR if first < 0 else _log(first - block)


cdef void _names(
    const Py_ssize_t[:, ::1] elements, const Py_ssize_t[::1] at, tuple named, float[:, ::1] found,
):
    """What is said by the tags and the class names of all elements around a block."""
    cdef Py_ssize_t block, row, shift, own, above, around
    for row in range(len(named)):
        shift = named[row]
        for block in range(at.shape[0]):
            own, above, around = at[block], elements[PARENT, at[block]], elements[AROUND, at[block]] >> shift & 1
            if row >= IN_NAMES - IN_TAGS:
                around += (elements[NAMES, above] >> shift & 1) + 2 * (elements[NAMES, own] >> shift & 1)
            found[row, block] = around


cdef void _hold(
    const Py_ssize_t[:, ::1] elements, const double[:, ::1] before, const double* totals, float[:, ::1] held,
) noexcept:
    """What each element holds."""
    cdef Py_ssize_t element, first, last
    cdef double count, letters, prose
    for element in range(elements.shape[1]):
        first, last = elements[FIRST, element], elements[LAST, element]
        count, letters = before[ALL, last] - before[ALL, first], before[ALL_LETTERS, last] - before[ALL_LETTERS, first]
        prose = before[ALL_PROSE, last] - before[ALL_PROSE, first]
        held[element, 0] = <float>((before[ALL_LINKED, last] - before[ALL_LINKED, first]) / max(letters, 1))
        held[element, 1], held[element, 2] = <float>(prose / totals[ALL_PROSE]), <float>(prose / max(letters, 1))
        held[element, 3] = <float>((before[SENTENCES, last] - before[SENTENCES, first]) / max(count, 1))
        held[element, 4], held[element, 5] = _log(letters), _log(count)


cdef void _above(
    const Py_ssize_t[:, ::1] elements, const Py_ssize_t[::1] at, const float[:, ::1] held, float[:, ::1] found,
) noexcept:
    """What is held by the element of a block and those above it."""
    cdef Py_ssize_t block, element, up, row
    for block in range(at.shape[0]):
        element = at[block]
        found[0, block] = elements[DEPTH, element]
        found[1 + ANCESTORS * HELD, block] = elements[TAG, elements[PARENT, element]]
        for up in range(ANCESTORS):
            for row in range(HELD):
                found[1 + up * HELD + row, block] = held[element, row]
            element = elements[PARENT, element]


cdef Py_ssize_t _main(
    const Py_ssize_t[:, ::1] elements, const Py_ssize_t[::1] at, const float[::1] prose, double[:, ::1] sums,
) noexcept:
    """The element with the most prose in itself and its children."""
    cdef Py_ssize_t block, element, best = 0
    cdef double[::1] own = sums[0], below = sums[1]
    sums[:2] = 0
    for block in range(at.shape[0]):
        own[at[block]] += prose[block]
    for element in range(elements.shape[1]):
        below[elements[PARENT, element]] += own[element]
    for element in range(elements.shape[1]):
        below[element] += own[element] * OWN_WEIGHT
        if below[element] > below[best]:
            best = element
    return best


cdef Py_ssize_t _container(const Py_ssize_t[:, ::1] elements, const double[:, ::1] before) noexcept:
    """The innermost element that holds most of the prose of each element around it."""
    cdef Py_ssize_t element, best = 0
    cdef double most = DESCENT * before[ALL_PROSE, before.shape[1] - 1], prose
    for element in range(elements.shape[1]):
        prose = before[ALL_PROSE, elements[LAST, element]] - before[ALL_PROSE, elements[FIRST, element]]
        if elements[PARENT, element] == best and prose >= most > 0:
            best, most = element, DESCENT * prose
    return best


cdef void _seen(
    const Py_ssize_t[:, ::1] elements, const Py_ssize_t[::1] at, const double[:, ::1] before, const double* totals,
    Py_ssize_t main, Py_ssize_t box, Py_ssize_t[::1] common, float[:, ::1] found,
) noexcept:
    """Where a block stands as seen from the main element and the container."""
    cdef Py_ssize_t block
    cdef const double* prose = &before[ALL_PROSE, 0]
    cdef const double* letters = &before[ALL_LETTERS, 0]
    cdef Py_ssize_t first = elements[FIRST, box], last = elements[LAST, box]
    cdef double in_main = prose[elements[LAST, main]] - prose[elements[FIRST, main]]
    cdef double in_box = (prose[last] - prose[first]) / max(letters[last] - letters[first], 1)
    _measure(elements, at, main, common, found[1], found[2])
    _measure(elements, at, box, common, found[3], found[8])
    for block in range(at.shape[0]):
        found[0, block] = at[block] == main or elements[PARENT, at[block]] == main
        found[4, block], found[5, block] = <float>(in_main / totals[ALL_PROSE]), <float>in_box
        found[6, block] = <float>min(max(_place(block, elements[FIRST, main], elements[LAST, main]), -1), 2)
        found[7, block] = <float>_place(block, first, last)


cdef inline double _place(Py_ssize_t block, Py_ssize_t first, Py_ssize_t last) noexcept:
    return <double>(block - first) / <double>max(1, last - first)


cdef void _measure(
    const Py_ssize_t[:, ::1] elements, const Py_ssize_t[::1] at, Py_ssize_t element, Py_ssize_t[::1] common,
    float[::1] up, float[::1] down,
) noexcept:
    """How far it is up from each block, and from the element, to the innermost element that holds both."""
    cdef Py_ssize_t block, each = element
    common[:] = -1
    while common[each] < 0:
        common[each] = elements[DEPTH, each]
        each = elements[PARENT, each]
    for each in range(common.shape[0]):
        if common[each] < 0:
            common[each] = common[elements[PARENT, each]]
    for block in range(at.shape[0]):
        up[block] = elements[DEPTH, at[block]] - common[at[block]]
        down[block] = elements[DEPTH, element] - common[at[block]]


cdef void _shared(
    const Py_ssize_t[::1] groups, const Py_ssize_t[::1] at, const float[:, ::1] blocks, const double* totals,
    double[:, ::1] sums, float[:, ::1] held, float[:, ::1] found,
) noexcept:
    """What the blocks of elements of one group have in common."""
    cdef Py_ssize_t block, group, row
    cdef double letters, count
    sums[:] = 0
    for block in range(at.shape[0]):
        group = groups[at[block]]
        sums[0, group] += 1
        sums[1, group] += blocks[LETTERS, block]
        sums[2, group] += blocks[LETTERS, block] * blocks[LINKED, block]
        sums[3, group] += blocks[PROSE, block]
        sums[4, group] += blocks[STOP, block]
    for group in range(groups.shape[0]):
        count, letters = sums[0, group], max(sums[1, group], 1)
        if count:
            held[group, 0], held[group, 1] = _log(count), <float>(sums[3, group] / totals[ALL_PROSE])
            held[group, 2], held[group, 3] = <float>(sums[3, group] / letters), <float>(sums[2, group] / letters)
            held[group, 4], held[group, 5] = <float>(sums[4, group] / count), _log(letters / count)
    for block in range(at.shape[0]):
        for row in range(HELD):
            found[row, block] = held[groups[at[block]], row]


cdef void _shift(float[:, ::1] found) noexcept:
    """Some features of the blocks before and after: -1 where there is none."""
    cdef Py_ssize_t[9] rows = [SEEN + 2, SEEN + 2, SEEN + 2, SEEN + 1, SEEN + 1, SEEN + 1, ALIKE + 1, ALIKE + 1, 1]
    cdef Py_ssize_t[9] shifts = [-1, 1, 2, -2, -1, 1, -1, 1, 1]
    cdef Py_ssize_t row, block, n = found.shape[1]
    for row in range(9):
        for block in range(n):
            found[SHIFTED + row, block] = (
                found[rows[row], block + shifts[row]] if 0 <= block + shifts[row] < n else -1
            )


cdef void _areas(const double[:, ::1] before, float[:, ::1] found) noexcept:
    """What the blocks around a block hold."""
    cdef Py_ssize_t block, first, last, n = found.shape[1]
    cdef const double* linked = &before[ALL_LINKED, 0]
    cdef const double* letters = &before[ALL_LETTERS, 0]
    for block in range(n):
        first, last = max(block - WIDTH, 0), min(block + 1 + WIDTH, n)
        found[0, block] = <float>((linked[block] - linked[first]) / max(letters[block] - letters[first], 1))
        found[1, block] = <float>((linked[last] - linked[block + 1]) / max(letters[last] - letters[block + 1], 1))
        found[2, block] = _log(before[ALL_PROSE, last] - before[ALL_PROSE, block + 1])
