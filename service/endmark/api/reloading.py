"""Hot reload: rule folders are watched, new rules are compiled aside and swapped whole, broken ones never serve."""

import hashlib
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from watchfiles import watch

from endmark.api.exchange import Exchange, Published
from endmark.api.metrics import Metrics
from endmark.api.rule_set import Failure, Rules, RuleSet
from endmark.api.settings import Settings
from endmark.errors import EndmarkError, RuleError
from endmark.rules.book import RuleBook

FOLLOW_SECONDS = 0.5
# An editor, or rsync, may be in the middle of writing: files must have rested for this long.
REST_SECONDS = 0.2
MOST_RESTS = 25

_log = logging.getLogger(__name__)


def fingerprint(settings: Settings, exchange: Exchange) -> str:
    """What tells whether any rule file may have changed, or somebody has asked, without reading one."""
    digest = hashlib.sha256()
    for folder in (*settings.rules, exchange.asked):
        for line in _states(folder):
            digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _states(folder: Path) -> Iterator[str]:
    for path in sorted([folder, *folder.rglob("*")]):
        try:
            status = path.stat()
        except OSError as error:
            yield f"{path}\0{error.errno}\n"
        else:
            yield f"{path}\0{status.st_ino} {status.st_mtime_ns} {status.st_size} {status.st_mode}\n"


class Reloader:
    """Keeps the rules of one process as the folders have them. `seen` is the fingerprint of what it began with."""

    def __init__(self, settings: Settings, rules: Rules, exchange: Exchange, metrics: Metrics, *, seen: str) -> None:
        self._settings, self._rules, self._exchange, self._seen = settings, rules, exchange, seen
        self._metrics = metrics
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rules", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End it."""
        self._stop.set()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    self._turn()
                except OSError as error:  # no room for the exchange, say; that may pass
                    _log.error("rules cannot be exchanged: %s", error)
                    self._stop.wait(self._settings.rules_poll_seconds)
        finally:
            self._exchange.resign()

    def _turn(self) -> None:
        self._take_news()
        if self._exchange.lead():
            self._load_if_changed()
            self._take_news()
            self._wait_for_changes()
        else:
            self._stop.wait(FOLLOW_SECONDS)

    def _wait_for_changes(self) -> None:
        """Until something changes or it is time to look: inotify tells nothing of a change behind a bind mount."""
        folders = [folder for folder in self._settings.rules if folder.is_dir()]
        patience = int(self._settings.rules_poll_seconds * 1000)
        try:
            with closing(
                watch(
                    *folders,
                    self._exchange.asked,
                    stop_event=self._stop,
                    rust_timeout=patience,
                    yield_on_timeout=True,
                    ignore_permission_denied=True,
                )
            ) as changes:
                next(changes, None)
        except OSError as error:  # a folder that has just gone, or no more inotify watches
            _log.debug("rule folders are polled only: %s", error)
            self._stop.wait(self._settings.rules_poll_seconds)

    def _load_if_changed(self) -> None:
        before = self._rested()
        if before == self._seen:
            return
        outcome = self._load()
        if self._look() == before:  # else it was a mixture; come back
            self._seen = before
            self._tell(outcome)

    def _look(self) -> str:
        return fingerprint(self._settings, self._exchange)

    def _rested(self) -> str:
        """The fingerprint, once it stays the same for a moment; where nothing has changed, at once."""
        now = self._look()
        for _ in range(MOST_RESTS):
            if now == self._seen or self._stop.wait(REST_SECONDS):
                break
            before, now = now, self._look()
            if now == before:
                break
        return now

    def _load(self) -> RuleBook | Failure:
        try:
            return self._settings.load_book()
        except RuleError as error:
            return Failure(time.time(), tuple(map(str, error.problems)))
        except (EndmarkError, OSError) as error:
            return Failure(time.time(), (str(error),))

    def _tell(self, outcome: RuleBook | Failure) -> None:
        current = self._rules.current
        if isinstance(outcome, RuleBook):
            since = current.since if outcome.version == current.version else time.time()
            self._exchange.publish(Published(outcome.files, since, None))
            _log.info("rules loaded: %s, %s sites", outcome.version, len(outcome.sites))
        else:
            self._exchange.publish(Published(current.book.files, current.since, outcome))
            shown = "\n".join(outcome.problems)
            _log.error("the rules are broken, the old ones go on serving (%s):\n%s", current.version, shown)
        self._metrics.rules_loaded(good=isinstance(outcome, RuleBook))

    def _take_news(self) -> None:
        if news := self._exchange.news():
            book = RuleBook(news.files)
            if book.version != self._rules.current.version:
                self._rules.current = RuleSet.compiled(book, news.since)
            self._rules.failure = news.failure
            self._metrics.rules_in_force(self._rules)
