"""From a text to hashed features, seen in several ways at once.

A feature is a 64-bit key whose low bits name its view. Keys are computed on whole arrays, so a text costs
microseconds and no table of strings is kept.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from knowledge.language import detect
from knowledge.matcher.meanings import meanings_of
from knowledge.matcher.stems import LANGUAGES, stem

Keys = NDArray[np.uint64]

# Words' stems; runs of characters within a word; words alike in meaning; stems side by side; stems near each other.
STEM, WITHIN, MEANING, BESIDE, NEAR = range(5)
VIEWS = 5
VIEW_BITS = np.uint64(7)  # room for eight views
CHAR_LENGTHS = range(2, 6)
NEAR_REACH = 4  # words

_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplying loses nothing
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)
_TRUE = np.ones(1, bool)


def language_of(text: str, given: str = "") -> str:
    """The language whose stems are looked for: the one given, else the one detected, else none ("")."""
    known = given[:2].casefold()
    return known if known in LANGUAGES else detect(text, LANGUAGES) or ""


@lru_cache(maxsize=50_000)
def _word_key(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def keys_of(words: Sequence[str], language: str, *, pairs: bool = False) -> tuple[Keys, NDArray[np.intp]]:
    """The sorted distinct feature keys of a text's words, and how often each occurs. `pairs`: of two words too."""
    if not words:
        return np.empty(0, np.uint64), np.empty(0, np.intp)
    stems = [stem(word, language) for word in words]
    meanings = np.fromiter(meanings_of(stems, language), np.uint64)
    hashes = hashes_of(stems)
    views = [
        in_view(hashes, STEM),
        np.concatenate([characters(word) for word in words]),
        in_view((meanings + np.uint64(1)) * _STEP, MEANING),
    ]
    if pairs:
        views += [in_view(beside(hashes), BESIDE), in_view(_near(hashes), NEAR)]
    return counted(np.concatenate(views))


def counted(keys: Keys) -> tuple[Keys, NDArray[np.intp]]:
    """As `np.unique` with counts, which takes three times as long for so few."""
    keys.sort()
    begins = np.flatnonzero(np.concatenate([_TRUE, keys[1:] != keys[:-1]]))
    return keys[begins], np.diff(begins, append=len(keys))


def beside(stems: Keys) -> Keys:
    """Pairs of neighbours in their order; the text's beginning and end are neighbours too."""
    ends = np.zeros(1, np.uint64)
    line = np.concatenate([ends, stems, ends])
    return np.asarray(line[:-1] * _STEP + line[1:], np.uint64)


def _near(stems: Keys) -> Keys:
    """Pairs at most NEAR_REACH words apart, in either order."""
    reaches = range(1, min(NEAR_REACH, len(stems) - 1) + 1)
    pairs = [(stems[:-reach], stems[reach:]) for reach in reaches]
    found = [np.minimum(left, right) * _STEP + np.maximum(left, right) for left, right in pairs]
    return np.concatenate([np.empty(0, np.uint64), *found])


def hashes_of(words: Sequence[str]) -> Keys:
    return np.array([_word_key(word) for word in words], np.uint64)


@lru_cache(maxsize=10_000)
def characters(word: str, lengths: range = CHAR_LENGTHS) -> Keys:
    """The keys of the runs of so many characters of a word with a space on either side."""
    codes = np.frombuffer(f" {word} ".encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    run = codes = codes + np.uint64(1)
    runs = []
    for length in range(2, min(lengths.stop, len(codes) + 1)):
        run = run[:-1] * _STEP + codes[length - 1 :]
        if length in lengths:
            runs.append(run * _MIX + np.uint64(length))
    return in_view(np.concatenate(runs), WITHIN)


def in_view(keys: Keys, view: int) -> Keys:
    mixed = keys ^ (keys >> _SHIFT)
    return (mixed * _MIX & ~VIEW_BITS) | np.uint64(view)
