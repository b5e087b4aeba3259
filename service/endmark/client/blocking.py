"""The client for code that waits."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from time import sleep
from types import TracebackType
from typing import Self

import httpx

from endmark.client import exchange
from endmark.client.errors import ServiceError, UnreachableError
from endmark.client.exchange import Article, Call, Outcome, Patience, Read
from endmark.client.settings import connection
from endmark.errors import EndmarkError
from endmark.model import Kind, Result


class Client:
    """A service's client. Safe to use from several threads, which share its connections; close it when done.

    `timeout` is in seconds, for each step of a request. A busy service (429, 503) is asked again, and so is one whose
    connection was lost: up to `retries` times, later each time, and not before its own Retry-After; `on_retry` is told.
    `concurrency` is how many batches are sent at once. Proxies of the environment are used if `proxies` says so.
    """

    def __init__(  # noqa: PLR0913  each has a default that serves
        self,
        url: str,
        *,
        api_key: str | None = None,
        timeout: float = 30.0,
        retries: int = 5,
        concurrency: int = 4,
        proxies: bool = False,
        on_retry: Callable[[EndmarkError], None] = lambda _: None,
    ) -> None:
        self._http = httpx.Client(**connection(url, api_key, timeout, concurrency, proxies=proxies))
        self._patience, self._concurrency, self._on_retry = Patience(retries), concurrency, on_retry

    def strip(  # noqa: PLR0913  those of the library, and what tells text from page
        self,
        source: object,
        *,
        url: str | None = None,
        site: str | None = None,
        keep: Collection[Kind | str] = (),
        html: bool = False,
        charset: str | None = None,
    ) -> Result:
        """What `endmark.strip` returns for the source, which may be whatever that takes.

        `html` says that str or bytes are a page, `charset` what the bytes' sender stated. Raises `RefusedError`, which
        is an `InputError`, for what cannot be used, another `ServiceError`, or `UnreachableError`.
        """
        return self._send(exchange.strip_call(source, url=url, site=site, keep=keep, html=html, charset=charset))

    def strip_many(self, articles: Iterable[Article], *, chunk: int = 100) -> Iterator[Outcome]:
        """One outcome for each article, in order: its result, or the `ServiceError` that it met.

        An article has `text` or `html`, and may have `url`, `site` and `keep`. They are taken and sent in batches of
        `chunk` as the outcomes are asked for. Raises what `strip` does where a whole batch fails.
        """
        calls = exchange.batch_calls(articles, chunk)
        with ThreadPoolExecutor(self._concurrency) as pool:
            pending: deque[Future[list[Outcome]]] = deque()
            try:
                for call in calls:
                    pending.append(pool.submit(self._send, call))
                    if len(pending) > self._concurrency:
                        yield from pending.popleft().result()
                while pending:
                    yield from pending.popleft().result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _send(self, call: Call[Read]) -> Read:
        for attempt in count():
            try:
                return self._once(call)
            except (ServiceError, UnreachableError) as failure:
                pause = self._patience.pause(attempt, failure)
                if pause is None:
                    raise
                self._on_retry(failure)
            sleep(pause)
        raise AssertionError("counting has no end")

    def _once(self, call: Call[Read]) -> Read:
        try:
            response = self._http.post(call.path, content=call.content, headers=call.headers, params=call.params)
            return exchange.read_answer(call, response)
        except httpx.TransportError as error:
            raise exchange.unreachable(error, str(self._http.base_url)) from error

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()
