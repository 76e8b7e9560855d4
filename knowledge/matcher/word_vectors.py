"""What a word means, as 64 numbers: Spanish and English words that mean nearly the same point nearly the same way.

And what it adds to the meaning of a whole text, as 64 others: where those of a text's words point together is near to
what a sentence encoder makes of it. `make_word_vectors.py` and `make_word_parts.py` made the files (see NOTICE.md). A
word that is not in one lends the numbers of the longest known word that it begins with, so that endings and slips of the
pen do little harm.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.matcher.features import Keys, hashes_of

NUMBERS = 64
FILE = Path(__file__).parent / "word_vectors.npz"
PARTS_FILE = FILE.with_name("word_parts.npz")
MEANT = 2 * NUMBERS  # by itself, and as a part of a whole text
SHORTEST_BEGINNING = 4  # letters; what begins with less says nothing of the word
ENDING = 4  # letters at most, that may be left out
KNOWN_IN_PART = 0.7  # how much the borrowed numbers count
WORDS_KEPT = 20_000

Vector = NDArray[np.float32]
_NOTHING = np.zeros(NUMBERS, np.float32)


class WordVectors(Struct, frozen=True):
    keys: Keys  # sorted: the hashes of the words without accents
    numbers: NDArray[np.int8]  # of length one, in 127ths
    weight: NDArray[np.uint8]  # in 255ths: common words count less

    def of(self, word: str) -> Vector | None:
        """The word's numbers, as long as the word counts; None where nothing is known of it."""
        for beginning, counts in beginnings(word):
            place = self._place(beginning)
            if place is not None:
                counts *= float(self.weight[place]) / 255
                return np.asarray(self.numbers[place] * np.float32(counts / 127), np.float32)
        return None

    def _place(self, word: str) -> int | None:
        key = hashes_of([word])[0]
        place = int(np.searchsorted(self.keys, key))
        return place if place < len(self.keys) and bool(self.keys[place] == key) else None


def beginnings(word: str) -> Iterator[tuple[str, float]]:
    """The word, and what is left of it without its ending, the longest first: how much each counts in its stead."""
    yield word, 1.0
    for left_out in range(1, min(ENDING, len(word) - SHORTEST_BEGINNING) + 1):
        yield word[: len(word) - left_out], KNOWN_IN_PART


def drift_of(words: Sequence[str]) -> Vector:
    """Where the words (without accents and capitals) point together, of length one; zeros where none is known."""
    vectors = [vector for vector in map(vector_of, words) if vector is not None]
    if not vectors:
        return _NOTHING
    rows = np.concatenate(vectors).reshape(-1, NUMBERS)
    drift = np.add.reduce(rows)
    return np.asarray(drift / (np.sqrt(drift @ drift) + np.float32(1e-6)))


@lru_cache(maxsize=WORDS_KEPT)
def vector_of(word: str) -> Vector | None:
    """Of a word without accents and capitals, as long as it counts; None where nothing is known of it."""
    # Of numbers nothing is known, and each is new.
    return None if word[0].isdigit() else word_vectors().of(word.replace("'", ""))


def meant_by(word: str) -> Vector | None:
    """As `vector_of`, and beside it what the word adds to the meaning of a whole text."""
    alone = vector_of(word)
    part = None if word[0].isdigit() else word_parts().of(word.replace("'", ""))
    if alone is None and part is None:
        return None
    return np.concatenate([_NOTHING if alone is None else alone, _NOTHING if part is None else part])


@lru_cache(maxsize=1)
def word_vectors() -> WordVectors:
    return _read(FILE)


@lru_cache(maxsize=1)
def word_parts() -> WordVectors:
    return _read(PARTS_FILE)


def _read(file: Path) -> WordVectors:
    with np.load(file) as arrays:
        return WordVectors(arrays["keys"], arrays["numbers"], arrays["weight"])
