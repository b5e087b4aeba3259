"""The add-on: one line of settings, and every item is stripped."""

from scrapy.http import Response
from scrapy.settings import BaseSettings

from endmark.errors import InputError
from endmark.model import Result
from endmark.scrapy.pipeline import Pipeline
from scrapy import Spider

# Behind pipelines that clean and validate, before those that store.
_PLACE = 500


class Addon:
    """Puts the pipeline among the others."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Add the pipeline, unless the settings say already where it is to be."""
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", Pipeline, _PLACE)


async def strip_response(response: Response, spider: Spider) -> Result:
    """The result of a page, for callbacks; `spider` is whose callback it is.

    As the crawl's settings say, in this process or by a service, while the reactor goes on. Raises `InputError` for a
    page that cannot be used and for a crawl without the add-on; of a service also its `ServiceError` and
    `UnreachableError`.
    """
    pipeline = spider.crawler.get_item_pipeline(Pipeline)
    if pipeline is None:
        raise InputError('this crawl is without Endmark; add "endmark.scrapy.Addon" to ADDONS')
    return await pipeline.stripper.strip(response, html=True, url=response.url)
