"""An input file to the blocks that its records come in. What a block holds is bounded, whatever the file's size."""

from collections.abc import Iterator
from typing import Protocol

from endmark.bulk.job import Format, Job
from endmark.bulk.jsonl import JsonLines
from endmark.bulk.parquet import Parquet
from endmark.bulk.records import Block, Payload
from endmark.bulk.warc import Warc


class Source(Protocol):
    """An input: its size in whatever unit the blocks' weights have, and its payloads, each with its weight."""

    @property
    def total(self) -> int:
        """What the weights sum up to."""

    def payloads(self) -> Iterator[tuple[int, Payload]]:
        """The payloads in order: the same ones for the same file, always."""


def open_source(job: Job) -> Source:
    """Open a job's input. Raises `InputError` for one that is not what its name says, and OSError."""
    match job.input:
        case Format.JSONL:
            return JsonLines(job.source, job.dropped)
        case Format.PARQUET:
            return Parquet(job.source, job.dropped)
        case Format.WARC:
            return Warc(job.source)


def blocks(source: Source) -> Iterator[Block]:
    """The blocks of an input, counted from 0."""
    for number, (weight, payload) in enumerate(source.payloads()):
        yield Block(number=number, weight=weight, payload=payload)
