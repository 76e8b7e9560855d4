"""Words that mean nearly the same, in Spanish and English: a list by hand, compared by stems."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from knowledge.matcher.stems import LANGUAGES, stem
from knowledge.matcher.text import plain

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
def _by_last_stem(language: str) -> Mapping[str, list[tuple[list[str], int]]]:
    """The last stem of a listed word -> all its stems, and a meaning that it may have."""
    found: dict[str, list[tuple[list[str], int]]] = {}
    for meaning, line in _lines().items():
        for parts in line.get(language, ()):
            stems = [stem(part, language) for part in parts]
            if (stems, meaning) not in found.setdefault(stems[-1], []):
                found[stems[-1]].append((stems, meaning))
    return found


def ended_by(stem: str, language: str) -> Sequence[tuple[list[str], int]]:
    """The stems that mean something together and end with this one, mostly it alone, with their meanings; none for an
    unknown language."""
    return _by_last_stem(language).get(stem, ()) if language else ()
