"""WARC archives: the HTML responses in them, as the server sent them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from endmark.bulk import limits
from endmark.bulk.job import Columns
from endmark.bulk.records import Payload, Record

LARGEST = 64 * 1024 * 1024  # bytes of one response: it is held in memory

_HTML = re.compile(rb"^content-type:[ \t]*(?:text/html|application/xhtml\+xml)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One response as it lies in the archive: HTTP headers and body. `problem` says why it could not be read."""

    number: int
    id: str | None = None
    url: str | None = None
    date: str | None = None
    http: bytes = b""
    problem: str | None = None

    def record(self) -> Record:
        """The record, its body decoded as the headers say (not its charset: that is for the reader of pages)."""
        kept: dict[str, object] = {"id": self.id, "url": self.url, "date": self.date, "status": None}
        if self.problem:
            return Record(number=self.number, kept=kept, problem=self.problem)
        try:
            status, charset, body = self._parsed()
        except OSError as error:
            return Record(number=self.number, kept=kept, problem=f"the response cannot be decoded: {error}")
        article: dict[str, object] = {"html": body, "url": self.url}
        return Record(number=self.number, kept=kept | {"status": status}, article=article, charset=charset)

    def _parsed(self) -> tuple[int | None, str | None, bytes]:
        # A record of its own: one that cannot be decoded would break the archive's iterator.
        parsed = WarcRecord()
        parsed.init_headers(WarcRecordType.response)
        parsed.set_bytes_content(self.http)
        parsed.is_http = True
        parsed.parse_http(auto_decode="all", strict_mode=False)
        return parsed.http_headers.status_code, parsed.http_charset, parsed.reader.read()


@dataclass(frozen=True, slots=True)
class Responses:
    """Some responses of an archive."""

    responses: tuple[Response, ...]

    def records(self, columns: Columns) -> Iterator[Record]:  # noqa: ARG002  an archive has no columns to choose from
        """The records of the responses."""
        return (response.record() for response in self.responses)


def responses(stream: BinaryIO) -> Iterator[Response]:
    """The HTML responses of an archive, in order. One that breaks off or is not to be read ends with its problem."""
    number = 0
    archive = iter(ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False))
    while True:
        number += 1
        try:
            record = next(archive)
            response = _response(record, number)
        except StopIteration:
            return
        except OSError as error:
            yield Response(number=number, problem=f"the archive cannot be read from here on: {error}")
            return
        if response:
            yield response


def _response(record: WarcRecord, number: int) -> Response | None:
    """The response that a record holds; None if it is no page."""
    length, http = record.content_length, b""
    problem = f"the response has {length:,} bytes, the limit is {LARGEST:,}; take it out of the archive"
    if length <= LARGEST:
        http = record.reader.read()
        if not _HTML.search(http[: http.find(b"\r\n\r\n") + 1 or len(http)]):
            return None
        problem = "" if len(http) == length else f"the response breaks off after {len(http):,} of {length:,} bytes"
    headers = record.headers
    return Response(
        number=number,
        id=headers.get("WARC-Record-ID"),
        url=headers.get("WARC-Target-URI"),
        date=headers.get("WARC-Date"),
        http=http,
        problem=problem or None,
    )


class Warc:
    """An archive; its weights are bytes of the file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.total = file.stat().st_size

    def payloads(self) -> Iterator[tuple[int, Payload]]:
        """The payloads, each with the bytes of the file that went into it."""
        start = size = 0
        group: list[Response] = []
        with self._file.open("rb") as stream:
            for response in responses(stream):
                group.append(response)
                size += len(response.http)
                if size >= limits.BLOCK_BYTES or len(group) >= limits.BLOCK_RECORDS:
                    end = stream.tell()
                    yield end - start, Responses(tuple(group))
                    start, size, group = end, 0, []
            if group:
                yield self.total - start, Responses(tuple(group))
