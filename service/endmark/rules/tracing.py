"""Where the rules of a site come from, and why these: for people who wonder."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from endmark.rules.book import RuleBook
from endmark.rules.compiling import Member
from endmark.rules.cross_check import extended
from endmark.rules.hosts import ascii_host
from endmark.rules.loading import LoadedFile


@dataclass(frozen=True, slots=True)
class Trace:
    """What judges the texts of a host.

    `matched` is the host that a file claims: the one asked for, or a domain that it stands in. `hidden` are rules of
    groups or of an extended file that do not hold here, each with the reason.
    """

    file: LoadedFile
    matched: str
    members: tuple[Member, ...]
    hidden: tuple[tuple[Member, str], ...]


def trace(book: RuleBook, host_or_url: str) -> Trace | None:
    """What judges the texts of a host, or of a URL's; None if no file names it. Raises ValueError for no host."""
    named = urlsplit(host_or_url).hostname if "//" in host_or_url else host_or_url.partition("/")[0]
    host = ascii_host(named or "")
    file = book.file_of(host)
    if file is None:
        return None
    claimed = {ascii_host(own): own for own in file.hosts}
    matched = max((own for own in claimed if host == own or host.endswith(f".{own}")), key=len)
    members = tuple(book.rules_of(file))
    return Trace(file, claimed[matched], members, tuple(_hidden(book, file, members)))


def _hidden(book: RuleBook, file: LoadedFile, members: tuple[Member, ...]) -> list[tuple[Member, str]]:
    """The rules of what a file builds on that are not among its rules."""
    in_force = {(member.file.path, member.rule.id) for member in members}
    groups = {other.group: other for other in book.files if other.group}
    below = [*file.layers[1:], *(groups[name] for layer in file.layers for _, name in extended(layer))]
    found = {(m.file.path, m.rule.id): m for other in below for m in book.rules_of(other)}
    disabled = {name for layer in file.layers for name in layer.model.disable}
    return [
        (member, "disabled" if member.rule.id in disabled else "another rule has its id")
        for key, member in found.items()
        if key not in in_force
    ]
