"""What `endmark bulk` costs beside the stripping itself, and what more cores give: all in one run.

    python -m tests.bench.bulk [--corpus html-….jsonl.gz] [--pages N] [--processes N] [--rounds N]

Each case works in a process of its own, which has not seen the pages before. The engine's overhead is told by CPU time,
the gain by cores by the clock; where other things run too, the clock shows too little gain. Told is what further pages
cost, without the start, in which each process loads the rules. Of several rounds the median ratio counts. Spark is a
local cluster of two executors with a core each, on the same pages. Memory is all that the processes of a run have
resident, over many records of 1 KB.
"""

import argparse
import gzip
import json
import math
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from statistics import median

import pyarrow as pa
import pyarrow.parquet as pq
from tests.bench import synthetic
from tests.bench.processes import apart, children, resident
from tests.passages.copies import seeded
from tests.spark.clusters import local_cluster

from endmark import RuleBook, read, strip
from endmark.bulk import Job, run
from endmark.spark import strip_dataframe

ROWS = 50  # in a row group
_SHORT = 100
Cost = tuple[float, float]
"""Seconds of CPU, of ended children too, and on the clock."""


def main() -> None:
    """Print the table."""
    args = _arguments()
    pages = _pages(args.corpus)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [_write(folder / f"{n}.parquet", _taken(pages, n)) for n in (_SHORT, _SHORT + args.pages)]
        rounds = [_round(files, args.processes) for _ in range(args.rounds)]
        _say_rounds(rounds, args.pages, args.processes)
        if args.records:
            _say_memory(apart(partial(_memory, folder / "small.jsonl", args.records, args.processes)))


def _round(files: list[Path], processes: int) -> tuple[Cost, ...]:
    """What the pages cost in a loop, in one process, in several, and on a cluster."""
    works = [partial(_further, _loop, files)]
    works += [partial(_further, partial(_bulk, processes=number), files) for number in (1, processes)]
    return tuple(apart(work) for work in (*works, partial(_spark, files)))


def _say_rounds(rounds: list[tuple[Cost, ...]], pages: int, processes: int) -> None:
    names = ("a loop over strip", "bulk, one process", f"bulk, {processes} processes", "Spark, two executors")
    for name, costs in zip(names, zip(*rounds, strict=True), strict=True):
        cpu, clock = (median(values) / pages for values in zip(*costs, strict=True))
        _say(f"{name:<24}{cpu * 1e3:>8.2f} ms CPU a page{1 / clock:>8.1f} pages/s")
    overhead = median(one[0] / loop[0] - 1 for loop, one, *_ in rounds)
    gain = median(one[1] / many[1] for _, one, many, _ in rounds)
    spark = median(many[1] / cluster[1] for *_, many, cluster in rounds)
    _say(f"one process costs {overhead:+.1%} CPU beside the loop (goal at most +3%)")
    _say(f"{processes} processes do {gain:.2f} × the pages of one (goal 1.8 on 2 cores)")
    _say(f"Spark does {spark:.2f} × the pages of bulk (goal 0.7)")


def _further(work: Callable[[Path], None], files: list[Path]) -> Cost:
    """What the second file costs more than the first: the start counts in neither."""
    (cpu, clock), (more_cpu, more_clock) = (_timed(partial(work, file)) for file in files)
    return more_cpu - cpu, more_clock - clock


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default=os.environ.get("ENDMARK_CORPUS"), help="pages: an html-….jsonl.gz")
    parser.add_argument("--pages", type=int, default=4_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--records", type=int, default=200_000, help="over which memory is watched; 0: not at all")
    return parser.parse_args()


def _pages(corpus: str | None) -> Iterator[dict[str, str]]:
    if corpus is None:
        composed = (synthetic.page(seeded("page", number)) for number in count())
        yield from ({"html": page, "url": "https://nowhere.example/1"} for page in composed)
        return
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield {"html": row["html"], "url": row["url"]}


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
        for row in chain.from_iterable(batch.to_pylist() for batch in pq.ParquetFile(file).iter_batches(ROWS)):
            result = strip(read(row["html"], html=True), url=row["url"], book=book)
            out.write(json.dumps({"body": result.body, "removed": [s.as_dict() for s in result.removed]}))


def _bulk(file: Path, processes: int) -> None:
    job = Job(source=file, target=file.with_suffix(".jsonl"), drop=frozenset({"html"}), processes=processes)
    for _ in run(job):
        pass


def _spark(files: list[Path]) -> Cost:
    """As `_further`; the CPU time of the cluster is not told: its processes are not this one's children."""
    with tempfile.TemporaryDirectory() as folder, local_cluster(Path(folder)) as session:

        def work(file: Path) -> None:
            done = strip_dataframe(session.read.parquet(str(file)), html_col="html", url_col="url", drop=["html"])
            done.write.parquet(f"{folder}/{file.name}")

        work(files[0])  # the executors' Python processes start
        shutil.rmtree(f"{folder}/{files[0].name}")
        return math.nan, _further(work, files)[1]


def _memory(file: Path, records: int, processes: int) -> list[int]:
    """Bytes resident after each block of so many records, in this process and the run's."""
    rng = seeded("records")
    with file.open("w", encoding="utf-8") as out:
        for _ in range(records):
            out.write(json.dumps({"text": synthetic.text(rng, 1000)}) + "\n")
    job = Job(source=file, target=file.with_suffix(".out.jsonl"), processes=processes)
    before = resident([os.getpid()])  # the benchmark's own
    return [resident([os.getpid(), *children(os.getpid())]) - before for _ in run(job)]


def _say_memory(seen: list[int]) -> None:
    later = seen[len(seen) // 10 :]
    _say(
        f"memory over {len(seen)} blocks: {later[0] / 2**20:.0f} MiB after a tenth, then {min(later) / 2**20:.0f} to"
        f" {max(later) / 2**20:.0f} MiB ({max(later) / later[0] - 1:+.1%})"
    )


def _timed(work: Callable[[], None]) -> Cost:
    before, started = _cpu(), time.monotonic()
    work()
    return _cpu() - before, time.monotonic() - started


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
