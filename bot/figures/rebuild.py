"""Counting everything again from the histories, beside a desk that goes on working."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.domain.events import decode_event
from bot.domain.evolve import fold
from bot.figures.tallies import Tally, tallies
from bot.store.store import FIRST_NUMBER, Store
from bot.store.tallies import Tallies

_AT_ONCE = 500
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
        for start in range(0, len(numbers), _AT_ONCE):
            part = numbers[start : start + _AT_ONCE]
            await _recount(counted, await _moved(counted, part, lengths), lengths, total)
        if await counted.replace(total, since):
            return len(lengths)
    raise NeverStill


async def _moved(counted: Tallies, numbers: Sequence[int], lengths: dict[int, int]) -> Sequence[int]:
    """Those whose history is longer than when it was counted."""
    if not lengths or numbers[0] > max(lengths):
        return numbers
    found = await counted.lengths(numbers)
    return [n for n, length in zip(numbers, found, strict=True) if lengths.get(n, 0) != length]


async def _recount(
    counted: Tallies, numbers: Sequence[int], lengths: dict[int, int], total: dict[Tally, int]
) -> None:
    if not numbers:
        return
    for number, history in zip(numbers, await counted.histories(numbers), strict=True):
        if number in lengths:
            _add(total, counted_of(history[: lengths[number]]), -1)
        if history:
            _add(total, counted_of(history), 1)
            lengths[number] = len(history)


def _add(total: dict[Tally, int], cells: Counter[Tally], sign: int) -> None:
    for cell, count in cells.items():
        total[cell] = total.get(cell, 0) + sign * count


def counted_of(history: Iterable[bytes]) -> Counter[Tally]:
    return tallies(fold(map(decode_event, history)))
