"""Words written with one error, put right: only what nobody knows is touched, and only towards a word that somebody used.

One error is a letter missing, too many, wrong, or two neighbours swapped. Known are the words of the examples, of the
list of meanings and of the small words of a language.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.language import small_words
from knowledge.matcher.meanings import listed_words
from knowledge.matcher.stems import LANGUAGES
from knowledge.matcher.text import plain
from knowledge.spelling import one_error_apart, shortened

SHORTEST = 4  # letters; a shorter word with an error may be too many others
LONGEST = 30  # longer ones are no words


class Spelling(Struct, frozen=True):
    """`shortened`: checks of each word without one letter (and whole), sorted; `belongs_to`: that word's place."""

    words: tuple[str, ...]  # the commonest first
    languages: tuple[str, ...]
    shortened: NDArray[np.uint32]
    belongs_to: NDArray[np.int32]

    def known(self) -> frozenset[str]:
        """All words that are right, for `put_right`."""
        return frozenset[str]().union(self.words, *(ordinary_words(language) for language in self.languages))

    def put_right(self, words: Sequence[str], known: frozenset[str]) -> list[str]:
        return [self._nearest(word) if _may_be_wrong(word, known) else word for word in words]

    def with_words(self, words: Iterable[str], known: frozenset[str]) -> "Spelling":
        new = tuple(word for word in dict.fromkeys(words) if _may_be_wrong(word, known))
        checks, owners = _checks_of(new, len(self.words))
        places = np.searchsorted(self.shortened, checks)
        return Spelling(
            (*self.words, *new),
            self.languages,
            np.insert(self.shortened, places, checks),
            np.insert(self.belongs_to, places, owners),
        )

    def _nearest(self, word: str) -> str:
        """The known word one error away: with the same first letter, then the commonest."""
        checks = np.array(_checks(word), np.uint32)
        begin, end = (
            np.searchsorted(self.shortened, checks),
            np.searchsorted(self.shortened, checks, side="right"),
        )
        places = {place for b, e in zip(begin, end, strict=True) for place in self.belongs_to[b:e].tolist()}
        near: list[int] = [place for place in places if one_error_apart(word, self.words[place])]
        if not near:
            return word
        return self.words[min(near, key=lambda place: (self.words[place][0] != word[0], place))]


def _may_be_wrong(word: str, known: frozenset[str]) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word not in known and not word[0].isdigit()


def spelling(texts: Iterable[Sequence[str]], languages: Collection[str]) -> Spelling:
    """`texts`: the words of each example."""
    seen = Counter(
        word for words in texts for word in words if len(word) >= SHORTEST and not word[0].isdigit()
    )
    known = dict.fromkeys(word for word, _ in seen.most_common())
    for language in sorted(languages):
        known.update(dict.fromkeys(sorted(w for w in ordinary_words(language) if len(w) >= SHORTEST)))
    words = tuple(known)
    return Spelling(words, tuple(sorted(languages)), *_checks_of(words, 0))


def _checks_of(words: Sequence[str], first: int) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """The words' checks, sorted, and whose they are; `first` is the place of the first word."""
    checks = [_checks(word) for word in words]
    owners = np.repeat(np.arange(first, first + len(words), dtype=np.int32), [len(some) for some in checks])
    flat = np.array([check for some in checks for check in some], np.uint32)
    order = np.argsort(flat, kind="stable")
    return flat[order], owners[order]


def _checks(word: str) -> list[int]:
    """Checks of the word, whole and without each of its letters."""
    return [crc32(part.encode("utf-8", "surrogatepass")) for part in shortened(word)]


@lru_cache(maxsize=4)
def ordinary_words(language: str) -> frozenset[str]:
    return frozenset(plain(word) for word in (*small_words(language), *listed_words(language)))


def language_by_words(words: Sequence[str]) -> str:
    """The language that lists more of the words, for texts too short to show theirs otherwise; "" for a tie."""
    counts = {language: sum(word in ordinary_words(language) for word in words) for language in LANGUAGES}
    best = max(counts, key=lambda language: counts[language])
    return best if sum(count == counts[best] for count in counts.values()) == 1 else ""
