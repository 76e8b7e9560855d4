"""Which features are known, how telling each is, and a text's values for them."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from knowledge.matcher.features import BESIDE, LOW_BITS, MEANING, NEAR, STEM, VIEW_BITS, VIEWS, WITHIN, Keys
from knowledge.matcher.sparse import Floats, Index, Ints
from knowledge.matcher.words import Word, Words

# How much each view counts in the likeness of two texts (their shares of one).
# Pairs of words tell more the more examples there are to show them.
SHARES_OF_FEW = {STEM: 0.28, WITHIN: 0.54, MEANING: 0.18}
SHARES_OF_MANY = {STEM: 0.25, WITHIN: 0.25, MEANING: 0.10, BESIDE: 0.15, NEAR: 0.25}
_LOW_BITS, _LOW = np.uint64(LOW_BITS), np.uint64((1 << LOW_BITS) - 1)
_UNKNOWN = np.uint64(1 << 63)
WORDS_KEPT = 5_000  # of a language, that were looked up
RARITY_POWER = 0.5  # a rare feature tells more, but less than its rarity in a small directory suggests


class Vocabulary(Struct, frozen=True):
    keys: Keys  # sorted
    column: Ints  # of each key
    rarity: Floats  # of each column
    unseen_rarity: float
    shares: Floats  # of each view

    def values_of(self, keys: Keys, counts: Index) -> tuple[Ints, Floats]:
        """The known features' columns and values; each view has its share of length one.

        What was never seen counts in the length, so that a text of strange words is like nothing.
        """
        marked = self.marked(keys)
        order = marked.argsort()
        return self.values_of_marked(marked[order], counts[order])

    def marked(self, keys: Keys) -> Keys:
        """Each key's low bits, with the column above them where it is known; the others stay different from all."""
        if not len(self.keys):
            return keys | _UNKNOWN
        places = self.keys.searchsorted(keys)
        column = self.column.take(places, mode="clip").astype(np.uint64)
        known = self.keys.take(places, mode="clip") == keys
        return np.where(known, column << _LOW_BITS | keys & _LOW, keys | _UNKNOWN)

    def values_of_marked(self, marked: Keys, counts: Index) -> tuple[Ints, Floats]:
        """As `values_of`; `marked` in their order, in which what is known comes first."""
        known = int(marked.searchsorted(_UNKNOWN))
        columns = (marked[:known] >> _LOW_BITS).astype(np.int32)
        values = 1 + np.log(counts)
        values[:known] *= self.rarity[columns]
        values[known:] *= self.unseen_rarity
        view = (marked & VIEW_BITS).astype(np.intp)
        squares = np.bincount(view, values * values, VIEWS)
        values *= np.sqrt(self.shares / np.maximum(squares, 1e-12))[view]
        return columns, values[:known].astype(np.float32)

    def with_keys(self, keys: Keys) -> "Vocabulary":
        """The same, knowing `keys` (sorted) too; what is new takes the next columns, in order."""
        new = np.setdiff1d(keys, self.keys, assume_unique=True)
        places = np.searchsorted(self.keys, new)
        columns = np.arange(len(self.keys), len(self.keys) + len(new), dtype=np.int32)
        return Vocabulary(
            np.insert(self.keys, places, new),
            np.insert(self.column, places, columns),
            np.append(self.rarity, np.full(len(new), self.unseen_rarity, np.float32)),
            self.unseen_rarity,
            self.shares,
        )


class Lookup(Words):
    """What a vocabulary knows of the words of texts: most have been met before, and need not be looked up again."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._kept: dict[str, dict[str, Word]] = {}  # by language

    def of(self, words: Sequence[str], language: str) -> list[Word]:
        kept = self._kept.get(language)
        if kept is None or len(kept) >= WORDS_KEPT:
            kept = self._kept[language] = {}
        new = [word for word in words if word not in kept]
        if new:
            kept.update(zip(new, self._looked_up(super().of(new, language)), strict=True))
        return [kept[word] for word in words]

    def marked(self, keys: Keys) -> Keys:
        return self._vocabulary.marked(keys)

    def _looked_up(self, words: Sequence[Word]) -> Iterator[Word]:
        """At once, and each has its part of what was found."""
        marked = self.marked(np.concatenate([word.keys for word in words]))
        begin = 0
        for word in words:
            end = begin + len(word.keys)
            yield replace(word, keys=marked[begin:end])
            begin = end


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
