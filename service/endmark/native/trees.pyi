import numpy as np
from numpy.typing import NDArray

def oblivious(
    feature: NDArray[np.int32],
    threshold: NDArray[np.float32],
    leaves: NDArray[np.float32],
    features: NDArray[np.float32],
    found: NDArray[np.float32],
) -> None: ...
