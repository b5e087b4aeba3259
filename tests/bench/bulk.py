"""What `endmark bulk` costs beside the stripping itself, and what more cores give: all in one run.

    python -m tests.bench.bulk [--corpus html-….jsonl.gz] [--pages N] [--processes N]

Pages no process has seen before: every case works on pages of its own. The engine's overhead is told by CPU time, the
gain by cores by the clock; where other things run too, the clock shows too little gain. Told is what further pages
cost, without the start, in which each process loads the rules.
"""

import argparse
import gzip
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tests.bench import synthetic
from tests.passages.copies import seeded

from endmark import RuleBook, read, strip
from endmark.bulk import Job, run

ROWS = 50  # in a row group
_SHORT = 100


def main() -> None:
    """Print the table."""
    args = _arguments()
    pages = _pages(args.corpus)
    with tempfile.TemporaryDirectory() as folder:
        files = (_write(Path(folder) / f"{n}.parquet", _taken(pages, size)) for n, size in _sizes(args.pages))
        _loop(_write(Path(folder) / "first.parquet", list(islice(pages, _SHORT))))  # what is made once, on first use
        for name, work in (
            ("a loop over strip", _loop),
            ("bulk, one process", partial(_bulk, processes=1)),
            (f"bulk, {args.processes} processes", partial(_bulk, processes=args.processes)),
        ):
            (cpu, clock), (more_cpu, more_clock) = (_timed(partial(work, file)) for file in islice(files, 2))
            _row(name, args.pages, more_cpu - cpu, more_clock - clock)


def _sizes(pages: int) -> Iterator[tuple[int, int]]:
    """For each case a short file and one that has so many pages more: the start counts in neither."""
    return ((n, _SHORT if n % 2 == 0 else _SHORT + pages) for n in count())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default=os.environ.get("ENDMARK_CORPUS"), help="pages: an html-….jsonl.gz")
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    return parser.parse_args()


def _pages(corpus: str | None) -> Iterator[dict[str, str]]:
    if corpus is None:
        yield from ({"html": _composed(n), "url": "https://nowhere.example/1"} for n in count())
        return
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield {"html": row["html"], "url": row["url"]}


def _composed(number: int) -> str:
    rng = seeded("page", number)
    links = "".join(f"<li><a href=/{n}>{synthetic.sentence(rng)}</a>" for n in range(60))
    story = "".join(f"<p>{synthetic.paragraph(rng)}</p>" for _ in range(25))
    return f"<title>x</title><nav><ul>{links}</ul></nav><article>{story}</article><footer><ul>{links}</ul></footer>"


def _taken(pages: Iterator[dict[str, str]], size: int) -> list[dict[str, str]]:
    taken = list(islice(pages, size))
    if len(taken) < size:
        raise SystemExit(f"the corpus has too few pages: {size - len(taken)} more are needed here; give fewer --pages")
    return taken


def _write(file: Path, rows: list[dict[str, str]]) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), file, row_group_size=ROWS)
    return file


def _loop(file: Path) -> None:
    """The least that must be done: each page read, stripped, and written."""
    book = RuleBook.builtin()
    with file.with_suffix(".out").open("w", encoding="utf-8") as out:
        for row in pq.read_table(file).to_pylist():
            result = strip(read(row["html"], html=True), url=row["url"], book=book)
            json.dump({"body": result.body, "removed": [s.as_dict() for s in result.removed]}, out)


def _bulk(file: Path, processes: int) -> None:
    job = Job(source=file, target=file.with_suffix(".jsonl"), drop=frozenset({"html"}), processes=processes)
    for _ in run(job):
        pass


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of CPU, of ended children too, and on the clock."""
    before, started = _cpu(), time.monotonic()
    work()
    return _cpu() - before, time.monotonic() - started


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _row(name: str, pages: int, cpu: float, clock: float) -> None:
    _say(f"{name:<24}{cpu / pages * 1e3:>8.2f} ms CPU a page{pages / clock:>8.1f} pages/s")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
