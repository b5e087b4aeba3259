"""The RuleBook: every rule file in force, and which of their rules judge a text."""

import hashlib
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from endmark.errors import InputError, RuleError
from endmark.judging import Rules
from endmark.judging.generic import Generic
from endmark.judging.pages import Learned
from endmark.judging.pages import builtin as learned_pages
from endmark.judging.phrases import PhraseIndex
from endmark.judging.program import Program
from endmark.judging.sheet import Sheet
from endmark.rules.compiling import Member, compile_rules, problems
from endmark.rules.cross_check import ancestors, cross_check, extended
from endmark.rules.hosts import ascii_host, parents
from endmark.rules.layering import layered
from endmark.rules.loading import LoadedFile, load_folder
from endmark.rules.phrases import compile_generic, generic_problems

_HAS_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_NO_RULES = compile_rules([])


@dataclass(frozen=True, slots=True)
class Selection:
    """The site that a text was found to be of, and what judges the text; no host if the site is unknown."""

    host: str | None
    rules: Rules


@dataclass(frozen=True)
class RuleBook:
    """A set of rule files, laid over each other in the order given.

    A later file replaces an earlier namesake, or extends it if it says so, and a host claimed again belongs to the
    later file. Immutable, and safe to share between threads.
    """

    files: tuple[LoadedFile, ...]
    _programs: dict[str, Program] = field(default_factory=dict, repr=False, compare=False)
    _selections: dict[str, Selection] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def builtin(cls) -> "RuleBook":
        """The rules that come with Endmark; loaded once in a process. Raises `RuleError`."""
        return _builtin()

    @classmethod
    def load(cls, *folders: Path | str) -> "RuleBook":
        """The built-in rules with folders laid over them. Raises `RuleError` with every problem in every file."""
        return cls.only(builtin_folder(), *folders)

    @classmethod
    def only(cls, *folders: Path | str) -> "RuleBook":
        """The rules of these folders alone. Raises `RuleError` with every problem in every file."""
        loaded = [load_folder(Path(folder)) for folder in folders]
        layers = [file for files_, _ in loaded for file in files_]
        in_force = layered(layers)
        found = [problem for _, mistakes in loaded for problem in mistakes]
        found += cross_check(in_force, known=found)
        used = [layer for file in in_force for layer in file.layers]
        found += [problem for file in used for problem in (*problems(file), *generic_problems(file))]
        if found:
            raise RuleError(tuple(sorted(found)))
        return cls(in_force)

    @cached_property
    def _hosts(self) -> dict[str, LoadedFile]:
        return {ascii_host(host): file for file in self.sites for host in file.hosts}

    @cached_property
    def _groups(self) -> dict[str, LoadedFile]:
        return {file.group: file for file in self.files if file.group}

    @cached_property
    def version(self) -> str:
        """Which set of rules this is: twelve hexadecimal digits, the same wherever the same files are in force."""
        layers = (layer for file in self.files for layer in file.layers)
        said = "".join(f"{layer.name}\0{layer.digest}\n" for layer in layers)
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    @cached_property
    def sites(self) -> tuple[LoadedFile, ...]:
        """The files that are a site's."""
        return tuple(file for file in self.files if file.is_site)

    @cached_property
    def generic(self) -> Generic | None:
        """What judges the texts of all sites behind their own rules; None without generic files."""
        members = [member for file in self.files if file.is_generic for member in self.rules_of(file)]
        return compile_generic(members) if members else None

    @cached_property
    def pages(self) -> Learned | None:
        """What judges pages behind their sites' own rules; None without generic files."""
        return learned_pages() if any(file.is_generic for file in self.files) else None

    def _rules(self, site: Program) -> Rules:
        return Rules(site, self.generic, self.pages)

    @cached_property
    def _fingerprints(self) -> tuple[PhraseIndex, list[LoadedFile]]:
        pairs = [(phrase, file) for file in self.sites for phrase in file.fingerprints]
        return PhraseIndex([phrase for phrase, _ in pairs]), [file for _, file in pairs]

    def _by_fingerprint(self, sheet: Sheet) -> LoadedFile | None:
        """The file of the longest fingerprint that begins a block or a sentence of the text."""
        index, owners = self._fingerprints
        found = [number for number, offset in index.places(sheet) if sheet.boundary(sheet.folded.index(offset))]
        return owners[max(found, key=lambda n: (index.letters(n), -n))] if found else None

    def select(self, sheet: Sheet, *, url: str | None = None, site: str | None = None) -> Selection:
        """The rules for a text: by the site's host, else by the URL's, else by fingerprint.

        The most specific host wins, subdomains included. Raises `InputError` for a URL or site that is none.
        """
        host = named_host(site, url)
        file = (self.file_of(host) if host else None) or self._by_fingerprint(sheet)
        if file is None:
            return self._of_no_site
        if file.name not in self._selections:
            self._selections[file.name] = Selection(file.host, self._rules(self.program(file)))
        return self._selections[file.name]

    @cached_property
    def _of_no_site(self) -> Selection:
        return Selection(None, self._rules(_NO_RULES))

    def file_of(self, host: str) -> LoadedFile | None:
        """The site's file that speaks for a host (as `ascii_host` writes it): the most specific one."""
        return next((self._hosts[h] for h in parents(host) if h in self._hosts), None)

    def program(self, file: LoadedFile) -> Program:
        """A site's compiled rules; compiled when first asked for."""
        if file.name not in self._programs:
            self._programs[file.name] = compile_rules(self.rules_of(file), self.body_of(file))
        return self._programs[file.name]

    def rules_of(self, file: LoadedFile) -> list[Member]:
        """A file's own rules, then those of its groups and of the file that it extends.

        Left out are those that it disables, and those with an id that comes before.
        """
        members = {rule.id: Member(file, rule) for rule in file.model.rules}
        for other in [*(self._groups[group] for _, group in extended(file)), *([file.beneath] if file.beneath else [])]:
            for member in self.rules_of(other):
                if member.rule.id not in file.model.disable:
                    members.setdefault(member.rule.id, member)
        return list(members.values())

    def body_of(self, file: LoadedFile) -> LoadedFile | None:
        """The file that says where the site's stories stand: its own, or the nearest one beneath."""
        family = (other for layer in file.layers for other in (layer, *ancestors(layer, self._groups)))
        return next((other for other in family if other.model.body is not None), None)


def named_host(site: str | None, url: str | None) -> str | None:
    """The host that a sender names, in the form that hosts are compared in; raises `InputError` for what is none."""
    if site:
        return _checked(site, f"site {site!r}")
    if not url:
        return None
    try:
        named = urlsplit(url if _HAS_HOST.match(url) else f"//{url}").hostname
    except ValueError:
        named = None
    if not named:
        raise InputError(f"url {url!r} has no host; send a whole URL such as https://example.org/article, or none")
    return None if ":" in named else _checked(named, f"url {url!r}")  # no site has an IPv6 address for its host


def _checked(host: str, thing: str) -> str:
    try:
        return ascii_host(host)
    except ValueError as error:
        raise InputError(f"{thing}: {error}; send a host such as example.org") from None


@cache
def _builtin() -> RuleBook:
    return RuleBook.only(builtin_folder())


def builtin_folder() -> Path:
    """The folder of the built-in rules: in the installed package, or the repository's in an editable install."""
    packaged = Path(str(files("endmark"))) / "_rules"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "rules"
