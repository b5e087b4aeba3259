"""The articles of a batch to their answers: one each, in order, and an error costs its own article only."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from endmark.api.articles import Articles
from endmark.api.batch import Data, Span, forget
from endmark.api.problems import OUR_FAULT, RequestError, as_request_error
from endmark.api.rule_set import RuleSet
from endmark.api.submission import read_item
from endmark.errors import FieldError, InputError, TooLargeError
from endmark.submission import members

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Item:
    """What is known of one article. As a context: an error in it becomes the item's, as Flask does for a request."""

    index: int
    identity: dict[str, object] = field(default_factory=dict)
    error: RequestError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, trace: TracebackType | None) -> bool:
        match error:
            case RequestError():
                self.error = error
            case InputError():
                self.error = as_request_error(error)
            case Exception():
                _log.error("an article of a batch failed", exc_info=error)
                self.error = RequestError(500, OUR_FAULT)
        return self.error is not None

    def answer(self) -> dict[str, object]:
        """The answer of an article that could not be stripped."""
        return {**self.identity, "index": self.index, "error": self.error and self.error.document()}


def answers(articles: Articles, rules: RuleSet, data: Data, spans: list[Span]) -> Iterator[dict[str, object]]:
    """One answer for each span of the data: what a single request gets, with the item's `id`."""
    for index, (start, end) in enumerate(spans):
        item = _Item(index)
        with item:
            fields = members(_bytes(articles, data, start, end))
            item.identity = _identity(fields)
            found = articles.strip(read_item(fields), rules)
        yield item.answer() if item.error else {**item.identity, **found.members}


def _identity(fields: dict[str, object]) -> dict[str, object]:
    """The article's id, if it has one; raises FieldError for one that may be as large and deep as it likes."""
    if isinstance(fields.get("id"), list | dict):
        raise FieldError("id", "`id` is an array or an object; give a string or a number")
    return {"id": fields["id"]} if "id" in fields else {}


def _bytes(articles: Articles, data: Data, start: int, end: int) -> bytes:
    limit = articles.settings.max_bytes
    if end - start > limit:
        remedy = "send a smaller one, or raise the service's ENDMARK_MAX_BYTES"
        raise TooLargeError("the article", limit=limit, actual=end - start, unit="bytes", remedy=remedy)
    article = data[start:end]
    forget(data)
    return article
