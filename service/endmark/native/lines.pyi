from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_T = TypeVar("_T", bound=tuple[int, ...])

def blocks(text: str, block: type[_T]) -> tuple[_T, ...]: ...
def look_up(
    text: str,
    sentence: int,
    paragraph: int,
    ends: str,
    entries: NDArray[np.uint32],
    mark: int,
    slots: NDArray[np.uint32],
) -> tuple[list[str], int, int, list[str]]: ...
def seams(text: str) -> list[int]: ...
def words(text: str, ends: NDArray[np.int64], entries: NDArray[np.uint32], mark: int) -> list[str]: ...
def words_of_lines(lines: list[str], entries: NDArray[np.uint32], mark: int) -> list[str]: ...
