"""`endmark stats`: what the counts of hits tell of the rules."""

from pathlib import Path
from typing import Any

import click

from endmark.cli import streams
from endmark.cli.failures import counted
from endmark.cli.parameters import load_book, rules_option, stats_option
from endmark.hits import Finding, Hits, findings

_EPILOG = """\b
Examples:
  ENDMARK_STATS=hits.sqlite endmark strip --jsonl articles.jsonl > stripped.jsonl
  endmark stats --stats hits.sqlite
  endmark stats --stats hits.sqlite --recent 7 --json

\b
Exit codes:
  0  done, whatever was found
  1  the counts or the rules cannot be used
  2  called wrongly
"""


@click.command("stats", epilog=_EPILOG)
@stats_option
@click.option(
    "--recent",
    type=click.IntRange(min=1),
    default=14,
    show_default=True,
    metavar="DAYS",
    help="How many of the last days are compared with those before.",
)
@rules_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each finding.")
def command(*, stats: Path | None, recent: int, folders: tuple[Path, ...], as_json: bool) -> None:
    """Tell which rules may have had their time.

    Named are rules that never hit although there were articles of their site; rules that hit less than they used to;
    and passages that match texts which have been reworded since, with what was changed: [-old-] {+new+}.
    """
    if stats is None or not stats.exists():
        raise click.UsageError(f"there are no counts{f' in {stats}' if stats else ''}: give --stats FILE")
    hits = Hits(stats)
    found = [*findings(hits, load_book(folders), recent=recent)]
    for finding in found:
        if as_json:
            streams.write_json(_as_dict(finding))
        else:
            click.echo(f"{finding.sort}: {finding.rule} in {finding.file}: {finding.said}")
            for edit in finding.edits:
                click.echo(f"    {edit}")
    days = {day for _, day in hits.articles()}
    total = counted(sum(hits.articles().values()), "article")
    click.echo(f"{total} on {counted(len(days), 'day')}: {counted(len(found), 'finding')}", err=as_json)


def _as_dict(finding: Finding) -> dict[str, Any]:
    return {
        "finding": finding.sort.value,
        "rule": finding.rule,
        "file": finding.file,
        "said": finding.said,
        "edits": [{"old": edit.old, "new": edit.new} for edit in finding.edits],
    }
