"""`endmark lint`: mistakes in rule files, and mending some of them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from endmark.checking import untested
from endmark.cli.failures import counted
from endmark.cli.parameters import FOLDER, folder_here
from endmark.errors import RuleError
from endmark.rules.book import RuleBook, builtin_folder
from endmark.rules.fixing import fix
from endmark.rules.fixtures import PAGE, TEXT, Fixture, read_fixture
from endmark.rules.lint import Finding, Level, lint
from endmark.rules.loading import LoadedFile

_EPILOG = """\b
Examples:
  endmark lint
  endmark lint my-rules --fixtures my-fixtures
  endmark lint --fix
  endmark lint --format github

\b
Exit codes:
  0  no errors (there may be advice)
  1  at least one error
  2  called wrongly
"""
_ROUNDS = 4
_GITHUB = {Level.ERROR: "error", Level.ADVICE: "notice"}


@click.command("lint", epilog=_EPILOG)
@click.argument("folder", type=FOLDER, required=False, metavar="[DIR]")
@click.option(
    "--fixtures",
    type=FOLDER,
    metavar="DIR",
    help="Articles that no rule may touch where they mark no cut.  [default: fixtures beside the rules]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How findings are told: in lines, as a JSON list, or as annotations of GitHub's.  [default: text]",
)
@click.option("--fix", "mend", is_flag=True, help="Mend what is mechanical: misspelt keys and names, ids, hosts.")
def command(*, folder: Path | None, fixtures: Path | None, form: str, mend: bool) -> None:
    """Look for mistakes in a folder of rule files.

    DIR is ./rules if left out. Every finding is told at once as FILE:LINE:COLUMN: LEVEL: what is wrong. An
    error keeps the rules from being used; advice says what may cut too much, find nothing, or is shown by no fixture.
    With --fix, the words that a message names are written into the files; comments and all else stay.
    """
    folder = folder or folder_here("rules", remedy="DIR")
    fixtures = fixtures or _beside(folder)
    findings = _findings(folder, fixtures)
    for _ in range(_ROUNDS if mend else 0):  # what is mended may let other mistakes be seen
        for done in fix(finding.problem for finding in findings):
            click.echo(f"{done.problem.file}:{done.problem.line}:{done.problem.column}: {done.done}", err=True)
        findings = _findings(folder, fixtures)
    for line in _told(findings, form):
        click.echo(line)
    if any(finding.level is Level.ERROR for finding in findings):
        raise SystemExit(1)


def _findings(folder: Path, fixtures: Path | None) -> tuple[Finding, ...]:
    """What lint says; and where that is no error, what no fixture shows."""
    found = lint(folder, fixtures=fixtures, beneath=_beneath(folder))
    if fixtures is None or any(finding.level is Level.ERROR for finding in found):
        return found
    book = RuleBook.load(folder)
    own = [file for file in book.files if file.folder == folder]
    advice = untested(own, [*_readable(fixtures)], book)
    return tuple(sorted([*found, *(Finding(problem, Level.ADVICE) for problem in advice)]))


def _readable(folder: Path) -> Iterator[Fixture]:
    for path in sorted(path for end in (TEXT, PAGE) for path in folder.glob(f"*/*{end}")):
        try:
            yield read_fixture(path)
        except RuleError:  # told by lint
            continue


def _told(findings: Sequence[Finding], form: str) -> Iterator[str]:
    if form == "json":
        yield json.dumps([_as_dict(finding) for finding in findings], indent=2, ensure_ascii=False)
        return
    yield from (_annotation(finding) if form == "github" else str(finding) for finding in findings)
    errors = sum(finding.level is Level.ERROR for finding in findings)
    yield f"{counted(errors, 'error')}, {counted(len(findings) - errors, 'piece')} of advice"


def _as_dict(finding: Finding) -> dict[str, str | int]:
    problem = finding.problem
    place: dict[str, str | int] = {"file": str(problem.file), "line": problem.line, "column": problem.column}
    return place | {"level": finding.level.value, "message": problem.message}


def _annotation(finding: Finding) -> str:
    """One finding as a workflow command."""
    problem = finding.problem
    file = _escaped(str(problem.file)).replace(":", "%3A").replace(",", "%2C")
    place = f"file={file},line={problem.line},col={problem.column}"
    return f"::{_GITHUB[finding.level]} {place}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _beside(folder: Path) -> Path | None:
    fixtures = folder.resolve().parent / "fixtures"
    return fixtures if fixtures.is_dir() else None


def _beneath(folder: Path) -> Sequence[LoadedFile]:
    """The built-in rules, whose groups a folder may extend; beneath themselves there is nothing."""
    return () if folder.resolve() == builtin_folder().resolve() else RuleBook.builtin().files
