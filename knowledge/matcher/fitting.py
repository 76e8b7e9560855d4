"""From examples to a fitted matcher."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct

from knowledge.matcher.confidence import learn, usual_count
from knowledge.matcher.fitted import Fitted, usual_of
from knowledge.matcher.heldout import hold_out, nearest_others
from knowledge.matcher.low_line import low_line
from knowledge.matcher.reading import SENSES, Read, language_shown, read
from knowledge.matcher.ridge import Ridge, solve
from knowledge.matcher.sparse import Floats, Index, Ints, Rows, add_products, gram, stack, transpose
from knowledge.matcher.spelling import spelling
from knowledge.matcher.types import Example, TopicText
from knowledge.matcher.vocabulary import SHARES_OF_FEW, SHARES_OF_MANY, Vocabulary, vocabulary

WEIGHT_OF_TOPIC_TEXT = 0.6
LIGHTEST = 1e-3
# One correction is exact up to so many rows, whose inverse is carried along (36 MB). With more, every so many-th is an anchor,
# so that there are ANCHORS at most: what a correction would change everywhere is taken back at these alone.
EXACT_CORRECTIONS_UP_TO = 3_000
ANCHORS = 1_500

# With more rows the encoder adds nothing to what they say themselves, but pairs of their words do.
FEW_UP_TO = 4_000


class Row(Struct, frozen=True):
    text: str
    topic: str
    lang: str
    weight: float
    is_example: bool
    is_taught: bool
    reason: str


class Solved(Struct, frozen=True):
    topics: tuple[str, ...]
    topic_of: Ints  # of each row
    languages: tuple[str, ...]  # of the examples
    reads: list[Read]
    known: Vocabulary
    matrix: Rows
    senses: Floats
    weight: Floats  # of each row
    ridge: Ridge
    anchors: Index  # some of the rows, or all
    among_anchors: Ridge
    nearest: tuple[Floats, Floats]  # how like each row its nearest others are, and those of other topics
    examples: Index  # which rows are examples


def fit_rows(
    examples: Sequence[Example],
    topic_texts: Sequence[TopicText],
    confidential: frozenset[str],
    told_by_words: Callable[[str], object] = lambda _: None,
    *,
    with_encoder: bool = True,
) -> Fitted:
    """`told_by_words`: as `fit` has it. `with_encoder`: where there are few enough examples that it helps."""
    rows = _rows_of(examples, topic_texts)
    pairs = len(rows) > FEW_UP_TO
    solved = _solved(rows, topic_texts, pairs, with_encoder)
    hidden = confidential & set(solved.topics)
    inside, outside = hold_out(solved.ridge, solved.nearest, solved.topic_of, solved.examples)
    topic_of = solved.topic_of[solved.examples]
    is_told = np.array(
        [row.topic in hidden and bool(told_by_words(row.text)) for row in rows if row.is_example], bool
    )
    return Fitted(
        topics=solved.topics,
        confidential=hidden,
        texts=tuple("" if row.topic in hidden or not row.is_example else row.reason for row in rows),
        topic_of=solved.topic_of,
        languages=solved.languages,
        pairs=pairs,
        with_encoder=with_encoder,
        spelling=spelling([text.words for text in solved.reads], solved.languages),
        vocabulary=solved.known,
        by_column=transpose(solved.matrix),
        senses=solved.senses,
        dual=solved.ridge.dual.astype(np.float32),
        anchors=solved.anchors.astype(np.int32),
        inverse=solved.among_anchors.inverse().astype(np.float32),
        confidence=learn(inside, outside, topic_of, usual_count(topic_of)),
        in_play_within=low_line(inside, topic_of, [solved.topics.index(topic) for topic in hidden], is_told),
    )


def without_themselves(examples: Sequence[Example], topic_texts: Sequence[TopicText]) -> list[str]:
    """The topic that each example (an empty one left out) would get had it not been there."""
    rows = _rows_of(examples, topic_texts)
    pairs = len(rows) > FEW_UP_TO
    solved = _solved(rows, topic_texts, pairs, with_encoder=True)
    if not solved.topics:
        return []
    return [solved.topics[best] for best in solved.ridge.without_itself()[solved.examples].argmax(axis=1)]


def _solved(rows: Sequence[Row], topic_texts: Sequence[TopicText], pairs: bool, with_encoder: bool) -> Solved:
    topics = tuple(dict.fromkeys([*(row.topic for row in rows), *(text.topic for text in topic_texts)]))
    number = {topic: index for index, topic in enumerate(topics)}
    topic_of = np.array([number[row.topic] for row in rows], np.int32)
    languages = _languages_of(rows)
    usual = usual_of(languages)
    reads = [read(row.text, row.lang, pairs=pairs, with_encoder=with_encoder, usual=usual) for row in rows]
    known = vocabulary([text.keys for text in reads], SHARES_OF_MANY if pairs else SHARES_OF_FEW)
    matrix = stack([text.values(known) for text in reads], len(known.keys))
    senses = np.array([text.sense for text in reads], np.float32).reshape(len(rows), SENSES)
    likeness = gram(matrix)
    add_products(likeness, senses)
    nearest = nearest_others(likeness, topic_of)
    weight = np.array([max(row.weight, LIGHTEST) for row in rows])
    is_taught = np.array([row.is_taught for row in rows], bool)
    anchors = _anchors(len(rows))
    among_anchors = None
    if len(anchors) < len(rows):
        some = likeness[np.ix_(anchors, anchors)]
        among_anchors = solve(some, topic_of[anchors], len(topics), weight[anchors], is_taught[anchors])
    ridge = solve(likeness, topic_of, len(topics), weight, is_taught)
    return Solved(
        topics=topics,
        topic_of=topic_of,
        languages=languages,
        reads=reads,
        known=known,
        matrix=matrix,
        senses=senses,
        weight=weight,
        ridge=ridge,
        anchors=anchors,
        among_anchors=among_anchors or ridge,
        nearest=nearest,
        examples=np.flatnonzero([row.is_example for row in rows]),
    )


def _anchors(rows: int) -> Index:
    one_of = 1 if rows <= EXACT_CORRECTIONS_UP_TO else -(-rows // ANCHORS)
    return np.arange(0, rows, one_of)


def _rows_of(examples: Sequence[Example], topic_texts: Sequence[TopicText]) -> list[Row]:
    rows = [
        Row(e.text, e.topic, e.lang, e.weight, True, e.is_taught, e.reason)
        for e in examples
        if e.text.strip()
    ]
    rows += [
        Row(text, topic_text.topic, "", WEIGHT_OF_TOPIC_TEXT, False, False, "")
        for topic_text in topic_texts
        for text in topic_text.texts
        if text.strip()
    ]
    return rows


def _languages_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The languages that the examples are really written in; one text in fifty may be a stray."""
    shown = [language_shown(row.text, row.lang) for row in rows if row.is_example]
    seen = Counter(language for language in shown if language)
    return tuple(sorted(language for language, count in seen.items() if count * 50 > len(shown)))
