cimport cython
from cpython.object cimport PyTypeObject, Py_TYPE

cdef extern from "Python.h":
    ctypedef object (*getter)(object, void *)
    ctypedef struct PyGetSetDef:
        getter get
        void *closure
    ctypedef struct PyGetSetDescrObject:
        PyGetSetDef *d_getset


@cython.final
cdef class Getter:
    cdef type owner
    cdef str name
    cdef PyGetSetDef *found

    cdef inline object of(self, thing):
        """What `thing.name` is."""
        if self.found and Py_TYPE(thing) is <PyTypeObject *>self.owner:
            return self.found.get(thing, self.found.closure)
        return getattr(thing, self.name)


cpdef str spaced_once(list texts)
