"""What the service reads from its environment, checked once, at start."""

import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from endmark.errors import EndmarkError
from endmark.reading import Limits
from endmark.rules.book import RuleBook

PREFIX = "ENDMARK_"
# More workers than this cost memory before they save time; ENDMARK_WORKERS asks for more.
MOST_WORKERS_UNASKED = 4
SHORTEST_KEY = 16

_WHOLE_NUMBER = re.compile(r"[0-9]{1,12}")
_SECONDS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
# Names with our prefix that are not the service's: of clients and commands, and what Kubernetes sets in every
# pod beside a Service that is called endmark.
_OTHERS = re.compile(r"ENDMARK_(URL|CORPUS|SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_[0-9]+_(TCP|UDP)(_.+)?)?)")


class SettingsError(EndmarkError):
    """A setting that the service cannot start with."""


def _count(value: object) -> object:
    if isinstance(value, str) and not (_WHOLE_NUMBER.fullmatch(value.strip()) and int(value)):
        raise ValueError("give a whole number, 1 or more")
    return value


def _seconds(value: object) -> object:
    if isinstance(value, str) and not (_SECONDS.fullmatch(value.strip()) and float(value)):
        raise ValueError("give a number of seconds, more than 0")
    return value


def _folders(value: object) -> object:
    return tuple(filter(None, value.split(os.pathsep))) if isinstance(value, str) else value


def _keys(value: object) -> object:
    return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


def long_enough(keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    """The keys; raises ValueError for one that could be guessed."""
    if any(len(key.get_secret_value()) < SHORTEST_KEY for key in keys):
        raise ValueError(f"a key has at least {SHORTEST_KEY} characters; make one with `openssl rand -hex 24`")
    return keys


def _in_a_folder(file: Path) -> Path:
    if not file.parent.is_dir():
        raise ValueError("its folder does not exist; create or mount it")
    return file


Count = Annotated[int, BeforeValidator(_count), Field(ge=1)]
Seconds = Annotated[float, BeforeValidator(_seconds), Field(gt=0)]
Folders = Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_folders)]
NewFile = Annotated[Path, AfterValidator(_in_a_folder)]
Keys = Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_keys), AfterValidator(long_enough)]


class Setting(NamedTuple):
    """One setting as it is told to people."""

    name: str
    default: str
    meaning: str


class Settings(BaseSettings):
    """How the service runs. What is not given comes from the environment; `from_environment` also checks its names."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    max_bytes: Count = Field(5 * 1024 * 1024, description="the largest article, in bytes, unpacked")
    max_elements: Count = Field(Limits().tags, description="tags of a page, start and end tags")
    max_depth: Count = Field(Limits().nested, description="elements of a page within one another")
    max_attributes: Count = Field(Limits().attributes, description="attributes of one tag")
    max_seconds: Seconds = Field(20.0, description="for one article; then it is answered 503")
    max_batch_items: Count = Field(1000, description="articles in a batch")
    max_batch_bytes: Count = Field(64 * 1024 * 1024, description="a whole batch, in bytes, unpacked")
    max_batches: Count = Field(4, description="batches at once in a process; more are answered 429")
    max_concurrent: Count = Field(96, description="requests at once in a process; more are answered 429")
    max_body_seconds: Seconds = Field(60.0, description="for a request's body to arrive")
    max_stall_seconds: Seconds = Field(8.0, description="without a byte of a request's body")
    rules: Folders = Field((), description=f"rule folders over the built-in ones, separated by {os.pathsep}")
    rules_poll_seconds: Seconds = Field(2.0, description="between looks at the rule folders")
    workers: Count | None = Field(None, description=f"processes; none: one a CPU, at most {MOST_WORKERS_UNASKED}")
    api_keys: Keys = Field((), description="keys that clients must send, separated by commas; none: open to all")
    api_keys_file: Path | None = Field(None, description="a file of such keys, one a line; read again when it changes")
    docs: bool = Field(default=True, description="serve /docs and /openapi.json")
    page: bool = Field(default=True, description="serve the page at /")
    rules_check: bool = Field(default=False, description="serve POST /v1/rules/check")
    stats: NewFile | None = Field(None, description="a file in which hits of rules are counted, for `endmark stats`")
    tracing: bool = Field(default=False, description="OpenTelemetry traces, set up by OTEL_* (extra: otel)")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="the least that is logged")

    @classmethod
    def from_environment(cls) -> Self:
        """Read the environment. Raises SettingsError for unusable values, and for an ENDMARK_ name that is unknown."""
        if wrong := [*_unknown(os.environ)]:
            raise SettingsError("\n".join(wrong))
        try:
            return cls()
        except ValidationError as error:
            raise SettingsError("\n".join(map(_explain, error.errors()))) from None

    @classmethod
    def table(cls) -> list[Setting]:
        """All settings, for `endmark serve --help`, the README and messages."""
        return [
            Setting(f"{PREFIX}{name.upper()}", _shown(field.default), str(field.description))
            for name, field in cls.model_fields.items()
        ]

    @property
    def processes(self) -> int:
        """How many workers serve."""
        return self.workers or min(os.cpu_count() or 1, MOST_WORKERS_UNASKED)

    def load_book(self) -> RuleBook:
        """Load the rules; raises SettingsError for a missing folder and RuleError for bad files."""
        for folder in self.rules:
            if not folder.is_dir():
                raise SettingsError(
                    f"rules folder {folder}: no such folder; create or mount it, or take it out of"
                    " ENDMARK_RULES or --rules"
                )
        return RuleBook.load(*self.rules) if self.rules else RuleBook.builtin()


def _shown(default: Any) -> str:  # noqa: ANN401  a default is of whatever type its setting has
    match default:
        case bool():
            return str(default).lower()
        case () | None:
            return "none"
    return f"{default:g}" if isinstance(default, float) else str(default)


def _unknown(environ: Mapping[str, str]) -> Iterator[str]:
    known = [setting.name for setting in Settings.table()]
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known and not _OTHERS.fullmatch(name):
            near = get_close_matches(name.upper(), known, n=1, cutoff=0.85)
            hint = f"did you mean {near[0]}?" if near else "`endmark serve --help` lists the settings"
            yield f"{name} is no setting; {hint}"


def _explain(error: ErrorDetails) -> str:
    field = str(error["loc"][0])
    name = f"{PREFIX}{field.upper()}"
    said = str(error.get("ctx", {}).get("error", "")) or error["msg"]
    given = "" if field.startswith("api_keys") else f" {error['input']!r}"
    default = _shown(Settings.model_fields[field].default)
    example = "" if default == "none" else f" (for example {default})"
    return f"{name} is{given or ' unusable'}; {said}{example}"
