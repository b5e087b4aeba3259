"""`endmark replay`: two sets of rules over saved articles."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from endmark.cli import articles, streams
from endmark.cli.failures import Failure, counted
from endmark.cli.parameters import FOLDER, folder_here
from endmark.cli.revisions import book_of, rules_of
from endmark.cli.wording import printable, shortened
from endmark.errors import InputError
from endmark.model import Cut
from endmark.replaying import Change, Replayed, Sort, replay
from endmark.saved import Saved, saved_articles

_EPILOG = """\b
Examples:
  endmark replay saved-articles
  endmark replay articles.jsonl.gz --rules my-rules --base main
  endmark replay articles.jsonl --base ../rules-of-last-week --json

\b
Exit codes:
  0  nothing new is cut inside the body of an article
  1  something is, or an article or a rule file cannot be used
  2  called wrongly
"""
_SAID = {
    Sort.CUT_INSIDE: "now cut inside the body",
    Sort.CUT_AT_EDGE: "now cut",
    Sort.LEFT: "no longer cut",
    Sort.RENAMED: "cut as another kind",
}
_BEGINNING, _ENDING = 80, 40  # characters that are shown of a longer text


@click.command("replay", epilog=_EPILOG)
@click.argument("corpus", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="CORPUS...")
@click.option("--rules", "folder", type=FOLDER, metavar="DIR", help="The rules as they are now.  [default: ./rules]")
@click.option(
    "--base",
    default="HEAD",
    metavar="REV|DIR",
    show_default=True,
    help="The rules as they were: a folder, or what DIR held in a revision of git's.",
)
@articles.site_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each change.")
def command(*, corpus: tuple[Path, ...], folder: Path | None, base: str, site: str | None, as_json: bool) -> None:
    """Strip saved articles by the rules as they were and as they are, and tell every span that is cut otherwise.

    CORPUS is lines of JSON with "text" or "html" and "url" (.jsonl, .jsonl.gz), texts, pages, or folders of these. What
    is new inside the body of an article comes first: it may be a piece of the story.
    """
    folder = folder or folder_here("rules", remedy="--rules DIR")
    with rules_of(base, folder) as old:
        before, after = book_of(old, folder), book_of(folder, folder)
    found: list[tuple[Saved, Change]] = []
    total = 0
    saved = (replace(article, site=site or article.site) for article in saved_articles(corpus))
    for replayed in _watched(replay(saved, before, after)):
        total += 1
        found += ((replayed.article, change) for change in replayed.changes)
    found.sort(key=lambda item: item[1].sort)
    for article, change in found:
        if as_json:
            streams.write_json(_as_dict(article, change))
        else:
            click.echo("\n".join(_told(article, change)))
    click.echo(_summary(total, [change for _, change in found]), err=as_json)
    if any(change.sort is Sort.CUT_INSIDE for _, change in found):
        raise SystemExit(1)


def _watched(replayed: Iterable[Replayed]) -> Iterator[Replayed]:
    """The same, with a bar on standard error where a person looks at it."""
    from rich.console import Console  # noqa: PLC0415  what draws takes long to load, and scripts do not look
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (SpinnerColumn(), MofNCompleteColumn(), "articles", TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        try:
            yield from progress.track(replayed, total=None)
        except InputError as error:
            raise Failure(str(error)) from error


def _told(article: Saved, change: Change) -> Iterator[str]:
    yield f"{article.name} [{change.start}:{change.end}] {_SAID[change.sort]}: {_shown(change.text)}"
    for word, cut in (("was", change.before), ("is", change.after)):
        if cut:
            yield f"    {word} {cut.kind} by {cut.rule}: {cut.reason}"


def _shown(text: str) -> str:
    return shortened(" ".join(printable(text).split()), _BEGINNING, _ENDING)


def _as_dict(article: Saved, change: Change) -> dict[str, Any]:
    return {
        "article": article.name,
        "url": article.url,
        "change": change.sort.name.lower(),
        "start": change.start,
        "end": change.end,
        "text": change.text,
        "before": _cut(change.before),
        "after": _cut(change.after),
    }


def _cut(cut: Cut | None) -> dict[str, Any] | None:
    return {"kind": cut.kind, "rule": cut.rule, "file": cut.file, "reason": cut.reason} if cut else None


def _summary(total: int, found: list[Change]) -> str:
    counts = Counter(change.sort for change in found)
    told = ", ".join(f"{counts[sort]:,} {_SAID[sort]}" for sort in Sort if counts[sort])
    return f"{counted(total, 'article')}: {told or 'nothing has changed'}"
