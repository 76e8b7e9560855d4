"""Trains the detector's first look in numpy alone: logistic regression on what the net says of many texts."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from knowledge.caution.glance import Glance
from knowledge.caution.net import Real, table_rows
from knowledge.caution.train_net import batch_of, summed
from knowledge.caution.variations import Words
from knowledge.matcher.adam import Adam
from knowledge.matcher.word_vectors import NUMBERS

# Scores of the net: from the one on a text is to be let through; from the other on hardly a reviewed one may be lost. Both
# are below every line at which a kind is heard.
HIGH, HEARD = 0.4, 0.5
ONE_LOST = 2_000  # of so many reviewed ones may be lost: the last few cost twice as many texts that the net is asked of in vain
WEIGHT = 20  # of a text to be let through: to lose one is worse than to ask the net in vain
ROUNDS, TEXTS = 4, 512  # over all texts; a step
ROUNDING = 1e-3  # at most, of a sum
PACE = 0.02  # of Adam's steps at first; from there evenly down to nothing


def glanced(texts: Sequence[Words], said: Real, reviewed: int, seed: int) -> Glance:
    """`said`: the net's score of each text. The first so many are reviewed: of these hardly one that it would hear is lost."""
    chance = np.random.default_rng(seed)
    table, turned, begin = (Adam(np.zeros((rows, 1))) for rows in (table_rows(), NUMBERS, 1))
    wanted = said > HIGH
    weight = np.where(wanted, np.float32(WEIGHT), np.float32(1))
    a_round = -(-len(texts) // TEXTS)
    for step in range(ROUNDS * a_round):
        if step % a_round == 0:
            order = chance.permutation(len(texts))
        chosen = order[step % a_round * TEXTS :][:TEXTS]
        batch = batch_of([texts[place] for place in chosen])
        words = np.add.reduceat(table.weights[batch.rows, 0] * batch.share, batch.begin)
        words += batch.numbers @ turned.weights[:, 0]
        text = np.repeat(np.arange(len(chosen)), batch.counts)
        line = batch.line[batch.line > 0] - 1
        sums = np.bincount(text, words[line]) + begin.weights[0, 0]
        wrong = (1 / (1 + np.exp(-sums)) - wanted[chosen]) * weight[chosen] / len(chosen)
        back = np.bincount(line, wrong[text]).astype(np.float32)
        lengths = np.diff(batch.begin, append=len(batch.rows))
        rows, back_rows = summed(batch.rows, (np.repeat(back, lengths) * batch.share)[:, None])
        pace = PACE * (1 - step / (ROUNDS * a_round))
        table.step(back_rows, pace, rows)
        turned.step((back @ batch.numbers)[:, None], pace)
        begin.step(wrong.sum(keepdims=True)[:, None], pace)
    found = Glance(table.weights[:, 0], turned.weights[:, 0], -np.inf)
    heard = [words for words, score in zip(texts[:reviewed], said, strict=False) if score > HEARD]
    sums = sorted(sum(map(found.of_word, words)) for words in heard)
    return replace(found, line=sums[len(sums) // ONE_LOST] - ROUNDING)
