"""The OpenAPI document says what the service does: held to each other by schemathesis, and to the code's own models."""

import json
import tempfile
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.api.conftest import RULES

from endmark import RuleBook
from endmark.api import contract, create_app
from endmark.api.rule_set import Rules, RuleSet
from endmark.api.settings import Settings
from endmark.submission import OPTIONS, SOURCES

KEY = "a-key-for-tests-only"
BODY = "The council closed the bridge on Tuesday.\n\nFiled under bridges\n\nPlease support The Example today!\n"


def make_app(**changed: object) -> Flask:
    settings = Settings.model_validate({"rules_check": True, **changed})
    return create_app(settings, Rules(RuleSet(RuleBook.builtin(), 0)))


# What is a host, a kind or a rule file is not a JSON schema's to say: such a request is well formed, and still 422.
LEFT_OUT: list[Any] = [positive_data_acceptance]

schema = schemathesis.openapi.from_wsgi("/openapi.json", make_app())
keyed = schemathesis.openapi.from_wsgi("/openapi.json", make_app(api_keys=KEY))


@schemathesis.serializer("application/x-ndjson")
def lines_of_json(_: schemathesis.SerializationContext, value: object) -> bytes:
    items = value if isinstance(value, list) else [value]
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)


few = settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@schema.parametrize()
@few
def test_schemathesis_finds_no_violation(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(excluded_checks=LEFT_OUT)


@keyed.parametrize()
@few
def test_schemathesis_finds_no_violation_with_keys(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(excluded_checks=LEFT_OUT, headers={"Authorization": f"Bearer {KEY}"})


def test_every_endpoint_is_documented_and_every_documented_one_is_there() -> None:
    app = make_app()
    document = app.test_client().get("/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    documented = {
        (path.replace("{host}", "<host>"), method.upper())
        for path in document["paths"]
        for method in document["paths"][path]
    }
    own = {rule.rule for rule in app.url_map.iter_rules()} - {"/", "/docs", "/openapi.json"}
    routes = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule in own and not rule.rule.startswith("/static/") and method in {"GET", "POST"}
    }
    assert documented == routes


def test_what_is_off_is_not_documented(client: FlaskClient) -> None:
    assert "/v1/rules/check" not in client.get("/openapi.json").get_json()["paths"]


def test_the_models_are_the_codes_own() -> None:
    assert set(contract.Article.model_fields) == {*SOURCES, *OPTIONS}


@pytest.mark.parametrize("options", [{}, {"keep": ["donation_appeal"]}, {"site": "nowhere.test"}])
def test_an_answer_is_what_the_model_says(client: FlaskClient, options: dict[str, object]) -> None:
    posted = {"text": BODY, "site": "example.com", **options}
    answer = client.post("/v1/strip", json=posted).get_json()
    contract.StripAnswer.model_validate(answer)
    good, bad = client.post("/v1/strip/batch", json=[{**posted, "id": 1}, {"id": 2}]).get_json()
    assert contract.BatchAnswer.model_validate(good).id == 1
    assert contract.BatchError.model_validate(bad).error.status == 422


CHECKED = "/v1/rules/check?file=sites/example.com.yaml"


def test_a_rule_file_is_checked() -> None:
    client = make_app().test_client()
    answer = client.post(CHECKED, data=RULES, content_type="application/yaml").get_json()
    assert (answer["usable"], [f for f in answer["findings"] if f["level"] == "error"]) == (True, [])


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        ("site: [", 1, ""),
        ("hosts: [example.com]\nrulez: []\n", 2, "rules"),
        ("hosts: [example.com]\nrules:\n  - {id: a, kind: tags, line: {regex: '(?=x)y'}}\n", 3, "lookahead"),
        ("hosts: [example.com]\nrules:\n  - {id: a, kind: tags, line: {regex: '(a)\\1'}}\n", 3, "backreferences"),
        ("hosts: [example.com]\nextends: nobody\n", 2, "nobody"),
        ("", 1, "empty"),
    ],
)
def test_an_unusable_rule_file_is_told_with_its_place(data: str, line: int, said: str) -> None:
    answer = make_app().test_client().post(CHECKED, data=data, content_type="application/yaml").get_json()
    assert answer["usable"] is False
    assert line in {finding["line"] for finding in answer["findings"]}
    assert said.lower() in str(answer["findings"]).lower()
    assert tempfile.gettempdir() not in str(answer)


@pytest.mark.parametrize("name", ["", "x.yaml", "sites/../x.yaml", "sites/x.yml", "/etc/x.yaml", "sites/.x.yaml"])
def test_what_is_no_rule_file_name(name: str) -> None:
    response = (
        make_app()
        .test_client()
        .post("/v1/rules/check", query_string={"file": name}, data="x", content_type="application/yaml")
    )
    assert (response.status_code, response.get_json()["field"]) == (422, "file")


def test_catastrophic_rule_regex_cannot_hang() -> None:
    rules = "hosts: [example.com]\nrules:\n  - {id: a, kind: tags, line: {regex: '(a+)+(b|a+)*$'}}\n"
    answer = make_app(max_seconds=10).test_client().post(CHECKED, data=rules, content_type="application/yaml")
    assert answer.status_code == 200
