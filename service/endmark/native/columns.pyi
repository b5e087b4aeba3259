from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

def elements(
    tags: list[str],
    classes: list[str],
    parents: list[int],
    depths: list[int],
    firsts: list[int],
    lasts: list[int],
    numbers: Mapping[str, int],
    bits: NDArray[np.intp],
    meanings: Callable[[str], int],
    scratch: NDArray[np.intp],
    found: NDArray[np.intp],
) -> None: ...
def blocks(
    texts: list[str],
    holders: list[int],
    linked: list[int],
    strong: list[int],
    around: NDArray[np.intp],
    less: tuple[int, float, int, float],
    at: NDArray[np.intp],
    found: NDArray[np.float32],
    before: NDArray[np.float64],
) -> None: ...
def likeness(texts: list[str], summary: str, found: NDArray[np.float32]) -> None: ...
