"""Who may ask: keys from the environment or a file, several at a time so that they can be changed without a gap."""

import hashlib
import hmac
import logging
from dataclasses import dataclass, field
from pathlib import Path

from flask import Request, request
from pydantic import SecretStr

from endmark.api.openapi import needs_key
from endmark.api.problems import RequestError
from endmark.api.settings import Settings, SettingsError, long_enough

_log = logging.getLogger(__name__)

Digests = frozenset[bytes]
State = tuple[int, int, int]


@dataclass(slots=True)
class Access:
    """The keys in force. A key file is read again when it has changed; one that is broken changes nothing."""

    settings: Settings
    _from_file: Digests = frozenset()
    _state: State | None = None
    _from_environment: Digests = field(init=False)

    def __post_init__(self) -> None:
        self._from_environment = _digests(self.settings.api_keys)
        if self.settings.api_keys_file:
            self._from_file = _read(self.settings.api_keys_file)
            self._state = _state(self.settings.api_keys_file)

    @property
    def restricted(self) -> bool:
        """Whether there are any keys."""
        return bool(self._from_environment or self.settings.api_keys_file)

    def check(self) -> None:
        """Let the present request pass; raises RequestError(401)."""
        if not needs_key(request.path) or self._knows(_given(request)):
            return
        raise RequestError(
            401,
            "a key is needed, and this is none of those in force; send it as `Authorization: Bearer KEY`",
            headers={"WWW-Authenticate": "Bearer"},
        )

    def _knows(self, key: str) -> bool:
        """Compare with every key, in the same time whichever it is and however much of it is right."""
        digest = _digest(key)
        return sum(hmac.compare_digest(digest, known) for known in self._in_force()) > 0

    def _in_force(self) -> Digests:
        if (file := self.settings.api_keys_file) and (now := _state(file)) != self._state:
            self._state = now
            try:
                self._from_file = _read(file)
            except SettingsError as error:
                _log.error("the old keys stay in force: %s", error)
        return self._from_environment | self._from_file


def _given(request: Request) -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else request.headers.get("X-API-Key", "")


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


def _digests(keys: tuple[SecretStr, ...]) -> Digests:
    return frozenset(_digest(key.get_secret_value()) for key in keys)


def _state(file: Path) -> State | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _read(file: Path) -> Digests:
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
        keys = long_enough(tuple(SecretStr(line) for line in lines if line and not line.startswith("#")))
    except OSError as error:
        raise SettingsError(f"ENDMARK_API_KEYS_FILE {file}: {error.strerror}") from error
    except ValueError as error:
        said = "this is not UTF-8" if isinstance(error, UnicodeDecodeError) else error
        raise SettingsError(f"ENDMARK_API_KEYS_FILE {file}: {said}") from None
    if not keys:
        raise SettingsError(f"ENDMARK_API_KEYS_FILE {file} holds no key; put one on each line")
    return _digests(keys)
