"""Makes encoder.npz: `python -m knowledge.matcher.train_encoder ../shared/data/routing/FILE.jsonl ...`

Learns, from public English sets whose licence allows it (see NOTICE.md), vectors for hashed features such that texts of
one topic point the same way. Takes a few minutes and numpy alone. Same files, same result.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.matcher.encoder import BUCKETS, NUMBERS, bucketed
from knowledge.matcher.text import words_of
from knowledge.matcher.words import Words

ROUNDS = 10
BATCH = 512
PACE = 0.01  # of Adam's steps
KEPT = 0.5  # of a text's features, by chance each time, so that no single one is relied on
SHARPNESS = 10.0  # of the softmax over cosines
MARGIN = 0.2  # by which the right topic has to win
SEED = 20

Real = NDArray[np.float32]
Texts = list[tuple[NDArray[np.intp], Real]]


class Adam:
    def __init__(self, values: Real) -> None:
        self.values, self.mean, self.square, self.step = values, values * 0, values * 0, 0

    def move(self, slope: Real, pace: float) -> None:
        self.step += 1
        self.mean += 0.1 * (slope - self.mean)
        self.square += 0.01 * (slope * slope - self.square)
        mean, square = self.mean / (1 - 0.9**self.step), self.square / (1 - 0.99**self.step)
        self.values -= pace * mean / (np.sqrt(square) + 1e-6)


def learn(texts: Texts, topic: NDArray[np.intp]) -> Real:
    """Vectors of the buckets. `topic`: of each text."""
    chance = np.random.default_rng(SEED)
    table = Adam((chance.standard_normal((BUCKETS, NUMBERS)) * 0.3 / NUMBERS**0.5).astype(np.float32))
    middles = Adam((chance.standard_normal((topic.max() + 1, NUMBERS)) / NUMBERS**0.5).astype(np.float32))
    steps = ROUNDS * (len(texts) // BATCH)
    for step in range(steps):
        if step % (len(texts) // BATCH) == 0:
            order = chance.permutation(len(texts))
            begin = 0
        chosen = order[begin : begin + BATCH]
        begin += BATCH
        pace = PACE * min(1.0, (step + 1) / 50) * (1 - step / steps)
        _improve(table, middles, [texts[place] for place in chosen], topic[chosen], chance, pace)
    return table.values


def _improve(
    table: Adam,
    middles: Adam,
    texts: Texts,
    topic: NDArray[np.intp],
    chance: np.random.Generator,
    pace: float,
) -> None:
    bucket = np.concatenate([buckets for buckets, _ in texts])
    value = np.concatenate([values for _, values in texts])
    start = np.cumsum([0, *(len(buckets) for buckets, _ in texts[:-1])])
    value = value * (chance.random(len(value)) < KEPT) / KEPT
    sums = np.add.reduceat(table.values[bucket] * value[:, None], start)
    length = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
    unit = sums / length
    far = np.linalg.norm(middles.values, axis=1, keepdims=True) + 1e-6
    middle = middles.values / far
    rows = np.arange(len(texts))
    cosines = unit @ middle.T
    cosines[rows, topic] -= MARGIN
    wrong = np.exp(SHARPNESS * (cosines - cosines.max(axis=1, keepdims=True)))
    wrong /= wrong.sum(axis=1, keepdims=True)
    wrong[rows, topic] -= 1
    wrong *= SHARPNESS / len(texts)
    back, turn = wrong @ middle, wrong.T @ unit
    back = (back - unit * (unit * back).sum(axis=1, keepdims=True)) / length
    turn = (turn - middle * (middle * turn).sum(axis=1, keepdims=True)) / far
    owner = np.repeat(rows, [len(buckets) for buckets, _ in texts])
    order = np.argsort(bucket, kind="stable")
    first = np.flatnonzero(np.diff(bucket[order], prepend=-1))
    slope = np.zeros_like(table.values)
    slope[bucket[order][first]] = np.add.reduceat((back[owner] * value[:, None])[order], first)
    table.move(slope, pace)
    middles.move(turn.astype(np.float32), pace)


def rarity(texts: Texts) -> Real:
    """How much each bucket counts: less when many texts have it."""
    seen = np.bincount(np.concatenate([np.unique(buckets) for buckets, _ in texts]), minlength=BUCKETS)
    return ((np.log((1 + len(texts)) / (1 + seen)) + 1) ** 0.5).astype(np.float32)


def encoder_of(lines: Sequence[dict[str, Any]]) -> tuple[NDArray[np.int8], Real]:
    """The table in whole numbers and each row's scale."""
    topics = sorted({line["topic"] for line in lines})
    topic = np.array([topics.index(line["topic"]) for line in lines])
    words = Words()
    texts = [bucketed(*words.keys_of(words.of(words_of(line["text"]), "en"))) for line in lines]
    rare = rarity(texts)
    table = learn([(b, (v * rare[b]).astype(np.float32)) for b, v in texts], topic) * rare[:, None]
    seen = np.zeros(BUCKETS, bool)
    seen[np.concatenate([buckets for buckets, _ in texts])] = True
    table[~seen] = 0  # what was never seen says nothing
    scale = np.abs(table).max(axis=1) / 127
    return np.round(table / np.maximum(scale, 1e-9)[:, None]).astype(np.int8), scale.astype(np.float32)


def main(files: Sequence[str]) -> None:
    lines = [json.loads(line) for file in files for line in Path(file).read_text("utf-8").splitlines()]
    table, scale = encoder_of([line for line in lines if line["topic"]])
    np.savez_compressed(Path(__file__).parent / "encoder.npz", table=table, scale=scale)


if __name__ == "__main__":
    main(sys.argv[1:])
