"""A first look at a text, before the detector's net is asked: one number a word, and their sum.

Most texts are ordinary, and this says so of nearly all of them at a tenth of what the net costs. It learned from the net
what this would hear (train_glance.py), and lets through what might be.
"""

from collections.abc import Mapping
from typing import Any, Self

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.caution.net import Real, shown

PREFIX = "glance_"  # of the names of its arrays in the detector's file


class Glance(Struct, frozen=True):
    table: Real  # a number for each row of the net's table
    turned: Real  # and for each of a word's numbers
    line: float  # a text whose words have a smaller sum is no danger to the net

    def of_word(self, word: str) -> float:
        see = shown(word)
        return float(see.share @ self.table[see.rows] + see.numbers @ self.turned)

    def arrays(self) -> dict[str, Any]:
        return {PREFIX + name: np.asarray(getattr(self, name)) for name in self.__struct_fields__}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        table, turned, line = (arrays[PREFIX + name] for name in cls.__struct_fields__)
        return cls(table, turned, float(line))
