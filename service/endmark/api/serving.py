"""Running the service under gunicorn: the one set of settings for `endmark serve` and the container."""

import gc
import os
import shutil
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]

from endmark.api.app import create_app
from endmark.api.balance import Balance
from endmark.api.exchange import Exchange
from endmark.api.logs import JsonLogger, set_up
from endmark.api.metrics import Metrics, forget_gauges
from endmark.api.reloading import Reloader, fingerprint
from endmark.api.rule_set import Rules, RuleSet
from endmark.api.settings import Settings
from endmark.api.worker import Worker

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  not a file of ours: gunicorn makes an unnamed one in it
_FAST = str(_SHARED_MEMORY) if os.access(_SHARED_MEMORY, os.W_OK) else None

# Threads beyond those of articles, so that the health check is answered while all of them wait for slow clients.
SPARE_THREADS = 32

OPTIONS: dict[str, object] = {
    "worker_class": Worker,
    "logger_class": JsonLogger,
    "timeout": 30,
    "graceful_timeout": 25,
    "keepalive": 5,
    "max_requests": 10_000,
    "max_requests_jitter": 1_000,
    # A heartbeat file on a slow disk gets busy workers killed.
    "worker_tmp_dir": _FAST,
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
    settings = settings.model_copy(update={"rules": (*settings.rules, *rules_folders)})
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    master, folder = os.getpid(), Path(tempfile.mkdtemp(prefix="endmark-", dir=_FAST))
    try:
        _Server(address, settings, folder).run()
    finally:
        if os.getpid() == master:
            shutil.rmtree(folder, ignore_errors=True)


class _Arbiter(Arbiter):  # type: ignore[misc]  # gunicorn is not typed
    """Gunicorn's first process. SIGHUP does not replace the workers: only the rules are loaded anew."""

    def handle_int(self) -> None:
        """Gunicorn would stop at once; a second one still does."""
        self.handle_term()

    def handle_hup(self) -> None:
        self.log.info("SIGHUP: the rules are loaded again")
        self.app.exchange.ask()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
    """Gunicorn with settings from here alone: no gunicorn.conf.py of the working directory.

    The first process loads the rules and its workers inherit them; newer ones come through the exchange. A worker
    that loaded its own would, when one is replaced, serve other rules than its siblings.
    """

    def __init__(self, address: str, settings: Settings, folder: Path) -> None:
        self._address, self._settings = address, settings
        self._number = 0
        self._balance = Balance()
        self._metrics = folder / "metrics"
        self._metrics.mkdir()
        self._log = set_up(settings.log_level)
        self.exchange = Exchange(folder)
        self._seen = fingerprint(settings, self.exchange)  # before the rules: what changes meanwhile is noticed
        self._rules = Rules(RuleSet.compiled(settings.load_book()))
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn asks for its settings."""
        for name, value in OPTIONS.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", self._address)
        self.cfg.set("workers", self._settings.processes)
        # A connection holds a thread while its headers or body arrive. Threads start when they are first needed.
        self.cfg.set("threads", self._settings.max_concurrent + SPARE_THREADS)

        self.cfg.set("pre_fork", self._give_number)
        self.cfg.set("child_exit", self._forget)

    def _give_number(self, arbiter: Arbiter, worker: Worker) -> None:
        """The lowest that no living worker has; the worker to be inherits it."""
        taken = {other.number for other in arbiter.WORKERS.values()}
        self._number = worker.number = next(number for number in count() if number not in taken)
        worker.balance = self._balance

    def _forget(self, _arbiter: Arbiter, worker: Worker) -> None:
        """A worker has ended."""
        forget_gauges(self._metrics, worker.number)
        self._balance.forget(worker.number)

    def load(self) -> Flask:
        """A new worker asks for its application."""
        metrics = Metrics(self._metrics, self._number)
        self._log.dropped = metrics.log_lines_dropped
        reloader = Reloader(self._settings, self._rules, self.exchange, metrics, seen=self._seen)
        self.cfg.set("worker_exit", lambda _arbiter, _worker: reloader.stop())
        reloader.start()
        app = create_app(self._settings, self._rules, metrics)
        gc.freeze()  # the rules stay: no collection needs to look through them
        return app

    def run(self) -> None:
        """Serve."""
        _Arbiter(self).run()
