"""Rule folders over each other: which files are in force, and which of them go on using one beneath."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from endmark.rules.format import Over
from endmark.rules.hosts import ascii_host
from endmark.rules.loading import LoadedFile


def folders_of_environment(environ: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """The folders of ENDMARK_RULES, the lowest first.

    >>> folders_of_environment({"ENDMARK_RULES": os.pathsep.join(["one", "", "two"])})
    (PosixPath('one'), PosixPath('two'))
    """
    return tuple(map(Path, filter(None, environ.get("ENDMARK_RULES", "").split(os.pathsep))))


def layered(files: Iterable[LoadedFile]) -> tuple[LoadedFile, ...]:
    """The files in force of several layers, given from the lowest to the highest.

    A file takes the place of its namesake beneath. One that is to extend what is beneath is given the file of its
    name there, else of one of its hosts.
    """
    in_force: dict[str, LoadedFile] = {}
    hosts: dict[str, LoadedFile] = {}
    for file in files:
        laid = replace(file, beneath=_beneath(file, in_force, hosts)) if file.model.over is Over.EXTEND else file
        in_force[file.name] = laid
        hosts.update((ascii_host(host), laid) for host in laid.hosts if file.is_site)
    return tuple(in_force.values())


def _beneath(
    file: LoadedFile, in_force: Mapping[str, LoadedFile], hosts: Mapping[str, LoadedFile]
) -> LoadedFile | None:
    """What a file lies over; another file of its own folder is no layer."""
    namesake = in_force.get(file.name)
    if namesake:
        return namesake
    found = (hosts[host] for host in map(ascii_host, file.model.hosts) if host in hosts)
    return next((other for other in found if other.folder != file.folder), None)
