"""What Spark's batches become: their columns, and beside them what was found."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql.types import ArrayType, StringType, StructField, StructType

from endmark.attempts import Attempt
from endmark.bulk.job import FOUND
from endmark.bulk.parquet import extended, found_fields
from endmark.bulk.records import Stripper
from endmark.errors import InputError

ERROR = "error"
_CUT = (
    StructType()
    .add("kind", "string")
    .add("start", "long")
    .add("end", "long")
    .add("text", "string")
    .add("position", "string")
    .add("rule", "string")
    .add("file", "string")
    .add("reason", "string")
    .add("also", ArrayType(StringType()))
)


def found_schema(prefix: str) -> list[StructField]:
    """The fields that are added."""
    types = (StringType(), ArrayType(_CUT), StringType(), StringType(), StringType())
    return [StructField(prefix + name, kind) for name, kind in zip((*FOUND, ERROR), types, strict=True)]


def with_found(batch: pa.RecordBatch, found: Iterable[dict[str, Any]], prefix: str) -> pa.RecordBatch:
    """The batch with what was found of its rows."""
    return extended(batch, list(found), [*found_fields(prefix), pa.field(prefix + ERROR, pa.string())])


def found_of(
    stripper: Stripper, article: dict[str, object], charset: str | None = None, problem: str | None = None
) -> dict[str, Any]:
    """What is written of one article: what was found, or nothing and why."""
    attempt = Attempt()
    with attempt:
        if problem:
            raise InputError(problem)
        return stripper.found(stripper.strip(article, charset)) | {stripper.prefix + ERROR: None}
    return stripper.nothing() | {stripper.prefix + ERROR: attempt.reason}


def in_small(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """The batches in pieces that a few pages fit into."""
    for batch in batches:
        for start in range(0, batch.num_rows, rows):
            yield batch.slice(start, rows)
