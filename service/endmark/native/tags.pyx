"""Whether a page's tags keep to limits, in one pass over its bytes.

The twins are `reading/guards.py` and `reading/tags.py`, which say why it is so: nothing passes here that they refuse.
A few pages that they let pass do not: such as are very seldom met.
"""

from libc.string cimport memchr, memcmp

ctypedef unsigned char uchar

cdef enum:  # what a name says, in the order of what `Names` is given
    _NEVER_NESTED = 1
    _FORMATS = 2
    _CELL = 4
    _ENDS_CELL = 8
    _SCOPE = 16
    _ROW = 32
    _RAW = 64
    _FOREIGN = 128
    _SELECT = 256
    _HTML_INSIDE = 512
    _LEAVES_FOREIGN = 1_024
    _LOSES = 2_048  # what begins so in a foreign element leaves it uncertain where tags are
    _LOSES_AS_END = 4_096
    _SCRIPT = 8_192
    _PLAINTEXT = 16_384

cdef enum:
    _SLOTS = 512  # for names, of which pages have some dozens; a power of two
    _MOST_TRIED = 16
    _MOST_FORMATTING = 1_200  # of so many open ones the parser has opened more than enough anew
    _MOST_COMPARED = 1_000  # bytes of attributes
    _ALIKE = 3

cdef enum:  # what a byte in a tag is
    _SPACE = 1
    _SLASH = 2
    _END = 4
    _EQUALS = 8

cdef uchar[256] _KINDS
_KINDS[c"\t"] = _KINDS[c"\n"] = _KINDS[c"\f"] = _KINDS[c"\r"] = _KINDS[c" "] = _SPACE
_KINDS[c"/"], _KINDS[c">"], _KINDS[c"="] = _SLASH, _END, _EQUALS

cdef struct Name:
    const uchar* text
    Py_ssize_t size
    unsigned int hash
    int bits
    Py_ssize_t open

cdef struct Formatting:
    Name* name
    const uchar* attributes
    Py_ssize_t size

cdef struct Limits:
    Py_ssize_t tags
    Py_ssize_t nested
    Py_ssize_t attributes
    Py_ssize_t reopened

cdef struct Tag:
    Name* name
    const uchar* attributes
    Py_ssize_t size
    Py_ssize_t count
    bint is_end
    bint is_closed

cdef struct Look:  # what is open where it has come to
    const uchar* end
    Limits limits
    Name[_SLOTS] names
    Formatting[_MOST_FORMATTING] formatting
    Py_ssize_t formats
    Py_ssize_t tags
    Py_ssize_t nested
    Py_ssize_t reopened
    Name* root
    Py_ssize_t depth
    Py_ssize_t selects
    bint is_foreign
    bint is_lost


cdef class Names:
    """What the names of tags say, by which pages are judged."""

    cdef object _sets
    cdef Name[_SLOTS] _names

    def __init__(self, *sets):
        cdef bytes text
        cdef Look look
        look.names = self._names
        self._sets = sets  # they hold the names' bytes
        for bit, names in enumerate(sets):
            for text in names:
                _named(&look, text, len(text)).bits |= 1 << <int>bit
        self._names = look.names

    def keep_to(self, bytes page, Py_ssize_t tags, Py_ssize_t nested, Py_ssize_t attributes, Py_ssize_t reopened):
        """Whether the page's tags keep to these limits for certain."""
        cdef Look look
        cdef const uchar* at = page
        look.end, look.names = at + len(page), self._names
        look.limits = [tags, nested, attributes, reopened]
        look.formats = look.tags = look.nested = look.reopened = look.depth = look.selects = 0
        look.is_foreign = look.is_lost = False
        while at != NULL and at < look.end:
            at = <const uchar*>memchr(at, c"<", look.end - at)
            if at == NULL:
                return True
            at = _past(&look, at + 1)
        return at != NULL


cdef inline uchar _lower(uchar byte) noexcept:
    return byte | 0x20 if c"A" <= byte <= c"Z" else byte


cdef inline bint _is_letter(uchar byte) noexcept:
    return c"a" <= (byte | 0x20) <= c"z"


cdef bint _is(const uchar* text, Name* name) noexcept:
    cdef Py_ssize_t place
    for place in range(name.size):
        if _lower(text[place]) != _lower(name.text[place]):
            return False
    return True


