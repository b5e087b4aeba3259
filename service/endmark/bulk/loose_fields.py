"""Columns for records of JSON, each of which may have other fields."""

import json
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

_TYPES = {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64()}
_INT64 = range(-(2**63), 2**63)


@dataclass(frozen=True, slots=True)
class Column:
    """A column for one field. `type` is what all its values are; None where they differ: then they stand as JSON."""

    name: str
    type: type | None

    @property
    def field(self) -> pa.Field:
        """The column's name and type."""
        return pa.field(self.name, _TYPES[self.type or str])

    def array(self, rows: Sequence[dict[str, Any]]) -> pa.Array:
        """The column of these rows."""
        values = [row.get(self.name) for row in rows]
        return pa.array([None if value is None else self._value(value) for value in values], self.field.type)

    def _value(self, value: object) -> object:
        if self.type is None:
            return json.dumps(value, ensure_ascii=False)
        return float(str(value)) if self.type is float else value


def columns_of(rows: Iterable[dict[str, Any]], without: AbstractSet[str]) -> list[Column]:
    """The columns that these rows need, in the order in which their fields come up first."""
    seen: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            if name not in without:
                seen.setdefault(name, set()).add(_type(value))
    return [Column(name, _common(types - {type(None)})) for name, types in seen.items()]


def _type(value: object) -> type:
    """The type of a value; of a whole number that no column can hold, object."""
    return object if isinstance(value, int) and value not in _INT64 else type(value)


def _common(types: set[type]) -> type | None:
    if types == {int, float}:
        return float
    [only] = types if len(types) == 1 else [str if not types else object]
    return only if only in _TYPES else None
