import logging

import pytest
from flask.testing import FlaskClient
from tests.api.problem_documents import problem

from endmark.api import articles
from endmark.errors import InputError, TooLargeError

MAX_BYTES = 4096


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"", "line 1, column 1"),
        (b'{"text":\n "x",}', "line 2"),
        (b"{", "line 1, column 2"),
        (b'{"text": NaN}', "NaN"),
        (b'{"text": "x", "url": -Infinity}', "-Infinity"),
        (b'{"text": "x", "text": "y"}', "'text' is given twice"),
        (b'{"text": "x", "url": {"a": 1, "a": 2}}', "'a' is given twice"),
        (b"[" * 100_000, "nested"),
        (b'{"a":' * 100_000, "nested"),
        (b'{"text": ' + b"9" * 5_000 + b"}", "digits"),
        (b'{"text": "\xff"}', "byte 0xff at offset 10 is not UTF-8"),
        ('{"text": "x"}'.encode("utf-16"), "not UTF-8"),
        (b"{'text': 'x'}", "line 1"),
        (b'{"text": "a\nb"}', "line 1"),
    ],
)
def test_malformed_json(unlimited: FlaskClient, data: bytes, detail: str) -> None:
    response = unlimited.post("/v1/strip", data=data, content_type="application/json")
    assert detail in problem(response, 400)["detail"]


@pytest.mark.parametrize(
    ("data", "detail", "field"),
    [
        ({}, "there is no text", "text"),
        ({"url": "https://example.com"}, "there is no text", "text"),
        ({"text": None}, "there is no text", "text"),
        ({"text": "", "html": ""}, "both", "text"),
        ({"text": 1}, "`text` is a number; give a string", "text"),
        ({"text": ["x"]}, "an array", "text"),
        ({"html": {}}, "an object", "html"),
        ({"text": "x", "url": True}, "true or false", "url"),
        ({"text": "x", "site": 1.5}, "a number", "site"),
        ({"text": "x", "keep": "donation_apeal"}, "did you mean donation_appeal?", "keep"),
        ({"text": "x", "keep": ["tags", "zzzz"]}, "the kinds are donation_appeal", "keep"),
        ({"text": "x", "keep": [1]}, "holds a number", "keep"),
        ({"text": "x", "keep": {"tags": 1}}, "an object", "keep"),
        ({"text": "x", "keep": "n" * 3000}, "unknown kind", "keep"),
        ({"txt": "x"}, "known are text, html", "txt"),
        ({"text": "x", "qqq": 1}, "known are text, html, url, site, keep", "qqq"),
        ({"text": "x", "\ud800": 1}, "unknown JSON member", "\ud800"),
        ({"n" * 3000: 1}, "unknown JSON member", "n" * 100),
    ],
)
def test_unusable_members(client: FlaskClient, data: dict[str, object], detail: str, field: str) -> None:
    document = problem(client.post("/v1/strip", json=data), 422)
    assert detail in document["detail"]
    assert document["field"] == field
    assert len(document["detail"]) < 1000


@pytest.mark.parametrize("data", ["[]", "1", '"text"', "null", "true"])
def test_json_that_is_no_object(client: FlaskClient, data: str) -> None:
    response = client.post("/v1/strip", data=data, content_type="application/json")
    assert "send an object" in problem(response, 422)["detail"]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("ulr=https://example.com", "known are url, site, keep"),
        ("url=a&url=b", "`url` stands 2 times"),
        ("keep=tag", "did you mean tags?"),
    ],
)
def test_unusable_query(client: FlaskClient, query: str, detail: str) -> None:
    response = client.post(f"/v1/strip?{query}", data="x", content_type="text/plain")
    assert detail in problem(response, 422)["detail"]


@pytest.mark.parametrize("members", [{"site": "../\0"}, {"site": "x" * 3000}, {"url": ":::"}, {"url": "http://[::1"}])
def test_what_is_no_host(client: FlaskClient, members: dict[str, str]) -> None:
    assert problem(client.post("/v1/strip", json={"text": "x", **members}), 422)["detail"]


def test_an_option_in_both_places(client: FlaskClient) -> None:
    response = client.post("/v1/strip?site=example.com", json={"text": "x", "site": "example.com"})
    assert problem(response, 422)["field"] == "site"


