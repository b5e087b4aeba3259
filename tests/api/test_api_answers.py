import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.api.problem_documents import problem

from endmark import RuleBook

BODY = "The council closed the bridge on Tuesday.\n\nRepairs begin in May, the mayor said.\n\n"
APPEAL = "Please support The Example today!\n"
URL = "https://www.example.com/2024/05/01/bridge"


def test_raw_text_is_separated(client: FlaskClient) -> None:
    response = client.post(f"/v1/strip?url={URL}", data=BODY + APPEAL, content_type="text/plain")
    assert response.status_code == 200
    assert response.content_type == "application/json"
    answer = response.get_json()
    assert answer["site"] == "example.com"
    assert answer["length"] == len(BODY + APPEAL)
    assert answer["body"].strip() == BODY.strip()
    [removed] = answer["removed"]
    assert (removed["kind"], removed["position"]) == ("donation_appeal", "tail")
    assert answer["body"] + removed["text"] == BODY + APPEAL


@pytest.mark.parametrize("query", [f"?url={URL}", "?site=example.com"])
def test_json_says_the_same_as_raw_text(client: FlaskClient, query: str) -> None:
    name, value = query[1:].split("=")
    raw = client.post(f"/v1/strip{query}", data=BODY + APPEAL, content_type="text/plain")
    named = client.post("/v1/strip", json={"text": BODY + APPEAL, name: value})
    mixed = client.post(f"/v1/strip{query}", json={"text": BODY + APPEAL})
    assert raw.get_json()["removed"]
    assert raw.get_json() == named.get_json() == mixed.get_json()


def test_the_body_alone_as_text(client: FlaskClient) -> None:
    response = client.post(
        f"/v1/strip?url={URL}",
        data=BODY + APPEAL,
        content_type="text/plain",
        headers={"Accept": "text/plain"},
    )
    assert response.content_type == "text/plain; charset=utf-8"
    assert response.text.strip() == BODY.strip()
    assert "Accept" in response.vary


def test_html_raw_and_in_json(client: FlaskClient) -> None:
    page = f"<html><body><p>{BODY}</p><p>{APPEAL}</p></body></html>"
    raw = client.post(f"/v1/strip?url={URL}", data=page, content_type="text/html; charset=utf-8").get_json()
    assert raw["input"] == "html"
    assert "<p>" not in raw["body"]
    assert [r["kind"] for r in raw["removed"]] == ["donation_appeal"]
    assert client.post("/v1/strip", json={"html": page, "url": URL}).get_json() == raw


@pytest.mark.parametrize(
    "keep", ["keep=donation_appeal", "keep=tags,donation_appeal", "keep=tags&keep=donation_appeal"]
)
def test_a_kept_kind_stays_in_the_body(client: FlaskClient, keep: str) -> None:
    answer = client.post(f"/v1/strip?url={URL}&{keep}", data=BODY + APPEAL, content_type="text/plain")
    assert answer.get_json()["body"] == BODY + APPEAL
    assert [k["kind"] for k in answer.get_json()["kept"]] == ["donation_appeal"]


@pytest.mark.parametrize("keep", [["tags", "donation_appeal"], "tags, donation_appeal"])
def test_keep_in_json(client: FlaskClient, keep: object) -> None:
    answer = client.post("/v1/strip", json={"text": BODY + APPEAL, "url": URL, "keep": keep})
    assert answer.get_json()["body"] == BODY + APPEAL


@pytest.mark.parametrize("members", [{"url": "https://nowhere.test/x"}, {"site": "nowhere.test"}, {"site": ""}])
def test_an_unknown_site_is_no_error(client: FlaskClient, members: dict[str, str]) -> None:
    response = client.post("/v1/strip", json={"text": BODY, **members})
    assert response.status_code == 200
    assert response.get_json()["body"] == BODY


def test_null_is_as_good_as_absent(client: FlaskClient) -> None:
    response = client.post("/v1/strip", json={"text": BODY, "html": None, "url": None, "site": None, "keep": None})
    assert response.get_json()["body"] == BODY


