import numpy as np
from numpy.typing import NDArray

ROWS: int

def matrix(
    elements: NDArray[np.intp],
    at: NDArray[np.intp],
    blocks: NDArray[np.float32],
    before: NDArray[np.float64],
    lead: NDArray[np.float32],
    tags: tuple[int, int, int],
    shifts: tuple[int, ...],
    common: NDArray[np.intp],
    sums: NDArray[np.float64],
    held: NDArray[np.float32],
    found: NDArray[np.float32],
) -> None: ...
