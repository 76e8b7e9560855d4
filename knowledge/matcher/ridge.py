"""Kernel ridge regression with its held-out scores in closed form.

One inverse gives the weights, every example's score without itself, and every topic's scores without the topic.
"""

import numpy as np
from msgspec import Struct

from knowledge.matcher.sparse import Doubles, Floats, Index

PENALTY = 0.5  # of an example of weight one, in units of a text's likeness to itself


class Ridge(Struct, frozen=True):
    inverse: Doubles
    dual: Doubles  # rows x topics
    target: Doubles

    def without_itself(self) -> Doubles:
        """Each row's scores had it not been there."""
        return np.asarray(self.target - self.dual / np.diag(self.inverse)[:, None])

    def without(self, block: Index) -> Doubles:
        """The scores of the rows of `block` had none of them been there."""
        inner = self.inverse[np.ix_(block, block)]
        return np.asarray(self.target[block] - np.linalg.solve(inner, self.dual[block]))


def solve(likeness: Floats, topic: Index, topics: int, weight: Doubles) -> Ridge:
    """`weight`: how much each row counts; one half is fitted as loosely as two rows' disagreement."""
    target = np.zeros((len(topic), topics))
    target[np.arange(len(topic)), topic] = 1.0
    regular = likeness.astype(np.float64)
    regular[np.diag_indices(len(topic))] += PENALTY / weight
    inverse = np.linalg.inv(regular).astype(np.float64, copy=False)
    return Ridge(inverse, inverse @ target, target)
