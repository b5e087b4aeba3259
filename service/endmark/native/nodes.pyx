"""What each node of a page takes: its properties, and white space of its text. Their twins: `reading/walking.py`."""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND

from types import GetSetDescriptorType

include "characters.pxi"

cdef extern from "Python.h":
    bint Py_UNICODE_ISSPACE(Py_UCS4 char) nogil


cdef class Getter:
    """Gets a property of things. That of a type written in C is looked up once, not for each of its objects."""

    def __init__(self, type owner, str name):
        descriptor = owner.__dict__[name]
        self.owner, self.name = owner, name
        if type(descriptor) is GetSetDescriptorType:
            self.found = (<PyGetSetDescrObject *>descriptor).d_getset


cpdef str spaced_once(list texts):
    """Texts in one, in which a run of white space is one space; none at either end."""
    cdef str text = texts[0] if len(texts) == 1 else "".join(texts)
    cdef int kind = PyUnicode_KIND(text)
    cdef Py_ssize_t length
    cdef void *data = PyUnicode_DATA(text)
    cdef void *found = PyMem_Malloc(len(text) * kind)
    if not found:
        raise MemoryError
    try:
        if kind == 1:
            length = _space_once(<uint8_t *>data, <uint8_t *>found, len(text))
        elif kind == 2:
            length = _space_once(<uint16_t *>data, <uint16_t *>found, len(text))
        else:
            length = _space_once(<uint32_t *>data, <uint32_t *>found, len(text))
        return text if length < 0 else PyUnicode_FromKindAndData(kind, found, length)
    finally:
        PyMem_Free(found)


cdef Py_ssize_t _space_once(const Char *text, Char *found, Py_ssize_t letters) noexcept nogil:
    """How many letters are found of a text's; -1 if they are all of them as they stand. Hardly a branch to mispredict."""
    cdef Py_ssize_t at, length = 0
    cdef bint is_space, was_space = True, is_other = False
    for at in range(letters):
        is_space = _is_space(text[at])
        found[length] = 32 if is_space else text[at]
        is_other |= is_space & (was_space | (text[at] != 32))
        length += not (is_space & was_space)
        was_space = is_space
    if was_space and length:
        return length - 1
    return length if is_other else -1


cdef inline bint _is_space(uint32_t char) noexcept nogil:
    """Whether `str.split` takes a character for white space."""
    if char >= 0x80:
        return Py_UNICODE_ISSPACE(char)
    return (char == 32) | (char - 9u < 5u) | (char - 28u < 4u)  # below zero is great here
