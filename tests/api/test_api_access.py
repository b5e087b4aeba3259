"""Who may ask what: keys, what can be turned off, and what browsers are told."""

import logging
import os
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.api.problem_documents import problem

from endmark import RuleBook
from endmark.api import create_app
from endmark.api.rule_set import Rules, RuleSet
from endmark.api.settings import Settings, SettingsError

OLD, NEW = "the-old-key-of-the-test", "the-new-key-of-the-test"
OPEN = ["/", "/docs", "/openapi.json", "/healthz", "/readyz", "/version", "/static/page.js", "/nothing"]
CLOSED = ["/v1/strip", "/v1/strip/batch", "/v1/sites", "/v1/sites/example.com", "/metrics", "/v1/nothing"]


def client_of(book: RuleBook, **settings: object) -> FlaskClient:
    return create_app(Settings.model_validate(settings), Rules(RuleSet(book, 0))).test_client()


def status(client: FlaskClient, key: str) -> int:
    return client.get("/v1/sites", headers={"Authorization": f"Bearer {key}"}).status_code


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": f"Basic {OLD}"},
        {"Authorization": f"Bearer {OLD}x"},
        {"Authorization": f"Bearer {OLD[:-1]}"},
        {"Authorization": f"Bearer {OLD},{NEW}"},
        {"X-API-Key": "é\udcff".encode("utf-8", "surrogateescape").decode("latin-1")},
    ],
)
def test_without_a_known_key_it_is_closed(book: RuleBook, path: str, headers: dict[str, str]) -> None:
    response = client_of(book, api_keys=f"{OLD},{NEW}").get(path, headers=headers)
    assert "Bearer KEY" in problem(response, 401)["detail"]
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert OLD[:8] not in response.text


@pytest.mark.parametrize("path", OPEN)
def test_some_things_need_no_key(book: RuleBook, path: str) -> None:
    assert client_of(book, api_keys=OLD).get(path).status_code == (404 if path == "/nothing" else 200)


@pytest.mark.parametrize("key", [OLD, NEW])
def test_every_key_opens(book: RuleBook, key: str) -> None:
    client = client_of(book, api_keys=f"{OLD},{NEW}")
    assert status(client, key) == 200
    assert client.get("/metrics", headers={"X-API-Key": key}).status_code == 200


def test_without_keys_all_is_open(client: FlaskClient) -> None:
    assert client.get("/v1/sites").status_code == 200


def test_keys_of_a_file_are_changed_without_a_restart(
    book: RuleBook, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "keys"
    file.write_text(f"# of the scrapers\n{OLD}\n\n", "utf-8")
    client = client_of(book, api_keys_file=file)
    assert (status(client, OLD), status(client, NEW)) == (200, 401)
    file.write_text(f"{OLD}\n{NEW}\n", "utf-8")
    assert (status(client, OLD), status(client, NEW)) == (200, 200)
    file.write_text(f"{NEW}\n", "utf-8")
    assert (status(client, OLD), status(client, NEW)) == (401, 200)
    with caplog.at_level(logging.ERROR):
        for harm in (lambda: file.write_text("short\n"), lambda: file.write_bytes(b"\xff\xfe"), file.unlink):
            harm()
            assert (status(client, OLD), status(client, NEW)) == (401, 200)
    assert len(caplog.records) == 3
    assert NEW not in caplog.text


@pytest.mark.parametrize("data", [None, b"", b"# none\n", b"short\n", b"\xff" * 20])
def test_a_key_file_that_holds_none_stops_the_start(book: RuleBook, tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "keys"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(SettingsError, match=r"ENDMARK_API_KEYS_FILE .*keys"):
        client_of(book, api_keys_file=file)


@pytest.mark.parametrize(
    ("setting", "paths"),
    [("docs", ["/docs", "/openapi.json", "/static/swagger-ui-bundle.js"]), ("page", ["/", "/static/page.js"])],
)
def test_pages_can_be_turned_off(book: RuleBook, setting: str, paths: list[str]) -> None:
    on, off = client_of(book), client_of(book, **{setting: False})
    for path in paths:
        assert on.get(path).status_code == 200
        problem(off.get(path), 404)


def test_checking_rules_is_off_unless_enabled(client: FlaskClient) -> None:
    problem(client.post("/v1/rules/check?file=sites/x.yaml", data="x", content_type="application/yaml"), 404)


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_load_only_what_is_bundled_and_run_no_inline_script(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.content_type == "text/html; charset=utf-8"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script(?![^>]* src=)|\son\w+=|javascript:", response.text)
    links = re.findall(r'(?:src|href)="([^"]+)"', response.text)
    assert len(links) > 1
    for link in links:
        assert link == "data:," or client.get(f"/{link}").status_code == 200
    assert not [link for link in links if "//" in link]


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", "/nothing", "/v1/sites", "/metrics", "/static/page.css"])
def test_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def test_a_bundled_file_is_all_that_can_be_had(client: FlaskClient) -> None:
    for path in ("/static/", "/static/../app.py", "/static/..%2fapp.py", "/static/page.html", f"/static/{os.sep}"):
        problem(client.get(path), 404)
