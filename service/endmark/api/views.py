"""The endpoints. One request goes straight down: body, submission, document, result, answer."""

from importlib.metadata import version

from flask import Response, request

from endmark.api.answers import acceptable, answer, json_answer
from endmark.api.body import read_body
from endmark.api.submission import read_submission
from endmark.reading import read
from endmark.rules.book import RuleBook
from endmark.strip import strip


class Views:
    """The endpoints over one rule book; holds nothing that a request could change."""

    def __init__(self, book: RuleBook, max_bytes: int) -> None:
        self._book = book
        self._max_bytes = max_bytes
        self._version = {"version": version("endmark"), "sites": len(book.sites)}

    def strip(self) -> Response:
        """POST /v1/strip: separate one article's body from its boilerplate."""
        # The body comes first: a refusal before it is read would reset the connection of a client that
        # is still sending.
        body = read_body(request, self._max_bytes)
        posted = read_submission(request, body)
        media_type = acceptable(request, posted.form)
        document = read(posted.source, charset=posted.charset, html=posted.html)
        result = strip(document, url=posted.url, site=posted.site, keep=posted.keep or (), book=self._book)
        return answer(result, media_type, posted)

    def healthz(self) -> Response:
        """GET /healthz: the process answers."""
        return json_answer({"status": "ok"})

    def version(self) -> Response:
        """GET /version: Endmark's version and how many site files are in force."""
        return json_answer(self._version)
