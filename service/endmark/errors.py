"""Endmark's errors: one root, and every error says what is wrong, where, and what to do."""

from dataclasses import dataclass
from pathlib import PurePath

LONGEST_QUOTE = 100


def quote(value: str) -> str:
    """The caller's words, short enough to be repeated to them."""
    return repr(value if len(value) <= LONGEST_QUOTE else value[:LONGEST_QUOTE] + "…")


class EndmarkError(Exception):
    """The root of every error that Endmark raises on purpose."""


class InputError(EndmarkError):
    """The caller's text, page or argument cannot be used."""


class DecodingError(InputError):
    """Bytes that are not text in the charset that was stated or found."""


class MalformedError(InputError):
    """Bytes that are not JSON."""

    def __init__(self, mistake: str) -> None:
        super().__init__(f"malformed JSON: {mistake}")


class FieldError(InputError):
    """One field of a submitted article cannot be used."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field[:LONGEST_QUOTE]
        super().__init__(message)


class TooLargeError(InputError):
    """An input over a limit; `limit` and `actual` are in `unit`."""

    def __init__(self, thing: str, *, limit: int, actual: int | None, unit: str, remedy: str) -> None:
        self.thing, self.limit, self.actual, self.unit, self.remedy = thing, limit, actual, unit, remedy
        size = "more" if actual is None else f"{actual:,} {unit}"
        super().__init__(f"{thing}: {size}, the limit is {limit:,} {unit}; {remedy}")

    def or_raise(self, setting: str | None) -> "TooLargeError":
        """The same, to whom the limit is that of a setting."""
        remedy = f"{self.remedy}, or raise the service's {setting}" if setting else self.remedy
        return TooLargeError(self.thing, limit=self.limit, actual=self.actual, unit=self.unit, remedy=remedy)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a rule or fixture file, at a 1-based line and column."""

    file: PurePath
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class RuleError(EndmarkError):
    """Rule files that cannot be used. `problems` holds every problem found, not just the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))
