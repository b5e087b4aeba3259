"""Tables of which a scraper made a line of each cell: a story's at its end, and what only looks like one. Composed."""

from itertools import chain

import numpy as np
import pytest

from endmark import strip
from endmark.judging.generic.layout import Flags, Layout, lay_out
from endmark.judging.generic.lists import Lists, cells
from endmark.judging.sheet import Sheet
from endmark.reading import read

RACES = [
    "The rowing club of the valley held its summer races on the upper lake on Saturday, and more boats came than ever.",
    "The wind had dropped by noon, and the crews of the two harbour towns rowed one heat after another until evening.",
    "Nobody was hurt when a boat from the far shore ran into the pier; its crew rowed the second heat in another one.",
]
CREWS = ["Harbour A", "Lakeside", "Old Mill", "Far Shore", "Upper Lock", "The Weir", "North Pier"]
POINTS = [
    *("Pos.", "Crew", "Won", "Lost", "Points"),
    *chain.from_iterable((f"{n}", crew, f"{13 - n}", f"{n + 2}", f"{41 - 2 * n}") for n, crew in enumerate(CREWS, 1)),
]
PRICES = ["Apples", "2.10", "Pears", "2.40", "Plums", "3.10", "Carrots", "1.20", "Leeks", "1.90", "Honey", "6.50"]
VOTES = [*chain.from_iterable((ward, "Turnout", "54.1 %", "Blue list", "1,204") for ward in CREWS[:4])]
STEPS = ["1. Mix the flour with the eggs", "2. Let it rest", "3. Bake it in hot butter", "4. Serve it at once"]
TIMES = ["10:00", "First heat", "11:30", "Second heat", "13:00", "Lunch", "14:30", "Final", "16:00", "Prizes"]
SIZES = ["Length", "8.2 m", "Width", "0.6 m", "Weight", "27 kg", "Crew", "4", "Price", "12,000"]
COUNTED = [*chain.from_iterable((f"{n}", f"{crew} wins again") for n, crew in enumerate(CREWS, 1))]
DATED = [
    *chain.from_iterable(
        (f"{n} May 2026", f"{crew} wins in the sun again, and again") for n, crew in enumerate(CREWS, 11)
    )
]
PAGES = [f"{n}" for n in range(1, 9)]


def unmarked(layout: Layout) -> Flags:
    return np.zeros(len(layout), dtype=np.bool_)


@pytest.mark.parametrize("table", [POINTS, PRICES, VOTES, SIZES, TIMES, STEPS])
@pytest.mark.parametrize("heading", [["After the last race:"], []])
@pytest.mark.parametrize("furniture", [["Share this article", "Follow us on Facebook"], []])
def test_the_table_or_list_that_ends_a_story_stays(table: list[str], heading: list[str], furniture: list[str]) -> None:
    result = strip("\n".join([*RACES, *heading, *table, *furniture]))
    assert result.body.split("\n")[: len(RACES + heading + table)] == [*RACES, *heading, *table]
    assert len(result.body.strip().split("\n")) == len(RACES + heading + table)


@pytest.mark.parametrize(
    ("blocks", "are_cells"),
    [(POINTS, True), (PRICES, True), (VOTES, True), (COUNTED, False), (PAGES, False), (DATED, False)],
)
def test_cells_are_told_by_their_figures(blocks: list[str], *, are_cells: bool) -> None:
    layout = lay_out(Sheet(read("\n".join(blocks))))
    assert cells(layout.counts, layout.size, unmarked(layout)).tolist()[:-1] == [are_cells] * (len(blocks) - 1)


def test_a_numbered_list_below_more_than_a_heading_is_what_is_read_most() -> None:
    numbered = [f"{n}. {crew} wins again" for n, crew in enumerate(CREWS, 1)]
    for above, end in (([], len(CREWS)), (["Heats"], len(CREWS) + 1), (["Heats", "Today", "This week"], 0)):
        layout = lay_out(Sheet(read("\n".join([RACES[0], *above, *numbered]))))
        assert Lists(layout, unmarked(layout), 0).end(0) == end
    marked = np.array([False, True, *(False for _ in CREWS)])
    assert Lists(lay_out(Sheet(read("\n".join([RACES[0], "Most read", *numbered])))), marked, 0).end(0) == 0


def test_a_phrase_or_a_sentence_between_figures_ends_a_table() -> None:
    blocks = [*PRICES[:6], RACES[0], *PRICES[6:]]
    layout = lay_out(Sheet(read("\n".join(blocks))))
    assert not cells(layout.counts, layout.size, unmarked(layout)).any()
    marked = np.array([price == "Plums" for price in PRICES])
    assert not cells((prices := lay_out(Sheet(read("\n".join(PRICES))))).counts, prices.size, marked).any()


def test_where_the_lists_of_a_story_end() -> None:
    blocks = [*RACES, "After the last race:", *POINTS, RACES[0], "Related"]
    layout = lay_out(Sheet(read("\n".join(blocks))))
    lists = Lists(layout, unmarked(layout), 1)
    assert lists.end(len(RACES) - 1) == len(RACES) + len(POINTS)
    assert lists.end(len(blocks) - 2) == len(blocks) - 2
