"""`endmark suggest`: rules from articles of one site."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from endmark.cli import placing
from endmark.cli.failures import Failure, counted
from endmark.cli.parameters import FOLDER, HostName
from endmark.rules.book import RuleBook
from endmark.saved import saved_articles
from endmark.suggesting import Suggestion, suggest
from endmark.suggesting.candidates import Candidate
from endmark.suggesting.composing import Skeleton
from endmark.suggesting.drafting import Draft, book_of
from endmark.suggesting.skeletons import skeletons

_EPILOG = """\b
Examples:
  endmark suggest monday.txt tuesday.txt wednesday.txt --host gazette.example
  endmark suggest saved-articles --host gazette.example --write
  endmark suggest articles.jsonl --host gazette.example --against rules

\b
Exit codes:
  0  done, whether anything was found or not
  1  an article or a rule file cannot be used
  2  called wrongly
"""
_LONGEST_SHOWN = 70
_NAMES_SHOWN = 3


@click.command("suggest", epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILES...")
@click.option("--host", required=True, type=HostName(), help="The site that the articles are of.")
@click.option(
    "--against",
    "folders",
    type=FOLDER,
    multiple=True,
    metavar="DIR",
    help="Show only what this folder of rules, over the built-in ones, leaves (repeatable).",
)
@click.option(
    "--write", is_flag=True, help="Write the files below rules/ and fixtures/ here, instead of printing them."
)
def command(*, files: tuple[Path, ...], host: str, folders: tuple[Path, ...], write: bool) -> None:
    """Find what repeats in articles of one site, and print rules for it.

    FILES are three or more articles of the site: texts, pages (.html), lines of JSON with "text" or "html" (.jsonl,
    .jsonl.gz), or folders of these. Printed are a rule file and fixtures, ready to be read, mended and committed;
    on standard error, how often each candidate occurred, and where; and what repeats but may be a story's, which is
    left to you.
    """
    if placing.site_path(host).exists() and write and not folders:
        raise Failure(f"{placing.site_path(host)} is there already; --against rules adds what it lacks")
    against = RuleBook.load(*folders) if folders else None
    suggestion = suggest([*saved_articles(files)], host, against=against)
    for line in _report(suggestion):
        click.echo(line, err=True)
    if not suggestion.drafts:
        return
    book = book_of(host, suggestion.drafts, against or RuleBook.builtin())
    found = [candidate for draft in suggestion.drafts for candidate in draft.candidates]
    examples = skeletons(host, found, suggestion.repeats, book)
    (placing.write if write else _print)([*_files(suggestion, examples, add=bool(folders))])
    for problem in (problem for example in examples for problem in example.problems):
        click.echo(f"does not come out yet: {problem}", err=True)


def _report(suggestion: Suggestion) -> Iterator[str]:
    for other in suggestion.others:
        yield f"left out, its URL is not of {suggestion.host}: {other}"
    for copy in suggestion.copies:
        yield f"left out, it says what another article says: {copy}"
    total = len(suggestion.articles)
    for draft in suggestion.drafts:
        for candidate in draft.candidates:
            shown = _shown(candidate.texts[0].replace("\n", " / "))
            yield f"{len(candidate.articles)} of {total}  {_places(candidate, suggestion)}  {draft.id}: {shown}"
            yield f"        {_names(candidate.articles, suggestion)}"
    if not suggestion.drafts:
        yield f"nothing repeats in {counted(total, 'article')} that is not the story's"
    yield from _doubts(suggestion)


def _doubts(suggestion: Suggestion) -> Iterator[str]:
    """What repeats but may be a story's: it gets no rule, and a person can write one."""
    repeats, total = suggestion.repeats, len(suggestion.articles)
    for doubt in sorted(set(repeats.doubts.values())):
        yield f"left to you, for {doubt}:"
        for key in sorted(key for key, other in repeats.doubts.items() if other is doubt):
            holders = repeats.holders(key)
            yield f"{len(holders)} of {total}  {_shown(repeats.rows[key][0].text)}"
            yield f"        {_names(holders, suggestion)}"


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _places(candidate: Candidate, suggestion: Suggestion) -> str:
    if candidate.verb == "css":
        return "page"
    counts = Counter(suggestion.repeats.place(row).value for row in candidate.rows)
    return "+".join(place for place, _ in counts.most_common())


def _names(articles: frozenset[int], suggestion: Suggestion) -> str:
    names = [suggestion.articles[number] for number in sorted(articles)]
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    return ", ".join(names[:_NAMES_SHOWN]) + more


def _comments(draft: Draft, suggestion: Suggestion) -> list[str]:
    seen = sorted(len(candidate.articles) for candidate in draft.candidates)
    range_ = f"{seen[0]}" if seen[0] == seen[-1] else f"{seen[0]} to {seen[-1]}"
    places = dict.fromkeys(_places(candidate, suggestion) for candidate in draft.candidates)
    return [f"Suggested: in {range_} of {len(suggestion.articles)} articles ({', '.join(places)})."]


def _files(suggestion: Suggestion, examples: list[Skeleton], *, add: bool) -> Iterator[tuple[Path, str]]:
    """The rule file and the fixtures, each with the place where it goes."""
    rules = [(_comments(draft, suggestion), draft.rule) for draft in suggestion.drafts]
    yield placing.rule_file(suggestion.host, rules, add=add)
    for example in examples:
        yield placing.fixture_path(suggestion.host, f"suggested-{example.name}", example.suffix), example.text


def _print(files: list[tuple[Path, str]]) -> None:
    for path, text in files:
        click.echo(f"==> {path} <==\n{text}")
