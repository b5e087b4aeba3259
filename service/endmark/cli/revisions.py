"""Rule folders as they were: a folder, or a revision of git's."""

import io
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from endmark.cli.failures import Failure
from endmark.rules.book import RuleBook, builtin_folder

_REVISION = re.compile(r"[\w.@/][\w.@/~^{}+-]*")


@contextmanager
def rules_of(base: str, folder: Path) -> Iterator[Path]:
    """A folder with the rules of `base`: that folder itself, or what `folder` held in that revision."""
    if Path(base).is_dir():
        yield Path(base)
        return
    with TemporaryDirectory() as place:
        _unpack(base, folder, Path(place))
        yield Path(place)


def _unpack(revision: str, folder: Path, place: Path) -> None:
    git = shutil.which("git")
    if git is None or not _REVISION.fullmatch(revision):
        why = "git is not installed" if git is None else "it is no folder, and no revision of git's"
        raise Failure(f"--base {revision}: {why}")
    command = [git, "-C", str(folder), "archive", "--format=tar", revision, "."]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  the revision is checked above
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise Failure(f"--base {revision}: it is no folder, and git says: {reason[0] if reason else done.returncode}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(place, filter="data")


def book_of(folder: Path, instead_of: Path) -> RuleBook:
    """The rules of a folder over the built-in ones; alone, where it stands in for a copy of these."""
    whole = instead_of.resolve() == builtin_folder().resolve()
    return RuleBook.only(folder) if whole else RuleBook.load(folder)
