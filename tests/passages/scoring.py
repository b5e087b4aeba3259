"""What an engine did with a copy, judged on characters that are no white space."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tests.passages.copies import Copy

Span = tuple[int, int]


class Outcome(StrEnum):
    """The first of these that holds."""

    EXACT = "exact"
    LOST = "body lost"
    MISSED = "not found"
    NEAR = "±1 word"
    LEFT = "left over"


@dataclass(frozen=True)
class Verdict:
    """`lost`: letters and digits of the body that were cut; `left`: those of the appeal that were not."""

    copy: Copy
    cuts: tuple[Span, ...]
    outcome: Outcome
    lost: int
    left: int


def judge(copy: Copy, cuts: Iterable[Span]) -> Verdict:
    cuts = tuple(cuts)
    cut = _solid(copy.text, cuts)
    due = _solid(copy.text, [(copy.start, copy.end)])
    lost = sum(copy.text[i].isalnum() for i in cut - due)
    left = sum(copy.text[i].isalnum() for i in due - cut)
    return Verdict(copy, cuts, _outcome(copy.text, cut, due, lost), lost, left)


def _outcome(text: str, cut: set[int], due: set[int], lost: int) -> Outcome:
    if cut == due:
        return Outcome.EXACT
    if not cut & due:
        return Outcome.LOST if lost else Outcome.MISSED
    if _words_touched(text, cut ^ due) <= 1:
        return Outcome.NEAR
    return Outcome.LOST if lost else Outcome.LEFT


def _words_touched(text: str, wrong: set[int]) -> int:
    """How many runs between white space hold a wrong character."""
    return sum(not wrong.isdisjoint(range(*run.span())) for run in re.finditer(r"\S+", text))


def _solid(text: str, spans: Iterable[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end) if not text[i].isspace()}


@dataclass
class Tally:
    """Counts of verdicts: a row of the table."""

    outcomes: Counter[Outcome]
    lost: int = 0
    left: int = 0

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> "Tally":
        tally = cls(Counter())
        for verdict in verdicts:
            tally.outcomes[verdict.outcome] += 1
            tally.lost += verdict.lost
            tally.left += verdict.left
        return tally

    @property
    def copies(self) -> int:
        return self.outcomes.total()

    @property
    def share(self) -> float:
        """Exact ones, of all."""
        return self.outcomes[Outcome.EXACT] / self.copies if self.copies else 1.0

    def row(self, name: str) -> str:
        counts = "".join(f"{self.outcomes[o]:>10}" for o in Outcome if o is not Outcome.EXACT)
        return f"{name:<28}{self.copies:>7}{self.share:>9.1%}{counts}{self.lost:>12}{self.left:>12}"


HEADER = (
    f"{'':<28}{'copies':>7}{'exact':>9}"
    + "".join(f"{o:>10}" for o in Outcome if o is not Outcome.EXACT)
    + f"{'lost chars':>12}{'left chars':>12}"
)


def table(verdicts: list[Verdict], *, by: str) -> str:
    """A row for each value of a copy's attribute `by`: distortion, placement, join or appeal."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(str(getattr(verdict.copy, by)), []).append(verdict)
    rows = [Tally.of(group).row(name) for name, group in groups.items()]
    return "\n".join([HEADER.replace(" " * len(by), by, 1), *rows, Tally.of(verdicts).row("all")])
