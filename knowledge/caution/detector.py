"""A second ear for danger, beside the lists: how like a text is to the sentences of danger that it learned from.

It learned from the reviewed sentences in `learned/`, Spanish and English together: kernel ridge regression over the
likeness of texts, as in the matcher. `python -m knowledge.caution.train_detector` fits it and draws its line; the file
that it writes holds a few numbers for each sentence and no other text.
"""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.caution.forms import LOOKED_AT, WORDS_KEPT, Found, words_of
from knowledge.caution.learned import sentences
from knowledge.caution.seen import SHARES, Seen, keys_of, seen
from knowledge.matcher.features import Keys
from knowledge.matcher.sparse import Floats, Products, stack, transpose
from knowledge.matcher.vocabulary import Vocabulary, vocabulary
from knowledge.matcher.word_vectors import vector_of

FILE = Path(__file__).parent / "detector.npz"
# The kinds, the gravest first, each with the score from which on it is heard: drawn by what `train_detector.py` prints, as
# low as leaves ordinary sentences in peace. A sigh sounds like distress sooner than a cable like a fire.
LINES = {"life": 0.68, "violence": 0.67, "distress": 0.72, "stolen_device": 0.69, "password": 0.65}
KINDS = tuple(LINES)
DRIFT = 0.4  # its share in the likeness; the rest is for what is written
LONGEST = 40  # words that are heard at once: in more, one sentence is drowned by the others
STEP = 20
LONGEST_WORD = 30  # letters; what is longer is no word
_ENDS = ".?!;\n"


class Glance(Struct, frozen=True):
    """A look at the words one by one, which takes a hundredth of the time: most texts are done with then.

    Its line was drawn so low that it passes over two in a thousand sentences that the detector heard without having
    learned from them, and one in a hundred that it learned from.
    """

    keys: Keys  # sorted, of words and senses
    weight: Floats  # of each key
    drift: Floats  # of each of a word's numbers
    constant: float
    line: float

    def may_be_danger(self, words: Sequence[str]) -> bool:
        return self.total(words) >= self.line

    def total(self, words: Sequence[str]) -> float:
        return sum(map(_pull, words)) / math.sqrt(len(words) + 1) + self.constant

    def pull(self, word: str) -> float:
        """What it says for danger, alone. Numbers say nothing, and each is new."""
        if word[0].isdigit():
            return 0.0
        keys = keys_of(word)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        said = float(self.weight[places][self.keys[places] == keys].sum())
        numbers = vector_of(word)
        return said if numbers is None else said + float(numbers @ self.drift)


@lru_cache(maxsize=WORDS_KEPT)
def _pull(word: str) -> float:
    return detector().glance.pull(word)


class Detector(Struct, frozen=True):
    """What it learned from is read when the glance first lets something through, or by `caution.prepare`."""

    dual: Floats  # what each sentence says for each kind
    glance: Glance

    def hears(self, text: str) -> Found | None:
        """The part of the text that speaks of danger most surely; None for no danger."""
        surest, found = 0.0, None
        for words in filter(self.glance.may_be_danger, parts_of(text)):
            scores = self.scores(words)
            kind = KINDS[int(scores.argmax())]
            beyond = float(scores.sum()) - LINES[kind]
            if beyond > surest:
                surest, found = beyond, Found(kind, " ".join(words))
        return found

    def scores(self, words: Sequence[str]) -> Floats:
        """For each kind; together about the chance that it is danger at all."""
        return np.asarray(kernel(known().likeness(seen(words))) @ self.dual)


class Known(Struct, frozen=True):
    """The sentences that it learned from, ready to be compared with."""

    vocabulary: Vocabulary
    products: Products
    drifts: NDArray[np.float32]  # sentences x numbers

    def likeness(self, text: Seen) -> Floats:
        """With each sentence: from 0, nothing alike, to 1, the same."""
        written = self.products.with_row(*self.vocabulary.values_of(text.keys, text.counts))
        return np.asarray((1 - DRIFT) * written + DRIFT * (self.drifts @ text.drift), np.float32)


def kernel(likeness: Floats) -> Floats:
    """Likeness made to count what stands together: pairs and threes of features."""
    third = (1 + 2 * likeness) / 3
    return third * third * third


@lru_cache(maxsize=1)
def known() -> Known:
    texts = [seen(words_of(sentence.text)) for sentence in sentences()]
    words = vocabulary([text.keys for text in texts], SHARES)
    rows = stack([words.values_of(text.keys, text.counts) for text in texts], len(words.keys))
    return Known(words, Products.of(transpose(rows)), np.stack([text.drift for text in texts]))


@lru_cache(maxsize=1)
def detector() -> Detector:
    with np.load(FILE) as arrays:
        glance = Glance(
            arrays["keys"],
            arrays["weight"],
            arrays["drift"],
            float(arrays["constant"]),
            float(arrays["line"]),
        )
        return Detector(arrays["dual"], glance)


def parts_of(text: str) -> Iterator[Sequence[str]]:
    """The words of each sentence, and of a long one a stretch after another; nothing twice."""
    told: set[tuple[str, ...]] = set()
    for sentence in _sentences(text[:LOOKED_AT]):
        words = [word[:LONGEST_WORD] for word in words_of(sentence)]
        for begin in range(0, max(1, len(words) - LONGEST + STEP), STEP):
            part = tuple(words[begin : begin + LONGEST])
            if part and part not in told:
                told.add(part)
                yield part


def _sentences(text: str) -> list[str]:
    """A short text is one: what is begun in one sentence is often said in the next."""
    if len(words_of(text)) <= LONGEST:
        return [text]
    for end in _ENDS:
        text = text.replace(end, "\n")
    return text.split("\n")
