"""Counting: by rule and day, from threads and processes, and what cannot be counted in."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from endmark import strip
from endmark.errors import InputError
from endmark.hits import Hits

URL = "https://www.themoscowtimes.com/x"
TEXT = "The bridge is open again.\nA Message from The Moscow Times:\nDear readers,\n"
RULE = "themoscowtimes.com/appeal-2024"
DAY = date(2025, 3, 1)


def test_cuts_are_counted_by_rule_and_day(tmp_path: Path) -> None:
    result, plain = strip(TEXT, url=URL), strip("It rained.")
    with Hits(tmp_path / "hits") as hits:
        for day in (DAY, DAY, date(2025, 3, 2)):
            hits.count(result, day)
        hits.count(plain, DAY)
    again = Hits(tmp_path / "hits")
    assert again.hits()[RULE, DAY] == 2
    assert again.hits()[RULE, date(2025, 3, 2)] == 1
    assert again.articles()["themoscowtimes.com", DAY] == 2
    assert again.articles()["", DAY] == 1


def test_what_is_kept_is_counted_too(tmp_path: Path) -> None:
    with Hits(tmp_path / "hits") as hits:
        hits.count(strip(TEXT, url=URL, keep=["donation_appeal"]), DAY)
    assert hits.hits()[RULE, DAY] == 1


def test_the_first_long_cut_of_a_day_is_kept_as_a_sample(tmp_path: Path) -> None:
    long = TEXT + "We are facing unprecedented challenges. Russia's Prosecutor General's Office has designated us.\n"
    with Hits(tmp_path / "hits") as hits:
        hits.count(strip(TEXT, url=URL), DAY)  # too short
        hits.count(strip(long, url=URL), DAY)
        hits.flush()
        hits.count(strip(long.replace("Dear", "Dearest"), url=URL), DAY)
    ((day, text),) = hits.samples(RULE)
    assert day == DAY
    assert "Dear readers" in text
    assert hits.samples("nobody/knows") == []


def test_today_is_the_day_if_none_is_given(tmp_path: Path) -> None:
    with Hits(tmp_path / "hits") as hits:
        hits.count(strip(TEXT, url=URL))
    ((_, day),) = hits.articles()
    assert abs((date.today() - day).days) <= 1  # noqa: DTZ011  the day is UTC's, this machine's may be another


def test_threads_lose_nothing(tmp_path: Path) -> None:
    result = strip(TEXT, url=URL)
    with Hits(tmp_path / "hits") as hits, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: hits.count(result, DAY), range(1500)))
    assert hits.articles()["themoscowtimes.com", DAY] == 1500


PROGRAM = """
import sys
from datetime import date
from endmark.hits import Hits
from endmark import RuleBook, strip
result = strip("It rained.", book=RuleBook(()))
for _ in range(40):
    with Hits(sys.argv[1]) as hits:
        hits.count(result, date(2025, 3, 1))
"""


def test_processes_lose_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "hits")]
    running = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert Hits(tmp_path / "hits").articles()["", DAY] == 120


@pytest.mark.parametrize("name", ["a-text", "no-folder/hits"])
def test_a_file_that_is_none_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-text").write_text("It rained on Sunday, and nobody counted the drops.\n" * 20)
    with pytest.raises(InputError, match=f"{name} cannot be used for counting hits: "):
        Hits(tmp_path / name)
