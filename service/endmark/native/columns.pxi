# The rows of columns, in the orders of `judging/pages/columns.py`.

cdef enum:  # the columns of elements
    TAG, PARENT, DEPTH, FIRST, LAST, NAMES, AROUND, LOOK, KIN, TRIBE

cdef enum:  # the columns of blocks
    LETTERS, WORDS, LINKED, STRONG, STOP, PROSE

cdef enum:  # the sums over the blocks before a place
    ALL, ALL_LETTERS, ALL_LINKED, ALL_PROSE, SENTENCES, SUMS
