"""Running fixtures. Expectations are only ever read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from endmark.checking.coverage import Owners, uncovered
from endmark.checking.differences import differences
from endmark.checking.diffs import Line, diff
from endmark.errors import InputError, Problem, RuleError
from endmark.model import Result
from endmark.rules.book import RuleBook
from endmark.rules.fixtures import PAGE, TEXT, Fixture, read_fixture
from endmark.rules.loading import LoadedFile
from endmark.strip import strip

_UNPROVEN = "passes without any rule of its site's at work, so it proves nothing about them"
_LIKE_PAGES = (".htm", ".xhtml")


@dataclass(frozen=True)
class Outcome:
    """What became of one fixture: nothing to tell if it passed. `diff` are the lines that came out otherwise."""

    fixture: Fixture
    differences: tuple[Problem, ...]
    diff: tuple[Line, ...] = ()
    unproven: Problem | None = None

    @property
    def passed(self) -> bool:
        """Whether the cuts are the expected ones and, where asked, owed to the site's rules."""
        return not self.differences and self.unproven is None


@dataclass(frozen=True)
class Report:
    """Every fixture's outcome, and what is wrong with the fixtures as a whole."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The outcomes that are not what was expected."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)

    @property
    def ok(self) -> bool:
        """Whether everything is as it should be."""
        return not self.failed and not self.problems


def check(fixtures: Path, book: RuleBook, *, site: str | None = None, prove: bool = False) -> Report:
    """Strip every fixture `fixtures/HOST/CASE.txt` or `.html` and compare with the cuts it expects.

    `site`, a host, limits the check to that site. With `prove`, a fixture that expects cuts and passes without any
    rule of its site's at work proves nothing about them, and is reported.

    Raises RuleError if there is no such folder, or no such site in the book.
    """
    owners = Owners(book)
    only = _site_file(site, owners, fixtures) if site else None
    found, problems = _read(fixtures, owners, only)
    outcomes = tuple(outcome_of(fixture, book, prove=prove) for fixture in found)
    problems += uncovered([only] if only else owners.sites(), found, owners)
    return Report(outcomes, tuple(sorted(problems)))


def uncovered_in(fixtures: Path, book: RuleBook) -> tuple[Problem, ...]:
    """A problem for every site that lacks a fixture of either sort in a folder."""
    owners = Owners(book)
    found, _ = _read(fixtures, owners, None)
    return tuple(uncovered(owners.sites(), found, owners))


def _site_file(site: str, owners: Owners, fixtures: Path) -> LoadedFile:
    file = owners.of(site)
    if file is None:
        raise RuleError((Problem(fixtures, 1, 1, f'no rule file names the site "{site}"'),))
    return file


def _read(folder: Path, owners: Owners, only: LoadedFile | None) -> tuple[list[Fixture], list[Problem]]:
    if not folder.is_dir():
        raise RuleError((Problem(folder, 1, 1, "there is no such folder of fixtures"),))
    fixtures: list[Fixture] = []
    problems: list[Problem] = []
    for path in _paths(folder, owners, only, problems):
        try:
            fixtures.append(read_fixture(path))
        except RuleError as error:
            problems.extend(error.problems)
    if not fixtures and not problems:
        problems.append(Problem(folder, 1, 1, f"there are no fixtures here: no HOST/CASE{TEXT} or HOST/CASE{PAGE}"))
    return fixtures, problems


def _paths(folder: Path, owners: Owners, only: LoadedFile | None, problems: list[Problem]) -> Iterator[Path]:
    """The fixtures to run; what is no fixture, though it looks like one, becomes a problem."""
    for path in sorted(folder.iterdir()):
        if path.suffix in {TEXT, PAGE, *_LIKE_PAGES} and path.is_file():
            problems.append(Problem(path, 1, 1, "fixtures stand in a folder named after their site's host"))
        elif path.is_dir() and not path.name.startswith("."):
            owner = owners.of(path.name)
            if owner is None:
                problems.append(Problem(path, 1, 1, f'no rule file names the host "{path.name}"'))
            elif only in (None, owner):
                yield from _cases(path, problems)


def _cases(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.suffix in {TEXT, PAGE}:
            yield path
        elif path.suffix in _LIKE_PAGES:
            problems.append(Problem(path, 1, 1, f"a fixture that is a page ends in {PAGE}; rename it"))


def outcome_of(fixture: Fixture, book: RuleBook, *, prove: bool = False) -> Outcome:
    """Strip one fixture; with `prove`, also look whether its cuts are owed to its site's rules."""
    try:
        result = strip(fixture.document, url=fixture.url, site=fixture.site, book=book)
    except InputError as error:
        return Outcome(fixture, (Problem(fixture.path, 1, 1, str(error)),))
    if found := tuple(differences(fixture, result)):
        return Outcome(fixture, found, diff(fixture, result))
    unproven = prove and fixture.expected and not _found_by_site(result, book)
    return Outcome(fixture, (), unproven=Problem(fixture.path, 1, 1, _UNPROVEN) if unproven else None)


def _found_by_site(result: Result, book: RuleBook) -> bool:
    """Whether a rule of the site, or of its groups, cuts something, or would if it did more than report."""
    file = book.file_of(result.site) if result.site else None
    own = {member.name for member in book.rules_of(file)} if file else set()
    at_work = {name for s in result.removed if s.cut for name in (s.cut.rule, *s.also)}
    return bool(own & (at_work | {refused.cut.rule for refused in result.refused}))
