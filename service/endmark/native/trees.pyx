"""Sums of boosted trees' leaves. Their twins: `judging/generic/trees.py` and `judging/pages/trees.py`."""

cdef enum:
    TOGETHER = 8  # blocks: as many numbers as a processor compares at once


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
