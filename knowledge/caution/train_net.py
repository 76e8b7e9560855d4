"""Trains one net of the detector in numpy alone: by its teacher's say on made-up texts, and by reviewed sentences, varied."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from knowledge.caution.net import (
    CHARACTER_ROWS,
    SIDES,
    WORD_ROWS,
    Index,
    Net,
    Real,
    shown,
    table_rows,
)
from knowledge.caution.variations import Told, Words
from knowledge.matcher.adam import Adam
from knowledge.matcher.sparse import Floats
from knowledge.matcher.word_vectors import NUMBERS

# Numbers of a row of the table, hidden ones of the first layer and of the second.
ROW, HIDDEN, LATE = 48, 128, 48
ROUNDS = 4  # over the teacher's texts
TAUGHT, REVIEWED, PLAIN = 128, 80, 48  # texts a step
# Of Adam's steps at most; so many steps until then, and from there evenly down to nothing.
PACE, WARM = 0.004, 100
SURE = 0.95  # what a reviewed sentence counts for its kind
# Of a word's groups of rows, and of what the layers pull: by chance, each step.
GROUPS_LEFT_OUT, LEFT_OUT = 0.1, 0.05
GROUPS = 3
OWN_SPREAD, SENSE_SPREAD, TURNED_SPREAD = 0.05, 0.15, 0.25  # of the weights before the first step


_shown = lru_cache(maxsize=50_000)(shown)  # each word is looked at in many steps


class Batch(Struct, frozen=True):
    """Texts one after another, with an empty place before and after each."""

    rows: Index  # of the table, of one distinct word after another
    share: Real
    group: Index  # word by word: GROUPS * word + group
    begin: Index  # of each word among the rows
    numbers: Real  # words x NUMBERS
    line: Index  # 1 + place of the word; 0 for an empty place
    start: Index  # of each text in the line
    counts: Index  # words of each text


def batch_of(texts: Sequence[Words]) -> Batch:
    places: dict[str, int] = {}
    line = [0]
    for words in texts:
        line += [places.setdefault(word, len(places)) + 1 for word in words]
        line.append(0)
    see = [_shown(word) for word in places]
    lengths = np.array([len(one.rows) for one in see])
    counts = np.array([len(words) for words in texts])
    return Batch(
        np.concatenate([one.rows for one in see]),
        np.concatenate([one.share for one in see]),
        np.repeat(np.arange(len(see)) * GROUPS, lengths) + np.concatenate([one.group for one in see]),
        np.cumsum(lengths) - lengths,
        np.stack([one.numbers for one in see]),
        np.array(line),
        np.cumsum(counts + 1) - counts,
        counts,
    )


class _Training:
    def __init__(self, kinds: int, chance: np.random.Generator) -> None:
        self._chance = chance
        spread = np.full((table_rows(), 1), OWN_SPREAD)
        spread[WORD_ROWS + CHARACTER_ROWS :] = SENSE_SPREAD
        self.table = Adam(self._some(table_rows(), ROW) * spread)
        self.turned = Adam(self._some(NUMBERS, ROW) * TURNED_SPREAD)
        self.side = Adam(self._some(ROW, SIDES * HIDDEN) * (2 / SIDES / ROW) ** 0.5)
        self.hidden = Adam(np.zeros(HIDDEN))
        self.second = Adam(self._some(2 * HIDDEN, LATE) * (1 / HIDDEN) ** 0.5)
        self.late = Adam(np.zeros(LATE))
        self.last = Adam(self._some(LATE, kinds) * (1 / LATE) ** 0.5)
        self.kind = Adam(np.zeros(kinds))

    def _some(self, *shape: int) -> Floats:
        return self._chance.standard_normal(shape)

    def _kept(self, shape: tuple[int, ...], left_out: float) -> Real:
        kept = self._chance.random(shape, np.float32) >= left_out
        return np.asarray(kept / np.float32(1 - left_out), np.float32)

    def step(self, texts: Sequence[Words], wanted: Real, pace: float) -> None:
        """One step down the squared error of each kind's score and of their sum."""
        batch = batch_of(texts)
        # Forwards.
        share = batch.share * self._kept((len(batch.begin) * GROUPS,), GROUPS_LEFT_OUT)[batch.group]
        words = np.add.reduceat(self.table.weights[batch.rows] * share[:, None], batch.begin, axis=0)
        words += batch.numbers @ self.turned.weights
        placed = np.concatenate([np.zeros((1, ROW), np.float32), words])[batch.line]
        pulls = placed @ self.side.weights
        pull = pulls[:-2, :HIDDEN] + pulls[1:-1, HIDDEN:-HIDDEN] + pulls[2:, -HIDDEN:] + self.hidden.weights
        pull *= (batch.line[1:-1] > 0)[:, None]
        np.maximum(pull, 0, out=pull)
        text = np.repeat(np.arange(len(texts)), batch.counts + 1)[:-1]
        strongest = np.maximum.reduceat(pull, batch.start - 1, axis=0)
        evenly = ((batch.counts + 1) ** -0.5).astype(np.float32)[:, None]
        both = np.concatenate([strongest, np.add.reduceat(pull, batch.start - 1, axis=0) * evenly], axis=1)
        kept = self._kept(both.shape, LEFT_OUT)
        both *= kept
        late = np.maximum(both @ self.second.weights + self.late.weights, 0)
        kept_late = self._kept(late.shape, LEFT_OUT)
        late *= kept_late
        # Backwards.
        wrong = late @ self.last.weights + self.kind.weights - wanted
        wrong = (wrong + wrong.sum(axis=1, keepdims=True)) / np.float32(len(texts))
        back_late = (wrong @ self.last.weights.T) * kept_late * (late > 0)
        back = (back_late @ self.second.weights.T) * kept
        back_pull = back[text, :HIDDEN] * (pull == strongest[text]) + (back[:, HIDDEN:] * evenly)[text]
        back_pull *= pull > 0
        back_pulls = np.zeros_like(pulls)
        back_pulls[:-2, :HIDDEN] = back_pulls[1:-1, HIDDEN:-HIDDEN] = back_pulls[2:, -HIDDEN:] = back_pull
        _, back_words = summed(batch.line, back_pulls @ self.side.weights.T)
        back_words = back_words[1:]  # the empty places learn nothing
        of_rows = np.repeat(np.arange(len(batch.begin)), np.diff(batch.begin, append=len(batch.rows)))
        rows, back_rows = summed(batch.rows, back_words[of_rows] * share[:, None])
        self.last.step(late.T @ wrong, pace)
        self.kind.step(wrong.sum(axis=0), pace)
        self.second.step(both.T @ back_late, pace)
        self.late.step(back_late.sum(axis=0), pace)
        self.side.step(placed.T @ back_pulls, pace)
        self.hidden.step(back_pull.sum(axis=0), pace)
        self.turned.step(batch.numbers.T @ back_words, pace)
        self.table.step(back_rows, pace, rows)


