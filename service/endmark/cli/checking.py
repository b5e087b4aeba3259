"""`endmark check`: the fixtures against the rules."""

from collections.abc import Iterator
from pathlib import Path

import click

from endmark.checking import Outcome, Report, check
from endmark.checking.diffs import Piece
from endmark.cli.failures import counted
from endmark.cli.parameters import FOLDER, folder_here, load_book, rules_option
from endmark.cli.wording import printable, shortened
from endmark.errors import Problem

_EPILOG = """\b
Examples:
  endmark check
  endmark check --site themoscowtimes.com --prove
  endmark check --rules my-rules --fixtures my-fixtures

\b
Exit codes:
  0  every fixture is cut as it expects
  1  some are not, or a file is wrong
  2  called wrongly
"""
_SIGN = 7  # column, behind a line's number
_BEGINNING, _ENDING = 90, 40  # characters that are shown of a longer text


@click.command("check", epilog=_EPILOG)
@rules_option
@click.option("--fixtures", type=FOLDER, metavar="DIR", help="Where the fixtures are.  [default: ./fixtures]")
@click.option("--site", metavar="HOST", help="Check this site only.")
@click.option("--prove", is_flag=True, help="Each fixture with a cut must owe it to its site's rules.")
def command(*, folders: tuple[Path, ...], fixtures: Path | None, site: str | None, prove: bool) -> None:
    """Strip every fixture and compare with the cuts that it marks.

    A fixture is DIR/HOST/CASE.txt or .html: a text or page with its expected cuts between <!--endmark:KIND--> and
    <!--/endmark-->. What differs is told as FILE:LINE:COLUMN: what is wrong, and shown in its place. A site
    also needs one fixture with a cut, and one that must stay whole.
    """
    folder = fixtures or folder_here("fixtures", remedy="--fixtures DIR")
    report = check(folder, load_book(folders), site=site, prove=prove)
    for problem in sorted(_problems(report)):
        click.echo(str(problem))
    for outcome in report.failed:
        for line in drawn(outcome):
            click.secho(line, fg="yellow" if line[_SIGN : _SIGN + 1] == "!" else None)
    click.echo(_summary(report))
    if not report.ok:
        raise SystemExit(1)


def _problems(report: Report) -> Iterator[Problem]:
    yield from report.problems
    for outcome in report.failed:
        yield from outcome.differences
        if outcome.unproven:
            yield outcome.unproven


def drawn(outcome: Outcome) -> Iterator[str]:
    """A fixture that failed: its lines, with what should have gone and what should have stayed."""
    if not outcome.diff:
        return
    yield f"\n{outcome.fixture.path}"
    before = outcome.diff[0].number
    for line in outcome.diff:
        if line.number > before + 1:
            yield f"{'…':>{_SIGN - 1}}"
        before = line.number
        sign = "!" if line.differs else " "
        yield f"{line.number:>{_SIGN - 1}} {sign} {''.join(map(_piece, line.pieces))}"


def _piece(piece: Piece) -> str:
    said = shortened(printable(piece.text), _BEGINNING, _ENDING)
    if not piece.differs:
        return f"[{piece.expected}: {said}]" if piece.expected else said
    if piece.found is None:
        return f"[should be cut as {piece.expected}: {said}]"
    wish = f"should be {piece.expected}, not" if piece.expected else "should stay, not be cut as"
    return f"[{wish} {piece.found}: {said}]"


def _summary(report: Report) -> str:
    total = len(report.outcomes)
    text = f"{total - len(report.failed):,} of {counted(total, 'fixture')} passed"
    return f"{text}, {counted(len(report.problems), 'other problem')}" if report.problems else text
