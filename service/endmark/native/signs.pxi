# The classes of characters, as `judging/generic/signs.py` numbers them.

cdef enum:
    LOWER = 1
    UPPER = 2
    EAST = 4
    DIGIT = 5
    STOP = 7
    COMMA = 8
    COLON = 9
    QUOTE = 10
    BRACKET = 11
    DASH = 12
    SYMBOL = 13
    MARK = 14
    SIGNS = 16  # how many there are
