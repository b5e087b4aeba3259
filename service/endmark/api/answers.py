"""From a result to an HTTP answer, in the form that the client asked for."""

from flask import Request, Response
from werkzeug.datastructures import MIMEAccept

from endmark.api.problems import RequestError, to_json
from endmark.errors import quote
from endmark.model import Format, Result
from endmark.submission import Submission

JSON = "application/json"
TEXT = "text/plain"
HTML = "text/html"
FORMS = {TEXT: Format.TEXT, "text/markdown": Format.MARKDOWN, HTML: Format.HTML}


def acceptable(request: Request, form: Format | None = None) -> str:
    """The media type to answer with, JSON where the client does not care; raises RequestError(406).

    `form` is the body's format if one was asked for: no other can be the answer then. HTML is the answer only where
    JSON would not do: scrapers that want JSON say, like browsers, that they accept pages, and all else.
    """
    alone = [media_type for media_type in FORMS if form in {None, FORMS[media_type]}]
    # Without parameters: for Werkzeug `text/plain;charset=utf-8` is another type than `text/plain`.
    wanted = [(media_type.partition(";")[0].strip(), q) for media_type, q in request.accept_mimetypes]
    accepted = MIMEAccept(wanted or [(JSON, 1)])
    best = accepted.best_match(
        [JSON, *(media_type for media_type in alone if media_type != HTML or not accepted[JSON])]
    )
    if best is None:
        asked = quote(request.headers.get("Accept", ""))
        raise RequestError(
            406, f"Accept is {asked}; the answer can be {JSON}, or {' or '.join(alone)} for the body alone"
        )
    return best


def json_answer(data: object) -> Response:
    """Any JSON data as an answer."""
    return Response(to_json(data), content_type=JSON)


def answer(result: Result, media_type: str, posted: Submission) -> Response:
    """The whole result, or its body alone in the form that the media type names."""
    figures = bool(posted.figures)
    if media_type == JSON:
        response = json_answer(result.as_dict(posted.form or Format.TEXT, figures=figures))
    else:
        response = _body_alone(result.render(FORMS[media_type], figures=figures), media_type)
    response.vary.add("Accept")
    return response


def _body_alone(body: str, media_type: str) -> Response:
    try:
        data = body.encode()
    except UnicodeEncodeError as error:
        raise RequestError(
            422,
            f"the body holds a lone surrogate (U+{ord(body[error.start]):04X} at code point {error.start:,}),"
            f" which {media_type} cannot carry; ask for {JSON}",
        ) from None
    return Response(data, content_type=f"{media_type}; charset=utf-8")
