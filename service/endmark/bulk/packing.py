"""Compression by what a file's name ends with. Packed pieces in a row are a packed whole, in gzip as in Zstandard."""

import gzip
from pathlib import Path

import pyarrow as pa

CODECS = {".gz": "gzip", ".zst": "zstd"}


def pack(data: bytes, target: Path) -> bytes:
    """The data as it stands in a file of that name."""
    match CODECS.get(target.suffix.lower()):
        case "gzip":
            return gzip.compress(data, mtime=0)
        case "zstd":
            packed: bytes = pa.compress(data, "zstd", asbytes=True)
            return packed
    return data
