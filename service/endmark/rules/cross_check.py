"""What rule files say about each other: groups they extend, rules they disable, hosts they share."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from endmark.errors import Problem
from endmark.rules.explaining import suggestion
from endmark.rules.hosts import ascii_host
from endmark.rules.loading import GROUPS, LoadedFile


def cross_check(files: Sequence[LoadedFile], known: Iterable[Problem] = ()) -> tuple[Problem, ...]:
    """The problems between files that are used together, in the order of their layers.

    A group of a later layer replaces its namesake, and a host may be claimed again in a later layer. `known`
    are the problems found so far: a group whose file has one is not called unknown.
    """
    groups = {file.group: file for file in files if file.group}
    broken = {p.file.stem for p in known if p.file.parent.name == GROUPS}
    in_force = [file for file in files if not file.group or groups[file.group] is file]
    family = _Family(groups, broken)
    problems = [*_hosts_claimed_twice(in_force)]
    for file in in_force:
        problems += [*family.unknown(file), *family.cycles(file), *family.not_disabled(file)]
    return tuple(sorted(problems))


def extended(file: LoadedFile) -> list[tuple[tuple[str | int, ...], str]]:
    """The groups that a file extends, each with the path where it is named."""
    names = file.model.extends
    if isinstance(names, str):
        return [(("extends",), names)]
    return [(("extends", number), name) for number, name in enumerate(names)]


def ancestors(file: LoadedFile, groups: dict[str, LoadedFile]) -> list[LoadedFile]:
    """Every group that a file extends, itself or through another group, the nearest first."""
    found: dict[str, LoadedFile] = {}
    waiting = [name for _, name in extended(file)]
    while waiting:
        name = waiting.pop(0)
        if name in groups and name not in found:
            found[name] = groups[name]
            waiting += [parent for _, parent in extended(groups[name])]
    return list(found.values())


def _hosts_claimed_twice(files: Sequence[LoadedFile]) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for file in files:
        for number, host in enumerate(file.model.hosts):
            path = ("hosts", number)
            line, column = file.positions.value(path)
            here = f"{file.path}:{line}:{column}"
            there = first.setdefault((str(file.folder), ascii_host(host)), here)
            if there != here:
                yield file.problem(path, f'"{host}" is claimed already, at {there}')


@dataclass(frozen=True)
class _Family:
    groups: dict[str, LoadedFile]
    broken: set[str]

    def unknown(self, file: LoadedFile) -> Iterator[Problem]:
        for path, name in extended(file):
            if name not in self.groups and name not in self.broken:
                hint = suggestion(name, list(self.groups)) or f"; there is no {GROUPS}/{name}.yaml"
                yield file.problem(path, f'unknown group "{name}"{hint}')

    def cycles(self, file: LoadedFile) -> Iterator[Problem]:
        """Told once for each cycle, in the file whose name sorts first."""
        for path, name in extended(file):
            way = self._way(name, file.group) if file.group else None
            if way and file.group == min(way):
                yield file.problem(path, f"extends goes round in a circle: {' → '.join([file.group, *way])}")

    def _way(self, start: str, goal: str) -> list[str] | None:
        """The groups from one to another along `extends`, the shortest way."""
        ways = [[start]]
        seen = {start}
        for way in ways:
            if way[-1] == goal:
                return way
            parents = [name for _, name in extended(self.groups[way[-1]])] if way[-1] in self.groups else []
            ways += [[*way, name] for name in parents if name not in seen]
            seen.update(parents)
        return None

    def not_disabled(self, file: LoadedFile) -> Iterator[Problem]:
        family = ancestors(file, self.groups)
        if any(name not in self.groups for member in [file, *family] for _, name in extended(member)):
            return  # the missing group may have the rule
        lower = [*family, *(f for layer in file.layers[1:] for f in (layer, *ancestors(layer, self.groups)))]
        ids = [rule.id for member in lower for rule in member.model.rules]
        for number, name in enumerate(file.model.disable):
            if name not in ids:
                hint = suggestion(name, ids) or "; no group or file beneath that this file extends has it"
                yield file.problem(("disable", number), f'there is no rule "{name}" to disable{hint}')
