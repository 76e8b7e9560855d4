"""A text as numbers: what of it is known, and what the encoder makes of it."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from knowledge.matcher import encoder
from knowledge.matcher.courtesy import without_courtesy
from knowledge.matcher.features import Keys, language_of
from knowledge.matcher.sparse import Floats, Index, Ints
from knowledge.matcher.spelling import Spelling, language_by_words
from knowledge.matcher.text import LOOKED_AT, words_of
from knowledge.matcher.vocabulary import Vocabulary
from knowledge.matcher.word_vectors import MEANT, NUMBERS
from knowledge.matcher.words import Word, Words

# How much of two texts' likeness is decided by what their words mean, one by one and as parts of the whole, and of two
# English ones' by the encoder.
SHARE_OF_WORDS, SHARE_OF_PARTS = 0.175, 0.325
SHARE_OF_ENCODER = 0.1
SENSES = MEANT + encoder.NUMBERS
AS_THEY_ARE = Words()
_LENGTHS = np.array([SHARE_OF_WORDS, SHARE_OF_PARTS], np.float32) ** np.float32(0.5)
_NO_SENSE = np.zeros(SENSES, np.float32)


class Read(Struct, frozen=True):
    words: list[str]
    language: str  # "" when it is neither given nor seen
    keys: Keys
    counts: Index
    sense: Floats  # its length squared is its share in the likeness; zeros where nothing is known
    told: int  # so many of its first numbers are not nought

    def values(self, vocabulary: Vocabulary) -> tuple[Ints, Floats]:
        columns, values = vocabulary.values_of(self.keys, self.counts)
        return columns, values * self.share_of_written

    @property
    def share_of_written(self) -> np.float32:
        """How long what is written of it is, beside what it means."""
        return np.float32((1 - self.sense @ self.sense) ** 0.5)


class Senses(Struct, frozen=True):
    """Those of many rows, taken apart: what the encoder says is read for its language alone, and of those that have it."""

    drifts: Floats  # rows x numbers: of the words and of their parts in the whole
    encoded: Index  # which rows the encoder knows
    encodings: Floats  # what it says of these

    @classmethod
    def of(cls, senses: Floats) -> "Senses":
        encodings = senses[:, MEANT:]
        encoded = np.flatnonzero(encodings.any(axis=1))
        return cls(np.ascontiguousarray(senses[:, :MEANT]), encoded, encodings[encoded])

    def add_likeness(self, likeness: Floats, one: Read) -> None:
        """How like `one` each row is, by what they mean."""
        if one.told:
            likeness += self.drifts @ one.sense[:MEANT]
        if one.told > MEANT:
            likeness[self.encoded] += self.encodings @ one.sense[MEANT:]


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
    with_senses: bool = True,
    usual: str = "",
    lookup: Words = AS_THEY_ARE,
) -> Read:
    """`given`: the language where it is known. With `spelling`, errors are put right first.

    `pairs`: pairs of words are looked at, and the encoder is not asked. `usual`: what a text that shows no language
    ("agreed") is read as. `lookup`: a vocabulary's, where what is read is only compared with it; its keys are marked then.
    """
    text = without_courtesy(text[:LOOKED_AT])
    words = words_of(text)
    language = language_shown(text, given)
    if spelling is not None and (not language or language in spelling.languages):
        words = spelling.put_right(words, known)
    read_as = language or usual
    seen = lookup.of(words, read_as)
    keys, counts = lookup.keys_of(seen, pairs=pairs)
    sense, told = _NO_SENSE, 0
    if with_senses:
        sense, told = np.zeros(SENSES, np.float32), MEANT
        sense[:MEANT] = _meant(seen)
        if with_encoder and not pairs and read_as == encoder.LANGUAGE:
            sense[MEANT:], told = encoder.sense_of(keys, counts, read_as) * SHARE_OF_ENCODER**0.5, SENSES
    return Read(words, language, keys, counts, sense, told)


def _meant(seen: Sequence[Word]) -> Floats:
    """Where the words point together by themselves, and as parts of a whole: each as long as its share asks."""
    known = [word.meant for word in seen if word.meant is not None]
    if not known:
        return _NO_SENSE[:MEANT]
    sums = np.add.reduce(np.concatenate(known).reshape(-1, 2, NUMBERS))
    lengths = np.sqrt(np.einsum("ij,ij->i", sums, sums)) + np.float32(1e-6)
    return np.asarray((sums * (_LENGTHS / lengths)[:, None]).reshape(MEANT))
