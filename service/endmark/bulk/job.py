"""What is to be done: which file, which of its columns, by which rules, to where."""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from endmark.errors import InputError
from endmark.model import Kind

FOUND = ("body", "removed", "site", "rule_set")


class Format(Enum):
    """How a file holds its records, by what its name ends with."""

    JSONL = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst")
    PARQUET = (".parquet",)
    WARC = (".warc", ".warc.gz")

    @classmethod
    def of(cls, file: Path, *allowed: "Format") -> "Format":
        """The format of a file. Raises `InputError` for a name that is of none of the allowed ones."""
        for found in allowed:
            if file.name.lower().endswith(found.value):
                return found
        endings = ", ".join(ending for known in allowed for ending in known.value)
        raise InputError(f"{file}: its name tells no format that is known here; it may end with {endings}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The names under which records hold what is to be stripped; None for what is not to be looked at."""

    text: str | None = "text"
    html: str | None = "html"
    url: str | None = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run. `prefix` goes before the names of what is found, `drop` names columns that are not written."""

    source: Path
    target: Path
    columns: Columns = field(default_factory=Columns)
    keep: frozenset[Kind] = frozenset()
    rules: tuple[Path, ...] = ()
    prefix: str = ""
    drop: frozenset[str] = frozenset()
    processes: int = 1

    @property
    def input(self) -> Format:
        """What is read."""
        return Format.of(self.source, Format.JSONL, Format.PARQUET, Format.WARC)

    @property
    def output(self) -> Format:
        """What is written."""
        return Format.of(self.target, Format.JSONL, Format.PARQUET)

    @property
    def dropped(self) -> frozenset[str]:
        """The names of what is not written as it was read: what is found takes the place of a namesake."""
        return self.drop | {self.prefix + name for name in FOUND}
