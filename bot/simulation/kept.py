"""Putting a simulated history into the desk's store, and taking it out again without a trace."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from itertools import islice

from bot.commit import decode_state, encode_state
from bot.domain.events import encode_event
from bot.domain.indexes import indexes
from bot.domain.timers import timers
from bot.figures.tallies import Tally, tallies
from bot.simulation.life import Life
from bot.simulation.simulate import DAYS, simulate
from bot.store.bulk import Bulk, BulkStore
from bot.store.store import Store
from bot.store.tallies import Tallies
from knowledge.directory import Directory

LOOKED_IN = ("received:", "backlog:", "reopened:", "unconfirmed:", "complaints:")
_AT_ONCE = 100


async def keep(
    store: Store, directory: Directory, count: int, *, seed: int, until: datetime, days: int = DAYS
) -> None:
    bulk, counted = BulkStore(store.link), Tallies(store.link)
    first = await bulk.reserve(count)
    lives = simulate(directory, count, seed=seed, first=first, until=until, days=days)
    for chunk in _chunks(lives):
        cells: Counter[Tally] = Counter()
        for life in chunk:
            cells += tallies(life.request)
        await bulk.add([_bulk(life) for life in chunk])
        await counted.add(cells)


def _chunks(lives: Iterable[Life]) -> Iterator[list[Life]]:
    left = iter(lives)
    while chunk := list(islice(left, _AT_ONCE)):
        yield chunk


def _bulk(life: Life) -> Bulk:
    """In no queue of anybody's: only where the page of its department looks."""
    request = life.request
    listed = [(index, score) for (index, _), score in indexes(request).items() if index.startswith(LOOKED_IN)]
    kept = {words for words, _ in request.messages}
    return Bulk(
        number=request.number,
        state=encode_state(request),
        events=tuple(map(encode_event, life.history)),
        words=tuple(text for text in life.texts if text[1] in kept),
        indexes=tuple(listed),
    )


async def remove(store: Store) -> int:
    """Takes out every simulated request and what was counted of it; how many they were."""
    bulk, counted = BulkStore(store.link), Tallies(store.link)
    removed = 0
    async for numbers in _kept_numbers(bulk):
        states = await store.states(numbers)
        cells: Counter[Tally] = Counter()
        gone = []
        for number in numbers:
            request = decode_state(states[number][1])
            cells.subtract(tallies(request))
            gone.append((number, [index for index, _ in indexes(request)], list(timers(request))))
        await counted.add(cells)
        await bulk.remove(gone)
        removed += len(numbers)
    return removed


async def _kept_numbers(bulk: BulkStore) -> AsyncIterator[list[int]]:
    while numbers := await bulk.numbers(count=_AT_ONCE):
        yield numbers


async def is_there(store: Store) -> bool:
    return bool(await BulkStore(store.link).numbers(count=1))
