"""What a run has done so far, in numbers: small, whatever the run's size."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from endmark.model import Result

NO_SITE = ""


@dataclass(slots=True)
class Counts:
    """Counts of some records: how many, of how many something was cut; letters (code points), and how many were cut.

    `kinds` are the cuts by kind.
    """

    records: int = 0
    stripped: int = 0
    letters: int = 0
    removed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Counts") -> None:
        """Add another's counts."""
        self.records += other.records
        self.stripped += other.stripped
        self.letters += other.letters
        self.removed += other.removed
        self.kinds.update(other.kinds)

    @classmethod
    def sum(cls, several: Iterable["Counts"]) -> "Counts":
        """The counts of several together."""
        found = cls()
        for counts in several:
            found.add(counts)
        return found


_NAMES = tuple(field.name for field in fields(Counts))


@dataclass(slots=True)
class Tally:
    """The counts by site, "" being that of no rule file; and how many records failed."""

    failed: int = 0
    sites: dict[str, Counts] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """Count a record that was stripped."""
        cuts = [segment.cut for segment in result.removed if segment.cut]
        counts = Counts(
            records=1,
            stripped=bool(cuts),
            letters=len(result.document.text),
            removed=sum(segment.end - segment.start for segment in result.removed),
            kinds=Counter(cut.kind.value for cut in cuts),
        )
        self.sites.setdefault(result.site or NO_SITE, Counts()).add(counts)

    def merge(self, other: "Tally") -> None:
        """Add another's counts."""
        self.failed += other.failed
        for site, counts in other.sites.items():
            self.sites.setdefault(site, Counts()).add(counts)

    @property
    def total(self) -> int:
        """All records, the failed ones too."""
        return self.failed + sum(counts.records for counts in self.sites.values())

    def as_dict(self) -> dict[str, Any]:
        """The counts as plain JSON data."""
        sites = {site: {name: getattr(counts, name) for name in _NAMES} for site, counts in self.sites.items()}
        return {"failed": self.failed, "sites": sites}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Tally":
        """The counts that `as_dict` gave."""
        sites = {site: Counts(**{**found, "kinds": Counter(found["kinds"])}) for site, found in data["sites"].items()}
        return cls(data["failed"], sites)
