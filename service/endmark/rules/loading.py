"""Folders of rule files: reading them, and telling every mistake in every file at once."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from endmark.errors import Problem, RuleError
from endmark.rules.explaining import explain
from endmark.rules.format import Over, RuleFile
from endmark.rules.utf8_files import read_utf8
from endmark.rules.yaml_mistakes import Mistake
from endmark.rules.yaml_reading import Data, Positions, read_yaml

SITES, GROUPS, GENERIC = "sites", "groups", "generic"
_SUFFIX = ".yaml"
_LOOKALIKES = (".yml", ".yaml")
_LARGEST = 300_000


@dataclass(frozen=True)
class LoadedFile:
    """A rule file without mistakes of its own. `name` is its path in the rules folder, with slashes.

    `digest` is the SHA-256 of what it says, in hexadecimal; empty for what no file says yet. `beneath` is the file of
    the same site in a lower folder that this one extends.
    """

    name: str
    path: Path
    model: RuleFile
    positions: Positions
    digest: str = ""
    beneath: "LoadedFile | None" = None

    @property
    def layers(self) -> tuple["LoadedFile", ...]:
        """The file itself, then the one that it extends, and so on down."""
        return (self, *(self.beneath.layers if self.beneath else ()))

    @property
    def hosts(self) -> tuple[str, ...]:
        """Its hosts, and those of the file that it extends."""
        return tuple(dict.fromkeys(host for file in self.layers for host in file.model.hosts))

    @cached_property
    def host(self) -> str:
        """What a site's results are said to be of: its first host, or the file's name."""
        return (*self.hosts, self.path.stem)[0]

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Its fingerprints, and those of the file that it extends."""
        return tuple(phrase for file in self.layers for phrase in file.model.fingerprints)

    @property
    def folder(self) -> Path:
        """The rules folder that this file was loaded from."""
        return self.path.parent.parent

    @property
    def group(self) -> str | None:
        """The name that `extends` calls this file by; None for other files."""
        return self.path.stem if self.name.startswith(f"{GROUPS}/") else None

    @property
    def is_site(self) -> bool:
        """Whether these are the rules of one site."""
        return self.name.startswith(f"{SITES}/")

    @property
    def is_generic(self) -> bool:
        """Whether these are phrases of a language, for whatever site."""
        return self.name.startswith(f"{GENERIC}/")

    def problem(self, path: tuple[str | int, ...], message: str) -> Problem:
        """A problem with the value at a path, such as `("extends", 0)`."""
        return Problem(self.path, *self.positions.value(path), message)


def load_folder(folder: Path) -> tuple[tuple[LoadedFile, ...], tuple[Problem, ...]]:
    """Load the files of `sites/`, `groups/` and `generic/`: those that are right, and every problem of the others.

    Each file is looked at by itself; what files say about each other is `cross_check`'s. Other files and
    folders are left alone, except those that an editor may take for rule files.

    Raises RuleError if there is no such folder.
    """
    if not folder.is_dir():
        raise RuleError((Problem(folder, 1, 1, "there is no such folder of rules"),))
    files: list[LoadedFile] = []
    problems = list(_misplaced(folder))
    for name in (SITES, GROUPS, GENERIC):
        for path in _rule_files(folder / name, problems):
            try:
                files.append(_load(path, f"{name}/{path.name}"))
            except RuleError as error:
                problems.extend(error.problems)
    return tuple(files), tuple(sorted(problems))


def _misplaced(folder: Path) -> Iterator[Problem]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _LOOKALIKES and not path.name.startswith("."):
            yield Problem(path, 1, 1, f"rule files stand in {SITES}/, {GROUPS}/ or {GENERIC}/; move it there")


def _rule_files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir()) if os.path.lexists(folder) else []
    except OSError as error:
        problems.append(Problem(folder, 1, 1, f"cannot be read: {error.strerror}"))
        return
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.suffix == _SUFFIX:
            yield path
        elif path.suffix.lower() in _LOOKALIKES:
            problems.append(Problem(path, 1, 1, f'rule files end in "{_SUFFIX}"; rename it'))


def _load(path: Path, name: str) -> LoadedFile:
    text = read_utf8(path, largest=_LARGEST)
    reading = read_yaml(text.removeprefix("\ufeff"))
    mistakes = list(reading.mistakes)
    model = None
    if reading.data is None:
        mistakes = mistakes or [Mistake(1, 1, "this file is empty")]
    else:
        mistakes += _file_mistakes(reading.data, reading.positions, folder=path.parent.name)
        try:
            model = RuleFile.model_validate(reading.data, by_alias=True, by_name=False)
        except ValidationError as refusal:
            mistakes += explain(refusal, reading.data, reading.positions)
    if mistakes or model is None:
        raise RuleError(tuple(Problem(path, m.line, m.column, m.message) for m in mistakes))
    return LoadedFile(name, path, model, reading.positions, hashlib.sha256(text.encode()).hexdigest())


def _file_mistakes(data: Data, positions: Positions, *, folder: str) -> Iterator[Mistake]:
    """What the models do not know: which file this is, and that ids are unique."""
    if not isinstance(data, dict):
        return
    if folder != SITES:
        owner = "a group" if folder == GROUPS else "a generic file"
        for key in ("hosts", "fingerprints", *(("body",) if folder == GENERIC else ())):
            if key in data:
                belongs = "it belongs to sites and groups" if key == "body" else "they belong to sites"
                yield Mistake(*positions.key((key,)), f"{owner} has no {key}; {belongs}")
    if data.keys() <= RuleFile.model_fields.keys():  # else what seems to be missing may be misspelt
        if folder == SITES and _lacks(data, "hosts", "fingerprints") and data.get("over") != Over.EXTEND:
            yield Mistake(1, 1, "no hosts and no fingerprints: this file would never be used")
        if _lacks(data, "rules", "extends", "disable", "body"):
            yield Mistake(1, 1, "no rules, and no group that it extends")
    yield from _repeated_ids(data.get("rules"), positions)


def _lacks(data: dict[str, Any], *keys: str) -> bool:
    """Whether all keys are left out or lists of nothing; a key without a value is another mistake."""
    return all(data.get(key, []) == [] for key in keys)


def _repeated_ids(rules: Data, positions: Positions) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for number, rule in enumerate(rules if isinstance(rules, list) else []):
        name = rule.get("id") if isinstance(rule, dict) else None
        if isinstance(name, str):
            line, column = positions.value(("rules", number, "id"))
            if name in first:
                yield Mistake(line, column, f'a second rule "{name}", first at line {first[name]}')
            first.setdefault(name, line)
