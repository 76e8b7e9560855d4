"""Rows of few values among many columns, with what the matcher needs of them, in numpy alone."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int32]
Index = NDArray[np.intp]

# A column that many rows share is multiplied as part of a dense block, a rarer one pair by pair. One pair costs about
# as much as twenty cells of a block.
PAIR_COST = 20
BLOCK_CELLS = 12_000_000  # of a dense block: about 50 MB
PAIRS_AT_ONCE = 2_000_000
MOST_KEPT = 2_000_000  # cells of a block that is kept: 8 MB
KEPT_PAIR_COST = 10  # beside a kept block, which is far more than a processor has at hand


_ENTRY = np.dtype([("row", np.int32), ("value", np.float32)])


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
    places = (first - lengths.cumsum() + lengths).repeat(lengths)
    places += np.arange(len(places))
    return places, lengths


def dot(by_column: Rows, columns: Ints, values: Floats) -> Floats:
    """The product of one sparse row with every row."""
    places, lengths = spans(by_column.start, columns)
    weights = values.repeat(lengths)
    weights *= by_column.value[places]
    return np.bincount(by_column.column[places], weights, by_column.width).astype(np.float32)


class Products(Struct, frozen=True):
    """What is needed for the products of one sparse row after another with the same rows.

    The columns that many rows share are most of the work, and lie dense beside the others.
    """

    start: Ints  # of each column among the entries
    entries: NDArray[np.void]  # where a row and its value stand side by side, so that one look finds both
    place: Index  # of each column in the block, or -1
    block: Floats  # columns x rows

    @classmethod
    def of(cls, by_column: Rows) -> "Products":
        shared = np.diff(by_column.start)
        often = np.flatnonzero(shared >= max(1, by_column.width / KEPT_PAIR_COST))
        most = MOST_KEPT // max(1, by_column.width)
        many: Ints = often[np.argsort(-shared[often], kind="stable")[:most]].astype(np.int32)
        place = np.full(len(shared), -1, np.intp)
        place[many] = np.arange(len(many))
        entries = np.empty(len(by_column.column), _ENTRY)
        entries["row"], entries["value"] = by_column.column, by_column.value
        return cls(by_column.start, entries, place, _dense(by_column, many))

    def with_row(self, columns: Ints, values: Floats) -> Floats:
        """The product of this row with every row."""
        in_block = self.place[columns]
        often = in_block >= 0
        seldom = ~often
        places, lengths = spans(self.start, columns[seldom])
        found = self.entries.take(places)
        weights = values[seldom].repeat(lengths)
        weights *= found["value"]
        product = np.bincount(found["row"], weights, self.block.shape[1]).astype(np.float32)
        product += values[often] @ self.block[in_block[often]]
        return product


def gram(rows: Rows) -> Floats:
    """The product of every row with every row."""
    by_column = transpose(rows)
    shared = np.diff(by_column.start)
    many = max(4, int(rows.count / PAIR_COST))
    result = np.zeros((rows.count, rows.count), np.float32)
    _add_dense(result, by_column, np.flatnonzero(shared >= many).astype(np.int32))
    for often in np.unique(shared[(shared > 0) & (shared < many)]).tolist():
        columns = np.flatnonzero(shared == often)
        per_step = max(1, PAIRS_AT_ONCE // (often * often))
        for begin in range(0, len(columns), per_step):
            _add_pairs(result, by_column, columns[begin : begin + per_step], often)
    return result


def add_products(result: Floats, rows: Floats) -> None:
    """Adds the product of every (dense) row with every row, a block at a time to save memory."""
    step = max(1, BLOCK_CELLS // max(1, len(rows)))
    for begin in range(0, len(rows), step):
        result[begin : begin + step] += rows[begin : begin + step] @ rows.T


def _add_dense(result: Floats, by_column: Rows, columns: Ints) -> None:
    per_step = max(1, BLOCK_CELLS // max(1, len(result)))
    for begin in range(0, len(columns), per_step):
        dense = _dense(by_column, columns[begin : begin + per_step])
        add_products(result, np.ascontiguousarray(dense.T))


def _dense(by_column: Rows, columns: Ints) -> Floats:
    """These columns x rows."""
    places, lengths = spans(by_column.start, columns)
    block = np.zeros((len(columns), by_column.width), np.float32)
    block[np.repeat(np.arange(len(columns)), lengths), by_column.column[places]] = by_column.value[places]
    return block


def _add_pairs(result: Floats, by_column: Rows, columns: Index, often: int) -> None:
    """Adds the columns that exactly `often` rows share: every pair of these rows."""
    places = by_column.start[columns][:, None] + np.arange(often)
    owners = by_column.column[places]
    values = by_column.value[places]
    left = np.repeat(owners, often, axis=1).reshape(-1).astype(np.intp)
    right = np.tile(owners, (1, often)).reshape(-1)
    products = (values[:, :, None] * values[:, None, :]).reshape(-1)
    np.add.at(result.reshape(-1), left * by_column.width + right, products)
