"""Compressed bodies, how much at once, and how long: each limit with what lies on either side of it."""

import gzip
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from tests.api.problem_documents import problem
from werkzeug.test import TestResponse

from endmark import Document, Result, RuleBook, strip
from endmark.api import articles, create_app
from endmark.api.problems import RequestError
from endmark.api.rule_set import Rules, RuleSet
from endmark.api.settings import Settings
from endmark.api.slots import Slots
from endmark.api.turns import LONGEST, Turns
from endmark.api.unpacking import unpacker
from endmark.api.watchdog import Watchdog

MAX_BYTES = 4096


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def two_members(data: bytes) -> bytes:
    return gzip.compress(data[:5]) + gzip.compress(data[5:])


PACKERS = [("gzip", gzip.compress), ("x-gzip", two_members), ("deflate", zlib.compress), (" Deflate", raw_deflate)]
packers = pytest.mark.parametrize(("coding", "pack"), PACKERS)
Pack = Callable[[bytes], bytes]


def post(client: FlaskClient, data: bytes, coding: str) -> TestResponse:
    return client.post("/v1/strip", data=data, content_type="text/plain", headers={"Content-Encoding": coding})


@packers
def test_a_packed_body_is_unpacked(client: FlaskClient, coding: str, pack: Pack) -> None:
    text = "Совет закрыл мост во вторник."
    assert post(client, pack(text.encode()), coding).get_json()["body"] == text


@packers
@given(data=st.binary(max_size=300), sizes=st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_however_it_arrives_it_unpacks_to_the_same(coding: str, pack: Pack, data: bytes, sizes: list[int]) -> None:
    packed, unpack, found = pack(data), unpacker(coding), b""
    while packed:
        size = sizes[0]
        sizes = [*sizes[1:], size]
        found += unpack.feed(packed[:size], len(data) - len(found))
        packed = packed[size:]
    unpack.finish()
    assert found == data


@packers
def test_the_limit_holds_for_what_it_unpacks_to(client: FlaskClient, coding: str, pack: Pack) -> None:
    assert post(client, pack(b"a" * MAX_BYTES), coding).get_json()["length"] == MAX_BYTES
    document = problem(post(client, pack(b"a" * (MAX_BYTES + 1)), coding), 413)
    assert document["limit"] == MAX_BYTES
    assert "unpacked" in document["detail"]


@packers
def test_a_packed_body_that_breaks_off_is_no_text(client: FlaskClient, coding: str, pack: Pack) -> None:
    packed = pack(b"The council closed the bridge on Tuesday.")
    assert "breaks off" in problem(post(client, packed[:-1], coding), 400)["detail"]


@packers
def test_what_is_not_packed_as_it_says(client: FlaskClient, coding: str, pack: Pack) -> None:
    assert problem(post(client, b"\x00\xffThe council closed the bridge.", coding), 400)["detail"]
    assert problem(post(client, pack(b"x") + b"and more", coding), 400)["detail"]


def test_an_empty_body_needs_no_unpacking(client: FlaskClient) -> None:
    assert post(client, b"", "gzip").get_json()["body"] == ""


def test_more_at_once_than_allowed_is_told_to_come_back(book: RuleBook, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings(max_concurrent=1), Rules(RuleSet(book, 0)))
    inside, leave = threading.Event(), threading.Event()

    def slow(document: Document, *, book: RuleBook, **_: object) -> Result:
        inside.set()
        assert leave.wait(10)
        return strip(document, book=book)

    def ask() -> TestResponse:
        return app.test_client().post("/v1/strip", data="x", content_type="text/plain")

    monkeypatch.setattr(articles, "strip", slow)
    first = threading.Thread(target=ask)
    first.start()
    assert inside.wait(10)
    refused = ask()
    assert problem(refused, 429)["limit"] == 1
    assert refused.headers["Retry-After"] == "1"
    assert "ENDMARK_MAX_CONCURRENT" in refused.text
    assert app.test_client().get("/healthz").status_code == 200
    leave.set()
    first.join()
    assert ask().status_code == 200


@pytest.mark.parametrize(
    ("setting", "page", "unit", "actual"),
    [
        ("max_elements", "<p>x</p><br>", "tags", 3),
        ("max_depth", "<div><b><i>x</i></b></div>", "nested elements", 3),
        ("max_attributes", "<p a b c>x</p>", "attributes", 3),
    ],
)
def test_a_page_past_a_limit_is_told_which_setting_raises_it(
    book: RuleBook, setting: str, page: str, unit: str, actual: int
) -> None:
    def ask(most: int) -> TestResponse:
        app = create_app(Settings.model_validate({setting: most}), Rules(RuleSet(book, 0)))
        return app.test_client().post("/v1/strip", data=page, content_type="text/html")

    assert ask(actual).get_json()["body"].strip() == "x"
    document = problem(ask(actual - 1), 413)
    assert (document["limit"], document["actual"], document["unit"]) == (actual - 1, actual, unit)
    assert f"or raise the service's ENDMARK_{setting.upper()}" in document["detail"]


def test_articles_take_turns_and_none_waits_for_a_slow_one() -> None:
    turns, begun, ended, order = Turns(Watchdog()), threading.Event(), threading.Event(), list[str]()

    def slow() -> None:
        with turns.take():
            order.append("slow begins")
            begun.set()
            assert ended.wait(10)

    first = threading.Thread(target=slow)
    with turns.take():
        first.start()
        time.sleep(LONGEST / 4)
        order.append("first ends")
    assert begun.wait(10)
    for name in ("second", "third"):
        with turns.take():
            order.append(name)
    ended.set()
    first.join()
    assert order == ["first ends", "slow begins", "second", "third"]
    with pytest.raises(ZeroDivisionError), turns.take():
        raise ZeroDivisionError
    with turns.take():
        pass


def test_a_slot_comes_back_whatever_happens_in_it() -> None:
    slots = Slots(1, "requests", "X")
    with pytest.raises(ZeroDivisionError), slots:
        raise ZeroDivisionError
    with slots, pytest.raises(RequestError), slots:
        pass


def test_over_its_budget_an_article_is_503_and_the_thread_goes_on(
    book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(Settings(max_seconds=0.2), Rules(RuleSet(book, 0))).test_client()

    def endless(document: Document, *, book: RuleBook, **_: object) -> Result:
        while document.text == "endless":
            pass
        return strip(document, book=book)

    monkeypatch.setattr(articles, "strip", endless)
    document = problem(client.post("/v1/strip", data="endless", content_type="text/plain"), 503)
    assert (document["limit"], document["unit"]) == (0.2, "seconds")
    assert "ENDMARK_MAX_SECONDS" in document["detail"]
    items = client.post("/v1/strip/batch", json=[{"text": "endless"}, {"text": "short"}]).get_json()
    assert [item.get("body") for item in items] == [None, "short"]
    assert items[0]["error"]["status"] == 503


def test_time_that_runs_out_at_the_very_end_hits_nobody_who_comes_after() -> None:
    watchdog = Watchdog()
    for _ in range(40):
        with suppress(RequestError), watchdog.budget(0.001):
            time.sleep(0.0495)  # the watchdog's own tick
        for _ in range(1000):
            pass


def test_the_watchdog_acts_once_and_only_inside() -> None:
    watchdog = Watchdog()
    acted: list[str] = []
    with watchdog.watch(0.01, lambda: acted.append("in time")):
        pass
    with watchdog.watch(0.01, lambda: acted.append("late")) as watched:
        time.sleep(0.3)
    assert (acted, watched.fired) == (["late"], True)
