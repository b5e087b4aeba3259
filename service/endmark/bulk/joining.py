"""The parts of a run to its output."""

import json
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from endmark.bulk.job import Format, Job
from endmark.bulk.loose_fields import columns_of
from endmark.bulk.parquet import Parquet, found_fields
from endmark.bulk.parts import Parts, whole

_ROWS = 256


def join(job: Job, parts: Parts) -> None:
    """Write the output, and beside it the errors file if there were errors."""
    failed = job.target.with_name(job.target.name + ".errors.jsonl")
    failed.unlink(missing_ok=True)
    if any(file.stat().st_size for file in parts.files(".failed")):
        _concatenate(failed, parts.files(".failed"))
    if job.output is Format.JSONL:
        _concatenate(job.target, parts.files(".part"))
    elif job.input is Format.PARQUET:
        _join_parquet(job, parts)
    else:
        _columns_of_lines(job, parts)


def _concatenate(target: Path, files: Iterator[Path]) -> None:
    with whole(target) as out:
        for file in files:
            with file.open("rb") as part:
                shutil.copyfileobj(part, out, 1024 * 1024)


def _join_parquet(job: Job, parts: Parts) -> None:
    kept = [field for field in Parquet(job.source, job.dropped).schema if field.name not in job.dropped]
    schema = pa.schema([*kept, *found_fields(job.prefix)])
    with whole(job.target) as out, pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for file in parts.files(".part"):
            if file.stat().st_size:
                for batch in pq.ParquetFile(file).iter_batches():
                    writer.write_batch(batch.cast(schema))


def _columns_of_lines(job: Job, parts: Parts) -> None:
    found = found_fields(job.prefix)
    columns = columns_of(_rows(parts), {field.name for field in found})
    schema = pa.schema([*(column.field for column in columns), *found])
    with whole(job.target) as out, pq.ParquetWriter(out, schema, compression="zstd") as writer:
        rows = _rows(parts)
        while some := list(islice(rows, _ROWS)):
            added = [pa.array([row[field.name] for row in some], field.type) for field in found]
            arrays = [*(column.array(some) for column in columns), *added]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))


def _rows(parts: Parts) -> Iterator[dict[str, Any]]:
    for file in parts.files(".part"):
        with file.open("rb") as lines:
            yield from map(json.loads, lines)
