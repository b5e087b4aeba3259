"""Reading loses nothing: the document's text is the input itself, whatever it holds."""

import codecs

import pytest
from bs4.element import NavigableString

from endmark import DecodingError, read

TEXTS = {
    "empty": "",
    "only white space": " \n\t\n",
    "CRLF": "One.\r\nTwo.\r\n",
    "lone CR": "One.\rTwo.\r",
    "mixed line ends": "One.\r\n\nTwo.\r\rThree.\u2028Four.\x85Five.",
    "NBSP and narrow NBSP": "5\u00a0%\u202f!",
    "zero-width, soft hyphen, BOM inside": "read\u200bers\u00ad\ufeff.",
    "a BOM as the first character": "\ufeffOne.",
    "quote prefixes": "> One.\n>> Two.\n",
    "all on one line": "One. Two. Three.",
    "one sentence over several lines": "One\nlink\nand the rest.",
    "NUL and control characters": "a\x00b\x1cc\x1bd",
    "beyond the first plane": "𝗦𝘂𝗯 👩‍🚀 葛󠄀",
    "no line end at the end": "One.\nTwo.",
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_text_is_the_input(name: str) -> None:
    text = TEXTS[name]
    document = read(text)
    assert document.text == text
    said = "".join(text[b.start : b.end] for b in document.blocks)
    assert "".join(said.split()) == "".join(text.split()).replace("\x1c", "")  # a separator is a line end too


@pytest.mark.parametrize("name", set(TEXTS) - {"a BOM as the first character"})
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_bytes_are_decoded_whole_and_encode_to_the_same_bytes(name: str, codec: str) -> None:
    data = TEXTS[name].encode(codec)
    document = read(data, charset=None if codec == "utf-8" or not TEXTS[name] else "iso-8859-1")
    assert document.text == TEXTS[name]
    assert document.encoding is not None
    assert document.text.encode(document.encoding) == data


def test_the_stated_charset_is_taken_at_its_word() -> None:
    assert read("Źródło".encode("iso-8859-2"), charset="ISO-8859-2").text == "Źródło"
    assert read("Источник".encode("koi8-r"), charset="KOI8-R").text == "Источник"


def test_a_text_of_a_kind_of_its_own_is_read_as_text() -> None:
    text = read(NavigableString("The bridge is open again.")).text
    assert (type(text), text) == (str, "The bridge is open again.")


def test_a_charset_that_nobody_stated_is_found() -> None:
    text = "Издание просит читателей о поддержке. Редакция продолжает работу несмотря на запреты. " * 5
    assert read(text.encode("cp1251")).text == text


@pytest.mark.parametrize(
    ("data", "charset", "message"),
    [
        (b"caf\xe9", "utf-8", "byte 3 is not utf-8"),
        (b"x", "utf-9", "unknown charset 'utf-9'"),
        (b"x", "zlib", "'zlib' is no charset of text"),
        (b"x", "unicode_escape", "'unicode_escape' is no charset of text"),
        (codecs.BOM_UTF8 + b"\xff", None, "byte 3 is not utf-8-sig"),
        (codecs.BOM_UTF16_LE + b"x", None, "byte 2 is not utf-16"),
    ],
)
def test_bytes_that_are_not_text_are_an_error_and_never_half_a_text(
    data: bytes, charset: str | None, message: str
) -> None:
    with pytest.raises(DecodingError, match=message):
        read(data, charset=charset)


def test_blocks_leave_prefixes_bullets_and_invisible_characters_outside() -> None:
    text = "\ufeff> > One \r\n\r\n - Two\u200b\n—Three\n>\n"
    assert [text[b.left : b.right] for b in read(text).blocks] == ["One", "Two", "—Three", ">"]


def test_a_page_is_read_as_its_visible_text() -> None:
    page = (
        "<html><head><title>x</title></head><body><script>y</script><p>It <b>rain</b>ed.<br>A lot.</p>"
        "<div hidden>z</div><ul><li>One<li>Two</ul><p>&nbsp;</p></body></html>"
    )
    document = read(page, html=True)
    assert [document.text[b.left : b.right] for b in document.blocks] == ["It rained.", "A lot.", "One", "Two"]
