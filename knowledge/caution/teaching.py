"""What the detector's nets are taught: texts that are made up of the sentences in `learned/`, and what their teacher says of these."""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from msgspec import Struct

from knowledge.caution.detector import KINDS, LONGEST
from knowledge.caution.forms import words_of
from knowledge.caution.learned import Sentence, senses
from knowledge.caution.net import Index, Real
from knowledge.caution.variations import Told, Words

FILE = Path(__file__).parent / "learned" / "taught.npz"
MADE_UP = 60_000  # texts
SEED = 20
SHORTEST_SENSE = 3  # letters of a word of the senses that is put into made-up texts
# A score is kept as a whole number of eight bits: in so many parts of one, from this on.
PARTS_OF_ONE, LEAST = 150, -0.3


class Taught(Struct, frozen=True):
    """What the teacher says for each kind of each text that `texts_of` makes of the sentences with this digest."""

    scores: Real
    digest: str

    def save(self) -> None:
        whole = np.round((self.scores - LEAST) * PARTS_OF_ONE).clip(0, 255).astype(np.uint8)
        np.savez_compressed(FILE, scores=whole, digest=np.array(self.digest))


def taught() -> Taught:
    with np.load(FILE) as arrays:
        scores = arrays["scores"].astype(np.float32) / np.float32(PARTS_OF_ONE) + np.float32(LEAST)
        return Taught(scores, str(arrays["digest"]))


def texts_of(told: Sequence[Sentence]) -> list[str]:
    """The sentences as they stand, then made-up ones, with accents and stops where they had them; always the same."""
    making = varying(told, SEED, [sentence.text.split() for sentence in told])
    made_up = (text for text in iter(lambda: " ".join(making.made_up()), None) if words_of(text))
    return [*(sentence.text for sentence in told), *islice(made_up, MADE_UP)]


def words_shown(texts: Iterable[str]) -> list[list[str]]:
    """As the detector hears them."""
    return [words_of(text)[:LONGEST] for text in texts]


def varying(told: Sequence[Sentence], seed: int, words: Sequence[Words] | None = None) -> Told:
    """`words`: of each sentence, if not those that the net is shown."""
    alarming = sorted(word for word in senses().words if len(word) >= SHORTEST_SENSE)
    languages = [sentence.language for sentence in told]
    return Told(
        words or words_shown(sentence.text for sentence in told),
        kinds_of(told),
        languages,
        alarming,
        np.random.default_rng(seed),
    )


def kinds_of(told: Sequence[Sentence]) -> Index:
    """The place of each one's kind; -1 of an ordinary one."""
    return np.array([KINDS.index(sentence.kind) if sentence.kind else -1 for sentence in told])


def wanted_of(told: Sequence[Sentence]) -> Real:
    return np.asarray(kinds_of(told)[:, None] == np.arange(len(KINDS)), np.float32)
