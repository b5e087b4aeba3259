"""What is noted about requests: ids, metrics, and logs that are JSON and say nothing of what articles say."""

import json
import logging
import os
import re
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.api.running import Server, head, wait_for

from endmark.api import metrics
from endmark.api.logs import Writer

ARTICLE = "The council closed the bridge on Tuesday.\n\nPlease support The Example today!"


def samples(client: FlaskClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


def post(client: FlaskClient, query: str = "", text: str = ARTICLE) -> int:
    return client.post(f"/v1/strip{query}", data=text, content_type="text/plain", buffered=True).status_code


@pytest.mark.parametrize("given", ["abc", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "a.b:c/d+e=f@g", "x" * 128])
def test_a_request_id_is_echoed(client: FlaskClient, given: str) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", " ", "a b", "x" * 129, "a\tb", "é", "<script>", '"', "a;b", "%0d%0aSet-Cookie:x"]
)
def test_an_unusable_request_id_is_replaced(client: FlaskClient, given: str) -> None:
    made = [client.get("/nothing", headers={"X-Request-ID": given}).headers["X-Request-ID"] for _ in range(2)]
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in made)
    assert made[0] != made[1]


def test_requests_articles_and_cuts_are_counted(client: FlaskClient) -> None:
    before = samples(client)
    assert post(client, "?url=https://www.example.com/1") == 200
    assert post(client, "?url=https://unknown.test/1") == 200
    assert post(client, "?keep=nonsense") == 422
    now = samples(client)
    grown = {name: now[name] - before.get(name, 0) for name in now if now[name] != before.get(name, 0)}
    strip = 'endpoint="/v1/strip",method="POST"'
    assert grown[f'endmark_requests_total{{{strip},status="200"}}'] == 2
    assert grown[f'endmark_requests_total{{{strip},status="422"}}'] == 1
    assert grown['endmark_request_seconds_count{endpoint="/v1/strip"}'] == 3
    assert grown['endmark_article_characters_sum{input="text"}'] == 2 * len(ARTICLE)
    assert grown['endmark_cuts_total{kind="donation_appeal",site="example.com"}'] == 1
    assert grown['endmark_generic_only_total{host="unknown.test"}'] == 1
    assert now["endmark_sites"] == 1


def test_a_refused_cut_is_counted(client: FlaskClient) -> None:
    post(client, "?site=example.com", "The council closed the bridge.\n\nFiled under bridges")
    refused = [name for name in samples(client) if name.startswith("endmark_refused_cuts_total")]
    assert refused == ['endmark_refused_cuts_total{kind="tags",site="example.com"}']


def test_what_anybody_may_send_makes_no_more_series(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "MOST_HOSTS", 3)
    for number in range(10):
        assert post(client, f"?site=host-{number}.test") == 200
        client.get(f"/path-{number}", buffered=True)
        client.open("/healthz", method=f"METHOD{number}", buffered=True)
    found = samples(client)
    assert found['endmark_generic_only_total{host="other"}'] == 7
    assert sum(name.startswith("endmark_generic_only_total") for name in found) == 4
    assert found['endmark_requests_total{endpoint="unmatched",method="GET",status="404"}'] == 10
    assert not [name for name in found if "path-" in name or "METHOD" in name]


def test_in_flight_is_over_when_the_answer_is(client: FlaskClient) -> None:
    post(client)
    assert samples(client)["endmark_requests_in_flight"] == 1  # this very question


def test_a_request_is_logged_with_its_id(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="endmark.request"):
        post(client, "?url=https://example.com/secret-draft")
    [record] = caplog.records
    assert (record.__dict__["endpoint"], record.__dict__["status"]) == ("/v1/strip", 200)
    assert "secret-draft" not in str(record.__dict__)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory, rules_folder: Path) -> list[dict[str, object]]:
    """Everything that a service logged while it was asked for all sorts of things, with SECRET in each article."""
    folder = tmp_path_factory.mktemp("logged")
    with Server(folder, rules_folder, LOG_LEVEL="debug", MAX_SECONDS=5) as server:
        text = b"SECRET council. " * 20 + b"\n\nPlease support The Example today!"
        items = [{"text": text.decode(), "site": "example.com"}, {"txt": "SECRET"}]
        for body, content_type in [
            (text, "text/plain"),
            (text, "text/html"),
            (text, "image/png"),
            (text, "application/json"),
            (text + b"\xff", "text/plain; charset=utf-8"),
            (text * 10_000, "text/plain"),
            (json.dumps({"text": "x", "keep": "SECRET"}).encode(), "application/json"),
        ]:
            server.request("POST", "/v1/strip?url=https://example.com/SECRET", body, Content_Type=content_type)
        server.request("POST", "/v1/strip/batch", json.dumps(items).encode(), Content_Type="application/json")
        server.request("POST", "/v1/strip", text, Content_Type="text/plain", X_Request_ID="asked-for")
        server.exchange(head("Content-Length: 1000") + text[:100])
        server.exchange(b"SECRET\r\n\r\n")
        wait_for(lambda: "asked-for" in server.log())
        server.request("GET", "/SECRET")
        wait_for(lambda: "unmatched" in server.log())
        return [json.loads(line) for line in server.log().splitlines()]


def test_no_article_text_in_the_log(log: list[dict[str, object]]) -> None:
    assert len([entry for entry in log if entry["event"] == "request"]) >= 11
    assert "SECRET" not in json.dumps(log)


def test_every_line_of_the_log_says_when_what_and_how_bad(log: list[dict[str, object]]) -> None:
    for entry in log:
        assert {"event", "level", "timestamp", "logger", "process"} <= entry.keys()
    [asked] = [entry for entry in log if entry.get("request_id") == "asked-for"]
    assert (asked["method"], asked["endpoint"], asked["status"]) == ("POST", "/v1/strip", 200)


def test_a_log_line_is_one_line_whatever_is_logged() -> None:
    program = """
import logging
from endmark.api.logs import set_up
set_up("info")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("x").exception("two\\nlines \\ud800 \\u2028 %s", "é")
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=True)
    [line] = run.stderr.splitlines()
    entry = json.loads(line)
    assert entry["event"].startswith("two\nlines")
    assert "ZeroDivisionError" in entry["exception"]


@pytest.mark.parametrize("redirect", ["2<>pipe", "2>&-", ">&- 2>&- <&-", "2>/dev/full"])
def test_stdout_closed_or_full_it_keeps_serving(tmp_path: Path, rules_folder: Path, redirect: str) -> None:
    os.mkfifo(tmp_path / "pipe")  # nobody reads it
    with Server(tmp_path, rules_folder, LOG_LEVEL="debug", redirect=redirect) as server:
        for _ in range(500):
            assert server.request("GET", "/" + "x" * 500, X_Request_ID="y" * 100)[0] == 404
        assert server.strip(ARTICLE, "?site=example.com")["removed"]
        lost = re.search(r"^endmark_log_lines_dropped_total (\S+)", server.metrics(), re.MULTILINE)
        assert lost
        assert (float(lost[1]) > 0) == (redirect == "2>/dev/full")


def test_a_process_that_begins_while_its_parent_writes_can_log() -> None:
    writer, record = Writer(), logging.makeLogRecord({"msg": "begins"})
    writer.emit(record)
    with writer._ending._cond:  # type: ignore[attr-defined]  # noqa: SLF001  held by its thread ten times a second, for microseconds
        child = get_context("fork").Process(target=writer.emit, args=(record,), daemon=True)
        child.start()
        child.join(5)
    alive = child.is_alive()
    child.kill()
    writer.close()
    assert not alive
