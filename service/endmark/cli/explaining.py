"""`endmark explain`: every block of an article, and why it was cut or stayed."""

from pathlib import Path

import click

from endmark.cli import articles, streams
from endmark.cli.parameters import load_book, rules_option
from endmark.explain import explain
from endmark.model import Kind

_EPILOG = """\b
Examples:
  endmark explain article.txt --url https://www.themoscowtimes.com/2017/09/07/x
  endmark explain article.txt --rules my-rules --all
  curl -s https://example.org/story | endmark explain --html --json

\b
What became of a block:
  body     it stayed
  cut      it went, or only a part of it (part)
  kept     it is of a kind that --keep names
  refused  a rule would have cut it, and a guard said no

\b
Exit codes:
  0  done
  1  the input cannot be used
  2  called wrongly
"""


@click.command("explain", epilog=_EPILOG)
@articles.file_argument
@articles.url_option
@articles.site_option
@click.option("--json", "as_json", is_flag=True, help="Print all that is known of every block as JSON.")
@click.option("--all", "in_full", is_flag=True, help="Print every block in full, and what spoke for and against it.")
@articles.keep_option
@rules_option
@articles.charset_option
@articles.html_option
def command(  # noqa: PLR0913  one parameter for each option
    *,
    file: str | None,
    url: str | None,
    site: str | None,
    as_json: bool,
    in_full: bool,
    keep: frozenset[Kind],
    folders: tuple[Path, ...],
    charset: str | None,
    html: bool,
) -> None:
    """Show every block of an article and why it was cut or stayed.

    FILE is what `endmark strip` takes, and so are the options. Of a cut: its kind, the reason, the rule and its
    file. Of what a guard refused: which one. Of what stayed but was in doubt: what would have cut it.

    Odds are log-odds: above 0 the block looks more like boilerplate than like the story. Words are those that
    speak loudest, for a cut (+) or against it (-). A page's blocks are weighed by the elements that they are in.
    """
    with streams.open_input(file) as source:
        book = load_book(folders)
        document = articles.read_article(source, file, charset=charset, html=html)
    explanation = explain(document, url=url, site=site, keep=keep, book=book)
    if as_json:
        streams.write_json(explanation.as_dict(), indent=2 if streams.stdout_is_terminal() else None)
        return
    from endmark.cli.showing import show  # noqa: PLC0415  what draws takes long to load, and no other command draws

    streams.write_text(show(explanation, in_full=in_full, terminal=streams.stdout_is_terminal()))
