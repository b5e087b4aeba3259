"""Which fixtures a site has: every site needs one with a cut and one that must stay whole."""

from collections.abc import Collection, Iterator, Sequence

from endmark.errors import Problem
from endmark.rules.book import RuleBook
from endmark.rules.fixtures import Fixture
from endmark.rules.hosts import ascii_host, parents
from endmark.rules.loading import LoadedFile


class Owners:
    """Which rule file a folder of fixtures belongs to."""

    def __init__(self, book: RuleBook) -> None:
        self.files = book.files
        self._groups = {file.group: file for file in book.files if file.group}
        self._hosts = {ascii_host(host): file for file in book.files for host in file.hosts}

    def of(self, name: str) -> LoadedFile | None:
        """The site file that knows a host, or else the group of that name."""
        try:
            hosts = parents(ascii_host(name))
        except ValueError:
            return None
        known = (self._hosts[host] for host in hosts if host in self._hosts)
        return next(known, self._groups.get(name))

    def sites(self) -> list[LoadedFile]:
        """The site files that are in force for at least one host."""
        used = {id(file) for file in self._hosts.values()}
        return [file for file in self.files if id(file) in used]


def uncovered(sites: Collection[LoadedFile], fixtures: Sequence[Fixture], owners: Owners) -> Iterator[Problem]:
    """A problem for every site without a fixture that has a cut, or without one that must stay whole."""
    for file in sites:
        own = [fixture for fixture in fixtures if owners.of(fixture.host) is file]
        host = file.hosts[0]
        if not any(fixture.expected for fixture in own):
            yield Problem(file.path, 1, 1, f"no fixture with a cut; write fixtures/{host}/CASE.txt")
        if all(fixture.expected for fixture in own):
            said = f"no fixture that must stay whole; write fixtures/{host}/CASE.txt without any cut"
            yield Problem(file.path, 1, 1, said)
