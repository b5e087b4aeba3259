"""Whether a page might take the parser more than linear time, by its counts and by samples of its bytes.

Where nothing is compiled, most pages cost no more than this look. It errs to one side only: what it lets pass is
harmless.
"""

import re
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from endmark.reading.tags import ATTRIBUTE, EACH_ATTRIBUTE

_FEW_TAGS = 1_000
_FEW_NESTED = 12_000
_FEW_STEPS = 215_000_000  # through what is open, if each tag makes one through all of it: half a second
_FEW_REOPENED = 700_000
_UNCOUNTED = 14  # so many formatting elements the parser keeps of those below: b, i, s, u, 3 of each; one a, one nobr

_SMALLEST, _LARGEST = 500, 50_000  # bytes of a sample
_COST = 5_000_000_000  # a sample's bytes times the page's: the parser takes less than a second for what is missed
_MANY_ATTRIBUTES = 500
_FEW_BEGINS = 40  # so few tags are sooner tried one by one

_SPACE = b"\t\n\f\r /"
_NESTS, _FORMATS = 1, 2
_NEVER_NESTED = b"br hr im in li me wb so ar co dt dd td th tr op pa us".split()
_FORMATTING = b"bi co em fo sm st tt".split()

_START = re.compile(rb"<[a-zA-Z][^\t\n\f\r />]*+")
_ATTRIBUTES = rb"(?:" + ATTRIBUTE + rb")*+[\t\n\f\r /]*+"
_REST = re.compile(_ATTRIBUTES)
# What may come first in bytes that begin somewhere in a tag: a name, the rest of a value, a value.
_INSIDE = tuple(
    re.compile(before + _ATTRIBUTES)
    for before in (
        rb"",
        rb"""[^\t\n\f\r >]*+""",
        rb"""[\t\n\f\r ]*+=?+[\t\n\f\r ]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))""",
    )
)
_INSIDE_QUOTES = {quote: re.compile(b"[^%b]*+(?:%b|\\Z)" % (quote, quote) + _ATTRIBUTES) for quote in (b'"', b"'")}


def _kinds() -> NDArray[np.uint8]:
    """What the two bytes behind `<` say of a start tag: whether it may nest, and whether it may be formatting.

    Formatting with names of one letter counts where attributes may follow: of those without the parser keeps few.
    """
    kinds = np.zeros(1 << 16, np.uint8)
    letters = b"abcdefghijklmnopqrstuvwxyz"
    for first in letters + letters.upper():
        kinds[first << 8 : (first + 1) << 8] = _NESTS
    for pair in (*_NEVER_NESTED, *(b"p" + bytes([c]) for c in _SPACE + b">")):
        _set(kinds, pair, 0)
    for pair in (*_FORMATTING, *(bytes([a, c]) for a in b"bisu" for c in _SPACE)):
        _set(kinds, pair, _FORMATS)
    return kinds


def _set(kinds: NDArray[np.uint8], pair: bytes, kind: int) -> None:
    for first in {pair[:1].lower(), pair[:1].upper()}:
        for second in {pair[1:].lower(), pair[1:].upper()}:
            kinds[first[0] << 8 | second[0]] = kind


_KINDS = _kinds()


def is_suspect(page: bytes) -> bool:
    """Whether a page has to be looked through tag by tag before it is parsed."""
    return _may_nest(np.frombuffer(page, np.uint8)) or _may_have_many_attributes(page)


def _may_nest(page: NDArray[np.uint8]) -> bool:
    begins = page == ord("<")
    if np.count_nonzero(begins) <= _FEW_TAGS:
        return False
    at = np.flatnonzero(begins[:-2])
    kinds = _KINDS[page[at + 1].astype(np.uint16) << 8 | page[at + 2]]
    _, nesting, formatting = map(int, np.bincount(kinds, minlength=_FORMATS + 1))
    nested, reopened = nesting + formatting, _UNCOUNTED + formatting
    return nested > _FEW_NESTED or nested * len(at) > _FEW_STEPS or reopened * len(at) > _FEW_REOPENED


def _may_have_many_attributes(page: bytes) -> bool:
    """Whether some sample of the page lies within a tag of many attributes. No longer tag is without a sample."""
    size = min(max(_COST // max(1, len(page)), _SMALLEST), _LARGEST)
    return any(_is_sample_in_long_tag(page, start, size) for start in range(0, len(page) - size, size))


def _is_sample_in_long_tag(page: bytes, start: int, size: int) -> bool:
    """Whether the sample lies within a long tag that begins in the one before; its first bytes tell most."""
    low = max(0, start - size)
    if not (_START.search(page, low, start) and _is_inside_a_tag(page, low, start, start + _SMALLEST)):
        return False
    is_inside = page.count(b"<", low, start) <= _FEW_BEGINS or _is_inside_a_tag(page, low, start, start + size)
    return is_inside and _is_in_long_tag(page, low, start)


def _is_inside_a_tag(page: bytes, low: int, start: int, end: int) -> bool:
    """Whether the bytes from `start` may all belong to a tag that began behind `low`, whatever the parser was in."""
    quoted = [inside for quote, inside in _INSIDE_QUOTES.items() if _is_opened(page, quote, low, start)]
    return any((found := inside.match(page, start, end)) and found.end() == end for inside in (*_INSIDE, *quoted))


def _is_opened(page: bytes, quote: bytes, low: int, start: int) -> bool:
    """Whether the last quote before `start` may open a value."""
    last = page.rfind(quote, low, start)
    return last >= 0 and page[low:last].rstrip(_SPACE).endswith(b"=")


def _is_in_long_tag(page: bytes, low: int, start: int) -> bool:
    """Whether a tag that begins between `low` and `start` reaches that far and has many attributes."""
    for begin in _START.finditer(page, low, start):
        rest = _REST.match(page, begin.end())
        if rest and rest.end() >= start and any(islice(EACH_ATTRIBUTE.finditer(rest[0]), _MANY_ATTRIBUTES, None)):
            return True
    return False
