"""`endmark lint`: mistakes in rule files."""

from collections.abc import Sequence
from pathlib import Path

import click

from endmark.cli.failures import counted
from endmark.cli.parameters import FOLDER, folder_here
from endmark.rules.book import RuleBook, builtin_folder
from endmark.rules.lint import Level, lint
from endmark.rules.loading import LoadedFile

_EPILOG = """\b
Examples:
  endmark lint
  endmark lint my-rules --fixtures my-fixtures

\b
Exit codes:
  0  no errors (there may be advice)
  1  at least one error
  2  called wrongly
"""


@click.command("lint", epilog=_EPILOG)
@click.argument("folder", type=FOLDER, required=False, metavar="[DIR]")
@click.option(
    "--fixtures",
    type=FOLDER,
    metavar="DIR",
    help="Articles that no rule may touch where they mark no cut.  [default: fixtures beside the rules]",
)
def command(*, folder: Path | None, fixtures: Path | None) -> None:
    """Look for mistakes in a folder of rule files.

    DIR is ./rules if left out. Every finding is told at once as FILE:LINE:COLUMN: LEVEL: what is wrong. An
    error keeps the rules from being used; advice says what may cut too much, or find nothing.
    """
    folder = folder or folder_here("rules", remedy="DIR")
    findings = lint(folder, fixtures=fixtures or _beside(folder), beneath=_beneath(folder))
    for finding in findings:
        click.echo(str(finding))
    errors = sum(finding.level is Level.ERROR for finding in findings)
    click.echo(f"{counted(errors, 'error')}, {counted(len(findings) - errors, 'piece')} of advice")
    if errors:
        raise SystemExit(1)


def _beside(folder: Path) -> Path | None:
    fixtures = folder.resolve().parent / "fixtures"
    return fixtures if fixtures.is_dir() else None


def _beneath(folder: Path) -> Sequence[LoadedFile]:
    """The built-in rules, whose groups a folder may extend; beneath themselves there is nothing."""
    return () if folder.resolve() == builtin_folder().resolve() else RuleBook.builtin().files
