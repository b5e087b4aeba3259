"""`endmark.bulk`: every form in, every form out; what fails costs itself only."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.bulk.conftest import APPEAL, STORY, URL, Rows, read, response, write

from endmark import RuleBook, json_lines, strip
from endmark.bulk import Columns, Job, Tally, limits, run, warc
from endmark.errors import InputError
from endmark.model import Kind

PAGE = f"<p>{STORY}</p><p>{APPEAL}</p>"
PAGES: Rows = [{"url": URL, "html": PAGE.replace("Tuesday", day)} for day in ("Monday", "Friday", "Sunday")]
INPUTS = ["jsonl", "ndjson", "jsonl.gz", "jsonl.zst", "parquet", "warc", "warc.gz"]


def do(job: Job) -> Tally:
    tally = Tally()
    for step in run(job):
        tally.merge(step.tally)
    return tally


def errors(job: Job) -> Rows:
    return read(job.target.with_name(job.target.name + ".errors.jsonl"))


@pytest.mark.parametrize("target", ["jsonl", "jsonl.gz", "jsonl.zst", "parquet"])
@pytest.mark.parametrize("source", INPUTS)
def test_every_form_to_every_form(tmp_path: Path, rules: Path, source: str, target: str) -> None:
    file = write(tmp_path / f"in.{source}", PAGES)
    job = Job(source=file, target=tmp_path / f"out.{target}", rules=(rules,))
    tally = do(job)
    found = read(job.target)
    assert [row["body"].split()[4] for row in found] == ["Monday", "Friday", "Sunday"]
    assert {row["site"] for row in found} == {"gazette.example"}
    assert [[cut["kind"] for cut in row["removed"]] for row in found] == [["donation_appeal"]] * 3
    assert {row["rule_set"] for row in found} == {RuleBook.load(rules).version}
    assert (tally.total, tally.failed, tally.sites["gazette.example"].kinds) == (3, 0, {"donation_appeal": 3})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([file.name, job.target.name])


def test_a_record_is_what_strip_says_of_it_beside_its_own_columns(tmp_path: Path, rules: Path) -> None:
    row = {"id": 7, "text": STORY + APPEAL, "url": URL, "tags": ["a", "b"], "site": "mine", "day": "Tuesday"}
    job = Job(source=write(tmp_path / "in.jsonl", [row]), target=tmp_path / "out.jsonl", rules=(rules,))
    do(job)
    [found] = read(job.target)
    result = strip(row["text"], url=URL, book=RuleBook.load(rules)).as_dict()
    assert found == row | {name: result[name] for name in ("body", "removed", "site")} | {"rule_set": found["rule_set"]}


def test_options(tmp_path: Path, rules: Path) -> None:
    row = {"content": STORY + APPEAL, "at": URL, "text": "another", "body": "mine"}
    job = Job(
        source=write(tmp_path / "in.jsonl", [row]),
        target=tmp_path / "out.jsonl",
        columns=Columns(text="content", html=None, url="at"),
        keep=frozenset({Kind.DONATION_APPEAL}),
        rules=(rules,),
        prefix="endmark_",
        drop=frozenset({"content"}),
    )
    do(job)
    [found] = read(job.target)
    assert (found["body"], found["endmark_body"], found["endmark_removed"]) == ("mine", STORY + APPEAL, [])
    assert "content" not in found


def test_parquet_keeps_its_schema(tmp_path: Path, rules: Path) -> None:
    schema = pa.schema(
        [
            pa.field("at", pa.timestamp("us", "UTC"), nullable=False, metadata={"unit": "µs"}),
            pa.field("text", pa.large_string()),
            pa.field("url", pa.dictionary(pa.int32(), pa.string())),
            pa.field("tags", pa.list_(pa.int16())),
            pa.field("site", pa.int8()),
        ]
    )
    row: dict[str, Any] = {"at": datetime(2024, 1, 2, tzinfo=UTC), "text": STORY, "url": URL, "tags": [1], "site": 1}
    rows = [row, row | {"text": None}, row]
    pq.write_table(pa.Table.from_pylist(rows, schema), tmp_path / "in.parquet", row_group_size=2)
    job = Job(source=tmp_path / "in.parquet", target=tmp_path / "out.parquet", rules=(rules,))
    assert do(job).failed == 1
    found = pq.read_table(job.target)
    kept = [field for field in schema if field.name != "site"]
    assert [found.schema.field(field.name) for field in kept] == kept
    assert found.schema.names == ["at", "text", "url", "tags", "body", "removed", "site", "rule_set"]
    assert [(r["at"], r["tags"], r["body"]) for r in found.to_pylist()] == [(row["at"], [1], STORY)] * 2
    assert errors(job) == [{"record": 2, "error": "there is no text: neither text nor html is given"}]


def test_parquet_values_that_json_has_no_form_for(tmp_path: Path, rules: Path) -> None:
    row = {"at": datetime(2024, 1, 2, tzinfo=UTC), "html": PAGE.encode("utf-16"), "url": URL, "hash": b"\0\xff"}
    job = Job(source=write(tmp_path / "in.parquet", [row]), target=tmp_path / "out.jsonl", rules=(rules,))
    do(job)
    [found] = read(job.target)
    assert (found["at"], found["hash"], found["removed"][0]["kind"]) == (
        "2024-01-02T00:00:00+00:00",
        "AP8=",
        "donation_appeal",
    )


def test_a_large_row_group_is_shared_out(tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BLOCK_RECORDS", 7)
    rows = [{"id": n, "text": f"The bridge is closed, number {n}.", "url": URL} for n in range(100)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet", row_group_size=70)
    job = Job(source=tmp_path / "in.parquet", target=tmp_path / "out.parquet", rules=(rules,))
    steps = list(run(job))
    assert len(steps) == 14
    assert (steps[-1].done, steps[-1].total) == (100, 100)
    assert [row["id"] for row in read(job.target)] == list(range(100))


def test_what_cannot_be_stripped_is_told_and_the_rest_is_done(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "LONGEST_LINE", 1000)
    good = json.dumps({"id": "good", "text": STORY, "url": URL})
    bad = [
        "{",
        '{"id": 2, "text": 1}',
        '{"id": 3, "text": "a", "url": "https://"}',
        json.dumps({"id": 4, "text": "a" * 2000}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join([good, "", *bad, good]))
    job = Job(source=tmp_path / "in.jsonl", target=tmp_path / "out.jsonl", rules=(rules,))
    assert (do(job).failed, len(read(job.target))) == (4, 2)
    told = errors(job)
    assert [(row["record"], row.get("id")) for row in told] == [(3, None), (4, 2), (5, 3), (6, None)]
    for row, words in zip(told, ("malformed JSON", "is a number", "has no host", "1,000 bytes"), strict=True):
        assert words in row["error"]


def test_an_error_of_our_own_costs_its_record_only(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("endmark.bulk.records.strip", lambda document, **_: 1 / len(document.text))
    rows = [{"text": ""}]
    job = Job(source=write(tmp_path / "in.jsonl", rows), target=tmp_path / "out.jsonl", rules=(rules,))
    do(job)
    assert errors(job)[0]["error"] == ("Endmark failed on this: ZeroDivisionError: division by zero; please report it")


def test_fields_that_differ_from_record_to_record(tmp_path: Path, rules: Path) -> None:
    rows: Rows = [
        {"text": "a", "n": 1, "mixed": 1, "nested": {"b": [1]}, "never": None, "large": 2**70, "ok": True},
        {"text": "a", "n": 1.5, "mixed": "x", "late": "é", "large": 1},
    ]
    job = Job(source=write(tmp_path / "in.jsonl", rows), target=tmp_path / "out.parquet", rules=(rules,))
    do(job)
    found = pq.read_table(job.target)
    named = {"n": pa.float64(), "mixed": pa.string(), "nested": pa.string(), "never": pa.string(), "ok": pa.bool_()}
    assert {name: found.schema.field(name).type for name in named} == named
    first, second = found.to_pylist()
    assert (first["n"], first["mixed"], first["nested"], first["late"]) == (1.0, "1", '{"b": [1]}', None)
    assert (second["n"], second["mixed"], second["nested"], second["late"]) == (1.5, '"x"', None, "é")
    assert (first["large"], second["large"]) == (str(2**70), "1")


def test_half_a_surrogate_pair(tmp_path: Path, rules: Path) -> None:
    rows = [{"text": "a \ud800 b"}]
    lines = Job(source=write(tmp_path / "in.jsonl", rows), target=tmp_path / "out.jsonl", rules=(rules,))
    do(lines)
    assert read(lines.target)[0]["body"] == "a \ud800 b"
    columns = Job(source=lines.source, target=tmp_path / "out.parquet", rules=(rules,))
    do(columns)
    assert (read(columns.target), "surrogate" in errors(columns)[0]["error"]) == ([], True)


def archive(tmp_path: Path, rules: Path, data: bytes) -> Job:
    (tmp_path / "in.warc.gz").write_bytes(data)
    return Job(source=tmp_path / "in.warc.gz", target=tmp_path / "out.jsonl", rules=(rules,))


def test_of_an_archive_the_pages_are_read_as_their_headers_say(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc, "LARGEST", 10_000)
    page = "<p>café</p>"
    html = "Content-Type: text/html; charset="
    records = [
        response("https://a.example/1", page.encode("latin-1"), html + "latin-1"),
        response(
            "https://a.example/2", gzip.compress(page.encode("cp1250")), html + "cp1250", "Content-Encoding: gzip"
        ),
        response("https://a.example/3", b"5\r\n<p>ok\r\n0\r\n\r\n", html + "utf-8", "Transfer-Encoding: chunked"),
        response("https://a.example/4", b"\x89PNG", "Content-Type: image/png"),
        response("https://a.example/5", b"no gzip", html + "utf-8", "Content-Encoding: gzip"),
        response("https://a.example/6", b"a" * 20_000, html + "utf-8"),
        response("https://a.example/7", b"<p>x", "content-type:application/xhtml+xml"),
    ]
    job = archive(tmp_path, rules, b"".join(map(gzip.compress, records)))
    do(job)
    found = read(job.target)
    assert [(row["url"][-1], row["body"], row["status"]) for row in found] == [
        ("1", "café", 200),
        ("2", "café", 200),
        ("3", "ok", 200),
        ("7", "x", 200),
    ]
    assert all(row["id"].startswith("<urn:uuid:") and row["date"] for row in found)
    assert [(row["url"][-1], row["error"].split(":")[0]) for row in errors(job)] == [
        ("5", "the response cannot be decoded"),
        ("6", "the response has 20,059 bytes, the limit is 10,000; take it out of the archive"),
    ]


@pytest.mark.parametrize("cut", [-30, -100])
def test_an_archive_that_breaks_off(tmp_path: Path, rules: Path, cut: int) -> None:
    whole = gzip.compress(response(URL, PAGE.encode()))
    job = archive(tmp_path, rules, whole + whole[:cut])
    do(job)
    assert len(read(job.target)) == 1
    [told] = errors(job)
    assert "breaks off" in told["error"] or "cannot be read from here on" in told["error"]


@pytest.mark.parametrize("suffix", ["jsonl.gz", "jsonl.zst"])
def test_a_packed_file_that_breaks_off_is_no_whole_output(tmp_path: Path, rules: Path, suffix: str) -> None:
    file = write(tmp_path / f"in.{suffix}", [{"text": f"{n} {STORY}"} for n in range(500)])
    file.write_bytes(file.read_bytes()[:-20])
    job = Job(source=file, target=tmp_path / "out.jsonl", rules=(rules,))
    with pytest.raises(InputError, match="is broken or breaks off"):
        do(job)
    assert not job.target.exists()


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("in.txt", "out.jsonl", "in.txt: its name tells no format"),
        ("in.jsonl", "out.csv", "out.csv: its name tells no format"),
        ("in.jsonl", "in.jsonl", "is what is read"),
        ("in.parquet", "out.jsonl", "is no Parquet file"),
        ("other.parquet", "out.jsonl", "none of the columns text, html, url is there; there are a"),
    ],
)
def test_jobs_that_cannot_be_done(tmp_path: Path, rules: Path, source: str, target: str, words: str) -> None:
    for name in ("in.txt", "in.jsonl", "in.parquet"):
        (tmp_path / name).write_bytes(b"")
    write(tmp_path / "other.parquet", [{"a": 1}])
    with pytest.raises(InputError, match=words):
        do(Job(source=tmp_path / source, target=tmp_path / target, rules=(rules,)))


@pytest.mark.parametrize("target", ["jsonl", "jsonl.zst", "parquet"])
@pytest.mark.parametrize("source", ["jsonl", "jsonl.gz", "parquet"])
def test_nothing_in_nothing_out(tmp_path: Path, rules: Path, source: str, target: str) -> None:
    file = tmp_path / f"in.{source}"
    if source == "parquet":
        pq.write_table(pa.table({"text": pa.array([], pa.string())}), file)
    else:
        write(file, [])
    job = Job(source=file, target=tmp_path / f"out.{target}", rules=(rules,))
    assert (do(job).total, read(job.target)) == (0, [])
