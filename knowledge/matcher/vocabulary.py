"""Which features are known, how telling each is, and a text's values for them."""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from knowledge.matcher.features import BESIDE, MEANING, NEAR, STEM, VIEW_BITS, VIEWS, WITHIN, Keys
from knowledge.matcher.sparse import Floats, Index, Ints

# How much each view counts in the likeness of two texts (their shares of one).
# Pairs of words tell more the more examples there are to show them.
SHARES_OF_FEW = {STEM: 0.28, WITHIN: 0.54, MEANING: 0.18}
SHARES_OF_MANY = {STEM: 0.25, WITHIN: 0.25, MEANING: 0.10, BESIDE: 0.15, NEAR: 0.25}
RARITY_POWER = 0.5  # a rare feature tells more, but less than its rarity in a small directory suggests


class Vocabulary(Struct, frozen=True):
    keys: Keys  # sorted
    column: Ints  # of each key
    rarity: Floats  # of each key
    unseen_rarity: float
    shares: Floats  # of each view

    def values_of(self, keys: Keys, counts: Index) -> tuple[Ints, Floats]:
        """The known features' columns and values; each view has its share of length one.

        What was never seen counts in the length, so that a text of strange words is like nothing.
        """
        if not len(keys) or not len(self.keys):
            return np.empty(0, np.int32), np.empty(0, np.float32)
        places = self.keys.searchsorted(keys)
        known = self.keys.take(places, mode="clip") == keys
        rarity = self.rarity.take(places, mode="clip")
        rarity[~known] = self.unseen_rarity
        values = (1 + np.log(counts)) * rarity
        view = (keys & VIEW_BITS).astype(np.intp)
        squares = np.bincount(view, values * values, VIEWS)
        values *= np.sqrt(self.shares / np.maximum(squares, 1e-12))[view]
        return self.column[places[known]], values[known].astype(np.float32)

    def with_keys(self, keys: Keys) -> "Vocabulary":
        """The same, knowing `keys` (sorted) too; what is new takes the next columns, in order."""
        new = np.setdiff1d(keys, self.keys, assume_unique=True)
        places = np.searchsorted(self.keys, new)
        columns = np.arange(len(self.keys), len(self.keys) + len(new), dtype=np.int32)
        return Vocabulary(
            np.insert(self.keys, places, new),
            np.insert(self.column, places, columns),
            np.insert(self.rarity, places, np.float32(self.unseen_rarity)),
            self.unseen_rarity,
            self.shares,
        )


def vocabulary(documents: Sequence[Keys], shares: Mapping[int, float] = SHARES_OF_FEW) -> Vocabulary:
    """`documents`: the distinct keys of each text; `shares`: how much each view counts."""
    everything = np.concatenate([np.empty(0, np.uint64), *documents])
    keys, seen_in = np.unique(everything, return_counts=True)
    count = len(documents)
    rarity = (np.log((1 + count) / (1 + seen_in)) + 1) ** RARITY_POWER
    columns = np.arange(len(keys), dtype=np.int32)
    unseen = float((np.log((1 + count) / 2) + 1) ** RARITY_POWER)
    by_view = np.array([shares.get(view, 0.0) for view in range(VIEWS)])
    return Vocabulary(keys, columns, rarity.astype(np.float32), unseen, by_view)
