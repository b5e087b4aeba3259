"""The library as a caller meets it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from endmark import InputError, RuleBook, RuleError, read, strip
from endmark.rules.book import builtin_folder
from endmark.rules.fixtures import read_fixture

URL = "https://www.themoscowtimes.com/2017/09/07/x"
SAMPLE = read_fixture(Path(__file__).parents[1] / "fixtures/themoscowtimes.com/facebook-accounts.txt")


@pytest.mark.parametrize("url", [URL, None], ids=["by URL", "by fingerprint"])
def test_the_article_that_started_it(url: str | None) -> None:
    result = strip(SAMPLE.text, url=url)
    body, appeal = result.segments
    assert body.text == result.body == "".join(SAMPLE.text.splitlines(keepends=True)[:5])
    assert appeal.text.startswith("A Message from The Moscow Times:")
    assert appeal.text.endswith("Remind me later.")
    assert body.text + appeal.text == SAMPLE.text
    assert result.site == "themoscowtimes.com"
    assert appeal.cut is not None
    assert (appeal.cut.kind, appeal.position) == ("donation_appeal", "tail")


def test_many_threads_share_one_book_from_its_first_use() -> None:
    book = RuleBook.only(builtin_folder())
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda n: strip(SAMPLE.text, url=URL if n % 2 else None, book=book).body, range(64)))
    assert set(bodies) == {strip(SAMPLE.text, url=URL).body}


def test_bytes_and_documents_are_as_good_as_text() -> None:
    data = SAMPLE.text.encode("utf-16")
    assert strip(data, url=URL).body == strip(read(data), url=URL).body == strip(SAMPLE.text, url=URL).body


PAGE = """<head><title>Ferry</title>{}</head><p>The ferry is running again.</p>
<p>A Message from The Moscow Times:</p><p>Dear readers,</p>"""
CANONICAL = '<link rel=canonical href="https://www.theguardian.com/ferry">'
OG_URL = '<meta property="og:url" content="//theguardian.com/ferry">'


@pytest.mark.parametrize(
    ("head", "options", "site"),
    [
        (CANONICAL, {}, "theguardian.com"),
        (OG_URL.replace("//", "http://"), {}, "theguardian.com"),
        (CANONICAL, {"url": URL}, "themoscowtimes.com"),
        (CANONICAL, {"site": "themoscowtimes.com"}, "themoscowtimes.com"),
        ("", {}, "themoscowtimes.com"),
        (OG_URL, {}, "themoscowtimes.com"),
        ('<link rel=canonical href="https://[::1]/ferry">', {}, "themoscowtimes.com"),
        ('<link rel=canonical href="https://a..b/ferry">', {}, "themoscowtimes.com"),
        ('<link rel=canonical href="https://elsewhere.example/ferry">', {}, "themoscowtimes.com"),
    ],
)
def test_a_page_tells_its_site_where_the_caller_does_not(head: str, options: dict[str, str], site: str) -> None:
    assert strip(read(PAGE.format(head), html=True), **options).site == site  # type: ignore[arg-type]


def test_metadata_is_a_pages_and_no_texts() -> None:
    result = strip(read(PAGE.format('<link rel=canonical href="/ferry">'), html=True), url=URL)
    assert result.metadata is not None
    assert (result.metadata.title, result.metadata.url) == ("Ferry", "https://www.themoscowtimes.com/ferry")
    assert result.as_dict()["metadata"] == result.metadata.as_dict()
    assert strip("It rained.", url=URL).metadata is None
    assert strip("It rained.", url=URL).as_dict()["metadata"] is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"url": "no url"}, "url 'no url'"),
        ({"url": "https:///x"}, "has no host"),
        ({"site": "a b"}, "site 'a b'"),
        ({"keep": ["donation"]}, "did you mean donation_appeal"),
    ],
)
def test_what_cannot_be_used_is_named(options: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        strip("x", **options)  # type: ignore[arg-type]


def test_an_unknown_site_is_no_error() -> None:
    result = strip("It rained.", url="https://unknown.example/1")
    assert (result.body, result.site, result.removed) == ("It rained.", None, ())
    assert result.notes == ("no rule file names this site: only the generic rules judged it",)


def test_every_problem_of_a_folder_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites/a.example.yaml").write_text("hosts: [a.example]\nrules: [{id: a, kind: tag, line: x}]")
    (tmp_path / "sites/b.example.yaml").write_text(
        "hosts: [b.example]\nrules: [{id: a, kind: tags, line: {regex: '(?<=a)b'}}]"
    )
    with pytest.raises(RuleError) as caught:
        RuleBook.load(tmp_path)
    told = [(p.file.name, p.line, p.column) for p in caught.value.problems]
    assert told == [("a.example.yaml", 2, 23), ("b.example.yaml", 2, 35)]


def test_a_later_folder_replaces_a_file_and_takes_over_a_host(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites/themoscowtimes.com.yaml").write_text(
        "hosts: [themoscowtimes.com]\nrules: [{id: rain, kind: tags, line: It rained.}]"
    )
    (tmp_path / "sites/mine.yaml").write_text(
        "hosts: [theguardian.com]\nrules: [{id: rain, kind: tags, line: It snowed.}]"
    )
    book = RuleBook.load(tmp_path)
    text = "It rained.\nIt snowed.\nIt shone."
    assert strip(text, url=URL, book=book).body == "It snowed.\nIt shone."
    assert strip(text, site="theguardian.com", book=book).body == "It rained.\nIt shone."
