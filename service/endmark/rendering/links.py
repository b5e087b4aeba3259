"""A page's links, made absolute as browsers do it."""

from functools import lru_cache, partial
from html import escape

from nh3 import Cleaner

from endmark.rendering.allowed import SCHEMES

_MOST_KEPT = 1_000  # a page's links repeat


class Links:
    """The links of a page with this base; those that are relative have no meaning without one."""

    def __init__(self, base: str | None) -> None:
        self._cleaner = _cleaner(base)
        self.attribute = lru_cache(_MOST_KEPT)(self._attribute)

    def _attribute(self, name: str, url: str | None) -> str | None:
        """The attribute that links there, as it stands in a start tag; None for what leads nowhere or is not safe."""
        if not url or not url.strip():
            return None
        _, found, rest = self._cleaner.clean(f'<a href="{escape(url.strip())}"></a>').partition("<a href=")
        return f" {name}={rest.removesuffix('></a>')}" if found else None


def _cleaner(base: str | None) -> Cleaner:
    cleaner = partial(Cleaner, tags={"a"}, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)
    try:
        return cleaner(url_relative=("rewrite_with_base", base)) if base else cleaner(url_relative="deny")
    except ValueError:  # a base that no browser would take
        return cleaner(url_relative="deny")
