"""What `endmark bulk` shows: how far it is, and what it did."""

import io
from collections.abc import Iterable

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from endmark.bulk import Step
from endmark.bulk.tally import Counts, Tally

_MOST_SITES = 40
_MOST_KINDS = 4  # in the line of a site
_WIDTH = 120


def follow(steps: Iterable[Step], name: str) -> Tally:
    """Take every step; returns all that was counted. A person sees a bar, the rate and the time that is left."""
    tally, fresh = Tally(), 0
    with _progress() as progress:
        task = progress.add_task(name, rate="")
        for step in steps:
            tally.merge(step.tally)
            fresh += 0 if step.resumed else step.tally.total
            seconds = progress.tasks[0].elapsed or 0.0
            rate = f"{fresh / seconds:,.0f} records/s" if seconds and fresh else ""
            progress.update(task, completed=step.done, total=step.total, rate=rate)
    return tally


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not Console(stderr=True).is_terminal,
    )


def table(tally: Tally) -> str:
    """The counts by site, the largest first, and by kind."""
    grid = Table(box=None, pad_edge=False, header_style="")
    for heading in ("site", "records", "stripped", "removed"):
        grid.add_column(heading, justify="left" if heading == "site" else "right")
    grid.add_column("cuts", overflow="fold")
    sites = sorted(tally.sites.items(), key=lambda item: (-item[1].records, item[0]))
    for site, counts in sites[:_MOST_SITES]:
        grid.add_row(site or "no rule file", *_cells(counts, _MOST_KINDS))
    if rest := [counts for _, counts in sites[_MOST_SITES:]]:
        grid.add_row(f"{len(rest)} more", *_cells(Counts.sum(rest), _MOST_KINDS))
    grid.add_row("all", *_cells(Counts.sum(tally.sites.values())))
    drawn = io.StringIO()
    Console(file=drawn, width=_WIDTH, color_system=None).print(grid)
    return "".join(f"{line.rstrip()}\n" for line in drawn.getvalue().splitlines())


def _cells(counts: Counts, most: int | None = None) -> tuple[str, ...]:
    cuts = ", ".join(f"{kind} {number:,}" for kind, number in counts.kinds.most_common(most))
    cuts += ", …" if most and len(counts.kinds) > most else ""
    share = f"{counts.removed / counts.letters:.1%}" if counts.letters else "–"
    return f"{counts.records:,}", f"{counts.stripped:,}", share, cuts
