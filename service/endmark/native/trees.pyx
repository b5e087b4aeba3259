"""Sums of boosted trees' leaves. Their twins: `judging/generic/trees.py` and `judging/pages/trees.py`."""


def oblivious(
    const int[:, ::1] feature, const float[:, ::1] threshold, const float[:, ::1] leaves, const float[:, :] features,
    float[::1] found,
):
    """Add to each block what all trees say, in which all nodes of a level ask the same question."""
    cdef Py_ssize_t block, tree, level
    cdef unsigned int leaf
    for block in range(found.shape[0]):
        for tree in range(feature.shape[0]):
            leaf = 0
            for level in range(feature.shape[1]):
                leaf |= <unsigned int>(features[feature[tree, level], block] > threshold[tree, level]) << level
            found[block] += leaves[tree, leaf]
