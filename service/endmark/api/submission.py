"""From an HTTP request to what is to be stripped: media types, fields and their checks."""

from collections.abc import Iterable

from flask import Request

from endmark.api.problems import RequestError
from endmark.errors import FieldError, quote
from endmark.submission import OPTIONS, SOURCES, Submission, from_members, members

JSON = "application/json"
RAW = {"text/plain": "text", "text/html": "html"}

MEMBERS = (*SOURCES, *OPTIONS)

_ACCEPTED = ", ".join((*RAW, JSON))


def read_submission(request: Request, body: bytes) -> Submission:
    """Read what was posted; raises RequestError (415), MalformedError or InputError."""
    options = _query_options(request)
    if request.mimetype == JSON:
        return _from_json(request, body, options)
    if request.mimetype in RAW:
        given = {RAW[request.mimetype]: body, **options}
        return from_members(given, charset=request.mimetype_params.get("charset"))
    raise wrong_type(request, _ACCEPTED)


def wrong_type(request: Request, accepted: str) -> RequestError:
    """The refusal of a media type."""
    given = f"Content-Type is {quote(request.mimetype)}" if request.mimetype else "there is no Content-Type"
    return RequestError(
        415,
        f"{given}; send {accepted} (curl: -H 'Content-Type: {accepted.partition(',')[0]}' --data-binary @FILE)",
        headers={"Accept-Post": accepted},
    )


def _query_options(request: Request) -> dict[str, object]:
    refuse_query(request, OPTIONS)
    options: dict[str, object] = {}
    for name, values in request.args.lists():
        if name != "keep" and len(values) > 1:
            raise FieldError(name, f"`{name}` stands {len(values)} times in the query; give it once")
        options[name] = values if name == "keep" else values[0]
    return options


def _refuse_unknown(given: Iterable[str], known: tuple[str, ...], what: str) -> None:
    for name in given:
        if name not in known:
            listed = f"known are {', '.join(known)}" if known else "this takes none"
            raise FieldError(name, f"unknown {what} {quote(name)}; {listed}")


def _from_json(request: Request, body: bytes, options: dict[str, object]) -> Submission:
    refuse_charset(request)
    posted = members(body)
    _refuse_unknown(posted, MEMBERS, "JSON member")
    given = {name: value for name, value in posted.items() if value is not None}
    for name in given.keys() & options.keys():
        raise FieldError(name, f"`{name}` stands both in the JSON and in the query; give it once")
    return from_members({**options, **given})


def read_item(item: dict[str, object]) -> Submission:
    """Read one article of a batch, given the members of its JSON object; raises InputError."""
    _refuse_unknown(item, (*MEMBERS, "id"), "JSON member")
    return from_members(item)


def refuse_charset(request: Request) -> None:
    """JSON is UTF-8 and nothing else; raises FieldError."""
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8"}:
        raise FieldError("charset", f"charset is {quote(charset)}, but JSON is UTF-8; leave the charset out")


def refuse_query(request: Request, known: tuple[str, ...] = ()) -> None:
    """Raises FieldError for a query parameter that is not known here: it would have no effect."""
    _refuse_unknown(request.args, known, "query parameter")
