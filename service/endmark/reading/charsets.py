"""The charsets that a page and its sender declare, by the labels and the prescan of browsers (WHATWG)."""

import re
from collections.abc import Iterator

import webencodings

_PRESCANNED = 1024
_FURTHER = 100_000
_UNMARKED_UTF16 = (
    (re.compile(rb"(?:[\t\n\f\r ]\0)*+<\0"), "utf-16le"),
    (re.compile(rb"(?:\0[\t\n\f\r ])*+\0<"), "utf-16be"),
)
_MARKUP = re.compile(
    rb"""<!--(?:-?>|(?s:.*?)-->)
    | <meta[\t\n\f\r /](?P<meta>(?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*+)
    | <\?xml(?P<xml>[^>]*+)>
    | </?[a-z](?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*+>
    | <[!/?][^>]*+>""",
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(rb"""([^\s/>="']++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++))""")
_IN_CONTENT = re.compile(rb"""charset\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s;"']++))""", re.IGNORECASE)
_IN_XML = re.compile(rb"""encoding\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
# A declaration that could be read as ASCII is in no charset of two bytes; so has the standard.
_MEANT = {"utf-16le": "utf-8", "utf-16be": "utf-8", "x-user-defined": "windows-1252"}


def declared_charsets(data: bytes, stated: str | None) -> tuple[str, ...]:
    """The charsets of a page by their WHATWG names, the weightiest first: what its sender `stated`, what it declares.

    Labels that no browser knows are passed over.

    >>> declared_charsets(b'<meta charset="latin1">', "KOI8-R")
    ('koi8-r', 'windows-1252')
    """
    found = (known_charset(stated or ""), _unmarked_utf16(data), _prescan(data[:_PRESCANNED]))
    return tuple(dict.fromkeys(filter(None, found)))


def declared_further_on(data: bytes) -> Iterator[str]:
    """The charset that a page declares past its first bytes: browsers obey it when they come to it."""
    if charset := _prescan(data[:_FURTHER]):
        yield charset


def known_charset(label: str) -> str | None:
    """A label's charset, by its WHATWG name; None for what browsers do not know or refuse to read."""
    found = webencodings.lookup(label)
    return found.name if found and found.name != "replacement" else None


def _unmarked_utf16(data: bytes) -> str | None:
    return next((name for pattern, name in _UNMARKED_UTF16 if pattern.match(data)), None)


def _prescan(data: bytes) -> str | None:
    """The charset of the first meta element, or XML declaration at the very start, that states a known one."""
    for markup in _MARKUP.finditer(data):
        for label in _labels(markup):
            if charset := known_charset(label.decode("ascii", "replace").strip()):
                return _MEANT.get(charset, charset)
    return None


def _labels(markup: re.Match[bytes]) -> Iterator[bytes]:
    if markup["meta"] is not None:
        yield from _of_meta({m[1].lower(): m[2] or m[3] or m[4] or b"" for m in _ATTRIBUTE.finditer(markup["meta"])})
    elif markup["xml"] is not None and not markup.start() and (found := _IN_XML.search(markup["xml"])):
        yield found[1] or found[2] or b""


def _of_meta(attributes: dict[bytes, bytes]) -> Iterator[bytes]:
    if b"charset" in attributes:
        yield attributes[b"charset"]
    elif attributes.get(b"http-equiv", b"").lower() == b"content-type":
        found = _IN_CONTENT.search(attributes.get(b"content", b""))
        yield (found[1] or found[2] or found[3] or b"") if found else b""
