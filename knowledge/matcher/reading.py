"""A text as numbers: what of it is known, and what the encoder makes of it."""

import numpy as np
from msgspec import Struct

from knowledge.matcher.encoder import sense_of
from knowledge.matcher.features import Keys, keys_of, language_of
from knowledge.matcher.sparse import Floats, Index, Ints
from knowledge.matcher.spelling import Spelling, language_by_words
from knowledge.matcher.text import words_of
from knowledge.matcher.vocabulary import Vocabulary

# How much of two English texts' likeness the encoder decides.
SHARE_OF_SENSE = 0.15


class Read(Struct, frozen=True):
    words: list[str]
    language: str  # "" when it is neither given nor seen
    keys: Keys
    counts: Index
    sense: Floats  # zeros for languages that the encoder does not know

    def values(self, vocabulary: Vocabulary) -> tuple[Ints, Floats]:
        columns, values = vocabulary.values_of(self.keys, self.counts)
        return columns, values * (1 - SHARE_OF_SENSE) ** 0.5 if self.sense.any() else values

    def known_sense(self) -> Floats:
        return np.asarray(self.sense * SHARE_OF_SENSE**0.5)


def language_shown(text: str, given: str) -> str:
    """The language given, else the one that the text shows; "" where it shows none."""
    return language_of(text, given) or language_by_words(words_of(text))


def read(
    text: str,
    given: str,
    spelling: Spelling | None = None,
    known: frozenset[str] = frozenset(),
    *,
    pairs: bool = False,
    with_encoder: bool = True,
    usual: str = "",
) -> Read:
    """`given`: the language where it is known. With `spelling`, errors are put right first.

    `pairs`: pairs of words are looked at too. `usual`: what a text that shows no language ("agreed") is read as.
    """
    words = words_of(text)
    language = language_shown(text, given)
    if spelling is not None and (not language or language in spelling.languages):
        words = spelling.put_right(words, known)
    read_as = language or usual
    keys, counts = keys_of(words, read_as, pairs=pairs)
    return Read(words, language, keys, counts, sense_of(keys, counts, read_as if with_encoder else ""))
