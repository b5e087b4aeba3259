"""Bytes to text: the charset that was stated, else a byte order mark, else UTF-8, else what is found."""

import codecs

from charset_normalizer import from_bytes

from endmark.errors import DecodingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_NO_CHARSETS = frozenset(
    {
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "raw_unicode_escape",
        "unicode-escape",
        "raw-unicode-escape",
    }
)


def decode(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """Decode bytes whole; returns the text and the codec that gave it.

    Raises `DecodingError` for an unknown charset and for bytes that the charset does not have: nothing is
    replaced or left out. A byte order mark is no part of the text.
    """
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    if marked:
        return _decode_as(data, marked), marked
    if charset:
        return _decode_as(data, _codec(charset)), _codec(charset)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _detect(data)


def _codec(charset: str) -> str:
    try:
        info = codecs.lookup(charset)
    except LookupError:
        raise DecodingError(f"unknown charset {charset!r}; name one such as utf-8 or windows-1252") from None
    if info.name in _NO_CHARSETS or not info._is_text_encoding:  # noqa: SLF001  nothing else tells charsets from codecs like zlib
        raise DecodingError(f"{charset!r} is no charset of text; name one such as utf-8 or windows-1252")
    return info.name


def _decode_as(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        at = error.start + len(codecs.BOM_UTF8) * (codec == "utf-8-sig")  # this codec does not count its mark
        raise DecodingError(
            f"byte {at:,} is not {codec} ({error.reason}); state the charset that the text is in"
        ) from None


def _detect(data: bytes) -> tuple[str, str]:
    found = from_bytes(data).best()
    if found is None:
        raise DecodingError("the bytes are text in no charset that can be recognised; state the charset")
    return _decode_as(data, found.encoding), found.encoding
