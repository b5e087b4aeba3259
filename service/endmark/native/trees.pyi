import numpy as np
from numpy.typing import NDArray

LANES: int

def oblivious(
    feature: NDArray[np.int32],
    threshold: NDArray[np.float32],
    leaves: NDArray[np.float32],
    features: NDArray[np.float32],
    found: NDArray[np.float32],
) -> None: ...
def staged(
    feature: NDArray[np.int32],
    threshold: NDArray[np.float32],
    masks: NDArray[np.uint16],
    first: NDArray[np.int32],
    leaves: NDArray[np.float32],
    stages: NDArray[np.float32],
    features: NDArray[np.float32],
    values: NDArray[np.float32],
    undecided: NDArray[np.intp],
    found: NDArray[np.float32],
) -> None: ...
