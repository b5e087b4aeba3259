cimport cython

from endmark.native.nodes cimport Getter

cdef int _LINE, _PARAGRAPH, _LINK, _EMPHASIS, _LEFT_OUT, _BREAK, _PICTURE, _UNKNOWN, _EDGE
cdef int _FIXED_IDS, _TEXT, _HTML
cdef bytes _ROLES
cdef dict _TAGS
cdef Getter _FIRST_CHILD, _NEXT, _TAG_ID, _MEM_ID, _IS_EMPTY, _TEXT_CONTENT, _ATTRIBUTES, _ID

cdef int _role(tag) except -1
cpdef str spaced_once(list texts)
cdef str _named(node)


cdef class _Walk:
    cdef list _tags, _classes, _parents, _depths, _firsts, _lasts
    cdef list _said, _holders, _linked, _strong, _gaps, _made_of
    cdef list _path, _path_ids, _numbers, _nodes, _texts
    cdef readonly list pictures

    @cython.locals(
        hidden=frozenset, path=list, path_ids=list, texts=list, nodes=list, above=list, states=list, text=str,
        state=cython.int, role=cython.int, gap=cython.int, tag_id=cython.long,
        before=cython.int, linked=cython.Py_ssize_t, strong=cython.Py_ssize_t,
    )
    cpdef walk(self, root)
    cdef _leave(self)
    @cython.locals(text=str)
    cdef _end(self, int gap, Py_ssize_t linked, Py_ssize_t strong)
    @cython.locals(path=list, numbers=list, depth=cython.Py_ssize_t)
    cdef _innermost(self)
    cdef _open(self, node, tag_id)
