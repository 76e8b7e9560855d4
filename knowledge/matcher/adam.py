"""Adam's steps (Kingma & Ba 2015), for the nets that are trained in numpy alone."""

import numpy as np

from knowledge.matcher.sparse import Floats, Index

MEMORY, MEMORY_OF_SQUARES = 0.9, 0.999  # of the two means, a step


class Adam:
    """Weights in single precision on their way. Rows that a step did not show stand still."""

    def __init__(self, weights: Floats) -> None:
        self.weights = weights.astype(np.float32)
        self._mean, self._square = np.zeros_like(self.weights), np.zeros_like(self.weights)
        self._steps = 0

    def step(self, slope: Floats, pace: float, rows: Index | slice = slice(None)) -> None:
        self._steps += 1
        mean = self._mean[rows] * MEMORY + slope * (1 - MEMORY)
        square = self._square[rows] * MEMORY_OF_SQUARES + slope * slope * (1 - MEMORY_OF_SQUARES)
        self._mean[rows], self._square[rows] = mean, square
        far = np.sqrt(square / (1 - MEMORY_OF_SQUARES**self._steps)) + 1e-8
        self.weights[rows] -= pace / (1 - MEMORY**self._steps) * mean / far
