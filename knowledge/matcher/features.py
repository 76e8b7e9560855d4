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
from knowledge.matcher.stems import LANGUAGES

Keys = NDArray[np.uint64]

# Words' stems; runs of characters within a word; words alike in meaning; stems side by side; stems near each other.
STEM, WITHIN, MEANING, BESIDE, NEAR = range(5)
VIEWS = 5
VIEW_BITS = np.uint64(7)  # room for eight views
LOW_BITS = 18  # of a key, with its view: what the encoder knows it by
CHAR_LENGTHS = range(2, 6)
NEAR_REACH = 4  # words

_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplying loses nothing
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)


def language_of(text: str, given: str = "") -> str:
    """The language whose stems are looked for: the one given, else the one detected, else none ("")."""
    known = given[:2].casefold()
    return known if known in LANGUAGES else detect(text, LANGUAGES) or ""


@lru_cache(maxsize=50_000)
def _word_key(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def counted(some: Sequence[Keys]) -> tuple[Keys, NDArray[np.intp]]:
    """All of them as `np.unique` with counts gives them, which takes several times as long for so few."""
    if not some:
        return np.empty(0, np.uint64), np.empty(0, np.intp)
    keys = np.concatenate(some)
    keys.sort()
    last = (keys[1:] != keys[:-1]).nonzero()[0]  # of each run but the hindmost
    begins = np.zeros(len(last) + 1, np.intp)
    begins[1:] = last + 1
    counts = np.empty_like(begins)
    counts[:-1] = begins[1:]
    counts[-1] = len(keys)
    return keys[begins], counts - begins


def beside(stems: Keys) -> Keys:
    """Pairs of neighbours in their order; the text's beginning and end are neighbours too."""
    ends = np.zeros(1, np.uint64)
    line = np.concatenate([ends, stems, ends])
    return np.asarray(line[:-1] * _STEP + line[1:], np.uint64)


def near(stems: Keys) -> Keys:
    """Pairs at most NEAR_REACH words apart, in either order."""
    reaches = range(1, min(NEAR_REACH, len(stems) - 1) + 1)
    pairs = [(stems[:-reach], stems[reach:]) for reach in reaches]
    found = [np.minimum(left, right) * _STEP + np.maximum(left, right) for left, right in pairs]
    return np.concatenate([np.empty(0, np.uint64), *found])


def hashes_of(words: Sequence[str]) -> Keys:
    return np.array([_word_key(word) for word in words], np.uint64)


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


def numbered(numbers: Sequence[int]) -> Keys:
    """Of what is known by a number, such as a meaning."""
    return (np.array(numbers, np.uint64) + np.uint64(1)) * _STEP


def in_view(keys: Keys, view: int) -> Keys:
    mixed = keys ^ (keys >> _SHIFT)
    return (mixed * _MIX & ~VIEW_BITS) | np.uint64(view)
