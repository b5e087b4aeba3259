import numpy as np
from numpy.typing import NDArray

def remember(
    slots: NDArray[np.uint32], wholes: list[str], openings: list[str], closings: list[str], insides: list[str]
) -> None: ...
def may_say(said: list[str], slots: NDArray[np.uint32]) -> tuple[list[int], list[int]]: ...
