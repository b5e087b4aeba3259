"""The parts that a run leaves beside its output until it is whole: what of it is done survives a kill.

A block's part is done when its tally is there, which is written last; every file comes under its name only when it is
whole.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from endmark.bulk.job import Job
from endmark.bulk.tally import Tally
from endmark.errors import InputError

_PER_FOLDER = 1000


@dataclass(frozen=True, slots=True)
class Parts:
    """The folder of a run's parts."""

    folder: Path

    @classmethod
    def of(cls, job: Job) -> "Parts":
        """Where a job's parts are."""
        return cls(job.target.with_name(job.target.name + ".parts"))

    def begin(self, job: Job, version: str, *, resume: bool) -> None:
        """Make the folder, or go on with the one that is there.

        Raises `InputError` if there is one and it is not to be resumed, or it is of another run.
        """
        told = _told(job, version)
        if not self._manifest.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            write(self._manifest, told)
        elif not resume:
            raise InputError(
                f"{self.folder} is left of a run that did not end: --resume goes on with it, or remove it to begin anew"
            )
        elif self._manifest.read_bytes() != told:
            raise InputError(
                f"{self.folder} is of another run: its input, rules or options were others; remove it to begin anew"
            )

    @property
    def _manifest(self) -> Path:
        return self.folder / "run.json"

    def file(self, number: int, suffix: str) -> Path:
        """Where a block's file is."""
        return self.folder / f"{number // _PER_FOLDER:06}" / f"{number:09}{suffix}"

    def tally(self, number: int) -> Tally | None:
        """What a block's part holds; None if it is not done."""
        file = self.file(number, ".tally")
        return Tally.from_dict(json.loads(file.read_bytes())) if file.exists() else None

    def finish(self, number: int, tally: Tally, failed: bytes) -> None:
        """Mark a block's part as done, once its output is written."""
        write(self.file(number, ".failed"), failed)
        write(self.file(number, ".tally"), json.dumps(tally.as_dict()).encode())

    def files(self, suffix: str) -> Iterator[Path]:
        """The blocks' files, in order."""
        return iter(sorted(self.folder.glob(f"*/*{suffix}")))

    def remove(self) -> None:
        """Take the parts away."""
        shutil.rmtree(self.folder)


@contextmanager
def whole(file: Path) -> Iterator[BinaryIO]:
    """A file to write that comes under its name only when all is written and settled on the disk."""
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    with unfinished.open("wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)


def write(file: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all."""
    with whole(file) as out:
        out.write(data)


def _told(job: Job, version: str) -> bytes:
    """What must be the same for a run to be the same run."""
    status = job.source.stat()
    options = [sorted(job.keep), sorted(job.drop), job.prefix, str(job.columns), job.output.name, version]
    run = [str(job.source.resolve()), status.st_size, status.st_mtime_ns, options]
    return hashlib.sha256(json.dumps(run).encode()).hexdigest().encode()
