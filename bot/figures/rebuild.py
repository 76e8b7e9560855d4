"""Counting everything again from the histories, beside a desk that goes on working."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Sequence

from bot.domain.events import decode_history
from bot.domain.evolve import fold
from bot.figures.tallies import Tally, tallies
from bot.store.store import FIRST_NUMBER, Store
from bot.store.tallies import Tallies

_AT_ONCE = 250
_TRIES = 20


class NeverStill(Exception):
    """Something was committed during every try to put the recount in its place."""


async def rebuild(store: Store) -> int:
    """Puts the sum over all histories in the place of all tallies; how many requests that is. Raises NeverStill.

    What is committed meanwhile is counted again, and the sum is written only if nothing was since.
    """
    counted = Tallies(store.link)
    lengths: dict[int, int] = {}  # of each history, when it was counted
    total: dict[Tally, int] = {}
    for _ in range(_TRIES):
        since = await counted.last_change()
        numbers = range(FIRST_NUMBER, await store.last_number() + 1)
        async for part, histories in _ahead(counted, numbers, lengths):
            for number, history in zip(part, histories, strict=True):
                _recount(number, history, lengths, total)
        if await counted.replace(total, since):
            return len(lengths)
    raise NeverStill


Part = tuple[Sequence[int], Sequence[bytes]]


async def _ahead(counted: Tallies, numbers: range, lengths: dict[int, int]) -> AsyncIterator[Part]:
    """The histories that are longer than when they were counted. While some are counted the next are on their way."""
    coming: deque[asyncio.Task[Part]] = deque()
    for start in range(0, len(numbers), _AT_ONCE):
        coming.append(asyncio.create_task(_read(counted, numbers[start : start + _AT_ONCE], lengths)))
        await asyncio.sleep(0)  # so that it is asked for before the counting goes on
        if len(coming) > 1:
            yield await coming.popleft()
    for part in coming:
        yield await part


async def _read(counted: Tallies, numbers: Sequence[int], lengths: dict[int, int]) -> Part:
    moved = await _moved(counted, numbers, lengths)
    return moved, await counted.histories(moved) if moved else ()


async def _moved(counted: Tallies, numbers: Sequence[int], lengths: dict[int, int]) -> Sequence[int]:
    """Those whose history is longer than when it was counted."""
    if numbers[0] > next(reversed(lengths), 0):
        return numbers
    found = await counted.lengths(numbers)
    return [n for n, length in zip(numbers, found, strict=True) if lengths.get(n, 0) != length]


def _recount(number: int, packed: bytes, lengths: dict[int, int], total: dict[Tally, int]) -> None:
    history = decode_history(packed)
    if number in lengths:
        _add(total, tallies(fold(history[: lengths[number]])), -1)
    if history:
        _add(total, tallies(fold(history)), 1)
        lengths[number] = len(history)


def _add(total: dict[Tally, int], cells: Counter[Tally], sign: int) -> None:
    for cell, count in cells.items():
        total[cell] = total.get(cell, 0) + sign * count
