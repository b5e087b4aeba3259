"""From an HTTP request to what is to be stripped: media types, fields and their checks."""

from collections.abc import Iterable

from flask import Request

from endmark.api.problems import RequestError
from endmark.errors import FieldError, quote
from endmark.submission import OPTIONS, SOURCES, Submission, from_members, members

JSON = "application/json"
RAW = {"text/plain": "text", "text/html": "html"}

_ACCEPTED = ", ".join((*RAW, JSON))


def read_submission(request: Request, body: bytes) -> Submission:
    """Read what was posted; raises RequestError (415), MalformedError or InputError."""
    _refuse_encoded(request)
    options = _query_options(request)
    if request.mimetype == JSON:
        return _from_json(request, body, options)
    if request.mimetype in RAW:
        given = {RAW[request.mimetype]: body, **options}
        return from_members(given, charset=request.mimetype_params.get("charset"))
    raise _wrong_type(request.mimetype)


def _refuse_encoded(request: Request) -> None:
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding.strip().lower() not in {"", "identity"}:
        raise RequestError(
            415,
            f"Content-Encoding is {quote(encoding)}; send the body as it is, without compression",
            headers={"Accept-Encoding": "identity"},
        )


def _wrong_type(mimetype: str) -> RequestError:
    given = f"Content-Type is {quote(mimetype)}" if mimetype else "there is no Content-Type"
    return RequestError(
        415,
        f"{given}; send {_ACCEPTED} (curl: -H 'Content-Type: text/plain' --data-binary @FILE)",
        headers={"Accept-Post": _ACCEPTED},
    )


def _query_options(request: Request) -> dict[str, object]:
    _refuse_unknown(request.args, OPTIONS, "query parameter")
    options: dict[str, object] = {}
    for name, values in request.args.lists():
        if name != "keep" and len(values) > 1:
            raise FieldError(name, f"`{name}` stands {len(values)} times in the query; give it once")
        options[name] = values if name == "keep" else values[0]
    return options


def _refuse_unknown(given: Iterable[str], known: tuple[str, ...], what: str) -> None:
    for name in given:
        if name not in known:
            raise FieldError(name, f"unknown {what} {quote(name)}; known are {', '.join(known)}")


def _from_json(request: Request, body: bytes, options: dict[str, object]) -> Submission:
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8"}:
        raise FieldError("charset", f"charset is {quote(charset)}, but JSON is UTF-8; leave the charset out")
    posted = members(body)
    _refuse_unknown(posted, (*SOURCES, *OPTIONS), "JSON member")
    given = {name: value for name, value in posted.items() if value is not None}
    for name in given.keys() & options.keys():
        raise FieldError(name, f"`{name}` stands both in the JSON and in the query; give it once")
    return from_members({**options, **given})
