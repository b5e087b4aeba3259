"""The OpenAPI 3.1 document, made of the models of the contract."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from endmark.api import contract
from endmark.api.answers import FORMS, JSON, RULE_SET, TEXT
from endmark.api.batch import NDJSON
from endmark.api.observing import REQUEST_ID
from endmark.api.problems import MEDIA_TYPE
from endmark.api.rule_check import YAML
from endmark.api.settings import Settings
from endmark.model import Format, Kind

Schema = dict[str, Any]

_REF = "#/components/schemas/{model}"
_STRING: Schema = {"type": "string"}

_ERRORS = {
    400: "Malformed: the body breaks off, is no JSON, or is not compressed as it says.",
    401: "No key, or none that is known.",
    404: "There is none.",
    405: "Another method is needed.",
    406: "No form of the answer is acceptable.",
    408: "The body stalls, or takes too long to arrive.",
    413: "Over a limit; it and the actual value are told.",
    415: "A media type, or a Content-Encoding, that is not taken.",
    422: "Well formed, but not usable.",
    429: "Too much at once; Retry-After says when to come again.",
    503: "The article took longer than one may.",
    507: "No room for the batch.",
}
_BODY_ERRORS = (400, 408, 413, 415, 422, 429, 503)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One endpoint. `accepts` and `answers` are schemas, or models, by media type."""

    path: str
    method: str
    summary: str
    answers: dict[str, Schema | type[BaseModel]]
    accepts: dict[str, Schema | type[BaseModel]] = field(default_factory=dict)
    query: dict[str, Schema] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    tag: str = "service"


# What is no JSON: its charset and its size are all that could be wrong with it.
_RAW: Schema = {}
_ITEMS: Schema = {
    "type": "array",
    "items": {
        "anyOf": [
            {"$ref": _REF.format(model="BatchArticle")},
            {"description": "Anything else gets an error of its own."},
        ]
    },
}
_ITEM: Schema = {
    "anyOf": [{"$ref": _REF.format(model="BatchAnswer")}, {"$ref": _REF.format(model="BatchError")}],
}
_KEEP: Schema = {"type": "string", "description": f"Kinds that stay, joined by commas: {', '.join(Kind)}"}
_FORMAT: Schema = {"type": "string", "enum": list(Format)}
_FLAG: Schema = {"type": "string", "enum": ["true", "false"]}

OPERATIONS = (
    Operation(
        path="/v1/strip",
        method="post",
        tag="articles",
        summary="Separate one article's body from its boilerplate.",
        accepts={JSON: contract.Article, TEXT: _RAW, "text/html": _RAW},
        answers={JSON: contract.StripAnswer, **dict.fromkeys(FORMS, _STRING)},
        query={"url": _STRING, "site": _STRING, "keep": _KEEP, "format": _FORMAT, "figures": _FLAG},
        errors=(*_BODY_ERRORS, 406),
        headers=(RULE_SET,),
    ),
    Operation(
        path="/v1/strip/batch",
        method="post",
        tag="articles",
        summary="Many articles, as a JSON array or one JSON object a line; an error costs its own article only.",
        accepts={JSON: _ITEMS, NDJSON: _RAW},
        answers={JSON: {"type": "array", "items": _ITEM}, NDJSON: _STRING},
        errors=(*_BODY_ERRORS, 406, 507),
        headers=(RULE_SET,),
    ),
    Operation(
        path="/v1/sites",
        method="get",
        tag="rules",
        summary="The sites that rule files name, and whether newer rules are broken.",
        answers={JSON: contract.Sites},
    ),
    Operation(
        path="/v1/sites/{host}",
        method="get",
        tag="rules",
        summary="The site that a host belongs to, and its rules.",
        answers={JSON: contract.Site},
        errors=(404, 422),
    ),
    Operation(path="/healthz", method="get", summary="The process answers.", answers={JSON: contract.Health}),
    Operation(
        path="/readyz", method="get", summary="It serves, and by which rules.", answers={JSON: contract.Readiness}
    ),
    Operation(path="/version", method="get", summary="What runs here.", answers={JSON: contract.Version}),
    Operation(path="/metrics", method="get", summary="For Prometheus.", answers={TEXT: _STRING}),
)
CHECK = Operation(
    path="/v1/rules/check",
    method="post",
    tag="rules",
    summary="What is wrong with a rule file, and what is likely to go wrong.",
    accepts={YAML: _RAW},
    answers={JSON: contract.RuleCheck},
    query={"file": {"type": "string", "examples": ["sites/example.org.yaml"]}},
    required=("file",),
    errors=_BODY_ERRORS,
)


