"""What hostile pages cost until they are answered or refused: `python -m tests.bench.hostile [CORPUS.jsonl.gz]`.

With a corpus of pages (records with "html"), also what the guard costs on them beside lxml's parse of the same bytes.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import lxml.html
from tests.reading.hostile import PAGES

from endmark import InputError, read
from endmark.reading.guards import guard


def main() -> None:
    """Print the times, in seconds, and the guard's share."""
    for name, page in PAGES.items():
        source = page()
        started = time.perf_counter()
        try:
            outcome = f"{len(read(source, html=True).text):,} characters"
        except InputError as error:
            outcome = str(error)
        sys.stdout.write(f"{time.perf_counter() - started:8.3f} s  {len(source):>10,}  {name:32} {outcome[:110]}\n")
    for corpus in sys.argv[1:]:
        _share(Path(corpus))


def _share(corpus: Path) -> None:
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        pages = [json.loads(line)["html"].encode("utf-8", "replace") for line in file]
    guarded, parsed, refused = 0.0, 0.0, 0
    for page in pages:
        refused += not _passes(page)
        guarded += _best(_passes, page)
        parsed += _best(lxml.html.document_fromstring, page)
    sys.stdout.write(f"guard / lxml parse: {guarded / parsed:.1%} on {len(pages)} pages, {refused} refused\n")


def _passes(page: bytes) -> bool:
    try:
        guard(page)
    except InputError:
        return False
    return True


def _best(run: Callable[[bytes], object], page: bytes) -> float:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        run(page)
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    main()