@pytest.mark.parametrize("content_type", ["text/plain", "text/html", "application/json"])
def test_an_empty_text_is_a_text(client: FlaskClient, content_type: str) -> None:
    data = '{"text": ""}' if content_type == "application/json" else ""
    response = client.post("/v1/strip", data=data, content_type=content_type)
    assert response.status_code == 200
    assert response.get_json()["body"] == ""


@pytest.mark.parametrize(
    ("charset", "codec"), [("; charset=windows-1251", "cp1251"), ("; charset=UTF-8", "utf-8"), ("", "utf-8")]
)
def test_the_stated_charset_is_used(client: FlaskClient, charset: str, codec: str) -> None:
    text = "Совет закрыл мост во вторник."
    response = client.post("/v1/strip", data=text.encode(codec), content_type=f"text/plain{charset}")
    assert response.get_json()["body"] == text


def test_letters_are_not_escaped(client: FlaskClient) -> None:
    assert "мост …".encode() in client.post("/v1/strip", json={"text": "мост …"}).data


def test_a_byte_order_mark_before_json_is_allowed(client: FlaskClient) -> None:
    data = b'\xef\xbb\xbf{"text": "x"}'
    assert client.post("/v1/strip", data=data, content_type="application/json").status_code == 200


@pytest.mark.parametrize(
    "site",
    [
        "nowhere.test",
        "example.com",
    ],
)
def test_a_lone_surrogate_comes_back_as_it_was_sent(client: FlaskClient, site: str) -> None:
    data = rb'{"text": "half an emoji: \ud83d."}'
    response = client.post(f"/v1/strip?site={site}", data=data, content_type="application/json")
    assert response.status_code == 200
    assert rb"half an emoji: \ud83d." in response.data
    assert response.get_json()["body"] == "half an emoji: \ud83d."


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/*", "application/json"),
        ("text/plain;q=0, */*", "application/json"),
        ("application/json;q=0.5, text/plain", "text/plain; charset=utf-8"),
        ("text/plain;charset=UTF-8", "text/plain; charset=utf-8"),
        ("text/*", "text/plain; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        ("text/html, application/json;q=0.1", "application/json"),
        ("text/markdown", "text/markdown; charset=utf-8"),
    ],
)
def test_the_answer_is_what_the_client_accepts(client: FlaskClient, accept: str | None, content_type: str) -> None:
    headers = {} if accept is None else {"Accept": accept}
    response = client.post("/v1/strip", data="x", content_type="text/plain", headers=headers)
    assert response.content_type == content_type


STORY = "<p>The council closed <a href='/bridge'>the bridge</a> on Tuesday.</p>"
FRAGMENT = (
    '<article data-endmark="1"><p>The council closed <a href="https://www.example.com/bridge">the bridge</a>'
    " on Tuesday.</p></article>"
)
MARKDOWN = "The council closed [the bridge](https://www.example.com/bridge) on Tuesday."


@pytest.mark.parametrize(("form", "body"), [("html", FRAGMENT), ("markdown", MARKDOWN)])
def test_the_body_in_another_format(client: FlaskClient, form: str, body: str) -> None:
    raw = client.post(f"/v1/strip?url={URL}&format={form}", data=STORY, content_type="text/html").get_json()
    named = client.post("/v1/strip", json={"html": STORY, "url": URL, "format": form}).get_json()
    alone = client.post(
        f"/v1/strip?url={URL}", data=STORY, content_type="text/html", headers={"Accept": f"text/{form}"}
    )
    assert (raw["body"], raw["format"]) == (body, form)
    assert raw == named
    assert alone.text == body
    assert raw["length"] == len("The council closed the bridge on Tuesday.")


@pytest.mark.parametrize("figures", ["true", True])
def test_figures_on_request(client: FlaskClient, figures: object) -> None:
    given = {"html": f"<p>a</p><img src='https://x.example/i'>{STORY}", "url": URL, "format": "html"}
    assert "<img" in client.post("/v1/strip", json=given | {"figures": figures}).get_json()["body"]
    assert "<img" not in client.post("/v1/strip", json=given).get_json()["body"]


def test_a_page_s_metadata_is_in_the_answer(client: FlaskClient) -> None:
    answer = client.post("/v1/strip", json={"html": f"<title>Bridge</title>{STORY}"}).get_json()
    assert answer["metadata"]["title"] == "Bridge"


