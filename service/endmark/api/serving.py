"""Running the service under gunicorn: the one set of settings for `endmark serve` and the container."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from endmark.api.app import create_app
from endmark.api.settings import Settings
from endmark.errors import EndmarkError

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  not a file of ours: gunicorn makes an unnamed one in it

OPTIONS: dict[str, object] = {
    "worker_class": "gthread",
    # A connection holds a thread while its headers or body arrive: with 128 a hundred slow clients do
    # not keep the health check waiting. Threads start when they are first needed.
    "threads": 128,
    "timeout": 30,
    "graceful_timeout": 25,
    "keepalive": 5,
    "max_requests": 10_000,
    "max_requests_jitter": 1_000,
    # A heartbeat file on a slow disk gets busy workers killed.
    "worker_tmp_dir": str(_SHARED_MEMORY) if _SHARED_MEMORY.is_dir() else None,
    # It wants to write below the home directory, which a read-only container cannot.
    "control_socket_disable": True,
    "proc_name": "endmark",
}


def serve(host: str = "127.0.0.1", port: int = 8000, rules_folders: Sequence[Path] = ()) -> None:
    """Serve until SIGTERM or SIGINT, then answer what is in flight and leave by SystemExit (code 0).

    `rules_folders` are laid over the built-in rules and over those of ENDMARK_RULES. Port 0 takes a free
    one; the log names it. Raises SettingsError or RuleError before anything listens.
    """
    settings = Settings.from_environment()
    settings = replace(settings, rules=(*settings.rules, *rules_folders))
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    _Server(address, settings).run()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
    """Gunicorn with settings from here alone: no gunicorn.conf.py of the working directory.

    The first process loads the rules and its workers inherit them. A worker that loaded its own would, when
    one is replaced, serve other rules than its siblings, and one broken file would end the whole service.
    """

    def __init__(self, address: str, settings: Settings) -> None:
        self._address = address
        self._settings = settings
        self._book = settings.load_book()
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn asks for its settings."""
        for name, value in OPTIONS.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", self._address)
        self.cfg.set("workers", self._settings.workers)

    def load(self) -> Flask:
        """A new worker asks for its application."""
        return create_app(self._book, self._settings)

    def reload(self) -> None:
        """SIGHUP: load the rules again; where they are broken the last good ones go on serving."""
        try:
            self._book = self._settings.load_book()
        except EndmarkError as error:
            logging.getLogger("gunicorn.error").warning("the old rules go on serving: %s", error)
        super().reload()
