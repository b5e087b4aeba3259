"""Rules on their way to executors: the files' bytes, broadcast once, loaded once in each Python process."""

import gc
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

from endmark.bulk.records import Stripper
from endmark.model import Kind
from endmark.rules.book import RuleBook

Folder = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Shipped:
    """What executors strip by: the files of each rules folder that lies over the built-in ones, and the kinds to keep.

    The built-in rules are where Endmark is.
    """

    folders: tuple[Folder, ...]
    keep: frozenset[Kind]
    prefix: str

    @classmethod
    def of(cls, rules: tuple[Path, ...], keep: frozenset[Kind], prefix: str) -> Self:
        """Take the files along. Raises `RuleError` for rules that are wrong: here, and not on every executor."""
        if rules:
            RuleBook.load(*rules)
        return cls(tuple(map(_files, rules)), keep, prefix)

    def stripper(self) -> Stripper:
        """What strips by these rules."""
        return Stripper(_book(self.folders), self.keep, self.prefix)


def _files(folder: Path) -> Folder:
    return tuple((file.relative_to(folder).as_posix(), file.read_bytes()) for file in sorted(folder.rglob("*.yaml")))


@cache
def _book(folders: tuple[Folder, ...]) -> RuleBook:
    """The rules of these files."""
    book = RuleBook.load(*map(_unpacked, folders)) if folders else RuleBook.builtin()
    gc.freeze()  # Spark collects garbage after each task, and would look through all the rules for it
    return book


def _unpacked(files: Folder) -> Path:
    """A folder with these files. It stays as long as Spark's working directory: messages name its files."""
    folder = Path(mkdtemp(prefix="endmark-rules-"))
    for name, data in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
