"""The item pipeline: an item's text or page in, its body out."""

import logging
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from endmark.attempts import Attempt
from endmark.client import ServiceError
from endmark.errors import InputError
from endmark.model import Result
from endmark.scrapy.options import OnError, Options
from endmark.scrapy.stripping import Stripper

_log = logging.getLogger(__name__)


class Pipeline:
    """Strips items: dicts, dataclasses, attrs and pydantic objects, Scrapy's own."""

    def __init__(self, options: Options, stats: StatsCollector) -> None:
        self._options, self._stats = options, stats
        self.stripper = Stripper(options, stats)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawl. Raises `InputError` and `RuleError` for settings that are of no use."""
        assert crawler.stats is not None  # noqa: S101  Scrapy makes the statistics before any pipeline
        return cls(Options.of(crawler.settings), crawler.stats)

    def close_spider(self) -> None:
        """End what it works with."""
        self.stripper.close()

    async def process_item(self, item: Any) -> Any:  # noqa: ANN401  items are of any type
        """The item with its body in place of its text; unchanged if it has no text, or if it cannot be stripped."""
        if not self._options.items:
            return item
        source, html = self._source(ItemAdapter(item))
        if source is None:
            self._count("skipped")
            return item
        attempt = Attempt()
        with attempt:
            result = await self.stripper.strip(source, html=html, url=ItemAdapter(item).get(self._options.url_field))
            self._write(item, result)
        if attempt.error:
            self._failed(attempt)
        else:
            self._count_result(result)
        return item

    def _source(self, item: ItemAdapter) -> tuple[object, bool]:
        """The item's text, else its page; and whether it is a page."""
        text = item.get(self._options.text_field)
        return (item.get(self._options.html_field), True) if text is None else (text, False)

    def _write(self, item: Any, result: Result) -> None:  # noqa: ANN401  items are of any type
        adapter, options = ItemAdapter(item), self._options
        values: dict[str, object] = {options.body_field: result.body}
        if options.removed_field:
            values[options.removed_field] = [segment.as_dict() for segment in result.removed]
        for name in values:
            if not isinstance(item, dict) and name not in adapter.field_names():
                setting = "ENDMARK_BODY_FIELD" if name == options.body_field else "ENDMARK_REMOVED_FIELD"
                raise InputError(f"a {type(item).__name__} has no field {name!r}; name another one in {setting}")
        adapter.update(values)

    def _failed(self, attempt: Attempt) -> None:
        error = attempt.error
        self._count(f"error/{error.status if isinstance(error, ServiceError) else type(error).__name__}")
        if self._options.on_error is OnError.DROP:
            raise DropItem(f"Endmark: {attempt.reason}")
        _log.warning("an item stays as it is: %s", attempt.reason)

    def _count_result(self, result: Result) -> None:
        self._count("ok")
        for segment in result.removed:
            if segment.cut:
                self._count(f"removed/{segment.cut.kind}")

    def _count(self, name: str) -> None:
        self._stats.inc_value(f"endmark/{name}")
