"""A page's bytes to what the parser takes: as browsers decode, and as the bytes are where a declaration is wrong."""

import codecs
import re
from dataclasses import dataclass
from itertools import chain

import webencodings

from endmark.errors import quote
from endmark.reading.charsets import declared_charsets, declared_further_on, known_charset
from endmark.reading.guessing import guesses

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16le", codecs.BOM_UTF16_BE: "utf-16be"}
_FEW = 16  # so few bytes that are not ASCII may be UTF-8 by chance, where a charset of two bytes a letter is declared
_OF_TWO_BYTES = frozenset(("big5 euc-jp euc-kr gb18030 gbk shift_jis ").split())
_NOT_ASCII, _C1 = bytes(range(0x80, 0x100)), range(0x80, 0xA0)
_AT_ONCE = 1 << 14  # bytes: their characters take no fresh memory from the system
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
_AS_BROWSERS = "endmark-as-browsers"


@dataclass(frozen=True, slots=True)
class Markup:
    """A page as the parser takes it: UTF-8 without a byte order mark.

    `encoding` is the charset that it came in; None if it came as characters. `notes` tell the caller what was replaced.
    """

    utf8: bytes
    encoding: str | None = None
    notes: tuple[str, ...] = ()


def markup_of(text: str) -> Markup:
    """The page of characters. A lone surrogate, which is none, becomes U+FFFD."""
    text = text.removeprefix("\ufeff")
    try:
        return Markup(text.encode())
    except UnicodeEncodeError:
        whole, count = _LONE_SURROGATE.subn(_REPLACEMENT, text)
        return Markup(whole.encode(), notes=(f"lone surrogates are no characters: {count:,} became U+FFFD",))


def decode_page(data: bytes, charset: str | None = None) -> Markup:
    """Decode a page: by its byte order mark, else by `charset` (what its sender stated), else by what it declares.

    Labels mean what they mean to browsers. Two things browsers do not do: bytes that are UTF-8 are read as such
    whatever is declared, and a charset that most of the bytes do not have is passed over. What declares no other
    is guessed. Never raises: a character that cannot be decoded becomes U+FFFD, and `Markup.notes` says so.
    """
    notes = (f"unknown charset {quote(charset)}: passed over",) if charset and not known_charset(charset) else ()
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return _Decoded.of(data[len(mark) :], name).markup(notes)
    declared = declared_charsets(data, charset)
    if _is_utf8(data, declared):
        return Markup(data, "utf-8", notes)
    return _best(data, declared).markup(notes)


@dataclass(frozen=True, slots=True)
class _Decoded:
    """What bytes are in a charset, and how many characters of it are not."""

    text: str
    charset: str
    replaced: int

    @classmethod
    def of(cls, data: bytes, charset: str) -> "_Decoded":
        codec = webencodings.lookup("gb18030" if charset == "gbk" else charset).codec_info
        text = codec.decode(data, _AS_BROWSERS)[0]
        meant = data.count(_REPLACEMENT.encode()) if charset == "utf-8" else 0
        return cls(text, charset, text.count(_REPLACEMENT) - meant)

    @property
    def fits(self) -> bool:
        """Whether most of what is not ASCII could be decoded."""
        return not self.replaced or self.replaced * 2 <= len(self.text) - len(self.text.encode("ascii", "ignore"))

    def markup(self, notes: tuple[str, ...]) -> Markup:
        if self.replaced:
            notes += (f"not {self.charset}: {self.replaced:,} characters became U+FFFD",)
        return Markup(self.text.encode(), self.charset, notes)


def _is_utf8(data: bytes, declared: tuple[str, ...]) -> bool:
    first = declared[0] if declared else "utf-8"
    if (first == "iso-2022-jp" and b"\x1b" in data) or (first.startswith("utf-16") and b"\0" in data):
        return False  # written in ASCII's bytes, but not in ASCII
    if first in _OF_TWO_BYTES and len(data) - len(data.translate(None, _NOT_ASCII)) < _FEW:
        return False
    return _is_valid(memoryview(data))


def _is_valid(data: memoryview) -> bool:
    """Whether bytes are UTF-8: looked at piece by piece, as no one needs the characters of a whole page."""
    at = 0
    try:
        while at < len(data):
            at += codecs.utf_8_decode(data[at : at + _AT_ONCE], "strict", at + _AT_ONCE >= len(data))[1]
    except UnicodeDecodeError:
        return False
    return True


def _best(data: bytes, declared: tuple[str, ...]) -> _Decoded:
    """The first charset that fits, of those declared, UTF-8, and those guessed; if none does, the very first."""
    found = (
        _Decoded.of(data, charset) for charset in chain(declared, declared_further_on(data), ("utf-8",), guesses(data))
    )
    first = next(found)
    return next((decoded for decoded in chain((first,), found) if decoded.fits), first)


def _replace(error: UnicodeError) -> tuple[str, int]:
    """What browsers make of bytes that a charset does not have: C1 controls where it is of one byte, else U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start]
    return (chr(byte), error.start + 1) if error.encoding == "charmap" and byte in _C1 else (_REPLACEMENT, error.end)


codecs.register_error(_AS_BROWSERS, _replace)
