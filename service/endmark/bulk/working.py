"""What a process does: a block's records to its part."""

import base64
import json
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from multiprocessing import parent_process
from typing import Any, BinaryIO, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from endmark.attempts import Attempt
from endmark.bulk import packing
from endmark.bulk.job import Format, Job
from endmark.bulk.parquet import Rows, articles, extended, found_fields, written
from endmark.bulk.parts import Parts, whole
from endmark.bulk.records import Block, Record, Stripper
from endmark.bulk.rule_books import load_rules
from endmark.bulk.tally import Tally
from endmark.errors import InputError

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Worker:
    """Strips blocks for one job."""

    job: Job
    stripper: Stripper
    parts: Parts

    @classmethod
    def of(cls, job: Job) -> "Worker":
        """Load what a job needs. Raises `RuleError`."""
        book = load_rules(job)
        return cls(job, Stripper(book, job.keep, job.prefix), Parts.of(job))

    def work(self, block: Block) -> Tally:
        """Strip a block and write its part; returns what was counted."""
        task = _Task(self.job, self.stripper)
        with whole(self.parts.file(block.number, ".part")) as out:
            if isinstance(block.payload, Rows) and self.job.output is Format.PARQUET:
                task.columns(block.payload, out)
            else:
                lines = b"".join(task.lines(block.payload.records(self.job.columns)))
                out.write(packing.pack(lines, self.job.target))
        self.parts.finish(block.number, task.tally, b"".join(task.failed))
        return task.tally


@dataclass(slots=True)
class _Task:
    """One block on its way."""

    job: Job
    stripper: Stripper
    tally: Tally = field(default_factory=Tally)
    failed: list[bytes] = field(default_factory=list)

    def lines(self, records: Iterable[Record]) -> Iterator[bytes]:
        """The records that can be stripped, as lines of JSON."""
        for record in records:
            line = self._made(record, self._line)
            if line is not None:
                yield line

    def columns(self, rows: Rows, out: BinaryIO) -> None:
        """The rows that can be stripped, as Parquet."""
        fields, writer, number = found_fields(self.job.prefix), None, rows.first
        for batch in rows.batches():
            given = articles(batch, self.job.columns)
            records = [Record(number=n, article=article) for n, article in enumerate(given, number)]
            number += batch.num_rows
            found = [self._made(record, lambda _, found: found) for record in records]
            good = written(batch, self.job.dropped).filter(pa.array([row is not None for row in found]))
            done = extended(good, [row for row in found if row is not None], fields)
            writer = writer or pq.ParquetWriter(out, done.schema, compression="zstd")
            writer.write_batch(done)
        if writer:
            writer.close()

    def _made(self, record: Record, make: Callable[[Record, dict[str, Any]], _Made]) -> _Made | None:
        """What is made of a record and of what was found of it; None, and an entry in the errors file, if it fails."""
        attempt = Attempt(record.problem)
        if not record.problem:
            with attempt:
                result = self.stripper.strip(record.article, record.charset)
                made = make(record, self.stripper.found(result))
        if attempt.reason is None:
            self.tally.add(result)
            return made
        self.tally.failed += 1
        self.failed.append(_json(record.failed(attempt.reason)).encode(errors="backslashreplace") + b"\n")
        return None

    def _line(self, record: Record, found: dict[str, Any]) -> bytes:
        line = _json({**record.kept, **found}) + "\n"
        if self.job.output is Format.JSONL:
            return line.encode(errors="backslashreplace")  # a lone surrogate keeps its escape in JSON
        try:
            return line.encode()
        except UnicodeEncodeError:
            raise InputError("the record holds half a surrogate pair, which Parquet cannot carry") from None


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    """What JSON has no form for: ISO 8601 for times, base64 for bytes."""
    match value:
        case bytes():
            return base64.b64encode(value).decode("ascii")
        case date() | time():
            return value.isoformat()
    return str(value)


_worker: Worker | None = None


def start(job: Job) -> None:
    """Make this process ready for a job. It ends with the one that started it, however that ends."""
    global _worker  # noqa: PLW0603  a pool's processes have no other place for what they load once
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who started it
    threading.Thread(target=_follow_parent, daemon=True).start()
    _worker = Worker.of(job)


def _follow_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def work(block: Block) -> Tally:
    """Strip a block in a process that has been started."""
    assert _worker is not None  # noqa: S101  the pool starts a process before it sends anything
    return _worker.work(block)
