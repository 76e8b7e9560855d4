"""Rows of few values among many columns, with what the matcher needs of them, in numpy alone."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int32]
Index = NDArray[np.intp]

# A column that many rows share is multiplied as a dense block; a rarer one pair by pair.
SHARED_BY_MANY = 24
BLOCK_CELLS = 24_000_000  # of a dense block: about 100 MB


class Rows(Struct, frozen=True):
    """Row i has the columns `column[start[i]:start[i + 1]]` with their values."""

    start: Ints
    column: Ints
    value: Floats
    width: int

    @property
    def count(self) -> int:
        return len(self.start) - 1


def stack(rows: Sequence[tuple[Ints, Floats]], width: int) -> Rows:
    start = np.zeros(len(rows) + 1, np.int32)
    np.cumsum([len(columns) for columns, _ in rows], out=start[1:])
    if not rows:
        return Rows(start, np.empty(0, np.int32), np.empty(0, np.float32), width)
    return Rows(start, np.concatenate([c for c, _ in rows]), np.concatenate([v for _, v in rows]), width)


def transpose(rows: Rows) -> Rows:
    """By column: which rows have it, and with what value."""
    order = np.argsort(rows.column, kind="stable")
    start = np.zeros(rows.width + 1, np.int32)
    np.cumsum(np.bincount(rows.column, minlength=rows.width), out=start[1:])
    owner = np.repeat(np.arange(rows.count, dtype=np.int32), np.diff(rows.start))
    return Rows(start, owner[order], rows.value[order], rows.count)


def spans(start: Ints, wanted: Ints) -> tuple[Index, Index]:
    """For each wanted row the places of its values, one after another, and how many each has."""
    first = start[wanted].astype(np.intp)
    lengths = start[wanted + 1] - first
    total = int(lengths.sum())
    places = np.arange(total) + np.repeat(first - np.cumsum(lengths) + lengths, lengths)
    return places, lengths


def dot(by_column: Rows, columns: Ints, values: Floats) -> Doubles:
    """The product of one sparse row with every row."""
    places, lengths = spans(by_column.start, columns)
    weights = by_column.value[places] * np.repeat(values, lengths)
    return np.bincount(by_column.column[places], weights, minlength=by_column.width).astype(np.float64)


def gram(rows: Rows) -> Floats:
    """The product of every row with every row."""
    by_column = transpose(rows)
    shared = np.diff(by_column.start)
    result = np.zeros((rows.count, rows.count), np.float32)
    _add_dense(result, by_column, np.flatnonzero(shared >= SHARED_BY_MANY).astype(np.int32))
    flat = result.reshape(-1)
    for often in range(1, SHARED_BY_MANY):
        columns = np.flatnonzero(shared == often)
        per_step = max(1, 4_000_000 // (often * often))
        for begin in range(0, len(columns), per_step):
            _add_pairs(flat, by_column, columns[begin : begin + per_step], often)
    return result


def _add_dense(result: Floats, by_column: Rows, columns: Ints) -> None:
    per_step = max(1, BLOCK_CELLS // max(1, len(result)))
    for begin in range(0, len(columns), per_step):
        chosen = columns[begin : begin + per_step]
        places, lengths = spans(by_column.start, chosen)
        block = np.zeros((len(result), len(chosen)), np.float32)
        block[by_column.column[places], np.repeat(np.arange(len(chosen)), lengths)] = by_column.value[places]
        result += block @ block.T


def _add_pairs(flat: Floats, by_column: Rows, columns: Index, often: int) -> None:
    """Adds the columns that exactly `often` rows share: every pair of these rows."""
    places = by_column.start[columns][:, None] + np.arange(often)
    owners = by_column.column[places].astype(np.int64)
    values = by_column.value[places]
    cells = owners[:, :, None] * by_column.width + owners[:, None, :]
    np.add.at(flat, cells.reshape(-1), (values[:, :, None] * values[:, None, :]).reshape(-1))


def weigh(rows: Rows, dual: Floats) -> Floats:
    """The columns' weights: the transposed rows times `dual` (rows x topics)."""
    by_column = transpose(rows)
    result = np.zeros((rows.width, dual.shape[1]), np.float32)
    filled = np.flatnonzero(np.diff(by_column.start))
    step = max(1, BLOCK_CELLS // max(1, dual.shape[1] * 8))
    for begin in range(0, len(filled), step):
        columns = filled[begin : begin + step].astype(np.int32)
        places, lengths = spans(by_column.start, columns)
        parts = dual[by_column.column[places]] * by_column.value[places][:, None]
        result[columns] = np.add.reduceat(parts, np.cumsum(lengths) - lengths)
    return result
