"""`endmark.client`: what comes from a service is what `strip` says here; and when it is asked again."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from tests.client.conftest import Connect, Script, Service, serving

from endmark import InputError, Kind, Result, RuleBook, Segment, read, strip
from endmark.client import Client, RefusedError, ServiceError, UnreachableError
from endmark.client.answers import result_of
from endmark.client.exchange import Patience
from endmark.errors import EndmarkError

URL = "https://www.gazette.example/news/bridge"
STORY = "The council voted on Tuesday evening to close the old bridge for the whole of the coming winter.\n"
APPEAL = "The Harbour Gazette depends on you.\n"
TEXT = f"{STORY}Share this story\n{STORY.upper()}{APPEAL}"
PAGE = f"<html lang=en><title>Bridge</title><h1>Bridge</h1><p>{STORY}</p><p>{APPEAL}</p><p>é ö</p>"


@pytest.fixture(scope="module")
def book(rules: Path) -> RuleBook:
    return RuleBook.load(rules)


SOURCES: list[tuple[object, dict[str, Any]]] = [
    (TEXT, {"url": URL}),
    (TEXT, {"site": "gazette.example", "keep": ["donation_appeal"]}),
    (TEXT.encode("utf-16"), {"url": URL}),
    ("é \r\n \ud800 \0" + TEXT, {"url": URL, "keep": [Kind.SHARE_FOLLOW]}),
    ("", {}),
    (BeautifulSoup(PAGE, "html.parser"), {"url": URL}),
    (read(TEXT), {"url": URL}),
    (read(PAGE, html=True), {"url": URL}),
    (read(PAGE.encode("latin-1"), html=True, charset="iso-8859-1"), {"url": URL}),
]


def spanned(result: Result) -> tuple[Segment, ...]:
    """The segments, each cut with the span of its segment: of the white space around it an answer tells nothing."""
    return tuple(
        replace(segment, cut=replace(segment.cut, start=segment.start, end=segment.end)) if segment.cut else segment
        for segment in result.segments
    )


@pytest.mark.parametrize(("source", "options"), SOURCES)
def test_a_result_is_what_strip_says_here(
    connect: Connect, service: Service, book: RuleBook, source: object, options: dict[str, Any]
) -> None:
    here, there = strip(source, **options, book=book), connect(service.url).strip(source, **options)
    assert there.as_dict() == here.as_dict()
    assert (there.segments, there.refused, there.url) == (spanned(here), here.refused, here.url)
    assert (there.document.text, there.metadata) == (here.document.text, here.metadata)


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", None])
def test_a_page_in_str_or_bytes(connect: Connect, service: Service, book: RuleBook, charset: str | None) -> None:
    source = PAGE.encode(charset) if charset else PAGE
    there = connect(service.url).strip(source, html=True, charset=charset, url=URL)
    assert there.as_dict() == strip(read(source, html=True, charset=charset), url=URL, book=book).as_dict()


PIECES = st.sampled_from([STORY, APPEAL, "Share this story\n", "\n", " é\r\n"])


@given(pieces=st.lists(PIECES, max_size=8), keep=st.booleans())
def test_a_result_survives_its_answer(rules_book: RuleBook, pieces: list[str], *, keep: bool) -> None:
    kinds = [Kind.DONATION_APPEAL] if keep else []
    result = strip("".join(pieces), url=URL, keep=kinds, book=rules_book)
    assert result_of(json.loads(json.dumps(result.as_dict())), URL) == replace(result, segments=spanned(result))


@pytest.fixture(scope="module")
def rules_book(rules: Path) -> RuleBook:
    return RuleBook.only(rules)


def test_many_come_in_order_each_with_its_own_outcome(connect: Connect, service: Service) -> None:
    articles = [{"text": f"{n} {TEXT}", "url": URL} for n in range(25)]
    articles[7] = {"text": "a", "url": "https://"}
    outcomes = connect(service.url).strip_many(iter(articles), chunk=4)
    assert [type(outcome) for outcome in outcomes] == [Result] * 7 + [RefusedError] + [Result] * 17
    bodies = [outcome.body.split()[0] for outcome in outcomes if isinstance(outcome, Result)]
    assert bodies == [str(n) for n in range(25) if n != 7]
    assert connect(service.url).strip_many([]) == []


def test_what_cannot_be_used_is_an_input_error_with_its_problem_document(connect: Connect, service: Service) -> None:
    with pytest.raises(InputError, match="has no host") as caught:
        connect(service.url).strip("a", url="https://")
    assert isinstance(caught.value, RefusedError)
    assert (caught.value.status, caught.value.problem["title"]) == (422, "Unprocessable Entity")
    with pytest.raises(InputError, match="did you mean author_bio"):
        connect(service.url).strip("a", keep=["author_boi"])
    with pytest.raises(InputError, match=r"cannot read a builtins\.int"):
        connect(service.url).strip(1)
    with pytest.raises(InputError, match="give one such as"):
        connect("127.0.0.1:8000")


def test_no_service(connect: Connect, pauses: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(UnreachableError, match=f"no answer from {url}") as caught:
        connect(url, retries=3).strip("a")
    assert caught.value.lost
    assert len(pauses) == 3
    assert pauses[0] < pauses[1] < pauses[2]


def answer(text: str = "a") -> dict[str, Any]:
    return strip(text).as_dict()


BUSY = {"status": 429, "title": "Too Many Requests", "detail": "busy"}


def test_a_busy_service_is_asked_again_when_it_says(
    connect: Connect, script: Script, pauses: list[float], retries: list[EndmarkError]
) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    script.says(429, BUSY, Retry_After="7", Content_Type="application/problem+json")
    script.says(503, b"<h1>no", Retry_After=date)
    script.hangs_up()
    script.says(200, answer())
    assert connect(script.url, on_retry=retries.append).strip("a").body == "a"
    assert len(script.asked) == 4
    assert 7 <= pauses[0] < 8
    assert 25 < pauses[1] < 32
    assert pauses[2] < 2
    kinds = [type(failure) for failure in retries]
    assert kinds == [ServiceError, ServiceError, UnreachableError]


@pytest.mark.parametrize("status", [400, 401, 404, 413, 500, 502, 504])
def test_other_errors_are_not(connect: Connect, script: Script, pauses: list[float], status: int) -> None:
    script.says(status, b"<h1>A proxy's page</h1>")
    with pytest.raises(ServiceError, match="A proxy's page") as caught:
        connect(script.url).strip("a")
    assert (caught.value.status, len(script.asked), pauses) == (status, 1, [])
    assert isinstance(caught.value, RefusedError) == (status in {400, 413})


def test_it_is_not_asked_before_it_wants_to_be(connect: Connect, script: Script, pauses: list[float]) -> None:
    script.says(503, BUSY, Retry_After="3600")
    with pytest.raises(ServiceError) as caught:
        connect(script.url).strip("a")
    assert (caught.value.retry_after, pauses) == (3600, [])


def test_a_slow_service_is_not_asked_twice(connect: Connect, pauses: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(UnreachableError) as caught:
            connect(url, timeout=0.2).strip("a")
    assert (caught.value.lost, pauses) == (False, [])


@pytest.mark.parametrize("said", [b"<h1>Welcome</h1>", b"[]", b"{}", b'{"body": "a", "removed": []}'])
def test_an_answer_of_something_else(connect: Connect, script: Script, said: bytes) -> None:
    script.says(200, said)
    with pytest.raises(ServiceError, match="does its service stand there"):
        connect(script.url).strip("a")


def test_a_batch_that_comes_back_short_is_sent_again(connect: Connect, script: Script, pauses: list[float]) -> None:
    lines = [json.dumps(answer(str(n))).encode() for n in range(3)]
    script.says(200, b"\n".join(lines[:2]))
    script.says(200, b"\n".join(lines))
    outcomes = connect(script.url).strip_many({"text": str(n)} for n in range(3))
    assert [outcome.body for outcome in outcomes if isinstance(outcome, Result)] == ["0", "1", "2"]
    assert len(pauses) == 1


def test_what_is_sent(connect: Connect, script: Script) -> None:
    script.says(200, answer())
    connect(script.url + "/", api_key="k" * 16).strip("a", url=URL, keep=["tags", "author_bio"])
    path, headers, body = script.asked[0]
    assert (path, headers["Authorization"], headers["Content-Type"]) == (
        "/v1/strip",
        "Bearer " + "k" * 16,
        "application/json",
    )
    assert json.loads(body) == {"text": "a", "url": URL, "keep": "author_bio,tags"}


@pytest.mark.parametrize(
    ("page", "url", "media_type"),
    [
        ("<p>é", URL, "text/html; charset=utf-8"),
        ("<p>\ud800", URL, "application/json"),
        ("\ufeff<p>a", URL, "application/json"),
        ("<p>a", f"{URL}?{'q' * 1000}", "application/json"),
    ],
)
def test_a_page_is_sent_as_it_is_where_it_can_be(
    connect: Connect, script: Script, page: str, url: str, media_type: str
) -> None:
    script.says(200, answer())
    connect(script.url).strip(page, url=url, html=True)
    [(path, headers, body)] = script.asked
    assert headers["Content-Type"] == media_type
    if media_type == "application/json":
        assert json.loads(body) == {"html": page, "url": url}
    else:
        assert (path, body.decode()) == (f"/v1/strip?{urlencode({'url': url})}", page)


def test_batches_are_bounded_in_bytes_too(script: Script) -> None:
    for _ in range(3):
        script.says(200, json.dumps(answer()).encode())
    with Client(script.url, concurrency=1) as client:
        assert len(list(client.strip_many({"text": "a" * 3_000_000} for _ in range(3)))) == 3
    assert len(script.asked) == 3


def test_no_more_is_read_than_is_sent(script: Script) -> None:
    taken: list[int] = []

    def articles() -> Iterator[dict[str, str]]:
        for n in range(1000):
            taken.append(n)
            yield {"text": "a"}

    for _ in range(8):
        script.says(200, json.dumps(answer()).encode())
    with Client(script.url, concurrency=2) as client:
        outcomes = client.strip_many(articles(), chunk=1)
        for _ in range(3):
            next(outcomes)
        del outcomes
    assert len(taken) < 10


def test_every_article_is_answered_once_though_workers_die_and_the_service_is_busy(
    connect: Connect, rules: Path, tmp_path: Path, retries: list[EndmarkError], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("blocking", "asynchronous"):  # many attempts are wanted, and no minutes between them
        monkeypatch.setattr(f"endmark.client.{module}.Patience", partial(Patience, longest=2.0))
    done = Event()

    def lost() -> bool:
        return any(isinstance(failure, UnreachableError) for failure in retries)

    def kill(service: Service) -> None:
        while not lost() and not done.wait(0.3):  # a worker may have been idle when it was killed
            for pid in service.workers():
                with suppress(ProcessLookupError):  # it had just ended
                    os.kill(pid, signal.SIGKILL)

    articles = ({"text": f"{n} {TEXT * 100}", "url": URL} for n in range(200))
    settings = {"ENDMARK_WORKERS": "2", "ENDMARK_MAX_BATCHES": "1"}
    with serving(rules, tmp_path / "log", **settings) as service, ThreadPoolExecutor() as beside:
        client = connect(service.url, concurrency=6, retries=60, on_retry=retries.append)
        killing = beside.submit(kill, service)
        try:
            outcomes = client.strip_many(articles, chunk=10)
        finally:
            done.set()
        killing.result()
    numbers = [int(outcome.body.split()[0]) for outcome in outcomes if isinstance(outcome, Result)]
    assert numbers == list(range(200))
    assert {failure.status for failure in retries if isinstance(failure, ServiceError)} == {429}
    assert lost()
