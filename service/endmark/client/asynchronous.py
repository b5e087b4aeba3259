"""The client for code that awaits."""

from asyncio import Task, ensure_future, sleep
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from itertools import count
from types import TracebackType
from typing import Self

import httpx

from endmark.client import exchange
from endmark.client.errors import ServiceError, UnreachableError
from endmark.client.exchange import Article, Call, Outcome, Patience, Read
from endmark.client.settings import connection
from endmark.errors import EndmarkError
from endmark.model import Kind, Result


class AsyncClient:
    """What `Client` is, to be awaited. It belongs to the event loop that it is first used in."""

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
        self._http = httpx.AsyncClient(**connection(url, api_key, timeout, concurrency, proxies=proxies))
        self._patience, self._concurrency, self._on_retry = Patience(retries), concurrency, on_retry

    async def strip(  # noqa: PLR0913  those of the library, and what tells text from page
        self,
        source: object,
        *,
        url: str | None = None,
        site: str | None = None,
        keep: Collection[Kind | str] = (),
        html: bool = False,
        charset: str | None = None,
    ) -> Result:
        """What `Client.strip` returns."""
        return await self._send(exchange.strip_call(source, url=url, site=site, keep=keep, html=html, charset=charset))

    async def strip_many(self, articles: Iterable[Article], *, chunk: int = 100) -> AsyncIterator[Outcome]:
        """What `Client.strip_many` yields."""
        pending: deque[Task[list[Outcome]]] = deque()
        try:
            for call in exchange.batch_calls(articles, chunk):
                pending.append(ensure_future(self._send(call)))
                if len(pending) >= self._concurrency:
                    for outcome in await pending.popleft():
                        yield outcome
            while pending:
                for outcome in await pending.popleft():
                    yield outcome
        finally:
            for task in pending:
                task.cancel()

    async def _send(self, call: Call[Read]) -> Read:
        for attempt in count():
            try:
                return await self._once(call)
            except (ServiceError, UnreachableError) as failure:
                pause = self._patience.pause(attempt, failure)
                if pause is None:
                    raise
                self._on_retry(failure)
            await sleep(pause)
        raise AssertionError("counting has no end")

    async def _once(self, call: Call[Read]) -> Read:
        try:
            response = await self._http.post(call.path, content=call.content, headers=call.headers, params=call.params)
            return exchange.read_answer(call, response)
        except httpx.TransportError as error:
            raise exchange.unreachable(error, str(self._http.base_url)) from error

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        await self.aclose()
