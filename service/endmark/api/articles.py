"""One article to its answer: the one way for single requests and batches."""

from dataclasses import dataclass
from typing import Any

from endmark.api.counting import Counting
from endmark.api.metrics import Metrics
from endmark.api.rule_set import RuleSet
from endmark.api.settings import Settings
from endmark.api.turns import Turns
from endmark.api.watchdog import Watchdog
from endmark.errors import TooLargeError
from endmark.model import Document, Format
from endmark.reading import Limits, read
from endmark.rules.book import named_host
from endmark.strip import strip
from endmark.submission import Submission

_SETTINGS = {
    "tags": "ENDMARK_MAX_ELEMENTS",
    "nested elements": "ENDMARK_MAX_DEPTH",
    "attributes": "ENDMARK_MAX_ATTRIBUTES",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an article was found to be, as plain JSON data, and the rule set that found it."""

    members: dict[str, Any]
    rule_set: str

    @property
    def body(self) -> str:
        """The body alone."""
        return str(self.members["body"])


@dataclass(frozen=True, slots=True)
class Articles:
    """Strips articles within the settings' limits."""

    settings: Settings
    watchdog: Watchdog
    metrics: Metrics
    turns: Turns
    counting: Counting | None = None

    def strip(self, posted: Submission, rules: RuleSet, form: Format | None = None) -> Answer:
        """The answer, its body in `form` or in the one that was asked for.

        Raises RequestError(503) after the time that one article may take, and InputError.
        """
        form = form or posted.form or Format.TEXT
        with self.turns.take(), self.watchdog.budget(self.settings.max_seconds):
            document = self._read(posted)
            result = strip(document, url=posted.url, site=posted.site, keep=posted.keep or (), book=rules.book)
            members = {**result.as_dict(form, figures=bool(posted.figures)), "rule_set": rules.version}
        self.metrics.article(result, None if result.site else named_host(posted.site, posted.url))
        if self.counting:
            self.counting.count(result)
        return Answer(members, rules.version)

    def _read(self, posted: Submission) -> Document:
        """The document; the error for a page over a limit names the setting."""
        settings = self.settings
        limits = Limits(tags=settings.max_elements, nested=settings.max_depth, attributes=settings.max_attributes)
        try:
            return read(posted.source, charset=posted.charset, html=posted.html, limits=limits)
        except TooLargeError as error:
            raise error.or_raise(_SETTINGS.get(error.unit)) from None
