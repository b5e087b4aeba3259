"""WARC archives, one a task: the HTML responses in them."""

import io
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import fs
from pyspark import Broadcast
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

from endmark.bulk.parquet import BATCH_ROWS
from endmark.bulk.records import Record
from endmark.bulk.warc import responses
from endmark.model import Kind
from endmark.spark.frames import kinds
from endmark.spark.rows import found_of, found_schema, with_found
from endmark.spark.shipping import Shipped

_READ = 8 * 1024 * 1024  # bytes: each read of an object store is a request

_KEPT = pa.schema([*((name, pa.string()) for name in ("archive", "id", "url", "date")), ("status", pa.int32())])
_KEPT_TYPES = [StructField(name, StringType()) for name in ("archive", "id", "url", "date")]
_KEPT_TYPES += [StructField("status", IntegerType())]


def strip_archives(
    spark: SparkSession,
    paths: Collection[str],
    *,
    keep: Collection[Kind | str] = (),
    rules: Collection[Path | str] = (),
) -> DataFrame:
    """The HTML responses of WARC archives: `archive`, `id`, `url`, `date`, `status`, and what `strip_dataframe` adds.

    A path is one that every executor sees, or a URI that pyarrow knows: `s3://…`, `hdfs://…`, `gs://…`. An archive that
    cannot be opened fails its task, which Spark tries again; one that breaks off has a last row with its `error`.
    """
    context = spark.sparkContext
    shipped = context.broadcast(Shipped.of(tuple(map(Path, rules)), kinds(keep), ""))
    schema = StructType([*_KEPT_TYPES, *found_schema("")])
    rows = context.parallelize([(path,) for path in paths], max(len(paths), 1))
    return spark.createDataFrame(rows, "path string").mapInArrow(partial(_stripped, shipped), schema)


def _stripped(shipped: Broadcast[Shipped], batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    stripper = shipped.value.stripper()
    for path in (path for batch in batches for path in batch.column(0).to_pylist()):
        with _opened(path) as stream:
            records = (response.record() for response in responses(stream))
            while some := list(islice(records, BATCH_ROWS)):
                found = [found_of(stripper, r.article, r.charset, r.problem) for r in some]
                yield with_found(_kept(path, some), found, "")


def _opened(path: str) -> BinaryIO:
    if "://" not in path:
        return Path(path).open("rb")
    system, inner = fs.FileSystem.from_uri(path)
    return io.BufferedReader(system.open_input_file(inner), _READ)


def _kept(path: str, records: list[Record]) -> pa.RecordBatch:
    rows: list[dict[str, Any]] = [{"archive": path, **record.kept} for record in records]
    return pa.RecordBatch.from_pylist(rows, _KEPT)
