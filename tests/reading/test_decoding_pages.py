"""Pages' bytes: as browsers decode them, and better where a declaration is plainly wrong."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from endmark import read, strip
from endmark.reading.charsets import declared_charsets
from endmark.reading.markup import decode_page

CAFE = "Le café « Été » – œuvre d’art à 5 €"
POLISH = "Zażółć gęślą jaźń, śnieg"
RUSSIAN = "Паром снова ходит, сообщила канцелярия порта. Билеты продаются на пирсе. " * 8
JAPANESE = "渡し船は再び運航していると港湾局が発表した。" * 8
CHINESE = "渡轮恢复运营，港务处星期一说。" * 8


def page(text: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}<title>x</title></head><body><p>{text}</p></body></html>"


def meta(charset: str) -> str:
    return f'<meta charset="{charset}">'


@pytest.mark.parametrize(
    ("text", "head", "codec", "stated", "encoding"),
    [
        pytest.param(CAFE, "", "cp1252", "ISO-8859-1", "windows-1252", id="latin-1 is windows-1252"),
        pytest.param(CAFE, meta("us-ascii"), "cp1252", None, "windows-1252", id="and so is ascii"),
        pytest.param(RUSSIAN, meta("windows-1252"), "koi8-r", "koi8-r", "koi8-r", id="the sender outranks the page"),
        pytest.param(RUSSIAN, meta("cp1251"), "cp1251", None, "windows-1251", id="meta charset"),
        pytest.param(
            RUSSIAN,
            "<META content='text/html; charset=koi8-r' http-equiv=Content-Type>",
            "koi8-r",
            None,
            "koi8-r",
            id="meta http-equiv",
        ),
        pytest.param(
            RUSSIAN,
            '<!-- <meta charset="koi8-r"> --><meta name="a" content="charset=koi8-r">' + meta("cp1251"),
            "cp1251",
            None,
            "windows-1251",
            id="metas that declare nothing",
        ),
        pytest.param(RUSSIAN, "<!--" + "x" * 3000 + "-->" + meta("koi8-r"), "koi8-r", None, "koi8-r", id="a late meta"),
        pytest.param(RUSSIAN, meta("klingon") + meta("koi8-r"), "koi8-r", None, "koi8-r", id="no charset, then one"),
        pytest.param(JAPANESE, meta("x-sjis"), "cp932", None, "shift_jis", id="shift_jis is windows-31j"),
        pytest.param(JAPANESE, meta("iso-2022-jp"), "iso2022_jp", None, "iso-2022-jp", id="written in ASCII's bytes"),
        pytest.param(CHINESE + "€𠀀", meta("gb2312"), "gb18030", None, "gbk", id="gb2312 is gb18030"),
        pytest.param(CAFE, "", "utf-8", "iso-8859-1", "utf-8", id="UTF-8 stated as latin-1"),
        pytest.param(RUSSIAN, meta("windows-1251"), "utf-8", None, "utf-8", id="UTF-8 declared as another"),
        pytest.param(CHINESE, meta("gbk"), "utf-8", None, "utf-8", id="UTF-8 declared as one of two bytes"),
        pytest.param(CAFE, meta("utf-16"), "utf-8", None, "utf-8", id="UTF-16 in ASCII"),
        pytest.param(CAFE, "", "utf-16-le", "utf-16", "utf-16le", id="UTF-16 without a mark"),
        pytest.param(CAFE, "", "utf-16-be", None, "utf-16be", id="UTF-16 that nobody stated"),
        pytest.param(CAFE, meta("utf-8"), "cp1252", "utf-8", "windows-1252", id="labelled UTF-8, but is not"),
        pytest.param(RUSSIAN, meta("utf-8"), "cp1251", None, "windows-1251", id="labelled UTF-8, but is Russian"),
        pytest.param(
            RUSSIAN, meta("cp1251"), "cp1251", "utf-8", "windows-1251", id="the sender is wrong, not the page"
        ),
        pytest.param(RUSSIAN, "", "cp1251", None, "windows-1251", id="nothing is declared"),
        pytest.param(JAPANESE, "", "euc-jp", None, "euc-jp", id="nothing is declared, in Japanese"),
    ],
)
def test_a_page_is_read_in_its_charset(text: str, head: str, codec: str, stated: str | None, encoding: str) -> None:
    document = read(page(text, head).encode(codec), charset=stated, html=True)
    assert (document.text, document.encoding, document.notes) == (text.strip(), encoding, ())


def test_a_declaration_of_xml_counts_at_the_very_start_only() -> None:
    declaration = '<?xml version="1.0" encoding="koi8-r"?>'
    assert declared_charsets(declaration.encode(), None) == ("koi8-r",)
    assert declared_charsets(b"<p>" + declaration.encode(), None) == ()


@pytest.mark.parametrize(
    ("language", "text", "codec"),
    [
        ("fr-FR", CAFE, "cp1252"),
        ("pl", POLISH, "cp1250"),
        ("pl", POLISH, "iso-8859-2"),
        ("TR", "Şişli’de ığüö", "cp1254"),
        ("ru", RUSSIAN, "koi8-r"),
        ("ko", "부두 관리소는 나룻배가 다시 운항한다고 밝혔다." * 8, "cp949"),
    ],
)
def test_a_page_that_declares_nothing_is_read_by_its_language(language: str, text: str, codec: str) -> None:
    source = page(text).replace("<html>", f"<html lang='{language}'>")
    assert read(source.encode(codec), html=True).text == text.strip()


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_outranks_all_and_is_no_part_of_the_page(codec: str) -> None:
    document = read(page(CAFE, meta("koi8-r")).encode(codec), charset="windows-1251", html=True)
    assert (document.text, document.notes) == (CAFE, ())


@pytest.mark.parametrize(
    ("data", "stated", "text", "note"),
    [
        (
            b"<p>caf\xc3\xa9 \xc3\xa0 l\xe2\x80\x99eau, caf\xe9 \xff</p>",
            None,
            "café à l’eau, caf\ufffd \ufffd",
            "2 char",
        ),
        (b"<p>\xef\xbf\xbd \xc3\xa9 \xff</p>", "utf-8", "\ufffd é \ufffd", "not utf-8: 1 char"),
        ("<p>橋\x80橋</p>".encode("euc-jp", "replace"), "euc-jp", "橋?橋", None),
        (b"<p>\x8f\xb6 x", "windows-1252", "\x8f¶ x", None),
        (b"<p>x</p>", "klingon-8", "x", "unknown charset 'klingon-8': passed over"),
    ],
)
def test_what_cannot_be_decoded_is_replaced_as_in_browsers_and_told(
    data: bytes, stated: str | None, text: str, note: str | None
) -> None:
    result = strip(read(data, charset=stated, html=True))
    assert result.document.text == text
    assert (note in result.notes[0]) if note else not result.document.notes


def test_a_lone_surrogate_is_replaced_and_told() -> None:
    document = read("\ufeff<p>a\ud800b\udfffc</p>", html=True)
    assert (document.text, document.encoding) == ("a\ufffdb\ufffdc", None)
    assert document.notes == ("lone surrogates are no characters: 2 became U+FFFD",)


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "", "utf-16", "gbk", "latin1", "shift_jis", "x-user-defined", "\x00é"]),
)
def test_any_bytes_are_a_page(data: bytes, stated: str | None) -> None:
    markup = decode_page(data, stated)
    assert markup.encoding
    assert codecs.lookup("utf-8").decode(markup.utf8)


@given(st.text(alphabet=st.characters(codec="cp1251"), min_size=1), st.sampled_from(["cp1251", "utf-8", "gb18030"]))
def test_a_rightly_declared_charset_loses_nothing(text: str, codec: str) -> None:
    source = page(f"Жж{text}")  # so that it is in no charset UTF-8 by chance
    assert decode_page(source.encode(codec), codec).utf8.decode() == source


@pytest.mark.parametrize("before", range(16_380, 16_386))
def test_a_character_may_lie_across_two_pieces_of_a_page(before: int) -> None:
    page = b"a" * before + "€".encode() + b"b" * 20_000
    assert decode_page(page, "windows-1252").encoding == "utf-8"
    assert decode_page(page.replace("€".encode(), "€".encode()[:2]), "windows-1252").encoding == "windows-1252"
    assert decode_page(page[: before + 2], "windows-1252").encoding == "windows-1252"
