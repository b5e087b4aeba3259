"""Many articles in one request: framing, order, ids, and that an error costs its own article only."""

import gzip
import json
import logging
from collections.abc import Sequence
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.api.problem_documents import problem

from endmark import Document, Result, RuleBook, strip
from endmark.api import articles, create_app
from endmark.api.rule_set import Rules, RuleSet
from endmark.api.settings import Settings

ITEMS = 20
MAX_BYTES = 4096
JSON, NDJSON = "application/json", "application/x-ndjson"
ARTICLE: dict[str, object] = {
    "text": "It rained.\n\nPlease support The Example today!\n",
    "url": "https://example.com/1",
}


@pytest.fixture
def client(book: RuleBook) -> FlaskClient:
    limits = Settings(max_bytes=MAX_BYTES, max_batch_items=ITEMS, max_batch_bytes=ITEMS * MAX_BYTES)
    return create_app(limits, Rules(RuleSet(book, 0))).test_client()


def encoded(items: Sequence[object], media_type: str) -> bytes:
    texts = [json.dumps(item) for item in items]
    return ("\n".join(texts) if media_type == NDJSON else f"[{','.join(texts)}]").encode()


def batch(client: FlaskClient, items: Sequence[object], media_type: str) -> list[dict[str, Any]]:
    response = client.post("/v1/strip/batch", data=encoded(items, media_type), content_type=media_type)
    assert response.status_code == 200
    assert response.content_type == media_type
    return parsed(response.text, media_type)


def parsed(text: str, media_type: str) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = (
        json.loads(text) if media_type == JSON else [json.loads(line) for line in text.splitlines()]
    )
    return answers


both = pytest.mark.parametrize("media_type", [JSON, NDJSON])


@both
def test_a_batch_gives_what_single_requests_give(client: FlaskClient, media_type: str) -> None:
    items: list[dict[str, object]] = [
        {"text": "It rained."},
        ARTICLE,
        {**ARTICLE, "keep": ["donation_appeal"]},
        {"html": "<p>It rained.</p><p>Please support The Example today!</p>", "site": "example.com"},
        {"text": 'brackets "]}" and, \\"quotes\\" \u2028 \ud83d'},
    ]
    singles = [client.post("/v1/strip", json=item).get_json() for item in items]
    assert singles[1]["removed"]
    named = [{**item, "id": number} for number, item in enumerate(items)]
    expected = [{"id": number, **single} for number, single in enumerate(singles)]
    assert batch(client, named, media_type) == expected


@both
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(st.text(alphabet=st.characters(codec=None), max_size=30), max_size=ITEMS))
def test_whatever_the_texts_are_they_come_back_whole_and_in_order(
    client: FlaskClient, media_type: str, texts: list[str]
) -> None:
    answers = batch(client, [{"id": text, "text": text} for text in texts], media_type)
    assert [(answer["id"], answer["body"]) for answer in answers] == [(text, text) for text in texts]


@both
def test_an_error_costs_its_own_article_only(client: FlaskClient, media_type: str) -> None:
    items: list[object] = [
        {"id": "a", "text": "one"},
        {"id": "b", "txt": "two"},
        {"id": "c"},
        ["text"],
        {"id": "e", "text": "x" * MAX_BYTES},
        {"id": ["f"], "text": "six"},
        {"id": 1.5, "text": "seven"},
    ]
    answers = batch(client, items, media_type)
    assert [answer.get("id") for answer in answers] == ["a", "b", "c", None, None, None, 1.5]
    assert [answer.get("error", {}).get("status") for answer in answers] == [None, 422, 422, 422, 413, 422, None]
    assert [answer["index"] for answer in answers if "error" in answer] == [1, 2, 3, 4, 5]
    assert answers[1]["error"]["field"] == "txt"
    assert answers[4]["error"]["limit"] == MAX_BYTES


def test_a_malformed_line_costs_its_own_article_only(client: FlaskClient) -> None:
    data = b'{"text": "one"}\r\n\n  \n{"text": NaN}\n{"text": "x", "text": "y"}\n{"text"\n{"text": "two"}'
    answers = parsed(client.post("/v1/strip/batch", data=data, content_type=NDJSON).text, NDJSON)
    assert [answer.get("body") for answer in answers] == ["one", None, None, None, "two"]
    assert [answer["error"]["status"] for answer in answers[1:4]] == [400, 400, 400]


