"""Kernel ridge regression with its held-out scores in closed form.

One factorisation gives the weights, every example's scores without itself, and every topic's scores without the topic.
Large systems are solved in single precision, which is exact enough and half the size.
"""

from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.matcher.sparse import Floats, Index, Ints

PENALTY = 0.2  # of an example of weight one, in units of a text's likeness to itself
LINEAR, SQUARE, CONSTANT = 0.25, 0.75, 0.3
SINGLE_PRECISION_FROM = 3_000  # rows
BLOCK = 128
# What score a row's own topic is wanted to have there: of an example, and of what people taught. A correction comes
# where examples all around say otherwise. It must not only be right at that very text, but lead at the next like it.
EXAMPLES_AIM, TAUGHT_AIM = 1.0, 1.3


def kernel(likeness: Floats) -> Floats:
    """Likeness made to count pairs of features too (the square), and each topic's share (the constant)."""
    return (SQUARE * likeness + LINEAR) * likeness + CONSTANT


class Ridge(Struct, frozen=True):
    lower: Floats  # the inverse of the Cholesky factor
    dual: Floats  # rows x topics
    target: Floats

    def inverse(self) -> Floats:
        return np.asarray(self.lower.T @ self.lower)

    def without_itself(self) -> Floats:
        """Each row's scores had it not been there."""
        diagonal = np.einsum("ij,ij->j", self.lower, self.lower)
        return np.asarray(self.target - self.dual / diagonal[:, None])

    def without(self, block: Index) -> Floats:
        """The scores of the rows of `block` had none of them been there."""
        columns = self.lower[int(block.min()) :, block]
        return np.asarray(self.target[block] - np.linalg.solve(columns.T @ columns, self.dual[block]))


def aimed(topic: Ints, topics: int, is_taught: NDArray[np.bool_]) -> Floats:
    """What scores each row is wanted to have. They add up to one: how far a text is covered is told by their sum."""
    aim = np.where(is_taught, TAUGHT_AIM, EXAMPLES_AIM)
    others = (1 - aim) / max(1, topics - 1)
    target = np.repeat(others[:, None], topics, axis=1)
    target[np.arange(len(topic)), topic] = aim
    return target


def solve(likeness: Floats, topic: Ints, topics: int, weight: Floats, is_taught: NDArray[np.bool_]) -> Ridge:
    """`weight`: how much each row counts; a row of weight one half may be missed by twice as much.

    Takes over the memory of `likeness`.
    """
    exact: type[np.floating[Any]] = np.float64 if len(topic) < SINGLE_PRECISION_FROM else np.float32
    system: Floats = likeness.astype(exact, copy=False)
    for begin in range(0, len(system), BLOCK):
        system[begin : begin + BLOCK] = kernel(system[begin : begin + BLOCK])
    system[np.diag_indices(len(topic))] += PENALTY / weight
    lower = _inverted(_factored(system))
    target = aimed(topic, topics, is_taught).astype(exact)
    return Ridge(lower, lower.T @ (lower @ target), target)


def _factored(system: Floats) -> Floats:
    """The Cholesky factor of a symmetric positive matrix, block by block in its own memory.

    The library's own takes two copies, which for 15,000 examples are two gigabytes.
    """
    size = len(system)
    for begin in range(0, size, BLOCK):
        end = min(begin + BLOCK, size)
        corner = np.linalg.cholesky(system[begin:end, begin:end])
        system[begin:end, begin:end] = corner
        system[begin:end, end:] = 0
        system[end:, begin:end] = system[end:, begin:end] @ np.linalg.inv(corner).T
        for column in range(end, size, BLOCK):
            columns = slice(column, min(column + BLOCK, size))
            system[column:, columns] -= system[column:, begin:end] @ system[columns, begin:end].T
    return system


def _inverted(lower: Floats) -> Floats:
    """The inverse of a lower triangular matrix, block by block in its own memory."""
    size = len(lower)
    for begin in range(0, size, BLOCK):
        rows = slice(begin, min(begin + BLOCK, size))
        corner = np.linalg.inv(lower[rows, rows])
        lower[rows, :begin] = -corner @ (lower[rows, :begin] @ lower[:begin, :begin])
        lower[rows, rows] = np.tril(corner)
    return lower
