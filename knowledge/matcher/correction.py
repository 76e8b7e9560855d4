"""One example more, without fitting again.

The system that was solved is bordered with one row (block inversion): the result is the solution with that row, at the
rarities and lines of before. Costs one product with the inverse, whatever was learned before. Of a very large system only
the anchors are bordered: the row then pulls at what is like it, as its share of everything is taken back at them.
"""

import numpy as np
from msgspec.structs import replace

from knowledge.matcher.fitted import Fitted
from knowledge.matcher.reading import read
from knowledge.matcher.ridge import PENALTY, aimed, kernel
from knowledge.matcher.sparse import Floats, Ints, Rows, dot
from knowledge.matcher.types import Example

LIGHTEST = 1e-3
NO_TOPIC = -1


def one_more(fitted: Fitted, known: frozenset[str], example: Example) -> Fitted:
    """The system with `example`. `known`: the words that are right."""
    text = read(
        example.text,
        example.lang,
        pairs=fitted.pairs,
        with_encoder=fitted.with_encoder,
        usual=fitted.usual_language,
    )
    vocabulary = fitted.vocabulary.with_keys(text.keys)
    width = len(vocabulary.keys)
    columns, values = text.values(vocabulary)
    sense = text.sense
    known_topic = example.topic in fitted.topics or not example.topic
    topics = fitted.topics if known_topic else (*fitted.topics, example.topic)
    topic = topics.index(example.topic) if example.topic else NO_TOPIC
    by_column = _padded_rows(fitted.by_column, width)
    alike = kernel(dot(by_column, columns, values) + fitted.senses @ sense)
    own = float(kernel(values @ values + sense @ sense)) + PENALTY / max(example.weight, LIGHTEST)
    target = np.zeros(len(topics))
    if topic != NO_TOPIC:
        target = aimed(np.array([topic]), len(topics), np.array([example.is_taught]))[0]
    dual = _padded(fitted.dual, len(fitted.dual) + 1, len(topics))
    missing = (target - alike @ dual[:-1]).astype(np.float32)
    inverse = _border(dual, fitted.inverse, fitted.anchors, alike[fitted.anchors], own, missing)
    hidden = example.topic in fitted.confidential
    return replace(
        fitted,
        topics=topics,
        texts=(*fitted.texts, "" if hidden else example.reason),
        topic_of=np.append(fitted.topic_of, np.int32(topic)),
        languages=tuple(sorted({*fitted.languages, text.language} - {""})),
        spelling=fitted.spelling.with_words(text.words, known),
        vocabulary=vocabulary,
        by_column=_with_entries(by_column, columns, values),
        senses=np.vstack([fitted.senses, sense.astype(np.float32)]),
        dual=dual,
        anchors=np.append(fitted.anchors, np.int32(len(fitted.dual))),
        inverse=inverse,
    )


def _border(
    dual: Floats, inverse: Floats, anchors: Ints, alike: Floats, own: float, missing: Floats
) -> Floats:
    """Writes into `dual`, whose last row is still empty, and returns the larger inverse.

    `alike`: the new row and each anchor; `own`: and itself; `missing`: what its scores lack.
    """
    through = (inverse @ alike).astype(np.float32)
    rest = own - float(alike @ through)
    added = missing / np.float32(rest)
    dual[anchors] -= np.outer(through, added)
    dual[-1] = added
    larger = _padded(inverse, len(alike) + 1, len(alike) + 1)
    larger[:-1, :-1] += np.outer(through, through / rest)
    larger[-1, :-1] = larger[:-1, -1] = -through / rest
    larger[-1, -1] = 1 / rest
    return larger


def _padded(matrix: Floats, height: int, width: int) -> Floats:
    larger = np.zeros((height, width), np.float32)
    larger[: matrix.shape[0], : matrix.shape[1]] = matrix
    return larger


def _padded_rows(by_column: Rows, columns: int) -> Rows:
    missing = columns - by_column.count
    return replace(by_column, start=np.append(by_column.start, np.repeat(by_column.start[-1:], missing)))


def _with_entries(by_column: Rows, columns: Ints, values: Floats) -> Rows:
    """The new last row's values, each at the end of its column."""
    order = np.argsort(columns)
    ends = by_column.start[columns[order] + 1]
    more = np.zeros(by_column.count + 1, np.int32)
    more[columns + 1] = 1
    return Rows(
        by_column.start + np.cumsum(more, dtype=np.int32),
        np.insert(by_column.column, ends, np.int32(by_column.width)),
        np.insert(by_column.value, ends, values[order]),
        by_column.width + 1,
    )
