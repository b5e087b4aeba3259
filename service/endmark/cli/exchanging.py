"""`endmark import` and `endmark export`: rules from and for other programs."""

from collections.abc import Iterator
from pathlib import Path

import click

from endmark.cli.failures import Failure, counted
from endmark.cli.parameters import HostName, load_book, rules_option
from endmark.exchange import Imported, filters, import_ftr
from endmark.rules.hosts import ascii_host
from endmark.rules.utf8_files import read_utf8

_IMPORT = """\b
Examples:
  endmark import ftr ftr-site-config/example.org.txt
  endmark import ftr ftr-site-config --into imported

\b
Exit codes:
  0  done; what could not be carried over is told
  1  a file cannot be read
  2  called wrongly
"""
_EXPORT = """\b
Examples:
  endmark export ublock > endmark-filters.txt
  endmark export ublock --host theguardian.com

\b
Exit codes:
  0  done
  1  no rule file names the host, or a rule file is wrong
  2  called wrongly
"""
_LARGEST = 1_000_000


@click.group("import", epilog=_IMPORT)
def importing() -> None:
    """Make rule files of what other programs have."""


@click.group("export", epilog=_EXPORT)
def exporting() -> None:
    """Make filters for other programs of the rules."""


@importing.command("ftr", epilog=_IMPORT)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--into", default="rules", type=click.Path(file_okay=False, path_type=Path), show_default=True)
@click.option("--with-body", is_flag=True, help="Write `body`, which cuts at once; else it stands in a comment.")
def ftr(*, paths: tuple[Path, ...], into: Path, with_body: bool) -> None:
    """Make rule files of site configurations of Full-Text RSS (ftr-site-config): HOST.txt, or folders of them.

    Every rule is `shadow`: it is reported and cuts nothing until an editor has looked at it. Every line that could not
    be carried over is told, with the reason. Files that are there are left alone.
    """
    written = carried = left = 0
    for path in _configurations(paths):
        imported = import_ftr(path.name, read_utf8(path, largest=_LARGEST), with_body=with_body)
        for line in imported.left:
            click.echo(f"{path}:{line.line}: {line.said}: not carried over, {line.why}", err=True)
        carried, left = carried + imported.carried, left + len(imported.left)
        written += _write(imported, into, path)
    click.echo(f"{counted(written, 'file')} written; {counted(carried, 'line')} carried over, {left:,} not")


def _configurations(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.glob("*.txt")) if path.is_dir() else [path]


def _write(imported: Imported, into: Path, path: Path) -> bool:
    """Write a rule file; whether it was."""
    if imported.text is None:
        return False
    target = into / "sites" / f"{imported.host}.yaml"
    if target.exists():
        click.echo(f"{path}: not written, {target} is there already", err=True)
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(imported.text.encode())
    return True


@exporting.command("ublock", epilog=_EXPORT)
@rules_option
@click.option("--host", type=HostName(), help="This site only.")
def ublock(*, folders: tuple[Path, ...], host: str | None) -> None:
    """Print cosmetic filters of uBlock Origin for what the rules cut by css and xpath."""
    book = load_book(folders)
    file = book.file_of(ascii_host(host)) if host else None
    if host and file is None:
        raise Failure(f"no rule file names {host}")
    for line in filters(book, [file] if file else [file for file in book.sites if file.hosts]):
        click.echo(line)
