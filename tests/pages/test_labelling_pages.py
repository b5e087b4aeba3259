"""Labels for training: which blocks of a page an annotator's paragraphs are, whatever else the page repeats."""

import subprocess
import sys

import pytest
from tests.training.html.labelling import labels, letters

LONG = "The old fish hall will close at the end of the month, the market office said."
MORE = "Its roof has leaked for years, and the new hall stands empty since the spring."
LAST = "The stall holders will sell from their boats, they told the office on Monday."


def labelled(texts: list[str], paragraphs: list[str], elements: list[int] | None = None) -> list[float]:
    return labels(texts, elements or [0] * len(texts), paragraphs)


def test_letters_are_compared_without_signs_case_and_accents() -> None:
    assert letters("“Été,\u00a0No. 5!”") == "eteno5"
    assert letters("Straße ﬁn") == "strassefin"
    assert letters("港、5") == "港5"


@pytest.mark.parametrize(
    ("texts", "paragraphs", "expected"),
    [
        (["Home", LONG, MORE, "Share"], [LONG, MORE], [0, 1, 1, 0]),
        (["Home", LONG, MORE], ["Nothing of all this is told anywhere in it."], [0, 0, 0]),
        ([LONG, "Empty hall", MORE], [LONG, "Empty hall", MORE], [1, 1, 1]),  # a subhead between two paragraphs
        (["Empty hall", LONG, MORE, "Empty hall"], [LONG, "Empty hall", MORE], [0, 1, 1, 0]),  # and not elsewhere
        ([LONG, "Share", MORE], [LONG, MORE], [1, 0, 1]),
        ([LONG, MORE], [f"{LONG} {MORE}"], [1, 1]),  # one paragraph for two blocks
        ([LONG.upper(), MORE.replace(",", " –")], [LONG, MORE], [1, 1]),
        ([], [LONG], []),
        ([LONG], [], [0]),
        (["Fish", LONG], [LONG], [0, 1]),
    ],
)
def test_which_blocks_are_body(texts: list[str], paragraphs: list[str], expected: list[float]) -> None:
    assert labelled(texts, paragraphs) == expected


def test_of_equal_blocks_the_one_among_the_others_is_body() -> None:
    texts, elements = [LONG, "Home", LONG, MORE, LAST], [7, 8, 9, 9, 9]
    assert labelled(texts, [LONG, MORE, LAST], elements) == [0, 0, 1, 1, 1]


def test_what_is_out_of_order_is_not_body() -> None:
    assert labelled([LAST, LONG, MORE], [LONG, MORE, LAST]) == [0, 1, 1]


def test_of_a_block_with_more_than_its_paragraph_the_share_is_told() -> None:
    both = f"{LONG} Photographs may be had from the market office for a small fee."
    [share, whole] = labelled([both, MORE], [LONG, MORE])
    assert 0.5 < share < 1
    assert whole == 1
    assert labelled([f"{both} {LAST} {LAST.swapcase()[::-1]}", MORE], [LONG, MORE])[0] == 0


def test_labels_need_nothing_of_what_training_needs() -> None:
    code = "import sys, tests.training.html.labelling; print({'lightgbm', 'sklearn', 'trafilatura'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "set()\n"
