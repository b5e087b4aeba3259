"""Advice on rules that are well-formed: what may cut too much, or find nothing.

Each check is a function from a file (and what else it needs) to problems at the place of what they are about.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from endmark.errors import Problem
from endmark.folding import fold, letters_of
from endmark.judging.passages.index import PassageIndex, Unit
from endmark.rules.cross_check import ancestors
from endmark.rules.fixtures import Fixture
from endmark.rules.format import Otherwise, Regex, Rule
from endmark.rules.hosts import ascii_host
from endmark.rules.loading import LoadedFile
from endmark.rules.yaml_reading import Path

_SHORT_PHRASE = 12  # letters: a phrase under this stands in many a story
_LONE_LINE = 24  # letters by which a first line is recognised without the rest
_FEW_SENTENCES = 2
_WORDS_SHOWN = 5
_OPENS_QUOTATION = re.compile(r"[\s>-]*[\"']")
_BLOCK_VERBS = ("line", "heading")
_PHRASE_VERBS = ("from", "suffix", "prefix")

Phrase = tuple[Path, str]


class Body:
    """What must stay of a fixture, in the forms in which rules are matched."""

    def __init__(self, fixture: Fixture) -> None:
        self.fixture = fixture

    @cached_property
    def words(self) -> str:
        """The folded body, with a space at both ends."""
        return f" {fold(self.fixture.body).text} "

    @cached_property
    def blocks(self) -> frozenset[str]:
        """The folded lines."""
        return frozenset(fold(line).text.strip() for line in self.fixture.body.splitlines())

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters of each line that does not open with a quotation mark."""
        lines = self.fixture.body.splitlines()
        return frozenset(_letters(line) for line in lines if not _OPENS_QUOTATION.match(fold(line).text))


class Bodies:
    """The bodies of all fixtures."""

    def __init__(self, fixtures: Sequence[Fixture]) -> None:
        self._bodies = [Body(fixture) for fixture in fixtures]

    def with_block(self, phrase: str) -> list[Body]:
        """The bodies in which a phrase is a whole line."""
        folded = fold(phrase).text.strip()
        return [body for body in self._bodies if folded in body.blocks]

    def with_words(self, phrase: str) -> list[Body]:
        """The bodies in which a phrase stands between spaces or signs."""
        folded = fold(phrase).text.strip()
        return [body for body in self._bodies if _has_words(body.words, folded)]

    def with_letters(self, letters: str) -> list[Body]:
        """The bodies of which these are the letters of a line, other than as a quotation."""
        return [body for body in self._bodies if letters in body.letters]


def advise(file: LoadedFile, files: Sequence[LoadedFile], bodies: Bodies) -> Iterator[Problem]:
    """All advice on one of the files that are used together."""
    yield from _name(file)
    yield from _hosts(file)
    yield from _shadowed(file, {other.group: other for other in files if other.group})
    yield from _fingerprints(file, [other for other in files if other is not file])
    for number, rule in enumerate(file.model.rules):
        yield from _rule(file, ("rules", number), rule, bodies)


def _name(file: LoadedFile) -> Iterator[Problem]:
    hosts = file.model.hosts
    if hosts and file.path.stem not in hosts and not any(ascii_host(h) == file.path.stem for h in hosts):
        yield file.problem(("hosts",), f'a site file is named after one of its hosts: "{hosts[0]}.yaml"')


def _hosts(file: LoadedFile) -> Iterator[Problem]:
    for number, host in enumerate(file.model.hosts):
        if host.startswith("www."):
            bare = host.removeprefix("www.")
            yield file.problem(
                ("hosts", number), f'"{bare}" holds for "{host}" and for the other subdomains too; write "{bare}"'
            )


def _fingerprints(file: LoadedFile, others: Sequence[LoadedFile]) -> Iterator[Problem]:
    taken = {_letters(phrase): other for other in others for phrase in other.model.fingerprints}
    for path, phrase in _listed(("fingerprints",), file.model.fingerprints):
        if other := taken.get(_letters(phrase)):
            yield file.problem(path, f"this is a fingerprint of {other.name} too")


