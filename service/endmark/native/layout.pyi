import numpy as np
from numpy.typing import NDArray

def find_places(
    blocks: tuple[tuple[int, int, int, int], ...],
    text: str,
    bounds: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
) -> list[int]: ...
def lay_out(
    text: str,
    sign_of: NDArray[np.uint8],
    spelling_of: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    signs: NDArray[np.uint8],
    counts: NDArray[np.float32],
    words: NDArray[np.uint32],
    word_starts: NDArray[np.int64],
    word_block: NDArray[np.int64],
    word_counts: NDArray[np.int64],
    keys: NDArray[np.uint64],
) -> int: ...
def count_repeats(keys: NDArray[np.uint64], repeats: NDArray[np.int64]) -> None: ...
def find_edges(
    signs: NDArray[np.uint8],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    counts: NDArray[np.float32],
    first: NDArray[np.uint8],
    first_said: NDArray[np.uint8],
    last: NDArray[np.uint8],
    size: NDArray[np.float32],
    amid_story: NDArray[np.uint8],
) -> None: ...
def score(
    words: NDArray[np.uint32],
    word_counts: NDArray[np.int64],
    skipped: NDArray[np.uint8],
    weights: NDArray[np.int8],
    bits: int,
    unit: float,
    bias: float,
    if_skipped: float,
    scores: NDArray[np.float32],
) -> None: ...
