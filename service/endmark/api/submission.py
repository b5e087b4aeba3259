"""From an HTTP request to what is to be stripped: media types, fields and their checks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from flask import Request

from endmark.api import strict_json
from endmark.api.problems import LONGEST_QUOTE, RequestError, quote
from endmark.model import Kind

JSON = "application/json"
RAW = {"text/plain": "text", "text/html": "html"}

_OPTIONS = ("url", "site", "keep")
_SOURCES = ("text", "html")
_ACCEPTED = ", ".join((*RAW, JSON))


@dataclass(frozen=True, slots=True)
class Submission:
    """One article, as a client posted it. `source` is bytes where the charset is still to be told."""

    source: str | bytes
    html: bool
    charset: str | None
    url: str | None
    site: str | None
    keep: frozenset[Kind]


def read_submission(request: Request, body: bytes) -> Submission:
    """Read what was posted; raises RequestError (400, 415, 422)."""
    _refuse_encoded(request)
    options = _query_options(request)
    if request.mimetype == JSON:
        return _from_json(request, body, options)
    if request.mimetype in RAW:
        html = RAW[request.mimetype] == "html"
        return _submission(body, options, html=html, charset=request.mimetype_params.get("charset"))
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
    _refuse_unknown(request.args, _OPTIONS, "query parameter")
    options: dict[str, object] = {}
    for name, values in request.args.lists():
        if name != "keep" and len(values) > 1:
            raise _unusable(name, f"`{name}` stands {len(values)} times in the query; give it once")
        options[name] = values if name == "keep" else values[0]
    return options


def _from_json(request: Request, body: bytes, options: dict[str, object]) -> Submission:
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8"}:
        raise _unusable("charset", f"charset is {quote(charset)}, but JSON is UTF-8; leave the charset out")
    members = _members(strict_json.parse(body))
    for name in members.keys() & options.keys():
        raise _unusable(name, f"`{name}` stands both in the JSON and in the query; give it once")
    name, source = _source(members)
    return _submission(source, {**options, **members}, html=name == "html", charset=None)


def _members(value: object) -> dict[str, object]:
    """The object's members; null is as good as absent, since scrapers send it for what they lack."""
    if not isinstance(value, dict):
        raise RequestError(422, f'the JSON is {_json_type(value)}; send an object such as {{"text": "…"}}')
    _refuse_unknown(value, (*_SOURCES, *_OPTIONS), "JSON member")
    return {name: member for name, member in value.items() if member is not None}


def _source(members: Mapping[str, object]) -> tuple[str, str]:
    match [name for name in _SOURCES if name in members]:
        case [name]:
            return name, _string(members, name) or ""
        case []:
            raise _unusable("text", "there is no text; send `text` or `html` (an empty string is allowed)")
    raise _unusable("text", "there are both `text` and `html`; send one of them")


def _submission(source: str | bytes, options: Mapping[str, object], *, html: bool, charset: str | None) -> Submission:
    return Submission(
        source=source,
        html=html,
        charset=charset,
        url=_string(options, "url"),
        site=_string(options, "site"),
        keep=frozenset(_kinds(options.get("keep", ()))),
    )


def _string(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value
    raise _unusable(name, f"`{name}` is {_json_type(value)}; give a string")


def _kinds(value: object) -> Iterable[Kind]:
    """Kinds from a list of names, or from names joined by commas, or both."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list | tuple):
        raise _unusable("keep", f"`keep` is {_json_type(value)}; give an array of kinds")
    for item in listed:
        if not isinstance(item, str):
            raise _unusable("keep", f"`keep` holds {_json_type(item)}; give kinds as strings")
        yield from (_kind(name.strip()) for name in item.split(",") if name.strip())


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise _unusable("keep", f"unknown kind {quote(name)}; {_suggest(name, Kind)}") from None


def _refuse_unknown(given: Iterable[str], known: tuple[str, ...], what: str) -> None:
    for name in given:
        if name not in known:
            raise _unusable(name, f"unknown {what} {quote(name)}; {_suggest(name, known)}")


def _suggest(name: str, known: Iterable[str]) -> str:
    names = list(known)
    if close := get_close_matches(name.lower(), names, n=1):
        return f"did you mean {close[0]}?"
    return f"known are {', '.join(names)}"


def _unusable(field: str, detail: str) -> RequestError:
    return RequestError(422, detail, field=field[:LONGEST_QUOTE])


def _json_type(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
    return "null" if value is None else "an object"
