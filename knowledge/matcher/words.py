"""What the matcher sees of a word, worked out once: most words of a text have been met before."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from knowledge.matcher.features import (
    BESIDE,
    MEANING,
    NEAR,
    STEM,
    Keys,
    beside,
    characters,
    counted,
    hashes_of,
    in_view,
    near,
    numbered,
)
from knowledge.matcher.meanings import ended_by
from knowledge.matcher.sparse import Index
from knowledge.matcher.stems import stem
from knowledge.matcher.word_vectors import Vector, meant_by

WORDS_KEPT = 10_000  # half a kilobyte each


class Word(Struct, frozen=True):
    stem: str
    keys: Keys  # all that it shows by itself
    phrases: tuple[tuple[list[str], int], ...]  # the stems that mean something together and end with its own
    meant: Vector | None  # what it means by itself and as a part of a text, each as long as it counts


@lru_cache(maxsize=WORDS_KEPT)
def word_of(word: str, language: str) -> Word:
    own = stem(word, language)
    listed = ended_by(own, language)
    meanings = [meaning for stems, meaning in listed if len(stems) == 1]
    keys = [in_view(hashes_of([own]), STEM), characters(word)]
    if meanings:
        keys.append(_meant(meanings))
    return Word(
        own,
        np.concatenate(keys),
        tuple((stems, meaning) for stems, meaning in listed if len(stems) > 1),
        meant_by(word),
    )


class Words:
    """A text's words and keys as they are. A vocabulary has a lookup of its own."""

    def of(self, words: Sequence[str], language: str) -> list[Word]:
        return [word_of(word, language) for word in words]

    def marked(self, keys: Keys) -> Keys:
        return keys

    def keys_of(self, seen: Sequence[Word], *, pairs: bool = False) -> tuple[Keys, Index]:
        """The sorted distinct feature keys of a text's words, and how often each occurs. `pairs`: of two words too."""
        found = [word.keys for word in seen]
        if any(word.phrases for word in seen) and (meanings := _phrases_in(seen)):
            found.append(self.marked(_meant(meanings)))
        if pairs:
            hashes = hashes_of([word.stem for word in seen])
            found += [
                self.marked(in_view(beside(hashes), BESIDE)),
                self.marked(in_view(near(hashes), NEAR)),
            ]
        return counted(found)


def _phrases_in(seen: Sequence[Word]) -> list[int]:
    """What is meant by words together, each as often as it stands there."""
    stems = [word.stem for word in seen]
    return [
        meaning
        for end, word in enumerate(seen, start=1)
        for phrase, meaning in word.phrases
        if len(phrase) <= end and phrase == stems[end - len(phrase) : end]
    ]


def _meant(meanings: Sequence[int]) -> Keys:
    return in_view(numbered(meanings), MEANING)
