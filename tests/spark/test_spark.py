"""`endmark.spark` on a cluster of two executor processes on this machine; one session for all tests."""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession
from tests.bulk.conftest import APPEAL, STORY, URL, response, rules
from tests.spark.clusters import local_cluster

from endmark import InputError, RuleBook, read, strip
from endmark.spark import job, strip_archives, strip_dataframe

__all__ = ["rules"]  # a fixture of another folder's

ROWS = [{"id": n, "text": f"{n} {STORY}{APPEAL}", "url": URL, "site": "mine"} for n in range(12)]
PAGE = f"<p>{STORY}<p>{APPEAL}"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    with local_cluster(tmp_path_factory.mktemp("spark")) as session:
        yield session


def test_texts(spark: SparkSession, rules: Path) -> None:
    df = spark.createDataFrame(ROWS).repartition(2)
    done = strip_dataframe(df, text_col="text", url_col="url", rules=[rules])
    assert done.columns == ["id", "text", "url", "body", "removed", "site", "rule_set", "error"]
    rows = sorted(done.collect(), key=lambda row: row.id)
    assert [row.body for row in rows] == [f"{n} {STORY}" for n in range(12)]
    result = strip(ROWS[0]["text"], url=URL, book=RuleBook.load(rules)).as_dict()
    assert [cut.asDict() for cut in rows[0].removed] == result["removed"]
    assert {row.site for row in rows} == {"gazette.example"}
    assert {row.error for row in rows} == {None}
    assert len({row.rule_set for row in rows}) == 1


def test_pages_in_bytes_and_rows_that_cannot_be_stripped(spark: SparkSession, rules: Path) -> None:
    pages = [{"n": 1, "html": bytearray(PAGE.encode("utf-16"))}, {"n": 2, "html": None}]
    df = spark.createDataFrame(pages, "n int, html binary")
    keep, drop = ["donation_appeal"], ["html", "e_removed"]
    done = strip_dataframe(df, html_col="html", keep=keep, rules=[rules], prefix="e_", drop=drop)
    assert done.columns == ["n", "e_body", "e_site", "e_rule_set", "e_error"]
    whole, empty = sorted(done.collect(), key=lambda row: row.n)
    assert whole.e_body == strip(read(PAGE, html=True)).document.text
    assert (empty.e_body, empty.e_error) == (None, "there is no text: neither text nor html is given")


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "name the column of texts"),
        ({"text_col": "a", "html_col": "b"}, "one of them"),
        ({"text_col": "txt"}, "there is no column 'txt'; there are id"),
        ({"text_col": "text", "url_col": "uri"}, "there is no column 'uri'"),
        ({"text_col": "text", "keep": ["author_boi"]}, "did you mean author_bio"),
        ({"text_col": "text", "drop": ["remvoed"]}, "no column 'remvoed' to drop; there are id"),
    ],
)
def test_wrong_calls_fail_on_the_driver(spark: SparkSession, columns: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        strip_dataframe(spark.createDataFrame(ROWS), **columns)


@pytest.fixture
def archives(tmp_path: Path) -> list[str]:
    """Three archives; the second breaks off."""
    pages = [gzip.compress(response(f"{URL}/{n}", PAGE.encode())) for n in range(6)]
    for n in range(3):
        whole = b"".join(pages[2 * n : 2 * n + 2])
        (tmp_path / f"{n}.warc.gz").write_bytes(whole[:-30] if n == 1 else whole)
    return [str(tmp_path / "0.warc.gz"), str(tmp_path / "1.warc.gz"), (tmp_path / "2.warc.gz").as_uri()]


def test_archives(spark: SparkSession, rules: Path, archives: list[str]) -> None:
    rows = strip_archives(spark, archives, rules=[rules]).collect()
    good = [row for row in rows if row.error is None]
    assert sorted(row.url[-1] for row in good) == ["0", "1", "2", "4", "5"]
    assert {(row.status, row.body.strip(), row.site) for row in good} == {
        (200, STORY.strip().replace("\n", " "), "gazette.example")
    }
    [broken] = [row for row in rows if row.error]
    assert (broken.archive, broken.body) == (archives[1], None)


def test_the_job(spark: SparkSession, rules: Path, archives: list[str], tmp_path: Path) -> None:
    assert "local-cluster" in str(spark.sparkContext.master)  # the session that the job gets, too
    (tmp_path / "paths.txt").write_text("\n".join(archives) + "\n\n")
    job.main(["--archives", f"{tmp_path}/paths.txt", "--out", f"{tmp_path}/bodies", "--rules", str(rules)])
    assert pq.read_table(tmp_path / "bodies").num_rows == 6
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "in.parquet")
    given = ["--parquet", f"{tmp_path}/in.parquet", "--text-col", "text", "--url-col", "url", "--drop", "text"]
    job.main([*given, "--out", f"{tmp_path}/texts", "--rules", str(rules)])
    table = pq.read_table(tmp_path / "texts")
    assert "text" not in table.column_names
    assert sorted(table["body"].to_pylist()) == sorted(f"{n} {STORY}" for n in range(12))


def test_the_job_is_a_program() -> None:
    done = subprocess.run([sys.executable, job.__file__, "--help"], capture_output=True, check=True, env=os.environ)
    assert b"--archives FILE" in done.stdout