def test_a_fault_of_ours_costs_its_own_article_only(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:

    def fail_on_two(document: Document, *, book: RuleBook, **_: object) -> Result:
        if document.text == "two":
            raise RuntimeError("hunter2")
        return strip(document, book=book)

    monkeypatch.setattr(articles, "strip", fail_on_two)
    with caplog.at_level(logging.ERROR):
        answers = batch(client, [{"text": "one"}, {"id": 2, "text": "two"}, {"text": "three"}], JSON)
    assert [answer.get("body") for answer in answers] == ["one", None, "three"]
    assert (answers[1]["id"], answers[1]["error"]["status"]) == (2, 500)
    assert "hunter2" not in str(answers)
    assert "hunter2" in caplog.text


@both
def test_batch_at_max_and_one_more(client: FlaskClient, media_type: str) -> None:
    assert len(batch(client, [ARTICLE] * ITEMS, media_type)) == ITEMS
    data = encoded([ARTICLE] * (ITEMS + 1), media_type)
    document = problem(client.post("/v1/strip/batch", data=data, content_type=media_type), 413)
    assert document["limit"] == ITEMS
    assert "ENDMARK_MAX_BATCH_ITEMS" in document["detail"]


@both
def test_a_batch_of_too_many_bytes(client: FlaskClient, media_type: str) -> None:
    data = encoded([{"text": "x" * (MAX_BYTES - 20)}] * (ITEMS + 1), media_type)
    document = problem(client.post("/v1/strip/batch", data=data, content_type=media_type), 413)
    assert document["limit"] == ITEMS * MAX_BYTES
    assert "ENDMARK_MAX_BATCH_BYTES" in document["detail"]


@pytest.mark.parametrize("data", [b"[]", b" [ ] \n", b"\xef\xbb\xbf[]"])
def test_an_empty_array_gets_an_empty_array(client: FlaskClient, data: bytes) -> None:
    assert client.post("/v1/strip/batch", data=data, content_type=JSON).get_json() == []


@pytest.mark.parametrize("data", [b"", b"\n\n \r\n"])
def test_no_lines_get_no_lines(client: FlaskClient, data: bytes) -> None:
    response = client.post("/v1/strip/batch", data=data, content_type=NDJSON)
    assert (response.status_code, response.text) == (200, "")


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"[", "no end"),
        (b'[{"text": "x"}', "no end"),
        (b'[{"text": "x"},', "no end"),
        (b'[{"text": "x]}', "no end"),
        (b'[{"text": "x\\"]', "no end"),
        (b'[{"text": "x"}}', "wrong bracket at offset 14"),
        (b'[{"text": "x"}]]', "follows the array at offset 15"),
        (b'[{"text": "x"}] 1', "follows the array at offset 16"),
        (b'[,{"text": "x"}]', "missing at offset 1"),
        (b'[{"text": "x"},,{"text": "x"}]', "missing at offset 15"),
        (b'[{"text": "x"},]', "missing at offset 15"),
        (b"[" * 50_000, "no end"),
    ],
)
def test_a_malformed_array(client: FlaskClient, data: bytes, detail: str) -> None:
    response = client.post("/v1/strip/batch", data=data, content_type=JSON)
    assert detail in problem(response, 400)["detail"]


@pytest.mark.parametrize("data", [b"", b"{}", b"1", b'"["'])
def test_what_is_no_array(client: FlaskClient, data: bytes) -> None:
    response = client.post("/v1/strip/batch", data=data, content_type=JSON)
    assert "x-ndjson" in problem(response, 422)["detail"]


def test_the_answer_may_be_framed_otherwise(client: FlaskClient) -> None:
    response = client.post("/v1/strip/batch", data=b"[{}]", content_type=JSON, headers={"Accept": NDJSON})
    assert response.content_type == NDJSON
    [answer] = parsed(response.text, NDJSON)
    assert answer["error"]["status"] == 422
    refused = client.post("/v1/strip/batch", data=b"[]", content_type=JSON, headers={"Accept": "text/plain"})
    problem(refused, 406)


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/json; charset=latin-1"])
def test_wrong_type(client: FlaskClient, content_type: str | None) -> None:
    response = client.post("/v1/strip/batch", data=b"[]", content_type=content_type)
    problem(response, 422 if content_type and "json" in content_type else 415)


def test_a_query_would_have_no_effect(client: FlaskClient) -> None:
    assert problem(client.post("/v1/strip/batch?keep=tags", json=[]), 422)["field"] == "keep"


def test_a_packed_batch(client: FlaskClient) -> None:
    data = gzip.compress(encoded([ARTICLE], JSON))
    headers = {"Content-Encoding": "gzip"}
    response = client.post("/v1/strip/batch", data=data, content_type=JSON, headers=headers)
    assert response.get_json()[0]["removed"]


def test_one_rule_set_judges_a_batch(client: FlaskClient, book: RuleBook) -> None:
    response = client.post("/v1/strip/batch", json=[ARTICLE, ARTICLE])
    assert {answer["rule_set"] for answer in response.get_json()} == {book.version}
    assert response.headers["Endmark-Rule-Set"] == book.version
