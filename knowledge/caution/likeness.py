"""What teaches the detector's net by words: kernel ridge regression over how like a text is to the sentences in `learned/`.

It generalises better from few thousand sentences than a net does from these alone, but compares a text with each of
them, which takes a millisecond; so it is asked when the net is trained, and not after. It sees a text by its words, their
senses, their characters, what stands side by side, and where the words point together (their drift); none of it asks
for the language.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.caution.forms import WORDS_KEPT
from knowledge.caution.learned import senses
from knowledge.matcher.features import (
    BESIDE,
    MEANING,
    STEM,
    WITHIN,
    Keys,
    beside,
    characters,
    counted,
    hashes_of,
    in_view,
)
from knowledge.matcher.sparse import Index, Products, stack, transpose
from knowledge.matcher.vocabulary import Vocabulary, vocabulary
from knowledge.matcher.word_vectors import Vector, drift_of

# How much each view counts in the likeness of two texts; words stand where the matcher has stems, senses for meanings.
SHARES = {STEM: 0.20, WITHIN: 0.25, MEANING: 0.40, BESIDE: 0.15}
DRIFT = 0.4  # its share in the likeness; the rest is for what is written
PENALTY = 0.1
STEPS, CLOSE = 120, 1e-9  # of the solver: at most so many; it stops at such a mean square of what is left

Real = NDArray[np.float32]


class _Word(Struct, frozen=True):
    key: Keys  # one
    characters: Keys
    senses: Keys


class Seen(Struct, frozen=True):
    keys: Keys
    counts: Index
    drift: Vector  # where its words point together, of length one or zero


def seen(words: Sequence[str]) -> Seen:
    parts = [_word(word) for word in words]
    hashes = np.concatenate([part.key for part in parts])
    keys, counts = counted(
        [
            in_view(hashes, STEM),
            *(part.characters for part in parts),
            *(part.senses for part in parts),
            in_view(beside(hashes), BESIDE),
        ]
    )
    return Seen(keys, counts, drift_of(words))


@lru_cache(maxsize=WORDS_KEPT)
def _word(word: str) -> _Word:
    return _Word(
        hashes_of([word]),
        characters(word),
        in_view(hashes_of(senses().of(word)), MEANING),
    )


class Known(Struct, frozen=True):
    """Sentences that are learned from, ready to be compared with."""

    vocabulary: Vocabulary
    products: Products
    drifts: Real  # sentences x numbers

    def kernel(self, words: Sequence[str]) -> Real:
        """How like a text is to each sentence, from about 0 to 1, raised so that what stands together counts more."""
        text = seen(words)
        written = self.products.with_row(*self.vocabulary.values_of(text.keys, text.counts))
        third = (1 + 2 * ((1 - DRIFT) * written + DRIFT * (self.drifts @ text.drift))) / 3
        return np.asarray(third * third * third, np.float32)


def known(told: Sequence[Sequence[str]]) -> Known:
    texts = [seen(words) for words in told]
    words = vocabulary([text.keys for text in texts], SHARES)
    rows = stack([words.values_of(text.keys, text.counts) for text in texts], len(words.keys))
    return Known(words, Products.of(transpose(rows)), np.stack([text.drift for text in texts]))


class Teacher(Struct, frozen=True):
    """Kernel ridge regression: what each known sentence says for each kind."""

    known: Known
    dual: Real  # sentences x kinds

    def scores(self, told: Sequence[Sequence[str]]) -> Real:
        return np.stack([self.known.kernel(words) @ self.dual for words in told])


def taught(told: Sequence[Sequence[str]], targets: Real) -> Teacher:
    """`targets`: of each sentence for each kind, 0 or 1."""
    all_ = known(told)
    return Teacher(all_, regression(np.stack([all_.kernel(words) for words in told]), targets))


def regression(system: Real, targets: Real) -> Real:
    """What each of the sentences says; `system`: how like each is to each. It is changed."""
    system[np.diag_indices(len(system))] += np.float32(PENALTY)
    return _solved(system, targets)


def _solved(system: Real, targets: Real) -> Real:
    """By conjugate gradients, each kind by itself."""
    found, rest = np.zeros_like(targets), targets.copy()
    way, left = rest.copy(), (rest * rest).sum(axis=0)
    for _ in range(STEPS):
        ahead = system @ way
        far = left / (way * ahead).sum(axis=0)
        found += far * way
        rest -= far * ahead
        before, left = left, (rest * rest).sum(axis=0)
        if float(left.max()) < CLOSE * len(targets):
            break
        way = rest + left / before * way
    return found
