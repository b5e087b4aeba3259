"""A page as scrapers hold it is as good as its bytes."""

import subprocess
import sys
from collections.abc import Callable

import lxml.etree
import lxml.html
import pytest
from bs4 import BeautifulSoup
from parsel import Selector
from scrapy.http import HtmlResponse, Response, TextResponse

from endmark import InputError, read, strip

PARAGRAPH = "The “ferry” is running again, the harbour office said – at 5 < 6 &amp; more."
HEAD = "<head><title>x</title><script>if (a < b) y</script></head>"
PAGE = f"<!DOCTYPE html><html>{HEAD}<body><p>{PARAGRAPH}</p>z</body></html>"
TEXT = PARAGRAPH.replace("&amp;", "&")
URL = "https://www.themoscowtimes.com/2017/09/07/x"

WHOLE: dict[str, Callable[[], object]] = {
    "soup": lambda: BeautifulSoup(PAGE, "html.parser"),
    "soup on lxml": lambda: BeautifulSoup(PAGE, "lxml"),
    "lxml.html": lambda: lxml.html.document_fromstring(PAGE),
    "lxml tree": lambda: lxml.html.document_fromstring(PAGE).getroottree(),
    "etree": lambda: lxml.etree.fromstring(PAGE, lxml.etree.HTMLParser()),
    "selector": lambda: Selector(PAGE),
    "Scrapy's response": lambda: HtmlResponse(URL, body=PAGE, encoding="utf-8"),
    "Scrapy's selector": lambda: HtmlResponse(URL, body=PAGE, encoding="utf-8").selector,
    "a response of bytes": lambda: Response(URL, body=PAGE.encode()),
}
PART: dict[str, Callable[[], object]] = {
    "tag": lambda: BeautifulSoup(PAGE, "html.parser").p,
    "element": lambda: lxml.html.document_fromstring(PAGE).find(".//p"),
    "selector": lambda: Selector(PAGE).css("p")[0],
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_page_is_read_whole(name: str) -> None:
    document = read(WHOLE[name]())
    assert (document.text, document.input) == (f"{TEXT}\n\nz", "html")
    assert strip(WHOLE[name]()).document.text == document.text


@pytest.mark.parametrize("name", PART)
def test_a_part_is_read_without_what_follows_it(name: str) -> None:
    assert read(PART[name]()).text == TEXT


@pytest.mark.parametrize(
    ("response", "encoding"),
    [
        (
            TextResponse(URL, body="<p>Паром".encode("koi8-r"), headers={"Content-Type": "text/html; charset=KOI8-R"}),
            "koi8-r",
        ),
        (HtmlResponse(URL, body="<p>Паром".encode("cp1251"), encoding="cp1251"), "windows-1251"),
        (HtmlResponse(URL, body='<meta charset="cp1251"><p>Паром'.encode("cp1251")), "windows-1251"),
    ],
    ids=["by its header", "as it was made", "by its page"],
)
def test_a_response_is_decoded_by_what_it_says(response: Response, encoding: str) -> None:
    document = read(response)
    assert (document.text, document.encoding) == ("Паром", encoding)


@pytest.mark.parametrize(
    ("found", "given", "site"),
    [
        (URL, None, "themoscowtimes.com"),
        (URL, "https://unknown.example/", None),
        ("data:,x", None, None),
        ("file:///x", None, None),
    ],
)
def test_a_response_brings_its_url_unless_one_is_given(found: str, given: str | None, site: str | None) -> None:
    assert strip(HtmlResponse(found, body=b"<p>It rained."), url=given).site == site


def test_a_selected_text_is_a_text() -> None:
    document = read(Selector("<p>5 &lt; 6 <b>").css("p::text")[0])
    assert (document.text, document.input) == ("5 < 6 ", "text")


@pytest.mark.parametrize("source", [5, None, ["<p>"], object()])
def test_what_cannot_be_read_is_named(source: object) -> None:
    with pytest.raises(InputError, match=rf"cannot read a builtins\.{type(source).__name__}; give str"):
        strip(source)


def test_no_library_of_the_callers_is_imported() -> None:
    program = """
import sys
from endmark import read, strip
strip("It rained.")
assert read("<p>It rained.", html=True).text == "It rained."
assert not {"bs4", "lxml", "parsel", "scrapy"} & sys.modules.keys()
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
