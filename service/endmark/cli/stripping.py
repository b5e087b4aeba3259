"""`endmark strip`: one article, or a line of JSON for each of many."""

from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from endmark.cli import articles, records, streams
from endmark.cli.failures import Failure
from endmark.cli.parameters import load_book, rules_option, stats_option
from endmark.hits import Hits
from endmark.model import Format, Kind
from endmark.strip import strip

_EPILOG = f"""\b
Examples:
  endmark strip article.txt --url https://www.themoscowtimes.com/2017/09/07/x
  curl -s https://example.org/story | endmark strip --html --json --site example.org
  endmark strip page.html --format markdown --figures
  endmark strip article.txt --keep correction_note,author_bio
  endmark strip article.txt --rules my-rules
  endmark strip --jsonl articles.jsonl > stripped.jsonl

Kinds: {", ".join(Kind)}.

\b
Exit codes:
  0  done, whether or not there was anything to cut
  1  the input cannot be used (with --jsonl: at least one line could not)
  2  called wrongly
"""


@click.command("strip", epilog=_EPILOG)
@articles.file_argument
@articles.url_option
@articles.site_option
@click.option("--json", "as_json", is_flag=True, help="Print body and cuts, each with its reason, as JSON.")
@click.option("--jsonl", is_flag=True, help="Read one JSON object a line, write one result a line.")
@articles.keep_option
@articles.format_option
@articles.figures_option
@rules_option
@articles.charset_option
@articles.html_option
@stats_option
def command(  # noqa: PLR0913  one parameter for each option
    *,
    file: str | None,
    url: str | None,
    site: str | None,
    as_json: bool,
    jsonl: bool,
    keep: frozenset[Kind],
    form: Format,
    figures: bool,
    folders: tuple[Path, ...],
    charset: str | None,
    html: bool,
    stats: Path | None,
) -> None:
    """Print an article's body without its boilerplate.

    FILE is plain text or a web page. Without FILE, or with -, standard input is read. The body comes out
    exactly as it went in, in UTF-8, and as text with no line end added. Without --url and --site the site is recognised
    by the canonical URL of a page, or by its own phrases; the text of a site that no rule file knows is judged
    by the generic rules alone, and --json says so.

    With --jsonl the input has one object a line: {"id", "text" or "html", "url", "site", "keep", "format",
    "figures"}. The options of these names stand in for what a line leaves out. Each line gets one result with
    its id, in order and at once; a line that cannot be used gets {"id", "line", "error"}, and the run goes on.
    """
    if jsonl and (as_json or html or charset):
        raise click.UsageError("--jsonl goes with none of --json, --html and --charset: each line is JSON in UTF-8")
    with streams.open_input(file) as source, Hits(stats) if stats else nullcontext() as hits:
        book = load_book(folders)
        if jsonl:
            defaults = records.Defaults(book=book, url=url, site=site, keep=keep, form=form, figures=figures, hits=hits)
            _write_answers(records.answers(source, defaults))
            return
        document = articles.read_article(source, file, charset=charset, html=html)
        result = strip(document, url=url, site=site, keep=keep, book=book)
        if hits:
            hits.count(result)
    if as_json:
        streams.write_json(result.as_dict(form, figures=figures), indent=2 if streams.stdout_is_terminal() else None)
    else:
        line_end = "" if form is Format.TEXT else "\n"
        streams.write_text(result.render(form, figures=figures) + line_end)


def _write_answers(answers: Iterable[dict[str, Any]]) -> None:
    lines = failed = 0
    for answer in answers:
        streams.write_json(answer)
        lines += 1
        failed += "error" in answer
    if failed:
        raise Failure(f"{failed:,} of {lines:,} lines could not be used; each says why in its error field")