@pytest.mark.parametrize(
    ("content_type", "data"),
    [
        ("text/plain; charset=klingon-8", b"x"),
        ("text/plain; charset=zlib", b"x"),
        pytest.param("text/plain; charset=undefined", b"x"),
        pytest.param("text/plain; charset=idna", b"xn--a.\xff"),
        ("text/plain; charset=utf-8", b"caf\xe9"),
        ("text/plain; charset=utf-16", b"odd"),
        ("application/json; charset=latin-1", b'{"text": "x"}'),
    ],
)
def test_charset_that_does_not_fit(client: FlaskClient, content_type: str, data: bytes) -> None:
    response = client.post("/v1/strip", data=data, content_type=content_type)
    assert problem(response, 422)["detail"]


@pytest.mark.parametrize(
    "content_type",
    [None, "", "application/x-www-form-urlencoded", "multipart/form-data", "image/png", "text", "garbage;;="],
)
def test_wrong_type(client: FlaskClient, content_type: str | None) -> None:
    response = client.post("/v1/strip", data=b"x", content_type=content_type)
    assert "text/plain, text/html, application/json" in problem(response, 415)["detail"]
    assert response.headers["Accept-Post"] == "text/plain, text/html, application/json"


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate, gzip"])
def test_unknown_compression_is_refused(client: FlaskClient, encoding: str) -> None:
    response = client.post("/v1/strip", data=b"x", content_type="text/plain", headers={"Content-Encoding": encoding})
    assert encoding in problem(response, 415)["detail"]
    assert response.headers["Accept-Encoding"] == "gzip, deflate"


def test_identity_is_no_compression(client: FlaskClient) -> None:
    response = client.post("/v1/strip", data=b"x", content_type="text/plain", headers={"Content-Encoding": "identity"})
    assert response.status_code == 200


@pytest.mark.parametrize("accept", ["image/png", "application/xml", "*/*;q=0"])
def test_nothing_acceptable(client: FlaskClient, accept: str) -> None:
    response = client.post("/v1/strip", data="x", content_type="text/plain", headers={"Accept": accept})
    assert accept in problem(response, 406)["detail"]


def test_a_lone_surrogate_is_no_plain_text(client: FlaskClient) -> None:
    response = client.post(
        "/v1/strip",
        data=rb'{"text": "abc\ud83d"}',
        content_type="application/json",
        headers={"Accept": "text/plain"},
    )
    assert "U+D83D at code point 3" in problem(response, 422)["detail"]


def test_the_limit_and_one_more(client: FlaskClient) -> None:
    assert client.post("/v1/strip", data=b"a" * MAX_BYTES, content_type="text/plain").status_code == 200
    response = client.post("/v1/strip", data=b"a" * (MAX_BYTES + 1), content_type="text/plain")
    document = problem(response, 413)
    assert (document["limit"], document["actual"]) == (MAX_BYTES, MAX_BYTES + 1)
    assert "4,096" in document["detail"]
    assert "4,097" in document["detail"]


def test_a_limit_of_the_engine_is_413(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise TooLargeError("page", limit=10, actual=11, unit="tags", remedy="send less")

    monkeypatch.setattr(articles, "read", refuse)
    document = problem(client.post("/v1/strip", json={"text": "x"}), 413)
    assert (document["limit"], document["actual"], document["unit"]) == (10, 11, "tags")
    assert "send less" in document["detail"]


def test_a_fault_of_the_input_is_422(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise InputError("not a text")

    monkeypatch.setattr(articles, "strip", refuse)
    assert problem(client.post("/v1/strip", json={"text": "x"}), 422)["detail"] == "not a text"


def test_a_fault_of_ours_is_logged_but_not_told(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("hunter2")

    monkeypatch.setattr(articles, "strip", fail)
    with caplog.at_level(logging.ERROR):
        response = client.post("/v1/strip", json={"text": "x"})
    problem(response, 500)
    assert "hunter2" not in response.text
    assert "hunter2" in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/strip", {"POST", "OPTIONS"}),
        ("PUT", "/v1/strip", {"POST", "OPTIONS"}),
        ("BREW", "/v1/strip", {"POST", "OPTIONS"}),
        ("POST", "/healthz", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", "/version", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_wrong_method(client: FlaskClient, method: str, path: str, allowed: set[str]) -> None:
    response = client.open(path, method=method)
    assert "does not take" in problem(response, 405)["detail"]
    assert set(response.allow) == allowed


@pytest.mark.parametrize("path", ["/v1", "/v1/strip/", "/v2/strip", "/static/x", "/%00", "/" + "x" * 9000])
def test_no_such_path(client: FlaskClient, path: str) -> None:
    detail = problem(client.post(path, json={"text": "x"}), 404)["detail"]
    assert "POST /v1/strip" in detail
    assert len(detail) < 300
