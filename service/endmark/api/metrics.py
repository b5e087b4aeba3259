"""Prometheus metrics, of one process or of all workers of a service together."""

import os
from functools import cache
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from endmark.api.rule_set import Rules
from endmark.model import Result

# Anybody can send any host: so many get a count of their own in a process, the others share one.
MOST_HOSTS = 200
OTHER = "other"

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
_SIZES = (1_000, 5_000, 20_000, 100_000, 500_000, 1_000_000, 5_000_000)


class Metrics:
    """What is counted. With a `folder` all processes that share it are counted together, each under its `number`.

    A worker that replaces one takes over its number, and goes on with its counts: nothing is lost, and no files of
    dead processes gather.
    """

    def __init__(self, folder: Path | None = None, number: int = 0) -> None:
        self._folder = folder
        if folder:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
            values.ValueClass = values.MultiProcessValue(lambda: number)
        self._registry = registry = CollectorRegistry()
        self._hosts: set[str] = set()
        self._requests = Counter(
            "endmark_requests", "Requests answered.", ["endpoint", "method", "status"], registry=registry
        )
        self._seconds = Histogram(
            "endmark_request_seconds", "From head to end.", ["endpoint"], buckets=_SECONDS, registry=registry
        )
        self._sizes = Histogram(
            "endmark_article_characters", "Articles by length.", ["input"], buckets=_SIZES, registry=registry
        )
        self._cuts = Counter("endmark_cuts", "Segments cut.", ["kind", "site"], registry=registry)
        self._refused = Counter(
            "endmark_refused_cuts", "Cuts that a guard refused.", ["kind", "site"], registry=registry
        )
        self._generic = Counter(
            "endmark_generic_only", "Articles of hosts that no rule file names.", ["host"], registry=registry
        )
        self._in_flight = Gauge(
            "endmark_requests_in_flight", "Being served.", registry=registry, multiprocess_mode="livesum"
        )
        self._rule_set = Gauge(
            "endmark_rule_set",
            "Workers with this rule set.",
            ["version"],
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._sites = Gauge("endmark_sites", "Site files in force.", registry=registry, multiprocess_mode="livemax")
        self._stale = Gauge(
            "endmark_rules_stale", "1: newer rules are broken.", registry=registry, multiprocess_mode="livemax"
        )
        self._loads = Counter("endmark_rules_loads", "Loads of the rules.", ["outcome"], registry=registry)
        self._dropped = Counter("endmark_log_lines_dropped", "Log lines nobody took.", registry=registry)
        self._uncounted = Counter(
            "endmark_stats_failures", "Times that ENDMARK_STATS could not be written.", registry=registry
        )
        self._version = ""
        self._answers = cache(self._answered)  # to find them by their labels takes as long as to count
        self._lengths = cache(self._sizes.labels)

    def begun(self) -> None:
        """A request came."""
        self._in_flight.inc()

    def ended(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """It has been answered. `endpoint` is a route, not a path."""
        self._in_flight.dec()
        requests, times = self._answers(endpoint, method, status)
        requests.inc()
        times.observe(seconds)

    def article(self, result: Result, host: str | None) -> None:
        """An article was stripped; `host` is what its sender called its site."""
        site = result.site or ""
        self._lengths(result.document.input).observe(len(result.document.text))
        for segment in result.removed:
            self._cuts.labels(str(segment.cut and segment.cut.kind), site).inc()
        for refusal in result.refused:
            self._refused.labels(str(refusal.cut.kind), site).inc()
        if result.site is None and host:
            self._generic.labels(self._counted(host)).inc()

    def rules_loaded(self, *, good: bool) -> None:
        """The leading worker tried to load the rules."""
        self._loads.labels("good" if good else "broken").inc()

    def rules_in_force(self, rules: Rules) -> None:
        """These rules serve here now."""
        version = rules.current.version
        if self._version not in {"", version}:
            self._rule_set.labels(self._version).set(0)
        self._version = version
        self._rule_set.labels(version).set(1)
        self._sites.set(len(rules.current.book.sites))
        self._stale.set(int(rules.failure is not None))

    def log_lines_dropped(self, count: int) -> None:
        """Log lines were lost."""
        self._dropped.inc(count)

    def stats_failed(self) -> None:
        """The counts of hits could not be written."""
        self._uncounted.inc()

    def text(self) -> bytes:
        """All of it, in the text format of Prometheus."""
        if self._folder is None:
            return generate_latest(self._registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=str(self._folder))
        return generate_latest(registry)

    def _answered(self, endpoint: str, method: str, status: int) -> tuple[Counter, Histogram]:
        return self._requests.labels(endpoint, method, str(status)), self._seconds.labels(endpoint)

    def _counted(self, host: str) -> str:
        if host not in self._hosts:
            if len(self._hosts) >= MOST_HOSTS:
                return OTHER
            self._hosts.add(host)
        return host


def forget_gauges(folder: Path, number: int) -> None:
    """A worker has ended: what it was doing no longer counts; what it has done does."""
    mark_process_dead(number, str(folder))
