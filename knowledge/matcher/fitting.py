"""From examples to a fitted matcher."""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from knowledge.matcher.confidence import DEFAULT, Confidence, learn
from knowledge.matcher.features import keys_of, language_of
from knowledge.matcher.fitted import Fitted
from knowledge.matcher.ridge import PENALTY, Ridge, solve
from knowledge.matcher.sparse import Doubles, Floats, Index, Ints, gram, stack, weigh
from knowledge.matcher.types import Example, TopicText
from knowledge.matcher.vocabulary import vocabulary

WEIGHT_OF_TOPIC_TEXT = 0.4
LIGHTEST = 1e-3
# Of a confidential topic's own examples, left out in turn, so many at most may fall below the low line.
MISSED_AT_MOST = 0.01
LINE_SLACK = 0.8  # the low line lies below the lowest of them by this factor


class Row(Struct, frozen=True):
    text: str
    topic: str
    lang: str
    weight: float
    is_example: bool


class HeldOut(Struct, frozen=True):
    """Scores of the examples: without themselves, and without their whole topic."""

    scores: Doubles
    nearest: Doubles
    strange_scores: Doubles
    strange_nearest: Doubles


def fit_rows(
    examples: Sequence[Example], topic_texts: Sequence[TopicText], confidential: frozenset[str]
) -> Fitted:
    rows = _rows_of(examples, topic_texts)
    topics = tuple(dict.fromkeys([*(row.topic for row in rows), *(text.topic for text in topic_texts)]))
    number = {topic: index for index, topic in enumerate(topics)}
    topic_of = np.array([number[row.topic] for row in rows], np.int32)
    features = [keys_of(row.text, language_of(row.text, row.lang)) for row in rows]
    known = vocabulary([keys for keys, _ in features])
    matrix = stack([known.values_of(keys, counts) for keys, counts in features], len(known.keys))
    weight = np.array([max(row.weight, LIGHTEST) for row in rows])
    likeness = gram(matrix)
    solved = solve(likeness, topic_of.astype(np.intp), len(topics), weight)
    is_example = np.array([row.is_example for row in rows], bool)
    held_out = hold_out(solved, likeness, topic_of, is_example)
    own = topic_of[is_example]
    dual = solved.dual.astype(np.float32)
    return Fitted(
        topics=topics,
        confidential=confidential & set(topics),
        texts=tuple("" if row.topic in confidential or not row.is_example else row.text for row in rows),
        topic_of=topic_of,
        looseness=(PENALTY / weight).astype(np.float32),
        vocabulary=known,
        rows=matrix,
        weights=weigh(matrix, dual),
        dual=dual,
        confidence=_confidence(held_out, own),
        in_play_from=_low_line(held_out, own, [number[topic] for topic in confidential & set(topics)]),
    )


def _rows_of(examples: Sequence[Example], topic_texts: Sequence[TopicText]) -> list[Row]:
    rows = [Row(e.text, e.topic, e.lang, e.weight, True) for e in examples if e.text.strip()]
    languages: Mapping[str, str] = {}
    for topic_text in topic_texts:
        for text in topic_text.texts:
            if text.strip():
                lang = languages.get(topic_text.topic, "")
                rows.append(Row(text, topic_text.topic, lang, WEIGHT_OF_TOPIC_TEXT, False))
    return rows


def hold_out(solved: Ridge, likeness: Floats, topic_of: Ints, is_example: Index) -> HeldOut:
    apart = likeness.astype(np.float64)
    np.fill_diagonal(apart, -1.0)
    nearest = apart.max(axis=1, initial=0.0)
    strange_scores = np.zeros_like(solved.dual)
    strange_nearest = np.zeros(len(topic_of))
    for topic in np.unique(topic_of):
        block = np.flatnonzero(topic_of == topic)
        strange_scores[block] = solved.without(block)
        strange_scores[block, topic] = -1.0
        others = np.flatnonzero(topic_of != topic)
        strange_nearest[block] = apart[np.ix_(block, others)].max(axis=1, initial=0.0)
    return HeldOut(
        solved.without_itself()[is_example],
        nearest[is_example],
        strange_scores[is_example],
        strange_nearest[is_example],
    )


def _confidence(held_out: HeldOut, topic: Ints) -> Confidence:
    if not len(topic):
        return DEFAULT
    inside = np.column_stack([held_out.scores.max(axis=1), held_out.nearest])
    outside = np.column_stack([held_out.strange_scores.max(axis=1), held_out.strange_nearest])
    is_right = (held_out.scores.argmax(axis=1) == topic).astype(np.float64)
    return learn(inside, is_right, outside)


def _low_line(held_out: HeldOut, topic: Ints, confidential: list[int]) -> float:
    """The score from which a confidential topic is still in play."""
    chosen = np.flatnonzero(np.isin(topic, confidential))
    if not len(chosen):
        return 0.0
    own = np.sort(held_out.scores[chosen, topic[chosen]])
    lowest = own[int(len(own) * MISSED_AT_MOST)]
    return float(lowest * LINE_SLACK if lowest > 0 else lowest)
