"""From a result to an HTTP answer, in the form that the client asked for."""

from collections.abc import Sequence
from functools import lru_cache

from flask import Request, Response
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from endmark.api.articles import Answer
from endmark.api.problems import RequestError, to_json
from endmark.errors import quote
from endmark.model import Format

JSON = "application/json"
TEXT = "text/plain"
HTML = "text/html"
FORMS = {TEXT: Format.TEXT, "text/markdown": Format.MARKDOWN, HTML: Format.HTML}
RULE_SET = "Endmark-Rule-Set"


def acceptable(request: Request, form: Format | None = None) -> str:
    """The media type to answer an article with, JSON where the client does not care; raises RequestError(406).

    `form` is the body's format if one was asked for: no other can be the answer then. HTML is the answer only where
    JSON would not do: scrapers that want JSON say, like browsers, that they accept pages, and all else.
    """
    return _acceptable(request.headers.get("Accept", ""), form)


@lru_cache(maxsize=64)
def _acceptable(accept: str, form: Format | None) -> str:
    alone = [media_type for media_type in FORMS if form in {None, FORMS[media_type]}]
    accepted = _accepted(accept)
    offered = [JSON, *(media_type for media_type in alone if media_type != HTML or not accepted[JSON])]
    return best(accept, offered, said=f"{JSON}, or {' or '.join(alone)} for the body alone")


def best(accept: str, offered: Sequence[str], *, said: str) -> str:
    """The media type that suits the client best, the first where it does not care; raises RequestError(406).

    `accept` is its Accept header, empty where it sent none.
    """
    accepted = _accepted(accept)
    found = accepted.best_match(offered) if accepted else offered[0]
    if found is None:
        raise RequestError(406, f"Accept is {quote(accept)}; the answer can be {said}")
    return found


def _accepted(accept: str) -> MIMEAccept:
    # Without parameters: for Werkzeug `text/plain;charset=utf-8` is another type than `text/plain`.
    wanted = parse_accept_header(accept, MIMEAccept)
    return MIMEAccept([(media_type.partition(";")[0].strip(), q) for media_type, q in wanted])


def json_answer(data: object) -> Response:
    """Any JSON data as an answer."""
    return Response(to_json(data), content_type=JSON)


def answer(found: Answer, media_type: str) -> Response:
    """The whole result, or its body alone in the form that the media type names."""
    if media_type == JSON:
        data, content_type = to_json(found.members), JSON
    else:
        data, content_type = _body_alone(found.body, media_type), f"{media_type}; charset=utf-8"
    # All at once: one by one, each would be looked for among the others first.
    return Response(data, headers=[("Content-Type", content_type), (RULE_SET, found.rule_set), ("Vary", "Accept")])


def _body_alone(body: str, media_type: str) -> bytes:
    try:
        return body.encode()
    except UnicodeEncodeError as error:
        raise RequestError(
            422,
            f"the body holds a lone surrogate (U+{ord(body[error.start]):04X} at code point {error.start:,}),"
            f" which {media_type} cannot carry; ask for {JSON}",
        ) from None
