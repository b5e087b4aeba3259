"""As much of JSON Schema as the schema of rule files uses, to hold it against rule files."""

import re
from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]
_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
}
_ABOUT_SCHEMAS = {"$schema", "$defs", "title", "description"}


def accepts(schema: Schema, value: object, root: Schema | None = None) -> bool:
    root = root or schema
    return all(
        _KEYWORDS[keyword](limit, value, schema, root)
        for keyword, limit in schema.items()
        if keyword not in _ABOUT_SCHEMAS
    )


def _inside(limit: dict[str, Schema], value: object, root: Schema) -> bool:
    return not isinstance(value, dict) or all(accepts(limit[k], v, root) for k, v in value.items() if k in limit)


def _referred(limit: str, root: Schema) -> Schema:
    found: Schema = root["$defs"][limit.removeprefix("#/$defs/")]
    return found


def _depends(limit: dict[str, list[str] | Schema], value: object, root: Schema) -> bool:
    named = limit.keys() & value.keys() if isinstance(value, dict) else set()
    schemas = [{"required": asked} if isinstance(asked, list) else asked for asked in map(limit.__getitem__, named)]
    return all(accepts(schema, value, root) for schema in schemas)


_KEYWORDS: dict[str, Callable[[Any, Any, Schema, Schema], bool]] = {
    "$ref": lambda limit, v, _, root: accepts(_referred(limit, root), v, root),
    "type": lambda limit, v, *_: _TYPES[limit](v),
    "enum": lambda limit, v, *_: v in limit,
    "const": lambda limit, v, *_: v == limit,
    "pattern": lambda limit, v, *_: not isinstance(v, str) or bool(re.search(limit, v)),
    "minimum": lambda limit, v, *_: v >= limit,
    "maximum": lambda limit, v, *_: v <= limit,
    "exclusiveMinimum": lambda limit, v, *_: v > limit,
    "minItems": lambda limit, v, *_: not isinstance(v, list) or len(v) >= limit,
    "items": lambda limit, v, _, root: not isinstance(v, list) or all(accepts(limit, i, root) for i in v),
    "required": lambda limit, v, *_: not isinstance(v, dict) or set(limit) <= v.keys(),
    "properties": lambda limit, v, _, root: _inside(limit, v, root),
    "additionalProperties": lambda limit, v, own, _: (
        limit or not isinstance(v, dict) or v.keys() <= own["properties"].keys()
    ),
    "dependencies": lambda limit, v, _, root: _depends(limit, v, root),
    "anyOf": lambda limit, v, _, root: any(accepts(s, v, root) for s in limit),
    "oneOf": lambda limit, v, _, root: sum(accepts(s, v, root) for s in limit) == 1,
}
