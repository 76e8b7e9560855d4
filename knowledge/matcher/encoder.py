"""A small sentence encoder for English: hashed features to 64 numbers, learned once on public sets (see NOTICE.md).

It knows that "top up" and "add money" are near even where the examples do not. `train_encoder.py` makes its file.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.matcher.features import LOW_BITS, VIEW_BITS, VIEWS, Keys
from knowledge.matcher.sparse import Floats, Index

_VIEW_SHIFT = np.uint64(3)
BUCKETS = 1 << (LOW_BITS - 3)
NUMBERS = 64
LANGUAGE = "en"
VIEW_SCALES = np.array([1.0, 1.0, 0.7, 0.0, 0.0])  # stems, characters, meanings; it knows no pairs
_FILE = Path(__file__).parent / "encoder.npz"


class Encoder(Struct, frozen=True):
    table: NDArray[np.int8]  # buckets x numbers
    scale: NDArray[np.float32]  # of each bucket

    def sense_of(self, keys: Keys, counts: Index) -> Floats:
        """Numbers of length one; zeros for no keys."""
        buckets, values = bucketed(keys, counts)
        return _unit(
            (values * self.scale[buckets]).astype(np.float32) @ self.table[buckets].astype(np.float32)
        )


def bucketed(keys: Keys, counts: Index) -> tuple[Index, Floats]:
    """Each key's bucket and how much it counts: each view has the same length, however long the text."""
    view = (keys & VIEW_BITS).astype(np.intp)
    in_view = np.bincount(view, counts, minlength=VIEWS)
    scale = VIEW_SCALES / np.sqrt(np.maximum(in_view, 1))
    buckets = ((keys >> _VIEW_SHIFT) % np.uint64(BUCKETS)).astype(np.intp)
    return buckets, (1 + np.log(counts)) * scale[view]


@lru_cache(maxsize=1)
def encoder() -> Encoder | None:
    """None where the file was left out: all works without it, a little less well."""
    if not _FILE.exists():
        return None
    with np.load(_FILE) as arrays:
        return Encoder(arrays["table"], arrays["scale"])


def sense_of(keys: Keys, counts: Index, language: str) -> Floats:
    known = encoder()
    if known is None or language != LANGUAGE or not len(keys):
        return np.zeros(NUMBERS, np.float32)
    return known.sense_of(keys, counts)


def _unit(numbers: Floats) -> Floats:
    return np.asarray(numbers / (np.sqrt(numbers @ numbers) + 1e-9), np.float32)
