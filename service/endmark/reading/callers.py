"""What callers hold – a soup, a tree, a selector, a response – to its markup, without importing where it came from."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any, Protocol

from endmark.errors import InputError


@dataclass(frozen=True, slots=True)
class Given:
    """What a caller gave: its source as characters or bytes, and what it says of itself."""

    source: str | bytes
    html: bool = False
    charset: str | None = None
    url: str | None = None


class _Selector(Protocol):
    root: object


class _Response(Protocol):
    body: bytes
    headers: Mapping[str, bytes | None]
    url: str


def given(source: object) -> Given:
    """What a source is. Raises `InputError` for an object that is neither text nor a page."""
    if isinstance(source, str | bytes):
        return Given(source)
    for ancestor in type(source).__mro__:
        if taken := _TAKERS.get((ancestor.__module__.partition(".")[0], ancestor.__name__)):
            return taken(source)
    raise InputError(
        f"cannot read a {type(source).__module__}.{type(source).__qualname__}; give str, bytes, a Document, "
        "a BeautifulSoup or Tag, an lxml element or tree, a parsel Selector or a Scrapy Response"
    )


def _from_soup(tag: object) -> Given:
    return Given(str(tag), html=True)


def _from_tree(node: object) -> Given:
    markup = sys.modules["lxml.etree"].tostring(node, encoding="unicode", method="html", with_tail=False)
    return Given(markup, html=True)


def _from_selector(selector: _Selector) -> Given:
    return given(selector.root)


def _from_response(response: _Response) -> Given:
    header = Message()
    header["Content-Type"] = (response.headers.get("Content-Type") or b"").decode("latin-1")
    # The charset that it was made with outranks what the server said; Scrapy keeps it under this name only.
    charset = getattr(response, "_encoding", None) or header.get_content_charset()
    url = response.url if response.url.startswith("http") else None
    return Given(response.body, html=True, charset=charset, url=url)


_TAKERS: dict[tuple[str, str], Callable[[Any], Given]] = {
    ("bs4", "Tag"): _from_soup,
    ("lxml", "_Element"): _from_tree,
    ("lxml", "_ElementTree"): _from_tree,
    ("parsel", "Selector"): _from_selector,
    ("scrapy", "Response"): _from_response,
}
