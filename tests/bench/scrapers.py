"""What the texts of five scrapers cost, as they come: milliseconds for 5,000 characters, and × `json.loads`.

    python -m tests.bench.scrapers text-dev.jsonl.gz [--texts N]

Every text is stripped once in the life of the process, without a URL and with the built-in rules, which are all loaded;
CPU time. Texts of which no line is labelled boilerplate are counted apart.
"""

import argparse
import gc
import gzip
import json
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.passages.copies import seeded

from endmark import RuleBook, strip

_BOILERPLATE = {"tail", "inline", "mixed"}
_UNIT = 5_000


@dataclass
class Cost:
    """CPU seconds over some texts."""

    texts: int = 0
    size: int = 0
    strip: float = 0.0
    loads: float = 0.0

    def row(self, name: str) -> str:
        each = self.strip / self.size * _UNIT * 1e3
        return f"{name:<28}{self.texts:>6}{self.size // self.texts:>12,}{each:>12.2f}{self.strip / self.loads:>12.0f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--texts", type=int, default=1_000)
    args = parser.parse_args()
    costs: dict[str, Cost] = defaultdict(Cost)
    book = RuleBook.builtin()
    for file in book.sites:
        book.program(file)
    strip("Warm.\nRead more\nwhat is made on first use\nShare")
    gc.freeze()  # as the service and the other benchmarks do
    for row in _rows(args.corpus, args.texts):
        _count(costs, row)
    sys.stdout.write(f"{'':<28}{'texts':>6}{'characters':>12}{'ms / 5,000':>12}{'× loads':>12}\n")
    sys.stdout.write("\n".join(costs[name].row(name) for name in sorted(costs)) + "\n")


def _rows(path: Path, texts: int) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["truth"] != "partial"]
    return seeded("scrapers").sample(rows, min(texts, len(rows)))


def _count(costs: dict[str, Cost], row: dict[str, Any]) -> None:
    payload = json.dumps({"text": row["sep"].join(line["text"] for line in row["lines"])})
    a = time.process_time()
    text = json.loads(payload)["text"]
    b = time.process_time()
    strip(text)
    c = time.process_time()
    is_story = not any(line["label"] in _BOILERPLATE for line in row["lines"])
    for cost in (costs[row["scraper"]], costs[f"{row['scraper']}, all story"] if is_story else Cost()):
        cost.texts, cost.size = cost.texts + 1, cost.size + len(text)
        cost.strip, cost.loads = cost.strip + c - b, cost.loads + b - a


if __name__ == "__main__":
    main()
