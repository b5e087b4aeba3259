"""What a page states of itself, read when it is first asked for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from endmark.metadata import dates, head, linked_data, names

_SCRIPTS = 'script[type^="application/ld+json" i]'
_BODY = "articleBody"
_MARKED_BODY = f'[itemprop~="{_BODY}"]'
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """An article's metadata, each as the page states it; None for what it does not state.

    `byline` has several authors with commas between. `published` is in ISO 8601 if it was stated in a way that can
    be read as one date only, else as it was stated. `url` is the canonical one, absolute, http or https.
    """

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    site_name: str | None = None
    language: str | None = None

    def as_dict(self) -> dict[str, str | None]:
        """The metadata as plain JSON data."""
        return asdict(self)


@dataclass(frozen=True)
class Stated:
    """What a parsed page states. Nothing is read before it is asked for: the head's tags first, JSON-LD when needed.

    `fetched`, where a method takes it, is the URL that the page came from.
    """

    parser: LexborHTMLParser

    @cached_property
    def _head(self) -> head.Head:
        return head.read(self.parser)

    @cached_property
    def _linked(self) -> linked_data.LinkedData:
        return linked_data.read(node.text() for node in self.parser.css(_SCRIPTS))

    @property
    def headline(self) -> str | None:
        """The article's headline in JSON-LD."""
        return self._linked.text("headline")

    @cached_property
    def article_body(self) -> str | None:
        """The article's text in JSON-LD, as it stands there; it may be shortened, or another article's."""
        if not any(_BODY in (node.text() or "") for node in self.parser.css(_SCRIPTS)):
            return None
        body = self._linked.article.get(_BODY)
        return body if isinstance(body, str) else None

    @cached_property
    def marked_body(self) -> str | None:
        """The text that microdata marks as the article's, with all that stands in between."""
        return "\n".join(node.text() for node in self.parser.css(_MARKED_BODY)) or None

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """All titles that the page states, each once, the most telling first: headline, og:title, …, `<title>`."""
        return _distinct([self.headline, *self._metas(names.TITLES), self._head.title])

    @cached_property
    def descriptions(self) -> tuple[str, ...]:
        """All descriptions that the page states, each once, the most telling first."""
        return _distinct([self._linked.text("description"), *self._metas(names.DESCRIPTIONS)])

    @cached_property
    def head_titles(self) -> tuple[str, ...]:
        """The titles in the head, each once. No JSON is read for them."""
        return _distinct((*self._metas(names.TITLES), self._head.title))

    @cached_property
    def summaries(self) -> tuple[str, ...]:
        """The descriptions in the head, each once. No JSON is read for them."""
        return _distinct(self._metas(names.DESCRIPTIONS))

    def url(self, fetched: str | None = None) -> str | None:
        """The page's canonical URL, absolute; else og:url. No JSON is read for it."""
        base = self.base(fetched)
        return next((url for stated in self._head.urls if (url := absolute(stated, base))), None)

    def base(self, fetched: str | None = None) -> str | None:
        """What the page's links are relative to; None where nothing tells."""
        known = (url for address in (fetched, *self._head.urls) if address and (url := absolute(address)))
        return absolute(self._head.base or "", next(known, None))

    def metadata(self, fetched: str | None = None) -> Metadata:
        """All of the page's metadata."""
        published = self._linked.text("datePublished", pages=True) or next(self._metas(names.DATES), None)
        return Metadata(
            title=next(iter(self.titles), None),
            byline=", ".join(self._authors()) or None,
            published=dates.normalised(published) if published else None,
            url=self.url(fetched),
            site_name=self._site_name(),
            language=self._language(),
        )

    def _metas(self, of: Iterable[str]) -> Iterator[str]:
        return (said for name in of if (said := self._head.meta(name)))

    def _authors(self) -> list[str]:
        tags = (name for name in self._metas(names.BYLINES) if not name.startswith(("http:", "https:")))
        return self._linked.names(self._linked.article.get("author")) or [*tags][:1]

    def _site_name(self) -> str | None:
        publishers = self._linked.names([self._linked.article.get("publisher"), *self._linked.sites])
        return next(iter((*self._metas(names.SITE_NAMES), *publishers)), None)

    def _language(self) -> str | None:
        html = self.parser.css_first("html")
        attribute = html.attributes.get("lang") if html else None
        stated = (attribute, self._linked.text("inLanguage", pages=True), *self._metas(names.LANGUAGES))
        return next((said.replace("_", "-") for said in stated if said and _LANGUAGE.fullmatch(said)), None)


def absolute(url: str, base: str | None = None) -> str | None:
    """A URL of http or https with a host, made absolute; None for all else.

    >>> absolute("../a", "https://example.org/b/c"), absolute("javascript:x", "https://example.org/"), absolute("/a")
    ('https://example.org/a', None, None)
    """
    try:
        joined = urljoin(base or "", url.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in {"http", "https"} and parts.hostname else None


def _distinct(said: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in said if text))
