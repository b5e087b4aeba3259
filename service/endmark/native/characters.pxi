# Texts are read as Python keeps them: all characters in as many bytes as the highest needs.

from libc.stdint cimport uint8_t, uint16_t, uint32_t

ctypedef fused Char:
    uint8_t
    uint16_t
    uint32_t
