"""A symmetric matrix on its way to another process: one half of it, in half precision.

It is by far the largest part of what is published, and whatever an event loop receives it has to hold at once.
"""

import numpy as np
from numpy.typing import NDArray

from knowledge.matcher.sparse import Floats

BLOCK = 256  # rows


def folded(matrix: Floats) -> NDArray[np.float16]:
    """The lower half, a block of rows after the other, each as wide as its last row."""
    blocks = [matrix[rows, : rows.stop].ravel() for rows in _blocks(len(matrix))]
    return np.concatenate([np.empty(0, np.float16), *blocks], dtype=np.float16, casting="unsafe")


def unfolded(half: NDArray[np.float16], size: int) -> Floats:
    """The whole matrix of so many rows; entries are right to one part in two thousand. Raises ValueError for another."""
    matrix = np.empty((size, size), np.float32)
    begin = 0
    for rows in _blocks(size):
        wide = matrix[rows, : rows.stop]
        wide[:] = half[begin : begin + wide.size].reshape(wide.shape)
        matrix[: rows.start, rows] = wide[:, : rows.start].T
        begin += wide.size
    return matrix


def _blocks(size: int) -> list[slice]:
    return [slice(begin, min(begin + BLOCK, size)) for begin in range(0, size, BLOCK)]
