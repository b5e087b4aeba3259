"""Where the files of a site go, and writing them: nothing that is there is written over."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import click

from endmark.rules.book import builtin_folder
from endmark.rules.fixtures import TEXT
from endmark.rules.yaml_writing import add_rules, write_rule_file

RULES, FIXTURES = Path("rules"), Path("fixtures")
_SCHEMA = "schema.json"

Commented = tuple[Sequence[str], Mapping[str, Any]]


def site_path(host: str) -> Path:
    """The rule file of a site, below the current directory."""
    return RULES / "sites" / f"{host}.yaml"


def fixture_path(host: str, stem: str, suffix: str = TEXT) -> Path:
    """A fixture that is not there yet."""
    names = (f"{stem}-{number}{suffix}" if number > 1 else f"{stem}{suffix}" for number in count(1))
    return next(path for name in names if not (path := FIXTURES / host / name).exists())


def rule_file(host: str, rules: Sequence[Commented], *, add: bool) -> tuple[Path, str]:
    """A site's rule file with these rules; with `add`, behind those of the file that is there."""
    path = site_path(host)
    if add and path.exists():
        return path, add_rules(path.read_text("utf-8"), rules)
    return path, write_rule_file({"site": host, "hosts": [host]}, rules)


def write(files: Iterable[tuple[Path, str]]) -> None:
    """Write files and say which; and beside the rules the schema that their first lines name, if it is not there."""
    for path, text in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        click.echo(f"wrote {path}")
    if not (RULES / _SCHEMA).exists():
        (RULES / _SCHEMA).write_bytes((builtin_folder() / _SCHEMA).read_bytes())
