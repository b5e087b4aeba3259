import numpy as np
from numpy.typing import NDArray

def measure(
    counts: NDArray[np.float32],
    size: NDArray[np.float32],
    first: NDArray[np.uint8],
    first_said: NDArray[np.uint8],
    last: NDArray[np.uint8],
    word_counts: NDArray[np.int64],
    words: NDArray[np.uint32],
    word_starts: NDArray[np.int64],
    text_end: int,
    wording: NDArray[np.float32],
    repeats: NDArray[np.int64],
    marks: NDArray[np.uint8],
    features: NDArray[np.float32],
    mass: NDArray[np.float32],
    prose: NDArray[np.uint8],
    numbers: NDArray[np.int64],
    sums: NDArray[np.float64],
) -> None: ...
