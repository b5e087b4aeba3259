"""Doing one of many things of which none may end the others."""

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from endmark.errors import EndmarkError


@dataclass(slots=True)
class Attempt:
    """As a context: what goes wrong in it is kept, with the reason to tell, and ends nothing else."""

    reason: str | None = None
    error: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, trace: TracebackType | None) -> bool:
        match error:
            case EndmarkError():
                self.reason = str(error)
            case Exception():  # a night's run is worth more than one page: the reason asks for a report
                self.reason = f"Endmark failed on this: {type(error).__name__}: {error}; please report it"
            case _:
                return False
        self.error = error
        return True