def test_a_format_and_an_accept_that_exclude_each_other(client: FlaskClient) -> None:
    response = client.post(
        "/v1/strip?format=html", data="x", content_type="text/plain", headers={"Accept": "text/plain"}
    )
    assert response.status_code == 406
    assert "application/json, or text/html for the body alone" in response.get_json()["detail"]


@pytest.mark.parametrize(
    ("member", "detail"),
    [
        ({"format": "xml"}, "unknown format 'xml'; the formats are text, html, markdown"),
        ({"format": 1}, "`format` is a number; give a string"),
        ({"figures": "yes"}, "`figures` is 'yes'; give true or false"),
        ({"figures": []}, "`figures` is an array; give true or false"),
    ],
)
def test_options_that_are_none_are_named(client: FlaskClient, member: dict[str, object], detail: str) -> None:
    response = client.post("/v1/strip", json={"text": "x", **member})
    assert response.status_code == 422
    assert response.get_json()["field"] == next(iter(member))
    assert detail in response.get_json()["detail"]


def test_health_and_version(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    version = client.get("/version").get_json()
    assert version["sites"] == 1
    assert version["version"].count(".") == 2


def test_head_and_options(client: FlaskClient) -> None:
    head = client.head("/healthz")
    assert (head.status_code, head.data) == (200, b"")
    options = client.options("/v1/strip")
    assert options.status_code == 200
    assert set(options.allow) == {"POST", "OPTIONS"}


def test_answers_are_neither_pages_nor_cached(client: FlaskClient) -> None:
    for response in (client.get("/healthz"), client.get("/nothing"), client.post("/v1/strip", json={})):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"


def test_every_answer_names_its_rule_set(client: FlaskClient, book: RuleBook) -> None:
    for headers in ({}, {"Accept": "text/plain"}):
        response = client.post("/v1/strip", data=BODY, content_type="text/plain", headers=headers)
        assert response.headers["Endmark-Rule-Set"] == book.version
    assert client.post("/v1/strip", json={"text": BODY}).get_json()["rule_set"] == book.version
    for path in ("/version", "/readyz", "/v1/sites", "/v1/sites/example.com"):
        assert client.get(path).get_json()["rule_set"] == book.version


def test_the_rule_set_is_what_the_files_say(tmp_path: Path, rules_folder: Path, book: RuleBook) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(rules_folder, copy)
    assert RuleBook.only(copy).version == book.version
    file = copy / "sites/example.com.yaml"
    file.write_text(file.read_text() + "# a comment\n")
    assert RuleBook.only(copy).version != book.version
    file.write_bytes((rules_folder / "sites/example.com.yaml").read_bytes())
    file.rename(file.with_name("example.org.yaml"))
    assert RuleBook.only(copy).version != book.version


def test_sites(client: FlaskClient) -> None:
    [site] = client.get("/v1/sites").get_json()["sites"]
    assert (site["host"], site["name"], site["languages"]) == ("example.com", "The Example", ["en"])
    for host in ("example.com", "WWW.Example.com", "a.b.example.com."):
        answer = client.get(f"/v1/sites/{host}").get_json()
        assert answer["host"] == "example.com"
        assert [(rule["id"], rule["kind"], rule["verb"]) for rule in answer["rules"]] == [
            ("appeal", "donation_appeal", "line"),
            ("end", "end_mark", "line"),
            ("watched", "tags", "line"),
        ]


def test_a_site_without_rules_is_not_found(client: FlaskClient) -> None:
    assert "generic rules" in problem(client.get("/v1/sites/nowhere.test"), 404)["detail"]


@pytest.mark.parametrize("host", ["%00", "..", "a b", "x" * 300, "%2e%2e%2fetc", "http:"])
def test_what_is_no_host_is_no_site(client: FlaskClient, host: str) -> None:
    response = client.get(f"/v1/sites/{host}")
    assert problem(response, response.status_code)["status"] in {404, 422}


def test_readiness(client: FlaskClient) -> None:
    answer = client.get("/readyz").get_json()
    assert (answer["status"], answer["problems"]) == ("ready", [])
