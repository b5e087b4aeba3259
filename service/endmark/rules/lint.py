"""Linting a folder of rule files: every mistake, and advice on what is likely to go wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from endmark.errors import Problem, RuleError
from endmark.rules import compiling, phrases
from endmark.rules.advice import Bodies, advise
from endmark.rules.cross_check import cross_check
from endmark.rules.fixtures import PAGE, TEXT, Fixture, read_fixture
from endmark.rules.layering import layered
from endmark.rules.loading import LoadedFile, load_folder


class Level(StrEnum):
    """How much a finding matters: an error keeps the rules from being used."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that lint found, as `file:line:column: level: message`."""

    problem: Problem
    level: Level

    def __str__(self) -> str:
        place = f"{self.problem.file}:{self.problem.line}:{self.problem.column}"
        return f"{place}: {self.level}: {self.problem.message}"


def lint(folder: Path, *, fixtures: Path | None = None, beneath: Sequence[LoadedFile] = ()) -> tuple[Finding, ...]:
    """Everything that can be said about a folder of rule files, in order of place.

    `fixtures` is a folder of `HOST/CASE.txt` and `.html` whose bodies no rule should touch. `beneath` are the files
    that the folder will be laid over: their groups can be extended.

    Raises RuleError if there is no such folder.
    """
    files, problems = load_folder(folder)
    own = {file.path for file in files}
    crossing = [p for p in cross_check(layered([*beneath, *files]), problems) if p.file in own]
    compiled = [p for file in files for p in (*compiling.problems(file), *phrases.generic_problems(file))]
    sound = [file for file in files if file.path not in {p.file for p in compiled}]
    examples: list[Fixture] = []
    broken = list(_read(fixtures, examples)) if fixtures else []
    errors = [*problems, *crossing, *compiled, *broken]
    bodies = Bodies(examples)
    advice = [p for file in sound for p in advise(file, [*beneath, *files], bodies)]
    return tuple(sorted([*_findings(errors, Level.ERROR), *_findings(advice, Level.ADVICE)]))


def _findings(problems: Sequence[Problem], level: Level) -> Iterator[Finding]:
    return (Finding(problem, level) for problem in problems)


def _read(folder: Path, fixtures: list[Fixture]) -> Iterator[Problem]:
    """Read what fixtures there are; yields the problems of the others."""
    for path in sorted(path for end in (TEXT, PAGE) for path in folder.glob(f"*/*{end}")):
        try:
            fixtures.append(read_fixture(path))
        except RuleError as error:
            yield from error.problems
