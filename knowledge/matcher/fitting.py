"""From examples to a fitted matcher."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from knowledge.matcher.confidence import learn
from knowledge.matcher.features import keys_of, language_of
from knowledge.matcher.fitted import Fitted
from knowledge.matcher.heldout import HeldOut, hold_out, nearest_others
from knowledge.matcher.ridge import solve
from knowledge.matcher.sparse import Ints, Rows, gram, stack
from knowledge.matcher.types import Example, TopicText
from knowledge.matcher.vocabulary import Vocabulary, vocabulary

WEIGHT_OF_TOPIC_TEXT = 0.4
LIGHTEST = 1e-3
# Of a confidential topic's own examples, left out in turn, so many at most may fall below the low line.
MISSED_AT_MOST = 0.01
LINE_SLACK = 0.8  # the low line lies below the lowest of them by this factor
# The inverse is carried along up to so many rows (36 MB), so that one correction is exact.
EXACT_CORRECTIONS_UP_TO = 3_000


class Row(Struct, frozen=True):
    text: str
    topic: str
    lang: str
    weight: float
    is_example: bool


def fit_rows(
    examples: Sequence[Example], topic_texts: Sequence[TopicText], confidential: frozenset[str]
) -> Fitted:
    rows = _rows_of(examples, topic_texts)
    topics = tuple(dict.fromkeys([*(row.topic for row in rows), *(text.topic for text in topic_texts)]))
    number = {topic: index for index, topic in enumerate(topics)}
    topic_of = np.array([number[row.topic] for row in rows], np.int32)
    known, matrix = _described(rows)
    likeness = gram(matrix)
    nearest = nearest_others(likeness, topic_of)
    weight = np.array([max(row.weight, LIGHTEST) for row in rows])
    solved = solve(likeness, topic_of.astype(np.intp), len(topics), weight)
    chosen = np.flatnonzero([row.is_example for row in rows])
    inside, outside = hold_out(solved, nearest, topic_of, chosen)
    keeps_inverse = len(rows) <= EXACT_CORRECTIONS_UP_TO
    return Fitted(
        topics=topics,
        confidential=confidential & set(topics),
        texts=tuple("" if row.topic in confidential or not row.is_example else row.text for row in rows),
        topic_of=topic_of,
        vocabulary=known,
        rows=matrix,
        dual=solved.dual.astype(np.float32),
        inverse=solved.inverse().astype(np.float32) if keeps_inverse else np.empty((0, 0), np.float32),
        confidence=learn(inside, outside, topic_of[chosen]),
        in_play_from=_low_line(inside, topic_of[chosen], [number[t] for t in confidential & set(topics)]),
    )


def _rows_of(examples: Sequence[Example], topic_texts: Sequence[TopicText]) -> list[Row]:
    rows = [Row(e.text, e.topic, e.lang, e.weight, True) for e in examples if e.text.strip()]
    rows += [
        Row(text, topic_text.topic, "", WEIGHT_OF_TOPIC_TEXT, False)
        for topic_text in topic_texts
        for text in topic_text.texts
        if text.strip()
    ]
    return rows


def _described(rows: Sequence[Row]) -> tuple[Vocabulary, Rows]:
    features = [keys_of(row.text, language_of(row.text, row.lang)) for row in rows]
    known = vocabulary([keys for keys, _ in features])
    return known, stack([known.values_of(keys, counts) for keys, counts in features], len(known.keys))


def _low_line(inside: HeldOut, topic: Ints, confidential: list[int]) -> float:
    """The score from which a confidential topic is still in play."""
    chosen = np.flatnonzero(np.isin(topic, confidential))
    if not len(chosen):
        return 0.0
    own = np.sort(inside.scores[chosen, topic[chosen]])
    lowest = float(own[int(len(own) * MISSED_AT_MOST)])
    return lowest * LINE_SLACK if lowest > 0 else lowest
