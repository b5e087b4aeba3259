"""Sums of boosted trees' leaves. Their twins: `judging/generic/trees.py` and `judging/pages/trees.py`."""

cdef enum:
    TOGETHER = 8  # blocks: as many numbers as a processor compares at once
    DE_BRUIJN = 0x09AF  # times a bit of 16, its upper four bits tell which

cdef Py_ssize_t[16] FIRST_LEFT = [0, 1, 2, 5, 3, 9, 6, 11, 15, 4, 8, 10, 14, 7, 13, 12]

LANES = TOGETHER


def oblivious(
    const int[:, ::1] feature, const float[:, ::1] threshold, const float[:, ::1] leaves,
    const float[:, ::1] features, float[::1] found,
):
    """Fill in for each block what all trees say, in which all nodes of a level ask the same question."""
    cdef Py_ssize_t begin, block, blocks = found.shape[0]
    if blocks < TOGETHER:
        for block in range(blocks):
            found[block] = _of_one(feature, threshold, leaves, features, block)
        return
    for begin in range(0, blocks, TOGETHER):
        _fill_some(feature, threshold, leaves, features, min(begin, blocks - TOGETHER), found)


cdef void _fill_some(
    const int[:, ::1] feature, const float[:, ::1] threshold, const float[:, ::1] leaves,
    const float[:, ::1] features, Py_ssize_t begin, float[::1] found,
) noexcept:
    cdef Py_ssize_t tree, level, i
    cdef unsigned int[TOGETHER] leaf
    cdef float[TOGETHER] total
    cdef const float *row
    cdef float above
    for i in range(TOGETHER):
        total[i] = 0
    for tree in range(feature.shape[0]):
        for i in range(TOGETHER):
            leaf[i] = 0
        for level in range(feature.shape[1]):
            row, above = &features[feature[tree, level], begin], threshold[tree, level]
            for i in range(TOGETHER):
                leaf[i] |= <unsigned int>(row[i] > above) << level
        for i in range(TOGETHER):
            total[i] += leaves[tree, leaf[i]]
    for i in range(TOGETHER):
        found[begin + i] = total[i]


cdef float _of_one(
    const int[:, ::1] feature, const float[:, ::1] threshold, const float[:, ::1] leaves,
    const float[:, ::1] features, Py_ssize_t block,
) noexcept:
    cdef Py_ssize_t tree, level
    cdef unsigned int leaf
    cdef float total = 0
    for tree in range(feature.shape[0]):
        leaf = 0
        for level in range(feature.shape[1]):
            leaf |= <unsigned int>(features[feature[tree, level], block] > threshold[tree, level]) << level
        total += leaves[tree, leaf]
    return total


def staged(
    const int[::1] feature, const float[::1] threshold, const unsigned short[::1] masks, const int[::1] first,
    const float[:, ::1] leaves, const float[:, ::1] stages, const float[:, ::1] features, float[:, ::1] values,
    Py_ssize_t[::1] undecided, float[::1] found,
):
    """Add to the undecided blocks what the trees say, stage by stage: a row `end, no, yes` for each.

    A block that a stage leaves at most at `no`, or above `yes`, is decided. `values` has room for those of `LANES`
    blocks, a row for each feature.
    """
    cdef Py_ssize_t stage, start, lane, block, begin = 0, end, count = undecided.shape[0], still
    cdef float part[TOGETHER]
    for stage in range(stages.shape[0]):
        end, still = <Py_ssize_t>stages[stage, 0], 0
        for start in range(0, count, TOGETHER):
            _take(features, undecided[start:min(start + TOGETHER, count)], values)
            _sum(feature, threshold, masks, first[begin:end + 1], leaves[begin:end], values, part)
            for lane in range(min(TOGETHER, count - start)):
                block = undecided[start + lane]
                found[block] += part[lane]
                if found[block] > stages[stage, 1] and found[block] <= stages[stage, 2]:
                    undecided[still] = block
                    still += 1
        begin, count = end, still


cdef void _take(const float[:, ::1] features, const Py_ssize_t[::1] blocks, float[:, ::1] values) noexcept:
    cdef Py_ssize_t feature, lane, count = blocks.shape[0], first = blocks[0]
    for feature in range(features.shape[0]):
        if count == TOGETHER and blocks[count - 1] == first + count - 1:  # as all are at first
            for lane in range(TOGETHER):
                values[feature, lane] = features[feature, first + lane]
        else:
            for lane in range(count):
                values[feature, lane] = features[feature, blocks[lane]]


cdef void _sum(
    const int[::1] feature, const float[::1] threshold, const unsigned short[::1] masks, const int[::1] first,
    const float[:, ::1] leaves, const float[:, ::1] values, float* part,
) noexcept:
    """What some trees come to in each lane."""
    cdef Py_ssize_t tree, condition, lane
    cdef int gone[TOGETHER]
    cdef int cleared
    cdef float limit
    cdef const float* row
    for lane in range(TOGETHER):
        part[lane] = 0
    for tree in range(leaves.shape[0]):
        for lane in range(TOGETHER):
            gone[lane] = 0
        for condition in range(first[tree], first[tree + 1]):
            row, limit, cleared = &values[feature[condition], 0], threshold[condition], 0xFFFF & ~masks[condition]
            for lane in range(TOGETHER):
                gone[lane] |= cleared if row[lane] > limit else 0
        for lane in range(TOGETHER):
            part[lane] += leaves[tree, FIRST_LEFT[(~gone[lane] & (gone[lane] + 1)) * DE_BRUIJN >> 12 & 0xF]]
