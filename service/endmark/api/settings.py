"""What the service reads from its environment, checked once, at start."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from endmark.errors import EndmarkError
from endmark.rules.book import RuleBook

DEFAULT_MAX_BYTES = 5 * 1024 * 1024
# More workers than this cost memory before they save time; ENDMARK_WORKERS asks for more.
MOST_WORKERS_UNASKED = 4

_WHOLE_NUMBER = re.compile(r"[0-9]{1,12}")


class SettingsError(EndmarkError):
    """A setting that the service cannot start with."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service runs. `rules` are folders laid over the built-in rules, the last one on top."""

    max_bytes: int = DEFAULT_MAX_BYTES
    rules: tuple[Path, ...] = ()
    workers: int = 1

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read ENDMARK_MAX_BYTES, ENDMARK_RULES and ENDMARK_WORKERS; raises SettingsError."""
        folders = environ.get("ENDMARK_RULES", "").split(os.pathsep)
        usable = min(os.cpu_count() or 1, MOST_WORKERS_UNASKED)
        return cls(
            max_bytes=_count(environ, "ENDMARK_MAX_BYTES", DEFAULT_MAX_BYTES, "bytes"),
            rules=tuple(Path(folder) for folder in folders if folder),
            workers=_count(environ, "ENDMARK_WORKERS", usable, "processes"),
        )

    def load_book(self) -> RuleBook:
        """Load the rules; raises SettingsError for a missing folder and RuleError for bad files."""
        for folder in self.rules:
            if not folder.is_dir():
                raise SettingsError(
                    f"rules folder {folder}: no such folder; create or mount it, or take it out of"
                    " ENDMARK_RULES or --rules"
                )
        return RuleBook.load(*self.rules) if self.rules else RuleBook.builtin()


def _count(environ: Mapping[str, str], name: str, default: int, unit: str) -> int:
    value = environ.get(name, "").strip()
    if not value:
        return default
    if not _WHOLE_NUMBER.fullmatch(value) or int(value) == 0:
        raise SettingsError(f"{name} is {value!r}; give a whole number of {unit}, 1 or more (for example {default})")
    return int(value)
