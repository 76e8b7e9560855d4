"""A text as the detector sees it: its words, their senses, their characters, what stands side by side, and its drift.

None of it asks for the language, so that a message in two of them, or in neither, is heard as well.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

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
from knowledge.matcher.sparse import Index
from knowledge.matcher.word_vectors import Vector, drift_of

# How much each view counts in the likeness of two texts; words stand where the matcher has stems, senses for meanings.
SHARES = {STEM: 0.20, WITHIN: 0.25, MEANING: 0.40, BESIDE: 0.15}


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
        np.concatenate(
            [
                in_view(hashes, STEM),
                *(part.characters for part in parts),
                *(part.senses for part in parts),
                in_view(beside(hashes), BESIDE),
            ]
        )
    )
    return Seen(keys, counts, drift_of(words))


def keys_of(word: str) -> Keys:
    """Of the word itself and of its senses."""
    part = _word(word)
    return np.concatenate([in_view(part.key, STEM), part.senses])


@lru_cache(maxsize=WORDS_KEPT)
def _word(word: str) -> _Word:
    return _Word(
        hashes_of([word]),
        characters(word),
        in_view(hashes_of(senses().of(word)), MEANING),
    )
