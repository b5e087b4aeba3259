"""The counts, in an SQLite file that several processes may write to."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from endmark.errors import InputError
from endmark.hits.tally import Tally
from endmark.model import Result

_TABLES = """
CREATE TABLE IF NOT EXISTS hits (rule TEXT, day TEXT, count INTEGER NOT NULL, PRIMARY KEY (rule, day));
CREATE TABLE IF NOT EXISTS articles (site TEXT, day TEXT, count INTEGER NOT NULL, PRIMARY KEY (site, day));
CREATE TABLE IF NOT EXISTS samples (rule TEXT, day TEXT, text TEXT NOT NULL, PRIMARY KEY (rule, day));
"""
_PATIENCE = 30.0  # seconds that a process waits for another to have written
_HELD = 500  # articles after which, and
_HELD_FOR = 5.0  # seconds after which what was counted is written

Counts = dict[tuple[str, date], int]


class Hits:
    """Counts the cuts of results, by rule and day, in a file. Safe to share between threads and processes.

    What is counted is written every few seconds, by `flush`, and on leaving the `with` block; a process that is killed
    loses its last seconds. One cut of each rule and day is kept as a sample of what it matched.

        with Hits("hits.sqlite") as hits:
            for article in articles:
                hits.count(strip(article))

    Raises `InputError` for a file that is no such database, or cannot be written.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._lock = threading.Lock()
        self._held, self._since = Tally(), monotonic()
        with self._open() as database:
            database.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.flush()

    def count(self, result: Result, day: date | None = None) -> None:
        """Count an article and its cuts, those that are kept too; `day` is today, in UTC, if not given."""
        with self._lock:
            self._held.count(result, day)
            due = self._held.articles.total() >= _HELD or monotonic() - self._since >= _HELD_FOR
        if due:
            self.flush()

    def flush(self) -> None:
        """Write what was counted since the last time."""
        with self._lock:
            held, self._held, self._since = self._held, Tally(), monotonic()
        if held.articles:
            self.write(held)

    def write(self, tally: Tally) -> None:
        """Add counts that were made elsewhere: all of them, or none if `InputError` is raised."""
        with self._open() as database:
            for table, key, counts in (("hits", "rule", tally.hits), ("articles", "site", tally.articles)):
                database.executemany(
                    f"INSERT INTO {table} VALUES (?, ?, ?) "  # noqa: S608  the names stand one line above
                    f"ON CONFLICT ({key}, day) DO UPDATE SET count = count + excluded.count",
                    [(*names, number) for names, number in counts.items()],
                )
            samples = [(*names, text) for names, text in tally.samples.items()]
            database.executemany("INSERT OR IGNORE INTO samples VALUES (?, ?, ?)", samples)

    def hits(self) -> Counts:
        """How often each rule has cut, by its name and day."""
        return self._counts("SELECT rule, day, count FROM hits")

    def articles(self) -> Counts:
        """How many articles there were, by their site's host (empty if unknown) and day."""
        return self._counts("SELECT site, day, count FROM articles")

    def samples(self, rule: str) -> list[tuple[date, str]]:
        """What a rule has cut: a sample for each day, in order."""
        with self._open() as database:
            rows = database.execute("SELECT day, text FROM samples WHERE rule = ? ORDER BY day", (rule,)).fetchall()
        return [(date.fromisoformat(day), text) for day, text in rows]

    def _counts(self, query: str) -> Counts:
        with self._open() as database:
            return {(name, date.fromisoformat(day)): count for name, day, count in database.execute(query)}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each use: none is carried over a fork or to another thread."""
        try:
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as database, database:
                yield database
        except sqlite3.Error as error:
            raise InputError(f"{self._path} cannot be used for counting hits: {error}") from error
