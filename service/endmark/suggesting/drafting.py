"""Candidates to rules: those alike become one rule with a list, each rule with a name and what was seen of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from endmark.rules.book import RuleBook
from endmark.rules.format import RuleFile
from endmark.rules.loading import SITES, LoadedFile
from endmark.rules.yaml_reading import Positions
from endmark.suggesting.candidates import Candidate

_ENDINGS = {"line": "lines", "heading": "lists", "suffix": "suffix", "css": "elements"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule, and the candidates that it was made of."""

    id: str
    candidates: tuple[Candidate, ...]

    @property
    def rule(self) -> dict[str, Any]:
        """The rule as data of a rule file."""
        first = self.candidates[0]
        texts = list(dict.fromkeys(text for candidate in self.candidates for text in candidate.texts))
        rule: dict[str, Any] = {"id": self.id, "kind": first.kind.value}
        rule[first.verb] = texts[0] if len(texts) == 1 else texts
        if first.where:
            rule["where"] = first.where.value
        return rule


def drafts(candidates: Sequence[Candidate], taken: Collection[str] = ()) -> list[Draft]:
    """Rules for candidates; none of them is named as one of those `taken`."""
    groups: dict[object, list[Candidate]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        alone = number if candidate.verb == "passage" else None
        groups[candidate.verb, candidate.kind, candidate.where, alone].append(candidate)
    used = set(taken)
    return [Draft(_id(group[0], used), tuple(group)) for group in groups.values()]


def _id(candidate: Candidate, used: set[str]) -> str:
    words = [candidate.kind.value.replace("_", "-"), candidate.where or "", _ENDINGS.get(candidate.verb, "")]
    return free_id("-".join(filter(None, words)), used)


def free_id(base: str, used: set[str]) -> str:
    """An id that is not in use, and is from now on.

    >>> free_id("appeal", {"appeal", "appeal-2"})
    'appeal-3'
    """
    ids = (f"{base}-{number}" if number > 1 else base for number in count(1))
    found = next(name for name in ids if name not in used)
    used.add(found)
    return found


def site_file(host: str, rules: Sequence[Draft]) -> LoadedFile:
    """A site's rule file that has these rules and is nowhere yet."""
    model = RuleFile.model_validate({"hosts": [host], "rules": [draft.rule for draft in rules]})
    name = f"{SITES}/{host}.yaml"
    return LoadedFile(name, Path(name), model, Positions())


def book_of(host: str, rules: Sequence[Draft], beneath: RuleBook | None = None) -> RuleBook:
    """A book of these rules, laid over another."""
    own = site_file(host, rules)
    return RuleBook((*(file for file in (beneath.files if beneath else ()) if file.name != own.name), own))
