"""Records in every form that bulk reads, and how to read what it writes."""

import gzip
import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastwarc.warc import WarcRecord, WarcRecordType
from tests import gazette

from endmark import RuleBook

URL = "https://www.gazette.example/news/bridge"
STORY = (
    "The council voted on Tuesday evening to close the old bridge for the whole of the coming winter.\n"
    "Repairs begin in May, engineers told the meeting, and are expected to last until the autumn.\n"
)
APPEAL = "The Harbour Gazette depends on you.\n"

Rows = list[dict[str, Any]]


@pytest.fixture(autouse=True, scope="session")
def _rules_are_loaded_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RuleBook, "load", cache(RuleBook.load))
        yield


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of rules with one site, gazette.example."""
    return gazette.write_rules(tmp_path_factory.mktemp("rules"))


def response(url: str, body: bytes, *headers: str, kind: WarcRecordType = WarcRecordType.response) -> bytes:
    """A WARC record of an HTTP response."""
    record = WarcRecord()
    record.init_headers(kind)
    record.headers.set("WARC-Target-URI", url)
    head = "\r\n".join(["HTTP/1.1 200 OK", *(headers or ("Content-Type: text/html; charset=utf-8",)), "", ""])
    record.headers.set("Content-Type", "application/http; msgtype=response")
    record.set_bytes_content(head.encode() + body)
    out = io.BytesIO()
    record.write(out)
    return out.getvalue()


def write(file: Path, rows: Rows) -> Path:
    """Write records in the form that the file's name tells; of an archive, `html` and `url`."""
    if ".warc" in file.name:
        records = [response(row["url"], row["html"].encode()) for row in rows]
        file.write_bytes(b"".join(gzip.compress(r) if file.suffix == ".gz" else r for r in records))
    elif file.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), file, row_group_size=2)
    else:
        lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
        codec = {".gz": "gzip", ".zst": "zstd"}.get(file.suffix)
        file.write_bytes(pa.compress(lines, codec, asbytes=True) if codec else lines)
    return file


def read(file: Path) -> Rows:
    """Read what was written."""
    if file.suffix == ".parquet":
        rows: Rows = pq.read_table(file).to_pylist()
        return rows
    with pa.input_stream(file, compression="detect") as lines:
        return [json.loads(line) for line in lines.read().splitlines()]
