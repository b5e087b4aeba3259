"""What goes to a service and comes back, and when to ask again: the same for both clients, without a connection."""

import json
import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Generic, TypeVar

import httpx

from endmark.client.answers import result_of
from endmark.client.errors import ServiceError, UnreachableError, service_error
from endmark.errors import EndmarkError
from endmark.model import Document, Kind, Result
from endmark.reading.callers import given

Article = Mapping[str, Any]
Outcome = Result | ServiceError
Read = TypeVar("Read")

NDJSON = "application/x-ndjson"
CHUNK_BYTES = 4 * 1024 * 1024
LOST = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ConnectTimeout)

_BUSY = {429, 503}
_LONGEST_IN_QUERY = 1000  # characters of a URL: servers and proxies refuse long request lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[Read]):
    """One request, and how its answer is read."""

    path: str
    content: bytes
    headers: Mapping[str, str]
    params: Mapping[str, str]
    read: Callable[[httpx.Response], Read]


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to ask again; `longest` and `first` are the longest and the first wait, in seconds."""

    retries: int
    longest: float = 60.0
    first: float = 0.2

    def pause(self, attempt: int, failure: EndmarkError) -> float | None:
        """How many seconds to wait before asking again; None if that is of no use, or the service wants longer.

        `attempt` counts from 0. Only a busy service and a lost connection are worth another attempt.
        """
        match failure:
            case ServiceError(status=status, retry_after=asked) if status in _BUSY:
                least = asked or 0.0
            case UnreachableError(lost=True):
                least = 0.0
            case _:
                return None
        if attempt >= self.retries or least > self.longest:
            return None
        # Apart by chance, so that many who were refused together do not come back together.
        backoff: float = min(self.longest, self.first * 2**attempt)
        return least + backoff * random.uniform(0.5, 1)  # noqa: S311  no secret


def strip_call(  # noqa: PLR0913  what a caller can say of an article
    source: object,
    *,
    url: str | None,
    site: str | None,
    keep: Collection[Kind | str],
    html: bool,
    charset: str | None,
) -> Call[Result]:
    """The request for one article. Raises `InputError` for a source that is neither text nor page, or no such kind."""
    taken = given(_markup(source) if isinstance(source, Document) else source)
    page = html or taken.html or (isinstance(source, Document) and source.input == "html")
    url = url or taken.url or (source.url if isinstance(source, Document) else None)
    options = _options(url, site, keep)

    def read(response: httpx.Response) -> Result:
        return result_of(response.json(), url)

    sent, stated = taken.source, charset or taken.charset
    if page and isinstance(sent, str) and (plain := _plain(sent, url)):
        sent, stated = plain, "utf-8"
    if isinstance(sent, str):
        content, kind = _json({"html" if page else "text": sent, **options}), "application/json"
        return Call(path="/v1/strip", content=content, headers=_headers(kind), params={}, read=read)
    kind = "text/html" if page else "text/plain"
    headers = _headers(f"{kind}; charset={stated}" if stated else kind)
    return Call(path="/v1/strip", content=sent, headers=headers, params=options, read=read)


def _plain(page: str, url: str | None) -> bytes | None:
    """A page that can be sent as it is, which spares both sides the packing as JSON; None for one that cannot."""
    if page.startswith("\ufeff") or len(url or "") > _LONGEST_IN_QUERY:
        return None
    try:
        return page.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return None


def _markup(document: Document) -> str:
    if document.page is None:
        return document.text
    return document.page.parser.html or ""


def _options(url: str | None, site: str | None, keep: Collection[Kind | str]) -> dict[str, str]:
    kinds = ",".join(sorted(Kind.parse(kind) for kind in keep))
    return {name: value for name, value in (("url", url), ("site", site), ("keep", kinds)) if value}


def _headers(content_type: str, accept: str = "application/json") -> dict[str, str]:
    return {"Content-Type": content_type, "Accept": accept}


def _json(data: object) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode()


def batch_calls(articles: Iterable[Article], size: int) -> Iterator[Call[list[Outcome]]]:
    """Requests for many articles, of at most `size` each, and of few enough bytes."""
    urls: list[str | None] = []
    lines: list[bytes] = []
    for article in articles:
        line = _json({**article, "keep": sorted(article.get("keep") or ())})
        if lines and (len(lines) >= size or sum(map(len, lines)) + len(line) > CHUNK_BYTES):
            yield _batch(lines, urls)
            lines, urls = [], []
        lines.append(line)
        urls.append(article.get("url"))
    if lines:
        yield _batch(lines, urls)


def _batch(lines: list[bytes], urls: list[str | None]) -> Call[list[Outcome]]:
    def read(response: httpx.Response) -> list[Outcome]:
        answers = response.content.splitlines()
        if len(answers) != len(urls):
            raise httpx.RemoteProtocolError(f"{len(answers)} answers to {len(urls)} articles")
        return [_outcome(json.loads(answer), url) for answer, url in zip(answers, urls, strict=True)]

    content = b"\n".join(lines)
    return Call(path="/v1/strip/batch", content=content, headers=_headers(NDJSON, NDJSON), params={}, read=read)


def _outcome(answer: dict[str, Any], url: str | None) -> Outcome:
    return service_error(answer["error"]) if "error" in answer else result_of(answer, url)


def read_answer(call: Call[Read], response: httpx.Response) -> Read:
    """What an answer says. Raises `ServiceError`."""
    if not response.is_success:
        raise service_error(_problem(response), _retry_after(response))
    try:
        return call.read(response)
    except (KeyError, TypeError, ValueError) as error:
        detail = f"the answer of {response.url} is none of Endmark's: does its service stand there?"
        raise ServiceError({"status": response.status_code, "detail": detail}) from error


def unreachable(error: httpx.TransportError, url: str) -> UnreachableError:
    """What a failure of the connection is to the caller."""
    reason = str(error) or type(error).__name__
    return UnreachableError(f"no answer from {url}: {reason}", lost=isinstance(error, LOST))


def _problem(response: httpx.Response) -> dict[str, Any]:
    """The problem document; one of our own where something on the way, a proxy say, answered instead."""
    if "problem+json" in response.headers.get("Content-Type", ""):
        problem: dict[str, Any] = response.json()
        return problem
    return {"title": response.reason_phrase, "status": response.status_code, "detail": response.text[:200]}


def _retry_after(response: httpx.Response) -> float | None:
    """How many seconds to wait, from a number of seconds or a date."""
    told = response.headers.get("Retry-After", "")
    if told.isdecimal():
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
