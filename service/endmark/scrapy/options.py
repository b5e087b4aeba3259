"""The add-on's settings."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from scrapy.settings import BaseSettings

from endmark.errors import InputError, quote
from endmark.model import Kind
from endmark.rules.layering import folders_of_environment

# Stripping in this process holds Python's lock: more threads would only wait for each other, and so would the reactor.
_THREADS_HERE = 1
_THREADS_REMOTE = 16


class OnError(StrEnum):
    """What becomes of an item that cannot be stripped."""

    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What to strip, where, and where to put it. `url` is a service's; without one, this process does it.

    `items` says whether items are stripped at all: callbacks may do without.
    """

    url: str | None
    api_key: str | None
    timeout: float
    retries: int
    threads: int
    text_field: str
    html_field: str
    url_field: str
    body_field: str
    removed_field: str | None
    keep: frozenset[Kind]
    rules: tuple[Path, ...]
    on_error: OnError
    items: bool

    @classmethod
    def of(cls, settings: BaseSettings, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings; a service's URL and key may come from the environment too. Raises `InputError`."""
        url = settings.get("ENDMARK_URL") or environ.get("ENDMARK_URL")
        text_field = settings.get("ENDMARK_FIELD", "text")
        return cls(
            url=url,
            api_key=settings.get("ENDMARK_API_KEY") or environ.get("ENDMARK_API_KEY"),
            timeout=settings.getfloat("ENDMARK_TIMEOUT", 30.0),
            retries=settings.getint("ENDMARK_RETRY_TIMES", 5),
            threads=settings.getint("ENDMARK_THREADS", _THREADS_REMOTE if url else _THREADS_HERE),
            text_field=text_field,
            html_field=settings.get("ENDMARK_HTML_FIELD", "html"),
            url_field=settings.get("ENDMARK_URL_FIELD", "url"),
            body_field=settings.get("ENDMARK_BODY_FIELD", text_field),
            removed_field=settings.get("ENDMARK_REMOVED_FIELD"),
            keep=frozenset(map(Kind.parse, settings.getlist("ENDMARK_KEEP"))),
            rules=_folders(settings) or folders_of_environment(environ),
            on_error=_on_error(settings.get("ENDMARK_ON_ERROR", OnError.KEEP)),
            items=settings.getbool("ENDMARK_ITEMS", default=True),
        )


def _folders(settings: BaseSettings) -> tuple[Path, ...]:
    return tuple(map(Path, settings.getlist("ENDMARK_RULES")))


def _on_error(word: str) -> OnError:
    try:
        return OnError(word)
    except ValueError:
        raise InputError(f"ENDMARK_ON_ERROR is {quote(word)}; it can be {' or '.join(OnError)}") from None
