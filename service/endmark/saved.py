"""Saved articles: texts, pages, lines of JSON (also gzipped), one file or a folder of them."""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from endmark.errors import EndmarkError, InputError
from endmark.model import Document
from endmark.reading import read
from endmark.submission import from_members, members

PAGES = (".html", ".htm", ".xhtml")
LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
TEXTS = (".txt", ".text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One article. `name` says where it was found: a file, or `FILE:LINE` of JSON lines, or its `id`."""

    name: str
    document: Document
    url: str | None = None
    site: str | None = None


def saved_articles(paths: Iterable[Path]) -> Iterator[Saved]:
    """The articles of files and folders, in order; of a folder, those of known suffixes at any depth.

    Raises `InputError` naming the file and line that cannot be used, or a folder without any article.
    """
    for path in paths:
        if path.is_dir():
            yield from _of_folder(path)
        else:
            yield from _of_file(path)


def _of_folder(folder: Path) -> Iterator[Saved]:
    known = (*PAGES, *LINES, *TEXTS)
    files = sorted(path for path in folder.rglob("*") if path.name.lower().endswith(known) and path.is_file())
    if not files:
        raise InputError(f"{folder}: there are no articles here; their names end in {', '.join(known)}")
    for path in files:
        yield from _of_file(path)


def _of_file(path: Path) -> Iterator[Saved]:
    name = path.name.lower()
    if name.endswith(LINES):
        yield from _of_lines(path)
    else:
        try:
            yield Saved(name=str(path), document=read(path.read_bytes(), html=name.endswith(PAGES)))
        except InputError as error:
            raise InputError(f"{path}: {error}") from error


def _of_lines(path: Path) -> Iterator[Saved]:
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _of_line(f"{path}:{number}", line)
    except (gzip.BadGzipFile, EOFError) as error:
        raise InputError(f"{path}: this is not a whole gzip file: {error}") from error


def _of_line(place: str, line: bytes) -> Saved:
    try:
        fields = members(line.rstrip(b"\r\n"))
        given = from_members(fields)
        document = read(given.source, html=given.html)
    except EndmarkError as error:
        raise InputError(f"{place}: {error}") from error
    name = f"{place} ({fields['id']})" if "id" in fields else place
    return Saved(name=name, document=document, url=given.url, site=given.site)
