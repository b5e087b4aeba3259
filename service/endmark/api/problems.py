"""Errors as RFC 9457 problem documents: what is wrong, the limit and the actual value, what to do."""

import json
from collections.abc import Mapping

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound
from werkzeug.http import HTTP_STATUS_CODES

from endmark.errors import EndmarkError, FieldError, InputError, MalformedError, TooLargeError, quote

MEDIA_TYPE = "application/problem+json"
OUR_FAULT = "Endmark failed on this, not you; its log says why. Please report it."


class RequestError(EndmarkError):
    """A request that gets an error answer. `members` are added to the problem document."""

    def __init__(
        self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **members: object
    ) -> None:
        self.status, self.detail, self.headers, self.members = status, detail, headers or {}, members
        super().__init__(detail)

    def document(self) -> dict[str, object]:
        """The problem document."""
        return {
            "type": "about:blank",
            "title": HTTP_STATUS_CODES[self.status],
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }


def to_json(data: object) -> bytes:
    r"""JSON in UTF-8. A lone surrogate, which UTF-8 cannot hold, keeps its escape (`\ud800`)."""
    try:
        return orjson.dumps(data)
    except orjson.JSONEncodeError:  # it knows no surrogates
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def register(app: Flask) -> None:
    """Make every error of `app` a problem document."""
    app.register_error_handler(RequestError, _answer)
    app.register_error_handler(InputError, _unusable)
    app.register_error_handler(HTTPException, _http_error)


def as_request_error(error: InputError) -> RequestError:
    """What an unusable input is to the one who sent it."""
    detail = str(error)
    match error:
        case TooLargeError():
            return RequestError(413, detail, limit=error.limit, actual=error.actual, unit=error.unit)
        case MalformedError():
            return RequestError(400, detail)
        case FieldError():
            return RequestError(422, detail, field=error.field)
    return RequestError(422, detail)


def _answer(problem: RequestError) -> Response:
    return Response(
        to_json(problem.document()),
        status=problem.status,
        headers=dict(problem.headers),
        content_type=MEDIA_TYPE,
    )


def _unusable(error: InputError) -> Response:
    return _answer(as_request_error(error))


def _http_error(error: HTTPException) -> Response:
    """What Flask and Werkzeug raise. The log has a 500's traceback; the answer never does."""
    headers = {}
    if isinstance(error, MethodNotAllowed):
        headers = {"Allow": ", ".join(sorted(error.valid_methods or ()))}
    return _answer(RequestError(error.code or 500, _explain(error), headers=headers))


def _explain(error: HTTPException) -> str:
    match error:
        case NotFound():
            return f"nothing at {quote(request.path)}; there is POST /v1/strip, and /docs lists the rest"
        case MethodNotAllowed():
            allowed = ", ".join(sorted(error.valid_methods or ()))
            return f"{quote(request.path)} does not take {quote(request.method)}; use {allowed}"
        case InternalServerError():
            return OUR_FAULT
    return error.description or "the request cannot be served"