def document(settings: Settings, version: str) -> Schema:
    """The document of a service with these settings."""
    operations = (*OPERATIONS, CHECK) if settings.rules_check else OPERATIONS
    keyed = bool(settings.api_keys or settings.api_keys_file)
    paths: dict[str, Schema] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, keyed=keyed)
    components: Schema = {"schemas": _schemas(operations)}
    if keyed:
        components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Endmark",
            "version": version,
            "summary": "Finds where the story ends.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": components,
    }


def needs_key(path: str) -> bool:
    """Whether a path is closed to those without a key, where there are keys."""
    return path.startswith("/v1/") or path == "/metrics"


def _operation(operation: Operation, *, keyed: bool) -> Schema:
    closed = keyed and needs_key(operation.path)
    errors = (*operation.errors, *((401,) if closed else ()))
    found: Schema = {
        "summary": operation.summary,
        "tags": [operation.tag],
        "operationId": f"{operation.method}{operation.path.translate(_NO_SIGNS)}",
        "parameters": [*_parameters(operation)],
        "responses": {"200": _success(operation), **{str(status): _error(status) for status in sorted(errors)}},
    }
    if operation.accepts:
        found["requestBody"] = {"required": True, "content": _content(operation.accepts)}
    if closed:
        found["security"] = [{"key": []}]
    return found


_NO_SIGNS = str.maketrans({"/": "_", "{": None, "}": None})


def _parameters(operation: Operation) -> Iterable[Schema]:
    if "{host}" in operation.path:
        yield {"name": "host", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    for name, schema in operation.query.items():
        yield {"name": name, "in": "query", "required": name in operation.required, "schema": schema}
    yield {"name": REQUEST_ID, "in": "header", "required": False, "schema": _STRING}


def _success(operation: Operation) -> Schema:
    headers = {name: {"schema": _STRING, "required": True} for name in (REQUEST_ID, *operation.headers)}
    return {"description": "Done.", "headers": headers, "content": _content(operation.answers)}


def _error(status: int) -> Schema:
    names = {429: ("Retry-After",), 401: ("WWW-Authenticate",)}.get(status, ())
    headers = {name: {"schema": _STRING, "required": True} for name in (REQUEST_ID, *names)}
    return {"description": _ERRORS[status], "headers": headers, "content": _content({MEDIA_TYPE: contract.Problem})}


def _content(by_type: dict[str, Schema | type[BaseModel]]) -> Schema:
    return {media_type: {"schema": _schema(found)} for media_type, found in by_type.items()}


def _schema(found: Schema | type[BaseModel]) -> Schema:
    return found if isinstance(found, dict) else {"$ref": _REF.format(model=found.__name__)}


def _schemas(operations: Iterable[Operation]) -> Schema:
    named = [model for o in operations for model in (*o.accepts.values(), *o.answers.values())]
    models = [model for model in named if isinstance(model, type)]
    models += [contract.Problem, contract.BatchArticle, contract.BatchAnswer, contract.BatchError]
    unique = list(dict.fromkeys(models))
    _, found = models_json_schema([(model, "validation") for model in unique], ref_template=_REF)
    schemas: Schema = found["$defs"]
    return schemas
