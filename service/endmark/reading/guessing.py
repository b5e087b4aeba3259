"""What charset a page is in that declares none, or a wrong one."""

import re
from collections.abc import Iterator

from endmark.reading.charsets import known_charset

_LAST = "windows-1252"
_OUTSIDE_TAGS = re.compile(rb">([^<>]++)")
_SAMPLE = 20_000
_LANGUAGE = re.compile(rb"""<html\b[^>]*?\blang\s*+=\s*+["']?([a-z]{2})\b""", re.IGNORECASE)
# What browsers take where nothing is declared, by the reader's language: here, by the page's.
_OF_LANGUAGES = {
    "windows-1250": "bs cs hr hu pl ro sk sl sq",
    "windows-1252": "af ca da de en es eu fi fr ga gl is it nb nl nn no pt sv",
    "windows-1254": "az ku tr",
    "windows-1257": "et lt lv",
    "windows-1258": "vi",
}
_DEFAULTS = {language: charset for charset, languages in _OF_LANGUAGES.items() for language in languages.split()}
_HIGH_CONTROLS = re.compile(rb"[\x80-\x9f]")  # letters and quotes in windows-1250; nothing written in iso-8859-2
# The detector tells scripts apart well, and the languages that are written in Latin letters badly.
_DETECTED = frozenset(
    (
        "big5 euc-jp euc-kr gb18030 gbk ibm866 iso-2022-jp iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 koi8-r koi8-u "
        "shift_jis windows-874 windows-1251 windows-1253 windows-1255 windows-1256 x-mac-cyrillic"
    ).split()
)
_AS_BROWSERS_NAME_IT = {
    "big5hkscs": "big5",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "cp950": "big5",
    "euc_jis_2004": "euc-jp",
    "euc_jisx0213": "euc-jp",
    "shift_jis_2004": "shift_jis",
    "shift_jisx0213": "shift_jis",
}


def guesses(page: bytes) -> Iterator[str]:
    """The charsets that a page may be in, the likeliest first: by its language, by Beautiful Soup's detector."""
    if charset := _by_language(page):
        yield charset
    yield from (name for name in _detected(page) if name in _DETECTED)
    yield _LAST


def _by_language(page: bytes) -> str | None:
    language = _LANGUAGE.search(page, 0, _SAMPLE)
    charset = _DEFAULTS.get(language[1].lower().decode()) if language else None
    return "iso-8859-2" if charset == "windows-1250" and not _HIGH_CONTROLS.search(page) else charset


def _detected(page: bytes) -> Iterator[str | None]:
    from bs4.dammit import EncodingDetector  # noqa: PLC0415  few pages need it, and its import takes long

    said = b"\n".join(text for text in _OUTSIDE_TAGS.findall(page) if not text.isascii())
    for name in EncodingDetector((said or page)[:_SAMPLE]).encodings:
        yield known_charset(_AS_BROWSERS_NAME_IT.get(name.lower(), name))