cdef Name* _named(Look* look, const uchar* text, Py_ssize_t size) noexcept:
    """A tag's name, in small letters or not; none if too many come before it."""
    cdef Py_ssize_t place
    cdef unsigned int hashed = 0
    cdef Name* name
    for place in range(size):
        hashed = hashed * 31 + _lower(text[place])
    for place in range(_MOST_TRIED):
        name = &look.names[(hashed + place) % _SLOTS]
        if not name.size:
            name[0] = [text, size, hashed, 0, 0]
        if name.hash == hashed and name.size == size and _is(text, name):
            return name
    return NULL


cdef const uchar* _past(Look* look, const uchar* at) noexcept:
    """Where reading goes on behind `<`; none where a limit is not kept, or it cannot be told."""
    if at == look.end:
        return at
    if at[0] == c"!":
        return _past_declaration(look, at + 1)
    if at[0] == c"?":
        return _behind(at, look.end, c">")
    if at[0] != c"/":
        return _past_tag(look, at, False) if _is_letter(at[0]) else at
    if at + 1 == look.end or at[1] == c">":
        return at
    return _past_tag(look, at + 1, True) if _is_letter(at[1]) else _behind(at, look.end, c">")


cdef inline const uchar* _behind(const uchar* at, const uchar* end, uchar byte) noexcept:
    """Behind the next byte of a kind, or at the end."""
    cdef const uchar* found = <const uchar*>memchr(at, byte, end - at)
    return found + 1 if found != NULL else end


cdef bint _begins(const uchar* at, const uchar* end, const char* text, Py_ssize_t size) noexcept:
    return end - at >= size and memcmp(at, text, size) == 0


cdef const uchar* _past_declaration(Look* look, const uchar* at) noexcept:
    cdef const uchar* end
    if _begins(at, look.end, "--", 2):
        return _past_comment(at + 2, look.end)
    if not _begins(at, look.end, "[CDATA[", 7):
        return _behind(at, look.end, c">")
    end = _behind(at + 7, look.end, c">")
    if (look.is_foreign or look.is_lost) and (end - 1)[0] == c">" and (end - at < 10 or memcmp(end - 3, "]]", 2)):
        return NULL
    return end


cdef const uchar* _past_comment(const uchar* at, const uchar* end) noexcept:
    if _begins(at, end, ">", 1) or _begins(at, end, "->", 2):
        return _behind(at, end, c">")
    while at < end:
        at = _behind(at, end, c"-")
        if _begins(at, end, "->", 2) or _begins(at, end, "-!>", 3):
            return _behind(at, end, c">")
    return end


cdef const uchar* _past_tag(Look* look, const uchar* at, bint is_end) noexcept:
    """Where reading goes on behind a tag, given where its name begins."""
    cdef const uchar* start = at
    cdef const uchar* end = look.end
    cdef Tag tag
    while at < end and not _KINDS[at[0]] & ~_EQUALS:
        at += 1
    tag.name, tag.attributes, tag.is_end = _named(look, start, at - start), at, is_end
    if tag.name == NULL:
        return NULL
    at = _past_attributes(at, end, &tag)
    start = tag.attributes + tag.size
    while start < at and _KINDS[start[0]] & _SPACE:
        start += 1
    tag.is_closed = start < at and start[0] == c"/"
    if at < end:
        at += 1
    if not _keeps(look, &tag):
        return NULL
    return _meet(look, &tag, at) if look.is_foreign or tag.name.bits & (_RAW | _FOREIGN | _SELECT) else at


cdef const uchar* _past_attributes(const uchar* at, const uchar* end, Tag* tag) noexcept:
    """Where a tag ends, at its `>` or with the page."""
    cdef const uchar* value
    tag.count, tag.size = 0, 0
    while True:
        while at < end and _KINDS[at[0]] & (_SPACE | _SLASH):
            at += 1
        if at == end or at[0] == c">":
            return at
        at += 1  # whatever it is: a name may begin with =
        while at < end and not _KINDS[at[0]]:
            at += 1
        value = at
        while value < end and _KINDS[value[0]] & _SPACE:
            value += 1
        if value < end and value[0] == c"=":
            at = _past_value(value + 1, end)
        tag.count += 1
        tag.size = at - tag.attributes


cdef inline const uchar* _past_value(const uchar* at, const uchar* end) noexcept:
    while at < end and _KINDS[at[0]] & _SPACE:
        at += 1
    if at < end and (at[0] == c'"' or at[0] == c"'"):
        return _behind(at + 1, end, at[0])
    while at < end and not _KINDS[at[0]] & (_SPACE | _END):
        at += 1
    return at


include "open_tags.pxi"
