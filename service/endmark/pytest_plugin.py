"""For pytest: a newsroom's own rule folder is tested by plain `pytest`.

A file fixtures/HOST/CASE.txt or .html with a fixture's header is a test: it is stripped with the rules in the folder
rules/ beside fixtures/, laid over the built-in ones. Each rule file in there is a test too: it has no mistakes, and its
site has a fixture with a cut and one without. `-p no:endmark` switches this off.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from endmark.errors import EndmarkError, Problem

if TYPE_CHECKING:  # what loads rules is loaded where there are any: every pytest run imports this module
    from endmark.rules.book import RuleBook

_HEADER = b"<!--endmark {"
_RULES, _FIXTURES = "rules", "fixtures"
_KINDS = {"sites", "groups", "generic"}


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Fixtures and rule files of a folder that has both."""
    root = file_path.parents[2] if len(file_path.parents) > 2 else None  # noqa: PLR2004  FOLDER/rules/sites/a.yaml
    if root is None or not ((root / _RULES).is_dir() and (root / _FIXTURES).is_dir()):
        return None
    kind, home = file_path.suffix, file_path.parents[1].name
    if kind in {".txt", ".html"} and home == _FIXTURES and _is_fixture(file_path):
        return FixtureFile.from_parent(parent, path=file_path)
    if kind == ".yaml" and home == _RULES and file_path.parent.name in _KINDS:
        return RuleFile.from_parent(parent, path=file_path)
    return None


def _is_fixture(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_HEADER)) == _HEADER


@cache
def _book(folder: Path) -> "RuleBook":
    from endmark.rules.book import RuleBook  # noqa: PLC0415

    return RuleBook.load(folder)


class _Told(Exception):  # noqa: N818  how a test of ours fails
    """What is wrong, in lines."""


class _Item(pytest.Item):
    """One test. `problems` says what is wrong."""

    def problems(self) -> Iterable[object]:
        raise NotImplementedError

    def runtest(self) -> None:
        if found := [str(problem) for problem in self.problems()]:
            raise _Told("\n".join(found))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:  # noqa: ARG002
        if isinstance(excinfo.value, _Told | EndmarkError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


class FixtureFile(pytest.File):
    """A fixture."""

    def collect(self) -> Iterator[pytest.Item]:
        """The one test that it is."""
        yield FixtureItem.from_parent(self, name="cuts")


class FixtureItem(_Item):
    """Whether a fixture comes out as it expects."""

    def problems(self) -> Iterator[object]:
        """What does not, and the lines around it."""
        from endmark.checking import outcome_of  # noqa: PLC0415
        from endmark.cli.checking import drawn  # noqa: PLC0415
        from endmark.rules.fixtures import read_fixture  # noqa: PLC0415

        outcome = outcome_of(read_fixture(self.path), _book(self.path.parents[2] / _RULES))
        yield from outcome.differences
        yield from drawn(outcome)


class RuleFile(pytest.File):
    """A rule file."""

    def collect(self) -> Iterator[pytest.Item]:
        """The one test that it is."""
        yield RuleFileItem.from_parent(self, name="rules")


class RuleFileItem(_Item):
    """Whether a rule file has no mistakes, and its site both sorts of fixtures."""

    def problems(self) -> Iterator[Problem]:
        """Its own mistakes, those of other files are theirs; and which sort of fixture its site lacks."""
        from endmark.checking import uncovered_in  # noqa: PLC0415
        from endmark.errors import RuleError  # noqa: PLC0415

        root = self.path.parents[2]
        try:
            book = _book(root / _RULES)
        except RuleError as error:
            yield from (problem for problem in error.problems if Path(problem.file) == self.path)
            return
        yield from (p for p in uncovered_in(root / _FIXTURES, book) if Path(p.file) == self.path)
