"""Hits of rules, counted by all workers in one file for `endmark stats`, and what happens if it cannot be written."""

import json
import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.api.running import Server, wait_for

from endmark import RuleBook, strip
from endmark.api.counting import Counting
from endmark.api.metrics import Metrics
from endmark.api.settings import Settings, SettingsError
from endmark.hits import Hits

STORY = "The council closed the bridge on Tuesday.\n\n"
ARTICLE = STORY + "Please support The Example today!"
RULE, SITE = "example.com/appeal", "example.com"


def written(file: Path) -> tuple[int, int]:
    """How many articles were counted, and hits of the one rule, whatever the day."""
    hits = Hits(file)
    articles = sum(count for (site, _), count in hits.articles().items() if site == SITE)
    return articles, sum(count for (rule, _), count in hits.hits().items() if rule == RULE)


@contextmanager
def stopped(worker: int) -> Iterator[None]:
    os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def test_two_workers_count_in_one_file_that_stats_reads(tmp_path: Path, rules_folder: Path) -> None:
    store = tmp_path / "hits.sqlite"
    with Server(tmp_path, rules_folder, WORKERS=2, STATS=store) as server:
        wait_for(lambda: len(server.workers()) == 2)
        one, other = server.workers()
        with stopped(other):
            for _ in range(12):
                assert server.strip(ARTICLE, "?site=example.com")["removed"]
        with stopped(one):
            batch = json.dumps([{"text": STORY, "site": SITE}] * 13).encode()
            assert server.request("POST", "/v1/strip/batch", batch, Content_Type="application/json")[0] == 200
        wait_for(lambda: store.exists() and written(store) == (25, 12))  # while both go on serving
        server.strip(ARTICLE, "?site=example.com")
        server.signal(signal.SIGTERM)
        assert server.wait() == 0
    assert written(store) == (26, 13)  # what was left was written at the end
    program = "from endmark.cli import main; main()"
    command = [sys.executable, "-c", program, "stats", "--stats", str(store), "--rules", str(rules_folder), "--json"]
    run = subprocess.run(command, capture_output=True, timeout=60, check=True, encoding="utf-8")
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert ("never hit", "example.com/end") in [(finding["finding"], finding["rule"]) for finding in found]
    assert RULE not in [finding["rule"] for finding in found]


def test_a_file_that_another_has_locked_delays_no_answer(tmp_path: Path, rules_folder: Path) -> None:
    store = tmp_path / "hits.sqlite"
    Hits(store)
    with Server(tmp_path, rules_folder, STATS=store) as server:
        with closing(sqlite3.connect(store, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            for _ in range(600):  # more than a command counts before it writes
                assert server.strip(ARTICLE, "?site=example.com")["removed"]
            other.execute("ROLLBACK")
        wait_for(lambda: written(store) == (600, 600))


def test_what_cannot_be_written_is_logged_once_counted_and_kept(
    tmp_path: Path, book: RuleBook, caplog: pytest.LogCaptureFixture
) -> None:
    metrics = Metrics()
    store = tmp_path / "folder" / "hits.sqlite"
    counting = Counting(store, metrics)
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            counting.count(strip(ARTICLE, site=SITE, book=book))
            counting.write()
        assert b"endmark_stats_failures_total 3.0" in metrics.text()
        store.parent.mkdir()
        counting.write()
    assert written(store) == (3, 3)
    assert [str(store) in record.message for record in caplog.records] == [True]


def test_a_folder_that_is_not_there_is_told_at_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDMARK_STATS", str(tmp_path / "none" / "hits.sqlite"))
    with pytest.raises(SettingsError, match=r"ENDMARK_STATS is .*its folder does not exist; create or mount it"):
        Settings.from_environment()
