"""A second ear for danger, beside the lists: a net that learned from the reviewed sentences in `learned/`.

A first look (glance.py) tells most ordinary texts apart, so that the net is asked of few. `python -m
knowledge.caution.train_detector` trains both; the file that it writes holds their weights and no text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from msgspec import Struct

from knowledge.caution.forms import LOOKED_AT, words_of
from knowledge.caution.forms import WORDS_KEPT as WORDS_GLANCED_AT
from knowledge.caution.glance import Glance
from knowledge.caution.net import WORDS_KEPT, Net, Real

FILE = Path(__file__).parent / "detector.npz"
# The kinds, the gravest first, each with the score from which on it is heard: drawn as decision 0018 tells, as low as
# leaves ordinary sentences in peace. A sigh sounds like distress sooner than a cable like a fire.
LINES = {"life": 0.53, "violence": 0.53, "distress": 0.56, "stolen_device": 0.58, "password": 0.58}
KINDS = tuple(LINES)
LONGEST = 40  # words that are heard at once: in more, one sentence is drowned by the others
STEP = 20
LONG_NUMBER = "0000"
LONGEST_WORD = 30  # letters; what is longer is no word
_ENDS = ".?!;\n"
# Words that are said again and again, without a stop between: the net would hear nothing else in forty words, and knows none such.
_AGAIN = re.compile(r"((?: \S++){2,20}?)\1+(?= |$)")


class Heard(Struct, frozen=True):
    """What a part of a text says."""

    kind: str
    score: float  # about the chance that it is danger of any kind
    words: str

    @property
    def is_danger(self) -> bool:
        return self.score > LINES[self.kind]


def may_be_danger(text: str) -> bool:
    """Whether the net is worth asking: for most ordinary texts it is not."""
    line = glance().line
    return any(sum(map(_glanced_at, map(_alike, words))) > line for words in parts_of(text))


def hears(text: str) -> Heard | None:
    """The part of the text that speaks of danger most surely, however little that is; None of no words."""
    found: Heard | None = None
    for words in parts_of(text):
        here = heard_in(words, net().scores([_of_word(_alike(word)) for word in words]))
        if found is None or here.score - LINES[here.kind] > found.score - LINES[found.kind]:
            found = here
    return found


def heard_in(words: Sequence[str], scores: Real) -> Heard:
    """`scores`: of these words for each kind; together about the chance that it is danger at all."""
    return Heard(KINDS[int(scores.argmax())], float(scores.sum()), " ".join(words))


@lru_cache(maxsize=1)
def net() -> Net:
    with np.load(FILE) as arrays:
        full = {name: arrays[name] for name in Net.__struct_fields__}
    return Net(
        **{name: array if name == "table" else array.astype(np.float32) for name, array in full.items()}
    )


@lru_cache(maxsize=1)
def glance() -> Glance:
    with np.load(FILE) as arrays:
        return Glance.of(arrays)


def _alike(word: str) -> str:
    """Long numbers are taken for one and the same: what one counts says nothing, and each would be new."""
    return LONG_NUMBER if len(word) >= len(LONG_NUMBER) and word.isdigit() else word


@lru_cache(maxsize=WORDS_GLANCED_AT)
def _glanced_at(word: str) -> float:
    return glance().of_word(word)


@lru_cache(maxsize=WORDS_KEPT)
def _of_word(word: str) -> Real:
    return net().of_word(word)


def parts_of(text: str) -> Iterator[Sequence[str]]:
    """The words of each sentence, and of a long one a stretch after another; nothing twice."""
    told: set[tuple[str, ...]] = set()
    for sentence in _sentences(text[:LOOKED_AT]):
        words = _said_once([word[:LONGEST_WORD] for word in words_of(sentence)])
        for begin in range(0, max(1, len(words) - LONGEST + STEP), STEP):
            part = tuple(words[begin : begin + LONGEST])
            if part and part not in told:
                told.add(part)
                yield part


def _said_once(words: list[str]) -> list[str]:
    """Of more words than are heard at once, what is said over and over as if it were said once."""
    if len(words) <= LONGEST:
        return words
    return _AGAIN.sub(r"\1", "".join(f" {word}" for word in words)).split()


def _sentences(text: str) -> list[str]:
    """A short text is one: what is begun in one sentence is often said in the next."""
    if len(words_of(text)) <= LONGEST:
        return [text]
    for end in _ENDS:
        text = text.replace(end, "\n")
    return text.split("\n")
