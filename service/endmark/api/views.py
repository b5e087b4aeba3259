"""The endpoints. One request goes straight down: body, submission, document, result, answer."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from importlib.metadata import version
from itertools import islice

from flask import Request, Response
from flask import request as any_request
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from endmark.api import batch
from endmark.api.answers import FORMS, RULE_SET, acceptable, answer, best, json_answer
from endmark.api.articles import Articles
from endmark.api.batch_items import answers
from endmark.api.body import Intake
from endmark.api.openapi import document
from endmark.api.problems import RequestError, to_json
from endmark.api.rule_check import check, file_name
from endmark.api.rule_set import Rules
from endmark.api.sites import all_sites, one_site, readiness
from endmark.api.slots import Slots
from endmark.api.submission import read_submission, refuse_charset, refuse_query, wrong_type

_FRAMINGS = {batch.JSON: batch.elements, batch.NDJSON: batch.lines}


class Views:
    """The endpoints; they hold nothing that a request could change."""

    def __init__(self, articles: Articles, rules: Rules) -> None:
        settings = articles.settings
        self._articles, self._rules = articles, rules
        self._settings = settings
        self._intake = Intake(settings, articles.watchdog)
        self._slots = Slots(settings.max_concurrent, "requests", "ENDMARK_MAX_CONCURRENT")
        self._batches = Slots(settings.max_batches, "batches", "ENDMARK_MAX_BATCHES")

    def strip(self) -> Response:
        """POST /v1/strip: separate one article's body from its boilerplate."""
        with self._slots:
            # The body comes first: a refusal before it is read would reset the connection of a client that
            # is still sending.
            request = _present()
            body = self._intake.article(request)
            posted = read_submission(request, body)
            media_type = acceptable(request, posted.form)
            return answer(self._articles.strip(posted, self._rules.current, FORMS.get(media_type)), media_type)

    def strip_batch(self) -> Response:
        """POST /v1/strip/batch: many articles, as a JSON array or as lines of JSON."""
        with ExitStack() as held:
            held.enter_context(self._slots)
            held.enter_context(self._batches)
            file = held.enter_context(tempfile.TemporaryFile(prefix="endmark-batch-"))
            request = _present()
            self._intake.batch(request, file)
            framing, media_type = _batch_types(request)
            data = held.enter_context(batch.mapped(file))
            rules = self._rules.current  # one set for the whole batch
            items = answers(self._articles, rules, data, self._spans(framing, data))
            kept = held.pop_all()
            response = Response(_joined(items, media_type, kept), content_type=media_type)
            response.headers[RULE_SET] = rules.version
            response.call_on_close(kept.close)  # a client that has gone away: the rest is not judged
            return response

    def _spans(self, framing: str, data: batch.Data) -> list[batch.Span]:
        """Where the articles are; raises RequestError(413) for too many, before the first is judged."""
        most = self._settings.max_batch_items
        with self._articles.watchdog.budget(self._settings.max_seconds):
            spans = []
            for span in islice(_FRAMINGS[framing](data), most + 1):
                spans.append(span)
                batch.forget(data)
        if len(spans) > most:
            raise RequestError(
                413,
                f"the batch has more than {most:,} articles; send several batches, or raise the service's"
                " ENDMARK_MAX_BATCH_ITEMS",
                limit=most,
            )
        return spans

    def healthz(self) -> Response:
        """GET /healthz: the process answers."""
        return json_answer({"status": "ok"})

    def readyz(self) -> Response:
        """GET /readyz: it can serve. 200 also with a stale rule set: taken out of service it would help nobody."""
        return json_answer(readiness(self._rules))

    def sites(self) -> Response:
        """GET /v1/sites: the sites with rules."""
        return json_answer(all_sites(self._rules))

    def site(self, host: str) -> Response:
        """GET /v1/sites/HOST: one site and its rules."""
        return json_answer(one_site(self._rules, host))

    def metrics(self) -> Response:
        """GET /metrics: for Prometheus, of all workers together."""
        return Response(self._articles.metrics.text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)

    def check_rules(self) -> Response:
        """POST /v1/rules/check: what is wrong with a rule file."""
        with self._slots:
            request = _present()
            body = self._intake.article(request)
            name = file_name(request)
            with self._articles.watchdog.budget(self._settings.max_seconds):
                return json_answer(check(name, body, self._rules.current.book))

    def openapi(self) -> Response:
        """GET /openapi.json: the contract."""
        return json_answer(document(self._settings, version("endmark")))

    def version(self) -> Response:
        """GET /version: Endmark's version, its rule set, and how many site files are in force."""
        rules = self._rules.current
        return json_answer({"version": version("endmark"), "rule_set": rules.version, "sites": len(rules.book.sites)})


def _present() -> Request:
    """The request itself: each look at it through Flask's stand-in for any request costs a search for it."""
    request: Request = any_request.environ["werkzeug.request"]
    return request


def _batch_types(request: Request) -> tuple[str, str]:
    """How the request's articles are framed, and what to answer with."""
    refuse_query(request)
    if request.mimetype not in _FRAMINGS:
        raise wrong_type(request, ", ".join(_FRAMINGS))
    refuse_charset(request)
    offered = sorted(_FRAMINGS, key=lambda media_type: media_type != request.mimetype)
    return request.mimetype, best(request.headers.get("Accept", ""), offered, said=" or ".join(offered))


def _joined(items: Iterable[dict[str, object]], media_type: str, held: ExitStack) -> Iterator[bytes]:
    """The answers, as they come, on a line each or as one JSON array; then what is held is let go."""
    before = b"["
    with held:
        for item in items:
            if media_type == batch.NDJSON:
                yield batch.one_line(to_json(item)) + b"\n"
            else:
                yield before + to_json(item)
                before = b",\n"
    if media_type != batch.NDJSON:
        yield b"[]" if before == b"[" else b"]"
