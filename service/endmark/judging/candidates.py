"""What rules propose: spans with the rule's terms. Settling decides which of them become cuts."""

from dataclasses import dataclass, field, replace

from endmark.judging.program import Terms, Where
from endmark.model import Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A span that a rule would cut. `refused_by` names the guard that has already said no.

    Candidates are put into sets, dozens a page: the span tells them apart as well as a hash of all the terms.
    """

    start: int
    end: int
    terms: Terms = field(hash=False)
    reason: str = field(hash=False)
    refused_by: str | None = None

    @property
    def where(self) -> Where:
        """Where this cut may stand."""
        return self.terms.where

    def refuse(self, guard: str) -> "Candidate":
        """The same candidate, refused."""
        return replace(self, refused_by=guard)

    def cut(self) -> Cut:
        """The candidate as a cut."""
        return Cut(
            start=self.start,
            end=self.end,
            kind=self.terms.kind,
            rule=self.terms.rule,
            file=self.terms.file,
            reason=self.reason,
        )