def _shadowed(file: LoadedFile, groups: dict[str, LoadedFile]) -> Iterator[Problem]:
    inherited = {rule.id: group for group in ancestors(file, groups) for rule in group.model.rules}
    for number, rule in enumerate(file.model.rules):
        if rule.id in inherited and rule.id not in file.model.disable:
            group = inherited[rule.id].name
            said = f'this takes the place of "{rule.id}" of {group}; if that is meant, list it under disable:'
            yield file.problem(("rules", number, "id"), said)


def _rule(file: LoadedFile, path: Path, rule: Rule, bodies: Bodies) -> Iterator[Problem]:
    for verb in _BLOCK_VERBS:
        for phrase in _listed((*path, verb), getattr(rule, verb)):
            yield from _short_phrase(file, phrase, bodies.with_block(phrase[1]))
    for verb in _PHRASE_VERBS:
        for phrase in _listed((*path, verb), rule.from_ if verb == "from" else getattr(rule, verb)):
            yield from _short_phrase(file, phrase, bodies.with_words(phrase[1]))
    for phrase in _listed((*path, "passage"), rule.passage):
        yield from _passage(file, phrase, bodies)
    yield from _open_ended(file, path, rule)


def _listed(path: Path, value: str | Regex | Sequence[str | Regex] | None) -> Iterator[Phrase]:
    """The literal texts of a value, each with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Sequence):
        yield from (((*path, i), item) for i, item in enumerate(value) if isinstance(item, str))


def _short_phrase(file: LoadedFile, phrase: Phrase, bodies: list[Body]) -> Iterator[Problem]:
    path, text = phrase
    if bodies and len(_letters(text)) < _SHORT_PHRASE:
        where = f"{len(bodies)} bodies in fixtures/" if len(bodies) > 1 else f"the body of {bodies[0].fixture.path}"
        yield file.problem(path, f'phrase of under {_SHORT_PHRASE} letters, "{text}", matches {where}')


def _passage(file: LoadedFile, phrase: Phrase, bodies: Bodies) -> Iterator[Problem]:
    path, text = phrase
    units = PassageIndex([(0, text)]).units
    if len(units) <= _FEW_SENTENCES:
        yield file.problem(path, "one or two sentences are cut only as whole blocks; paste more or use line:")
    elif _first_line(units) < _LONE_LINE:
        said = f"the first line, under {_LONE_LINE} letters, will not be recognised alone when truncated"
        yield file.problem(path, said)
    yield from _pasted_story(file, phrase, bodies)


def _pasted_story(file: LoadedFile, phrase: Phrase, bodies: Bodies) -> Iterator[Problem]:
    path, text = phrase
    for line in text.splitlines():
        letters = _letters(line)
        if len(letters) >= _LONE_LINE and (found := bodies.with_letters(letters)):
            where = f"the body of {found[0].fixture.path}"
            opening = " ".join(line.split()[:_WORDS_SHOWN])
            yield file.problem(path, f'"{opening} …" is a paragraph in {where}; is it boilerplate?')


def _first_line(units: Sequence[Unit]) -> int:
    """How many letters the first line has."""
    return next(unit.end for unit in units if unit.closes_line)


def _open_ended(file: LoadedFile, path: Path, rule: Rule) -> Iterator[Problem]:
    if rule.from_ is None or rule.through is not None:
        return
    if rule.otherwise in {None, Otherwise.NOTHING}:
        yield file.problem((*path, "from"), "without `through`, this cuts nothing; add `otherwise: end`")
    elif rule.guards.longest is None:
        yield file.problem((*path, "from"), "from without through needs a guard; add `guards: {longest: …}`")


def _letters(text: str) -> str:
    return letters_of(text).text


def _has_words(text: str, phrase: str) -> bool:
    start = text.find(phrase)
    while start >= 0:
        if not text[start - 1].isalnum() and not text[start + len(phrase)].isalnum():
            return True
        start = text.find(phrase, start + 1)
    return False
