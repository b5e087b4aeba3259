"""`endmark rules`: which rules there are, and where those of a site come from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from endmark.cli import streams
from endmark.cli.failures import Failure, counted
from endmark.cli.parameters import load_book, rules_option
from endmark.rules.book import RuleBook, builtin_folder
from endmark.rules.compiling import Member
from endmark.rules.loading import LoadedFile
from endmark.rules.tracing import Trace, trace

_EPILOG = """\b
Examples:
  endmark rules list
  ENDMARK_RULES=house-rules:desk-rules endmark rules list
  endmark rules show www.theguardian.com
  endmark rules show https://www.theguardian.com/world/2025/mar/1/x --rules my-rules

\b
Exit codes:
  0  done
  1  no rule file names the host, or a rule file is wrong
  2  called wrongly
"""
_BUILTIN = "built-in"

_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each file or rule.")


@click.group("rules", epilog=_EPILOG)
def command() -> None:
    """Tell which rules there are, and where those of a site come from."""


@command.command("list")
@rules_option
@_json_option
def listed(*, folders: tuple[Path, ...], as_json: bool) -> None:
    """List the sites that have rules: hosts, how many rules, and the folder that each file is of."""
    book = load_book(folders)
    for file in sorted(book.sites, key=lambda file: file.host):
        if as_json:
            streams.write_json(_file(file, book))
        else:
            number = counted(len(book.rules_of(file)), "rule")
            click.echo(f"{', '.join(file.hosts) or file.path.stem}: {number}, {_layers(file)}")
    if not as_json:
        click.echo(counted(len(book.sites), "site"))


@command.command("show")
@click.argument("host", metavar="HOST|URL")
@rules_option
@_json_option
def show(*, host: str, folders: tuple[Path, ...], as_json: bool) -> None:
    """Show the rules for a site: what selects them, each one's verb, kind and file, and which do not hold here."""
    book = load_book(folders)
    try:
        found = trace(book, host)
    except ValueError as error:
        raise Failure(f"{error}; give a host such as example.org, or a URL") from error
    if found is None:
        raise Failure(f"no rule file names {host}: its texts are known by fingerprints only, else judged generically")
    if as_json:
        streams.write_json(_trace(found))
    else:
        click.echo("\n".join(_told(found, host)))


def _told(found: Trace, host: str) -> Iterator[str]:
    yield f"{host} is of {found.matched}, named by {found.file.name} ({_layers(found.file)})"
    for member in found.members:
        yield f"  {_member(member)}"
    for member, why in found.hidden:
        yield f"  not here, {why}: {_member(member)}"


def _member(member: Member) -> str:
    rule = member.rule
    kind = f"{rule.kind} " if rule.kind else ""
    status = "" if rule.status == "stable" else f" ({rule.status})"
    line, _ = member.file.positions.value(("rules", member.file.model.rules.index(rule)))
    return f"{rule.id}: {kind}by {rule.verb}{status}, {member.file.name}:{line} {_folder(member.file)}"


def _layers(file: LoadedFile) -> str:
    return " over ".join(map(_folder, file.layers))


def _folder(file: LoadedFile) -> str:
    return _BUILTIN if file.folder.resolve() == builtin_folder().resolve() else str(file.folder)


def _file(file: LoadedFile, book: RuleBook) -> dict[str, Any]:
    return {
        "site": file.model.site,
        "hosts": list(file.hosts),
        "file": file.name,
        "folders": [_folder(layer) for layer in file.layers],
        "rules": len(book.rules_of(file)),
    }


def _trace(found: Trace) -> dict[str, Any]:
    return {
        "host": found.matched,
        "file": found.file.name,
        "folders": [_folder(layer) for layer in found.file.layers],
        "rules": [_rule(member) for member in found.members],
        "hidden": [_rule(member) | {"why": why} for member, why in found.hidden],
    }


def _rule(member: Member) -> dict[str, Any]:
    rule = member.rule
    named = {"rule": member.name, "kind": rule.kind, "verb": rule.verb, "status": rule.status.value}
    return named | {"file": member.file.name, "folder": _folder(member.file)}
