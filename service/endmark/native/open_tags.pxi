# What is open in a page: elements, formatting, foreign elements, text without tags. Part of `tags.pyx`.


cdef bint _keeps(Look* look, Tag* tag) noexcept:
    """Whether all limits are kept with one more tag."""
    cdef int bits = tag.name.bits
    cdef bint is_leaf = (
        tag.is_closed and not look.is_lost and (look.is_foreign or bits & _FOREIGN) and not bits & _LEAVES_FOREIGN
    )
    if tag.is_end:
        if tag.name.open:
            tag.name.open -= 1
            look.nested -= 1
        if bits & _FORMATS:
            _close(look, tag.name)
        elif bits & (_SCOPE | _ENDS_CELL):
            _leave_scope(look, tag.name)
    else:
        if not (bits & _NEVER_NESTED or is_leaf):
            tag.name.open += 1
            look.nested += 1
        if bits & (_CELL | _ROW):
            _leave_scope(look, tag.name)
        if bits & (_SCOPE | _FORMATS) and not _format(look, tag):
            return False
        if tag.count > look.limits.attributes:
            return False
    look.tags += 1
    look.reopened += look.formats
    return (
        look.tags <= look.limits.tags
        and look.nested <= look.limits.nested
        and look.reopened <= look.limits.reopened
    )


cdef bint _format(Look* look, Tag* tag) noexcept:
    """Formatting or a scope that begins; whether there is room for it."""
    cdef Py_ssize_t place, alike = 0, size = 0 if tag.name.bits & _SCOPE else tag.size
    cdef Formatting* opened
    if look.formats == _MOST_FORMATTING or size > _MOST_COMPARED:
        return False
    if not tag.name.bits & _SCOPE:
        for place in range(look.formats - 1, -1, -1):
            opened = &look.formatting[place]
            if opened.name == tag.name and opened.size == size and not memcmp(opened.attributes, tag.attributes, size):
                alike += 1
            if alike == _ALIKE:
                return True
            if opened.name.bits & _SCOPE:
                break
    look.formatting[look.formats] = [tag.name, tag.attributes, size]
    look.formats += 1
    return True


cdef void _close(Look* look, Name* name) noexcept:
    cdef Py_ssize_t place, after
    for place in range(look.formats - 1, -1, -1):
        if look.formatting[place].name == name:
            look.formats -= 1
            for after in range(place, look.formats):
                look.formatting[after] = look.formatting[after + 1]
            return
        if look.formatting[place].name.bits & _SCOPE:
            return


cdef void _leave_scope(Look* look, Name* name) noexcept:
    """The end of a cell or an object is the end of the formatting in it."""
    cdef Py_ssize_t place
    cdef Name* scope
    for place in range(look.formats - 1, -1, -1):
        scope = look.formatting[place].name
        if scope.bits & _SCOPE:
            if scope == name or (scope.bits & _CELL and name.bits & _ENDS_CELL):
                look.formats = place
            return


cdef const uchar* _meet(Look* look, Tag* tag, const uchar* at) noexcept:
    """Note a tag that says where others are; where reading goes on."""
    cdef int bits = tag.name.bits
    cdef const uchar* after = at
    if bits & _RAW and not tag.is_end:
        after = _raw_end(tag.name, at, look.end)
        if look.is_foreign or look.selects or look.is_lost:
            if bits & _PLAINTEXT or memchr(at, c"<", after - at) != NULL:
                return NULL
    if bits & _SELECT:
        look.selects += -(look.selects > 0) if tag.is_end else 1
    elif look.is_foreign:
        _meet_in_foreign(look, tag, at)
    elif bits & _FOREIGN and not tag.is_end and not tag.is_closed:
        look.root, look.depth, look.is_foreign = tag.name, 1, True
    return after


cdef void _meet_in_foreign(Look* look, Tag* tag, const uchar* at) noexcept:
    cdef int bits = tag.name.bits
    if tag.name == look.root and not tag.is_closed:
        look.depth += -1 if tag.is_end else 1
        look.is_foreign = look.depth > 0
    elif tag.is_end:
        look.is_lost |= (bits & _LOSES_AS_END) > 0
    elif bits & _LEAVES_FOREIGN:
        look.is_foreign = False
    elif bits & _HTML_INSIDE and not tag.is_closed:
        at = _behind(at, look.end, c"<")
        look.is_lost |= not (_begins(at, look.end, "/", 1) and look.end - at > tag.name.size and _is(at + 1, tag.name))
    else:
        look.is_lost |= (bits & _LOSES) > 0


cdef const uchar* _raw_end(Name* name, const uchar* start, const uchar* end) noexcept:
    """Where the text ends that begins behind a start tag of an element that holds no others."""
    cdef const uchar* at = start
    while not name.bits & _PLAINTEXT and at < end:
        at = _behind(at, end, c"<")
        if name.bits & _SCRIPT and _begins(at, end, "!--", 3):
            return _script_end(name, start, end)
        if _ends(name, at, end):
            return at - 1
    return end


cdef bint _ends(Name* name, const uchar* at, const uchar* end) noexcept:
    """Whether, behind `<`, there is an element's end tag."""
    return _begins(at, end, "/", 1) and _is_named(name, at + 1, end)


cdef bint _is_named(Name* name, const uchar* at, const uchar* end) noexcept:
    return end - at > name.size and _KINDS[at[name.size]] & ~_EQUALS and _is(at, name)


cdef const uchar* _script_end(Name* name, const uchar* at, const uchar* end) noexcept:
    """A script's end: in `<!-- … -->`, the end tag of a second script does not end the first."""
    cdef bint is_escaped = False, is_inner = False
    while at < end:
        if _begins(at, end, "-->", 3) or _begins(at, end, "<!-->", 5) or _begins(at, end, "<!--->", 6):
            at = _behind(at, end, c">")
            is_escaped = is_inner = False
        elif _begins(at, end, "<!--", 4):
            at += 4
            is_escaped = True
        elif at[0] == c"<" and _ends(name, at + 1, end):
            if not is_inner:
                return at
            at += 2 + name.size
            is_inner = False
        elif at[0] == c"<" and _is_named(name, at + 1, end):
            at += 1 + name.size
            is_inner = is_escaped
        else:
            at += 1
            while at < end and at[0] != c"<" and at[0] != c"-":
                at += 1
    return end
