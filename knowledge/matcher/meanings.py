"""Words that mean nearly the same, in Spanish and English: a list by hand, compared by stems."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from knowledge.matcher.stems import LANGUAGES, stem
from knowledge.matcher.text import plain

LONGEST = 3  # words that have one meaning together
_FILE = Path(__file__).parent / "meanings.txt"


@lru_cache(maxsize=1)
def _lines() -> Mapping[int, Mapping[str, list[list[str]]]]:
    """Meaning -> language -> its words, in their parts ("find-out" has two).

    A meaning is known by a check of its first words, so that a line may be moved, and others added, without making
    anything else mean something different.
    """
    found: dict[int, dict[str, list[list[str]]]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        if line.strip() and line[0] != "#":
            sides = [[plain(word).split("-") for word in side.split()] for side in line.split("|")]
            check = crc32("|".join(" ".join(side[0]) for side in sides).encode())
            meaning = found.setdefault(check, {language: [] for language in LANGUAGES})
            for language, words in zip(LANGUAGES, sides, strict=True):
                meaning[language] += words
    return found


def listed_words(language: str) -> set[str]:
    """All words of the list in one language, without case and accents."""
    return {part for line in _lines().values() for word in line.get(language, ()) for part in word}


@lru_cache(maxsize=4)
def _by_stem(language: str) -> Mapping[str, tuple[int, ...]]:
    """Stem (or up to LONGEST stems, a space apart) -> the meanings it may have."""
    found: dict[str, list[int]] = {}
    for number, line in _lines().items():
        for parts in line.get(language, ()):
            meanings = found.setdefault(" ".join(stem(part, language) for part in parts), [])
            if number not in meanings:
                meanings.append(number)
    return {word: tuple(ids) for word, ids in found.items()}


def meanings_of(stems: Sequence[str], language: str) -> Iterator[int]:
    """The meanings of a text's stems, each as often as it stands there; none for an unknown language."""
    known = _by_stem(language) if language else {}
    for end in range(1, len(stems) + 1):
        for length in range(1, min(LONGEST, end) + 1):
            yield from known.get(" ".join(stems[end - length : end]), ())
