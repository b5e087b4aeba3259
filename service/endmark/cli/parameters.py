"""Parameters that several commands share."""

from pathlib import Path

import click

from endmark.errors import InputError
from endmark.model import Kind
from endmark.rules.book import RuleBook
from endmark.rules.hosts import checked_host
from endmark.rules.layering import folders_of_environment

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

rules_option = click.option(
    "--rules",
    "folders",
    type=FOLDER,
    multiple=True,
    metavar="DIR",
    help="A folder of rules laid over the built-in ones and those of ENDMARK_RULES (repeatable; the last one wins).",
)


stats_option = click.option(
    "--stats",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="ENDMARK_STATS",
    metavar="FILE",
    help="Where each rule's hits are counted (an SQLite file; several processes may share it).  [env: ENDMARK_STATS]",
)


class KindList(click.ParamType[frozenset[Kind]]):
    """One kind, or several with commas between."""

    name = "kind"

    def convert(
        self, value: str | frozenset[Kind], param: click.Parameter | None, ctx: click.Context | None
    ) -> frozenset[Kind]:
        """Turn what was typed into kinds; an unknown one is a usage error."""
        try:
            return parse_kinds(value) if isinstance(value, str) else value
        except InputError as error:
            self.fail(str(error), param, ctx)


class HostName(click.ParamType[str]):
    """A site's host, as rule files name it."""

    name = "host"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The host unchanged; what is none is a usage error that says what to write."""
        try:
            return checked_host(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def parse_kinds(words: str) -> frozenset[Kind]:
    """The kinds of those names, with commas between. Raises `InputError` for what is no kind.

    >>> sorted(parse_kinds("correction_note, author_bio"))
    [<Kind.AUTHOR_BIO: 'author_bio'>, <Kind.CORRECTION_NOTE: 'correction_note'>]
    """
    return frozenset(Kind.parse(word.strip()) for word in words.split(","))


def load_book(folders: tuple[Path, ...]) -> RuleBook:
    """The built-in rules, over them the folders of ENDMARK_RULES, and over these the given ones. Raises `RuleError`."""
    layers = (*folders_of_environment(), *folders)
    return RuleBook.load(*layers) if layers else RuleBook.builtin()


def folder_here(name: str, *, remedy: str) -> Path:
    """A folder of the current directory. A usage error that names the remedy where there is none."""
    folder = Path(name)
    if not folder.is_dir():
        raise click.UsageError(f"there is no folder {name} here: go to where it is, or give {remedy}")
    return folder
