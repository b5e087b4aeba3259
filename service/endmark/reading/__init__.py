"""Reading: str, bytes or a page to a Document. The only place that decodes or parses."""

from endmark.model import Document
from endmark.reading import lines
from endmark.reading.decoding import decode

__all__ = ["read"]


def read(source: str | bytes, *, charset: str | None = None, html: bool = False) -> Document:
    """Read a text or a page. For text, `Document.text` is the source itself, character for character.

    `charset` is what the sender stated; it matters for bytes only, and a byte order mark outranks it.
    Raises `DecodingError` for bytes that cannot be decoded whole, `TooLargeError` for a page past the limits.
    """
    text, encoding = (source, None) if isinstance(source, str) else decode(source, charset)
    if html:
        from endmark.reading.html import read_page  # noqa: PLC0415  texts need no parser

        return read_page(text, encoding)
    return Document(text, lines.split, encoding=encoding)
