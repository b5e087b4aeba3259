"""From a result to an HTTP answer, in the form that the client asked for."""

from flask import Request, Response
from werkzeug.datastructures import MIMEAccept

from endmark.api.problems import RequestError, to_json
from endmark.errors import quote
from endmark.model import Result

JSON = "application/json"
TEXT = "text/plain"


def acceptable(request: Request) -> str:
    """The media type to answer with, JSON where the client does not care; raises RequestError(406)."""
    # Without parameters: for Werkzeug `text/plain;charset=utf-8` is another type than `text/plain`.
    wanted = [(media_type.partition(";")[0].strip(), q) for media_type, q in request.accept_mimetypes]
    best = MIMEAccept(wanted).best_match([JSON, TEXT]) if wanted else JSON
    if best is None:
        asked = quote(request.headers.get("Accept", ""))
        raise RequestError(406, f"Accept is {asked}; the answer can be {JSON}, or {TEXT} for the body alone")
    return best


def json_answer(data: object) -> Response:
    """Any JSON data as an answer."""
    return Response(to_json(data), content_type=JSON)


def answer(result: Result, media_type: str) -> Response:
    """The whole result, or its body alone as text."""
    response = _body_alone(result.body) if media_type == TEXT else json_answer(result.as_dict())
    response.vary.add("Accept")
    return response


def _body_alone(body: str) -> Response:
    try:
        data = body.encode()
    except UnicodeEncodeError as error:
        raise RequestError(
            422,
            f"the body holds a lone surrogate (U+{ord(body[error.start]):04X} at code point {error.start:,}),"
            f" which {TEXT} cannot carry; ask for {JSON}",
        ) from None
    return Response(data, content_type=f"{TEXT}; charset=utf-8")
