"""The net of the detector: what it learned lies in its weights, and of a word everything is worked out once.

A word is seen by itself, its characters, its senses (`learned/senses.txt`) and its numbers (word_vectors.py of the
matcher). With its neighbours it pulls hidden ones; of each of these the strongest pull in the text counts and the sum;
a second layer brings them together. Several such nets, each trained by itself, stand side by side and share the say.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.caution.learned import senses
from knowledge.matcher.features import characters, hashes_of
from knowledge.matcher.word_vectors import NUMBERS, vector_of

# Rows of the table: for words and for their characters by hash, so that some share one; then one for each sense.
WORD_ROWS, CHARACTER_ROWS = 8192, 8192
RUNS = range(3, 5)  # lengths of the runs of characters
WORD, CHARACTERS, SENSE = range(3)
SIDES = 3  # what a word says to the one after it, to itself, to the one before it
WORDS_KEPT = 5_000  # worked out: a few kilobytes each

Real = NDArray[np.float32]
Index = NDArray[np.intp]
_NOTHING = np.zeros(NUMBERS, np.float32)


class Shown(Struct, frozen=True):
    """A word as the net sees it."""

    rows: Index  # of the table
    share: Real  # how much each of them counts
    group: NDArray[np.int8]  # WORD, CHARACTERS or SENSE
    numbers: Real


def shown(word: str) -> Shown:
    own = (hashes_of([word]) % np.uint64(WORD_ROWS)).astype(np.intp)
    runs = (characters(word, RUNS) >> np.uint64(3)) % np.uint64(CHARACTER_ROWS)
    names = [] if word[0].isdigit() else [_sense_rows()[name] for name in senses().of(word)]
    numbers = vector_of(word)
    counts = [len(own), len(runs), len(names)]
    return Shown(
        np.concatenate([own, runs.astype(np.intp) + WORD_ROWS, np.array(names, np.intp)]),
        np.repeat(np.array([1, 1 / max(1, len(runs)) ** 0.5, 1], np.float32), counts),
        np.repeat(np.array([WORD, CHARACTERS, SENSE], np.int8), counts),
        _NOTHING if numbers is None else numbers,
    )


@lru_cache(maxsize=1)
def _sense_rows() -> dict[str, int]:
    names = sorted(
        {name for table in (senses().exact, senses().beginning) for of in table.values() for name in of}
    )
    return {name: WORD_ROWS + CHARACTER_ROWS + place for place, name in enumerate(names)}


def table_rows() -> int:
    return WORD_ROWS + CHARACTER_ROWS + len(_sense_rows())


class Net(Struct, frozen=True):
    """`nets` side by side; each has `hidden` hidden ones in its first layer and `late` in its second."""

    table: NDArray[np.int8]  # nets x rows x numbers of a row
    unit: Real  # nets: what one step of the table's whole numbers means
    turned: Real  # nets x the numbers of a word x numbers of a row
    side: Real  # nets x numbers of a row x (SIDES * hidden)
    hidden: Real  # nets x hidden: what each begins with
    second: Real  # nets x (2 * hidden) x late
    late: Real  # nets x late
    last: Real  # (nets * late) x kinds
    kind: Real  # kinds

    def of_word(self, word: str) -> Real:
        """What the word pulls at, SIDES x (nets * hidden) in a row."""
        see = shown(word)
        rows = (
            np.einsum("r,nre->ne", see.share, self.table[:, see.rows].astype(np.float32)) * self.unit[:, None]
        )
        rows += see.numbers @ self.turned
        pull = (rows[:, None, :] @ self.side).reshape(len(rows), SIDES, -1)
        return np.ascontiguousarray(pull.transpose(1, 0, 2)).reshape(-1)

    def scores(self, pulls: Sequence[Real]) -> Real:
        """Of a text for each kind, about 0 to 1; together about the chance that it is danger at all.

        `pulls`: of each of its words, as `of_word` gives them.
        """
        count = len(pulls)
        before, own, after = np.concatenate(pulls).reshape(count, SIDES, -1).transpose(1, 0, 2)
        pull = own + self.hidden.reshape(-1)
        if count > 1:
            pull[1:] += before[:-1]
            pull[:-1] += after[1:]
        np.maximum(pull, 0, out=pull)
        together = np.empty((len(self.hidden), 2, self.hidden.shape[1]), np.float32)
        together[:, 0] = pull.max(axis=0).reshape(self.hidden.shape)
        together[:, 1] = pull.sum(axis=0).reshape(self.hidden.shape)
        together[:, 1] *= np.float32((count + 1) ** -0.5)
        late = (together.reshape(len(self.hidden), 1, -1) @ self.second)[:, 0] + self.late
        return np.asarray(np.maximum(late, 0, out=late).reshape(-1) @ self.last + self.kind, np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {name: getattr(self, name) for name in self.__struct_fields__}
