"""Reading: a text or a page to a Document. The only place that decodes or parses."""

from endmark.model import Document
from endmark.reading import lines
from endmark.reading.callers import given
from endmark.reading.decoding import decode
from endmark.reading.guards import DEFAULT, Limits

__all__ = ["Limits", "read"]


def read(source: object, *, charset: str | None = None, html: bool = False, limits: Limits = DEFAULT) -> Document:
    """Read a text or a page. For text, `Document.text` is the source itself, character for character.

    `source` is str or bytes, of a page if `html` says so; or it is a page as scrapers hold it: a BeautifulSoup or Tag,
    an lxml element or tree, a parsel Selector, a Scrapy Response.
    `charset` is what the sender stated; it matters for bytes only, and a byte order mark outranks it. A page is decoded
    as browsers do; what became U+FFFD is told in `Document.notes`. `limits` are a page's.
    Raises `DecodingError` for a text's bytes that cannot be decoded whole, `TooLargeError` for a page past the limits,
    `InputError` for what is neither text nor page.
    """
    if isinstance(source, str) and not html:
        return Document(str(source), lines.split)  # a soup's string is a `str` that compiled code does not take
    taken = given(source)
    if html or taken.html:
        return _read_page(taken.source, charset or taken.charset, limits, taken.url)
    text, encoding = (taken.source, None) if isinstance(taken.source, str) else decode(taken.source, charset)
    return Document(text, lines.split, encoding=encoding)


def _read_page(source: str | bytes, charset: str | None, limits: Limits, url: str | None) -> Document:
    from endmark.reading.html import read_page  # noqa: PLC0415  texts need no parser
    from endmark.reading.markup import decode_page, markup_of  # noqa: PLC0415

    return read_page(markup_of(source) if isinstance(source, str) else decode_page(source, charset), limits, url)
