"""Stripping beside the reactor: in threads of its own, here or by a service."""

import gc
from collections.abc import Callable
from functools import partial

from scrapy.statscollectors import StatsCollector
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.threads import deferToThreadPool
from twisted.python.threadpool import ThreadPool

from endmark.client import Client
from endmark.errors import EndmarkError
from endmark.model import Result
from endmark.reading import read
from endmark.rules.book import RuleBook
from endmark.scrapy.options import Options
from endmark.strip import strip

Strip = Callable[..., Result]


class Stripper:
    """Strips for one crawl. The connections to a service are its own: no download slot, delay or proxy touches them."""

    def __init__(self, options: Options, stats: StatsCollector) -> None:
        from twisted.internet import reactor  # noqa: PLC0415  importing it chooses one, and that is Scrapy's business

        self._reactor = reactor
        self._options, self._stats = options, stats
        self._threads = ThreadPool(0, options.threads, "endmark")
        self._threads.start()
        self._client = self._connected() if options.url else None
        self._strip: Strip = self._client.strip if self._client else partial(_strip_here, _book(options))
        # What is loaded stays. A collection that looks through all of it stops the reactor for up to 0.1 s.
        gc.freeze()

    def _connected(self) -> Client:
        options = self._options
        return Client(
            options.url or "",
            api_key=options.api_key,
            timeout=options.timeout,
            retries=options.retries,
            concurrency=options.threads,
            on_retry=self._count_retry,
        )

    def _count_retry(self, _: EndmarkError) -> None:
        self._reactor.callFromThread(self._stats.inc_value, "endmark/retry")

    async def strip(self, source: object, *, html: bool, url: str | None) -> Result:
        """A source's result, while the reactor goes on. Raises what `strip` and `Client.strip` do."""
        work = partial(self._strip, source, html=html, url=url, keep=self._options.keep)
        return await maybe_deferred_to_future(deferToThreadPool(self._reactor, self._threads, work))

    def close(self) -> None:
        """End the threads and close the connections."""
        self._threads.stop()
        if self._client:
            self._client.close()


def _book(options: Options) -> RuleBook:
    return RuleBook.load(*options.rules) if options.rules else RuleBook.builtin()


def _strip_here(book: RuleBook, source: object, *, html: bool, url: str | None, keep: frozenset[str]) -> Result:
    return strip(read(source, html=html), url=url, keep=keep, book=book)
