"""The Scrapy add-on, in crawls of a real site: in this process, and with a real service."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.client.conftest import Script, Service, serving
from tests.scrapy.conftest import PAGES, STORY, Crawl, Crawled

BODIES = sorted(f"{n} {STORY}" for n in range(PAGES))
PAGE_ITEMS = """
    def parse_story(self, response):
        yield {"url": response.url, "html": response.text, "text": None}
"""
CALLBACK = """
    async def parse_story(self, response):
        from endmark.scrapy import strip_response
        result = await strip_response(response, self)
        yield {"text": result.body.strip().split("\\n")[-1], "kinds": [s.cut.kind for s in result.removed]}
"""
THREADS = """
    def parse_story(self, response):
        import threading
        import endmark.scrapy.stripping as stripping
        if not hasattr(stripping, "seen"):
            stripping.seen, pool = set(), self.crawler.get_item_pipeline(stripping.Pipeline).stripper
            strip = pool._strip
            def watched(*args, **kwargs):
                stripping.seen.add(threading.current_thread() is threading.main_thread())
                return strip(*args, **kwargs)
            pool._strip = watched
        yield {"url": response.url, "text": "a"}

    def closed(self, reason):
        import endmark.scrapy.stripping as stripping
        self.crawler.stats.set_value("on_the_reactor", int(True in stripping.seen))
""".replace("stripping.Pipeline", "__import__('endmark.scrapy').scrapy.Pipeline")


@pytest.fixture(scope="module")
def service(rules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(rules, tmp_path_factory.mktemp("service") / "log", ENDMARK_WORKERS="1") as running:
        yield running


@pytest.fixture(params=["here", "remote"])
def mode(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The settings of both modes; remote, nothing is said of rules: the service has them."""
    if request.param == "here":
        return {}
    running: Service = request.getfixturevalue("service")
    return {"ENDMARK_URL": running.url, "ENDMARK_RULES": []}


def texts(crawled: Crawled) -> list[str]:
    return sorted(item["text"].strip() for item in crawled.items)


@pytest.mark.parametrize("kind", ["dict", "dataclass", "attrs", "item"])
def test_items_of_every_kind(crawl: Crawl, kind: str) -> None:
    crawled = crawl(kind=kind, ENDMARK_REMOVED_FIELD="removed")
    assert texts(crawled) == BODIES
    assert {cut["kind"] for item in crawled.items for cut in item["removed"]} == {"share_follow", "donation_appeal"}


def test_both_modes_do_the_same_and_count_it(crawl: Crawl, mode: dict[str, Any]) -> None:
    crawled = crawl(**mode)
    assert texts(crawled) == BODIES
    counts = {name: value for name, value in crawled.stats.items() if name.startswith("endmark/")}
    assert counts == {
        "endmark/ok": PAGES,
        "endmark/removed/share_follow": PAGES,
        "endmark/removed/donation_appeal": PAGES,
    }
    assert crawled.stats["item_scraped_count"] == PAGES


def test_pages_and_settings(crawl: Crawl, mode: dict[str, Any]) -> None:
    crawled = crawl(body=PAGE_ITEMS, ENDMARK_KEEP=["donation_appeal"], ENDMARK_BODY_FIELD="story", **mode)
    stories = sorted(item["story"].splitlines()[-1] for item in crawled.items)
    assert stories == ["The Harbour Gazette depends on you."] * PAGES
    assert all("Share" not in item["story"] and "<meta" in item["html"] for item in crawled.items)


def test_a_callback_can_have_the_result(crawl: Crawl, mode: dict[str, Any]) -> None:
    crawled = crawl(body=CALLBACK, ENDMARK_ITEMS=False, **mode)
    assert texts(crawled) == BODIES
    assert all("donation_appeal" in item["kinds"] for item in crawled.items)
    assert "endmark/ok" not in crawled.stats


def test_the_reactor_does_none_of_the_work(crawl: Crawl, mode: dict[str, Any]) -> None:
    crawled = crawl(body=THREADS, **mode)
    assert (crawled.stats["on_the_reactor"], crawled.stats["endmark/ok"]) == (0, PAGES)


def test_a_service_is_asked_past_the_crawls_downloader_and_proxies(crawl: Crawl, service: Service) -> None:
    nowhere = {"http_proxy": "http://127.0.0.1:9", "all_proxy": "http://127.0.0.1:9"}
    crawled = crawl(environ=nowhere, HTTPPROXY_ENABLED=False, ENDMARK_URL=service.url)
    assert texts(crawled) == BODIES
    assert crawled.stats["downloader/request_count"] == PAGES + 1


def test_the_environment_names_a_service_too(crawl: Crawl, service: Service) -> None:
    crawled = crawl(environ={"ENDMARK_URL": service.url}, ENDMARK_RULES=["no-such-folder"])
    assert texts(crawled) == BODIES


@pytest.mark.parametrize(("policy", "scraped"), [({}, PAGES), ({"ENDMARK_ON_ERROR": "drop"}, None)])
def test_what_fails_stays_as_it_is_or_is_dropped(crawl: Crawl, policy: dict[str, str], scraped: int | None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    crawled = crawl(ENDMARK_URL=url, ENDMARK_RETRY_TIMES=1, **policy)
    assert crawled.stats["endmark/error/UnreachableError"] == PAGES
    assert crawled.stats["endmark/retry"] == PAGES
    assert crawled.stats.get("item_scraped_count") == scraped
    assert all(item["text"].endswith("The Harbour Gazette depends on you.") for item in crawled.items)
    assert crawled.log.count("no answer from") >= PAGES


def test_errors_of_a_service_are_counted_by_their_status(crawl: Crawl, script: Script) -> None:
    for _ in range(PAGES):
        script.says(413, {"status": 413, "detail": "too large"}, Content_Type="application/problem+json")
    crawled = crawl(ENDMARK_URL=script.url)
    assert crawled.stats["endmark/error/413"] == PAGES
    assert len(crawled.items) == PAGES


def test_items_without_text_pass(crawl: Crawl) -> None:
    crawled = crawl(ENDMARK_FIELD="content")
    assert crawled.stats["endmark/skipped"] == PAGES
    assert all("donation" not in item for item in crawled.items)


def test_a_field_that_items_lack_is_named(crawl: Crawl) -> None:
    crawled = crawl(kind="dataclass", ENDMARK_BODY_FIELD="story")
    assert crawled.stats["endmark/error/InputError"] == PAGES
    assert "a Data has no field 'story'; name another one in ENDMARK_BODY_FIELD" in crawled.log


def test_settings_of_no_use_end_the_crawl_at_once(crawl: Crawl) -> None:
    crawled = crawl(ENDMARK_ON_ERROR="ignore")
    assert "ENDMARK_ON_ERROR is 'ignore'; it can be keep or drop" in crawled.log
    assert crawled.items == []
