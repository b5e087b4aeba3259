"""Parquet, by stretches of row groups that a process reads itself; and what is found, as columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from endmark.bulk import limits
from endmark.bulk.job import FOUND, Columns
from endmark.bulk.records import Payload, Record
from endmark.errors import InputError

# Rows read at once. Pages are large, and each column of a batch must be below 2 GiB.
BATCH_ROWS = 64
# A row group is decoded once for each stretch of it, up to the stretch's end: few enough that this costs nothing much.
STRETCHES = 8

_CUT = pa.struct(
    [
        *((name, pa.string()) for name in ("kind",)),
        *((name, pa.int64()) for name in ("start", "end")),
        *((name, pa.string()) for name in ("text", "position", "rule", "file", "reason")),
        ("also", pa.list_(pa.string())),
    ]
)
TYPES = dict(zip(FOUND, (pa.string(), pa.list_(_CUT), pa.string(), pa.string()), strict=True))


def found_fields(prefix: str = "") -> list[pa.Field]:
    """The fields that hold what was found."""
    return [pa.field(prefix + name, kind) for name, kind in TYPES.items()]


def articles(batch: pa.RecordBatch, columns: Columns) -> Iterator[dict[str, object]]:
    """The members of each row's article."""
    named = {"text": columns.text, "html": columns.html, "url": columns.url}
    present = {name: column for name, column in named.items() if column in batch.schema.names}
    values = [batch.column(column).to_pylist() for column in present.values()]
    if not values:
        raise InputError(
            f"none of the columns {', '.join(filter(None, named.values()))} is there; "
            f"there are {', '.join(batch.schema.names)}: name the right ones"
        )
    for row in zip(*values, strict=True):
        yield dict(zip(present, row, strict=True))


def extended(batch: pa.RecordBatch, found: Sequence[dict[str, Any]], fields: Sequence[pa.Field]) -> pa.RecordBatch:
    """The batch with what was found of its rows, one each, as further columns."""
    added = [pa.array([row[field.name] for row in found], field.type) for field in fields]
    schema = pa.schema([*batch.schema, *fields], batch.schema.metadata)
    return pa.RecordBatch.from_arrays([*batch.columns, *added], schema=schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows `start:end` of a row group, the first of which is row `first` of the file."""

    file: Path
    group: int
    start: int
    end: int
    first: int
    drop: frozenset[str]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, a few at once."""
        begin = 0
        with pq.ParquetFile(self.file) as file:
            for batch in file.iter_batches(BATCH_ROWS, row_groups=[self.group]):
                if begin >= self.end:
                    return
                low = max(self.start - begin, 0)
                if low < batch.num_rows:
                    yield batch.slice(low, self.end - begin - low)
                begin += batch.num_rows

    def records(self, columns: Columns) -> Iterator[Record]:
        """The records of the rows."""
        number = self.first
        for batch in self.batches():
            rows = written(batch, self.drop).to_pylist()
            for row, article in zip(rows, articles(batch, columns), strict=True):
                yield Record(number=number, kept=row, article=article)
                number += 1


def written(batch: pa.RecordBatch, drop: frozenset[str]) -> pa.RecordBatch:
    """The columns that are written again."""
    return batch.select([name for name in batch.schema.names if name not in drop])


class Parquet:
    """A Parquet file; its weights are rows."""

    def __init__(self, file: Path, drop: frozenset[str]) -> None:
        self._file, self._drop = file, drop
        try:
            with pq.ParquetFile(file) as opened:
                self._metadata, self.schema = opened.metadata, opened.schema_arrow
        except pa.ArrowInvalid as error:
            raise InputError(f"{file} is no Parquet file: {error}") from error
        self.total = self._metadata.num_rows

    def payloads(self) -> Iterator[tuple[int, Payload]]:
        """The payloads, each with its number of rows."""
        first = 1
        for group in range(self._metadata.num_row_groups):
            rows = self._metadata.row_group(group).num_rows
            size = self._stretch(group)
            for start in range(0, rows, size):
                end = min(start + size, rows)
                payload = Rows(file=self._file, group=group, start=start, end=end, first=first + start, drop=self._drop)
                yield end - start, payload
            first += rows

    def _stretch(self, group: int) -> int:
        """How many rows of a row group go together."""
        found = self._metadata.row_group(group)
        rows: int = found.num_rows
        by_size: int = limits.BLOCK_BYTES * rows // max(found.total_byte_size, 1)
        return max(1, rows // STRETCHES, min(by_size, limits.BLOCK_RECORDS))
