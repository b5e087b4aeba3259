import numpy as np
from numpy.typing import NDArray

def fill_needed(
    features: NDArray[np.float32],
    logs: NDArray[np.float32],
    prose: NDArray[np.uint8],
    marks: NDArray[np.uint8],
    needed: NDArray[np.float32],
) -> None: ...
def find_anchors(
    features: NDArray[np.float32],
    mass: NDArray[np.float32],
    marked: NDArray[np.uint8],
    odds: NDArray[np.float32],
    kept: NDArray[np.uint8],
    found: NDArray[np.uint8],
) -> None: ...
def tail(
    features: NDArray[np.float32],
    prose: NDArray[np.uint8],
    marks: NDArray[np.uint8],
    odds: NDArray[np.float32],
    last: int,
    behind_list: bool,
    listed: NDArray[np.uint8],
) -> int: ...
def tail_end(features: NDArray[np.float32], marks: NDArray[np.uint8], odds: NDArray[np.float32]) -> int: ...
def fill_alike(
    counts: NDArray[np.float32],
    first: NDArray[np.uint8],
    marked: NDArray[np.uint8],
    begin: int,
    alike: NDArray[np.uint8],
    near: NDArray[np.uint8],
) -> None: ...
