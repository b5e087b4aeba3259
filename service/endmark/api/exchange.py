"""What the workers of one service tell each other: the rules in force, and what is wrong with newer ones.

One worker leads: it loads, for all. When it ends, however it ends, its lock is free and another one leads.
"""

import fcntl
import os
import pickle
import tempfile
from dataclasses import dataclass
from pathlib import Path

from endmark.api.rule_set import Failure
from endmark.rules.loading import LoadedFile


@dataclass(frozen=True, slots=True)
class Published:
    """The files of the last rules that were good, in force since `since`, and what is wrong with newer ones."""

    files: tuple[LoadedFile, ...]
    since: float
    failure: Failure | None


class Exchange:
    """A folder that only this service's user can enter. One object in each process."""

    def __init__(self, folder: Path) -> None:
        self._rules = folder / "rules"
        self._lock = folder / "lock"
        self._held: int | None = None
        self._seen: tuple[int, int] | None = None
        self.asked = folder / "asked"
        self.asked.mkdir(exist_ok=True)

    def lead(self) -> bool:
        """Whether this process is the one that loads."""
        if self._held is None:
            file = os.open(self._lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
                return False
            self._held = file
        return True

    def resign(self) -> None:
        """Let another process lead."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def ask(self) -> None:
        """Have the rules loaded anew, whether their files look changed or not."""
        (self.asked / "at").write_bytes(os.urandom(8))

    def publish(self, published: Published) -> None:
        """Tell all workers, this one too."""
        with tempfile.NamedTemporaryFile(dir=self._rules.parent, delete=False) as file:
            pickle.dump(published, file, pickle.HIGHEST_PROTOCOL)
        Path(file.name).replace(self._rules)

    def news(self) -> Published | None:
        """What was published since this was last asked, if anything was."""
        try:
            with self._rules.open("rb") as file:
                status = os.fstat(file.fileno())
                seen = (status.st_ino, status.st_mtime_ns)
                if seen == self._seen:
                    return None
                found: Published = pickle.load(file)  # noqa: S301  written by a sibling; nobody else can
        except FileNotFoundError:
            return None
        self._seen = seen
        return found
