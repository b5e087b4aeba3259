"""`endmark bulk`: a file of many articles to a file of their bodies."""

import os
from pathlib import Path

import click

from endmark.cli.articles import keep_option
from endmark.cli.extras import extra
from endmark.cli.failures import Failure, counted
from endmark.cli.parameters import rules_option
from endmark.model import Kind
from endmark.rules.layering import folders_of_environment

_EPILOG = """\b
Examples:
  endmark bulk articles.jsonl.gz stripped.jsonl.zst
  endmark bulk crawl.warc.gz bodies.parquet
  endmark bulk pages.parquet bodies.parquet --html-column content --drop content
  endmark bulk crawl.warc.gz bodies.parquet --resume

\b
Exit codes:
  0  done; or with --resume: nothing was left to do
  1  at least one record could not be stripped, and the errors file says why; or the run could not go on
  2  called wrongly
"""


@click.command("bulk", epilog=_EPILOG)
@click.argument("source", metavar="IN", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--resume", is_flag=True, help="Go on with a run that was interrupted, killed even.")
@click.option("--processes", type=click.IntRange(1), default=os.cpu_count(), help="Default: one for each CPU.")
@click.option("--text-column", metavar="NAME", help="The column of texts; then none of pages is looked for.")
@click.option("--html-column", metavar="NAME", help="The column of pages; then none of texts is looked for.")
@click.option("--url-column", metavar="NAME", default="url", show_default=True, help="The column of URLs.")
@click.option("--drop", multiple=True, metavar="NAME", help="A column that is not to be written (repeatable).")
@click.option("--prefix", default="", metavar="WORD", help="Goes before the names of the columns that are added.")
@keep_option
@rules_option
def command(  # noqa: PLR0913  one parameter for each option
    *,
    source: Path,
    target: Path,
    resume: bool,
    processes: int,
    text_column: str | None,
    html_column: str | None,
    url_column: str,
    drop: tuple[str, ...],
    prefix: str,
    keep: frozenset[Kind],
    folders: tuple[Path, ...],
) -> None:
    """Strip every record of IN, on all cores, and write OUT.

    IN is JSON lines (.jsonl, also .gz and .zst), Parquet, or WARC (.warc, .warc.gz; of these the HTML responses
    are read, by the charset that their headers say). OUT is JSON lines or Parquet. A record keeps its columns
    and gets body, removed, site and rule_set, the version of the rules. Of a WARC response the columns are
    id, url, date and status. A column of the same name is replaced, unless there is a --prefix. Articles are
    looked for under the names text and html.

    A record that cannot be stripped is not written: OUT.errors.jsonl has it with its reason. What is done is
    kept in OUT.parts until OUT is there whole; --resume goes on from it.
    """
    if text_column and html_column:
        raise click.UsageError("give --text-column or --html-column; without both, each record says which it has")
    with extra("bulk", "endmark bulk"):
        from endmark.bulk import Columns, Job, run  # noqa: PLC0415  only here is the bulk extra needed
        from endmark.cli.bulk_showing import follow, table  # noqa: PLC0415  as above
    columns = Columns(
        text=None if html_column else text_column or "text",
        html=None if text_column else html_column or "html",
        url=url_column,
    )
    job = Job(
        source=source,
        target=target,
        columns=columns,
        keep=keep,
        rules=(*folders_of_environment(), *folders),
        prefix=prefix,
        drop=frozenset(drop),
        processes=processes,
    )
    tally = follow(run(job, resume=resume), source.name)
    click.echo(table(tally), nl=False)
    if tally.failed:
        raise Failure(f"{counted(tally.failed, 'record')} could not be stripped; {target}.errors.jsonl says why")
