"""One example more, without fitting again.

The system that was solved is bordered with one row (block inversion): the result is the solution with that row, at the
rarities and lines of before. Costs a few products with the rows, whatever was learned before.
"""

from collections.abc import Callable

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from knowledge.matcher.features import keys_of, language_of
from knowledge.matcher.fitted import Fitted
from knowledge.matcher.ridge import PENALTY
from knowledge.matcher.sparse import Doubles, Floats, Ints, Rows, dot
from knowledge.matcher.types import Example

STEPS = 60
CLOSE_ENOUGH = 1e-5
LIGHTEST = 1e-3


def one_more(fitted: Fitted, by_column: Rows, example: Example) -> tuple[Fitted, Rows]:
    """The system with `example`, and its rows by column."""
    keys, counts = keys_of(example.text, language_of(example.text, example.lang))
    vocabulary = fitted.vocabulary.with_keys(keys)
    columns, values = vocabulary.values_of(keys, counts)
    topics = fitted.topics if example.topic in fitted.topics else (*fitted.topics, example.topic)
    topic = topics.index(example.topic)
    weights = _padded(fitted.weights, len(vocabulary.keys), len(topics))
    by_column = _padded_rows(by_column, len(vocabulary.keys))

    likeness = dot(by_column, columns, values)
    looseness = PENALTY / max(example.weight, LIGHTEST)
    through = _solved(fitted, by_column, likeness)
    target = np.zeros(len(topics))
    target[topic] = 1.0
    own = float(values @ values) + looseness - float(likeness @ through)
    added = ((target - values @ weights[columns]) / own).astype(np.float32)

    weights -= np.outer(_by_columns(fitted.rows, through, len(vocabulary.keys)), added)
    weights[columns] += np.outer(values, added)
    dual = _padded(fitted.dual, len(fitted.dual) + 1, len(topics))
    dual[:-1] -= np.outer(through, added)
    dual[-1] = added
    hidden = example.topic in fitted.confidential
    larger = replace(
        fitted,
        topics=topics,
        texts=(*fitted.texts, "" if hidden else example.text),
        topic_of=np.append(fitted.topic_of, np.int32(topic)),
        looseness=np.append(fitted.looseness, np.float32(looseness)),
        vocabulary=vocabulary,
        rows=_with_row(fitted.rows, columns, values, len(vocabulary.keys)),
        weights=weights,
        dual=dual,
    )
    return larger, _with_entries(by_column, columns, values)


def _solved(fitted: Fitted, by_column: Rows, right: Doubles) -> Doubles:
    """(likeness + looseness)^-1 right, by conjugate gradients: no inverse has to be kept."""
    rows, width = fitted.rows, by_column.count

    def times(vector: Doubles) -> Doubles:
        back = _by_columns(rows, vector, width)
        parts = rows.value * back[rows.column]
        return np.add.reduceat(np.append(parts, 0.0), rows.start[:-1]) * (np.diff(rows.start) > 0) + (
            fitted.looseness * vector
        )

    return conjugate(times, right)


def conjugate(times: Callable[[Doubles], Doubles], right: Doubles) -> Doubles:
    """Solves `times(x) = right` for a symmetric positive `times`."""
    solution = np.zeros_like(right)
    rest = right.copy()
    direction = rest.copy()
    square = float(rest @ rest)
    goal = square * CLOSE_ENOUGH**2
    for _ in range(STEPS):
        if square <= goal:
            break
        moved = times(direction)
        step = square / float(direction @ moved)
        solution += step * direction
        rest -= step * moved
        square, before = float(rest @ rest), square
        direction = rest + (square / before) * direction
    return solution


def _by_columns(rows: Rows, vector: Doubles, width: int) -> Doubles:
    weighted = rows.value * np.repeat(vector, np.diff(rows.start))
    return np.bincount(rows.column, weighted, minlength=width).astype(np.float64)


def _padded(matrix: Floats, height: int, width: int) -> Floats:
    larger: NDArray[np.float32] = np.zeros((height, width), np.float32)
    larger[: matrix.shape[0], : matrix.shape[1]] = matrix
    return larger


def _padded_rows(by_column: Rows, columns: int) -> Rows:
    missing = columns - by_column.count
    return replace(by_column, start=np.append(by_column.start, np.repeat(by_column.start[-1:], missing)))


def _with_row(rows: Rows, columns: Ints, values: Floats, width: int) -> Rows:
    return Rows(
        np.append(rows.start, np.int32(rows.start[-1] + len(columns))),
        np.append(rows.column, columns),
        np.append(rows.value, values),
        width,
    )


def _with_entries(by_column: Rows, columns: Ints, values: Floats) -> Rows:
    """The new last row's values, each at the end of its column."""
    ends = by_column.start[columns + 1]
    order = np.argsort(columns)
    more = np.zeros(by_column.count + 1, np.int32)
    more[columns + 1] = 1
    return Rows(
        by_column.start + np.cumsum(more, dtype=np.int32),
        np.insert(by_column.column, ends[order], np.int32(by_column.width)),
        np.insert(by_column.value, ends[order], values[order]),
        by_column.width + 1,
    )