def summed(places: Index, slopes: Real) -> tuple[Index, Real]:
    """Each distinct place, in order, with the sum of its slopes."""
    order = np.argsort(places, kind="stable")
    found = places[order]
    begins = np.flatnonzero(np.concatenate([[True], found[1:] != found[:-1]]))
    return found[begins], np.add.reduceat(slopes[order], begins, axis=0)


def trained(told: Told, texts: Sequence[Words], scores: Real, plain: Sequence[Words], seed: int) -> Net:
    """`scores`: what the teacher says of the `texts`; `plain`: requests that are no danger. The same for the same seed."""
    chance = np.random.default_rng(seed)
    training = _Training(scores.shape[1], chance)
    a_round = -(-len(texts) // TAUGHT)
    for step in range(ROUNDS * a_round):
        if step % a_round == 0:
            order = chance.permutation(len(texts))
        chosen = order[step % a_round * TAUGHT :][:TAUGHT]
        varied = [told.varied(int(place)) for place in chance.integers(len(told.words), size=REVIEWED)]
        chosen_plain = chance.integers(len(plain), size=PLAIN) if plain else ()
        wanted = np.zeros((len(varied) + len(chosen_plain), scores.shape[1]), np.float32)
        for row, (_, kind) in zip(wanted, varied, strict=False):
            if kind >= 0:
                row[kind] = SURE
        pace = PACE * min(1.0, (step + 1) / WARM) * (1 - step / (ROUNDS * a_round))
        shown_now = [
            *(texts[place] for place in chosen),
            *(words for words, _ in varied),
            *(plain[place] for place in chosen_plain),
        ]
        training.step(shown_now, np.concatenate([scores[chosen], wanted]), pace)
    return _as_net(training)


def _as_net(training: _Training) -> Net:
    unit = np.abs(training.table.weights).max() / 127
    return Net(
        np.round(training.table.weights / unit).astype(np.int8)[None],
        np.array([unit], np.float32),
        training.turned.weights[None],
        training.side.weights[None],
        training.hidden.weights[None],
        training.second.weights[None],
        training.late.weights[None],
        training.last.weights,
        training.kind.weights,
    )


def beside(nets: Sequence[Net]) -> Net:
    """As one, that says the mean of what they say."""
    count = np.float32(len(nets))
    joined = {
        name: np.concatenate([getattr(net, name) for net in nets])
        for name in ("table", "unit", "turned", "side", "hidden", "second", "late")
    }
    last = np.asarray(np.concatenate([net.last for net in nets]) / count, np.float32)
    kind = np.asarray(np.stack([net.kind for net in nets]).mean(axis=0), np.float32)
    return Net(**joined, last=last, kind=kind)
