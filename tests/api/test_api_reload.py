"""Hot reload under the gunicorn that ships: every worker serves the last good rules, whatever becomes of the files."""

import os
import re
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.api.running import PATIENCE, Server, wait_for

RULE = 'site: N\nhosts: [example.net]\nrules:\n  - {id: one, kind: tags, line: "Cut me"}\n'
TEXT = "The council closed the bridge on Tuesday.\n\nCut me"
WORKERS = 2


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reloaded")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, rules: Path) -> Iterator[Server]:
    write(rules, RULE)
    with Server(tmp_path_factory.mktemp("server"), rules, WORKERS=WORKERS, RULES_POLL_SECONDS=1) as server:
        yield server


@pytest.fixture
def server(shared: Server, rules: Path) -> Server:
    """The service, with good rules in force in all of its workers."""
    shutil.rmtree(rules / "sites", ignore_errors=True)
    write(rules, RULE)
    all_say(shared, lambda answer: answer["status"] == "ready")
    wait_for(lambda: rule_of(shared) == "one")
    return shared


def write(rules: Path, text: str) -> Path:
    """Write as an editor does: aside, then put in its place."""
    file = rules / "sites" / "example.net.yaml"
    file.parent.mkdir(exist_ok=True, parents=True)
    aside = file.with_name(".new")
    aside.write_text(text, encoding="utf-8")
    aside.replace(file)
    return file


def rule_of(server: Server) -> str:
    [removed] = server.strip(TEXT, "?site=example.net")["removed"]
    return str(removed["rule"].partition("/")[2])


def all_say(server: Server, true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Wait until so many answers of /readyz in a row say it that every worker has said it; returns the last."""
    in_a_row = 0

    def asked() -> dict[str, Any] | None:
        nonlocal in_a_row
        answer = server.get("/readyz")
        in_a_row = in_a_row + 1 if true(answer) else 0
        return answer if in_a_row >= 12 * WORKERS else None

    return wait_for(asked)


def test_a_changed_file_serves_in_all_workers_and_none_is_replaced(server: Server, rules: Path) -> None:
    before, workers = server.get("/readyz")["rule_set"], server.workers()
    write(rules, RULE.replace("id: one", "id: two"))
    answer = all_say(server, lambda answer: answer["rule_set"] != before)
    assert answer["status"] == "ready"
    assert {rule_of(server) for _ in range(20)} == {"two"}
    assert server.strip(TEXT)["rule_set"] == answer["rule_set"]
    assert server.workers() == workers


def test_sighup_loads_and_fails_no_request(server: Server) -> None:
    stop, statuses = threading.Event(), set()

    def ask() -> None:
        while not stop.is_set():
            statuses.add(server.request("POST", "/v1/strip", b"x", Content_Type="text/plain")[0])

    asking = threading.Thread(target=ask)
    asking.start()
    workers, loads = server.workers(), server.log().count("rules loaded")
    server.signal(signal.SIGHUP)
    wait_for(lambda: server.log().count("rules loaded") > loads)
    stop.set()
    asking.join(PATIENCE)
    assert statuses == {200}
    assert server.workers() == workers


def broken(file: Path) -> None:
    file.write_text("site: [", encoding="utf-8")


def half_written(file: Path) -> None:
    file.write_text(RULE[: len(RULE) // 2], encoding="utf-8")


def unreadable(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")  # as root reads everything, permissions would prove nothing


def folder_gone(file: Path) -> None:
    shutil.rmtree(file.parent.parent)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (broken, r"example\.net\.yaml:1:\d+: "),
        (half_written, r"example\.net\.yaml:\d+:\d+: "),
        (unreadable, r"example\.net\.yaml:1:1: cannot be read"),
        (folder_gone, r"no such folder"),
    ],
)
def test_a_broken_rule_set_leaves_the_last_good_one_serving(
    server: Server, rules: Path, harm: Callable[[Path], None], told: str
) -> None:
    write(rules, RULE.replace("id: one", "id: good"))
    wait_for(lambda: rule_of(server) == "good")
    good = all_say(server, lambda answer: answer["status"] == "ready")["rule_set"]
    logged = len(server.log())
    harm(rules / "sites" / "example.net.yaml")
    answer = all_say(server, lambda answer: answer["status"] == "stale")
    assert answer["rule_set"] == good
    assert re.search(told, answer["problems"][0])
    assert answer["broken_since"]
    assert server.get("/v1/sites")["problems"] == answer["problems"]
    wait_for(lambda: re.search(rf"the rules are broken, the old ones go on serving.*{told}", server.log()[logged:]))
    metrics = server.metrics()
    assert re.search(r'^endmark_rules_loads_total{outcome="broken"} [1-9]', metrics, re.MULTILINE)
    assert re.search(r"^endmark_rules_stale 1.0$", metrics, re.MULTILINE)
    assert f'endmark_rule_set{{version="{good}"}} {WORKERS}.0' in metrics
    assert {rule_of(server) for _ in range(20)} == {"good"}


def test_a_worker_that_replaces_one_serves_the_last_good_rules_too(server: Server, rules: Path) -> None:
    write(rules, RULE.replace("id: one", "id: newer"))
    wait_for(lambda: rule_of(server) == "newer")
    broken(rules / "sites" / "example.net.yaml")
    all_say(server, lambda answer: answer["status"] == "stale")
    for worker in server.workers():  # among them the one that leads
        old = server.workers()
        os.kill(worker, signal.SIGKILL)
        wait_for(partial(lambda old: len(server.workers()) == WORKERS and server.workers() != old, old))
    all_say(server, lambda answer: answer["status"] == "stale")
    assert {rule_of(server) for _ in range(20)} == {"newer"}
    write(rules, RULE.replace("id: one", "id: mended"))
    all_say(server, lambda answer: answer["status"] == "ready")
    assert {rule_of(server) for _ in range(20)} == {"mended"}


def test_a_deleted_file_is_a_site_less(server: Server, rules: Path) -> None:
    assert server.request("GET", "/v1/sites/example.net")[0] == 200
    (rules / "sites" / "example.net.yaml").unlink()
    wait_for(lambda: server.request("GET", "/v1/sites/example.net")[0] == 404)
    assert server.get("/readyz")["status"] == "ready"


def test_a_folder_that_is_swapped_as_kubernetes_does_it(tmp_path: Path) -> None:
    def version(name: str) -> None:
        write(tmp_path / name, RULE.replace("id: one", f"id: {name}"))
        (tmp_path / "data-new").symlink_to(name)
        (tmp_path / "data-new").replace(tmp_path / "..data")

    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    version("first")
    (tmp_path / "mounted").mkdir()
    (tmp_path / "mounted" / "sites").symlink_to("../..data/sites")
    with Server(tmp_path, tmp_path / "mounted", RULES_POLL_SECONDS=0.3) as server:
        assert rule_of(server) == "first"
        version("second")
        wait_for(lambda: rule_of(server) == "second")
