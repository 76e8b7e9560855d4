"""FAULTS I4 to I6: a state is its history, and whatever else the store holds of requests follows from the states."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pytest

from bot.commit import decode_state
from bot.domain.events import ActUndone, AnyEvent, MessageDeleted, MessageMoved, decode_event
from bot.domain.evolve import fold
from bot.domain.indexes import indexes
from bot.domain.request import Request, comes_with
from bot.domain.timers import timers
from bot.figures.tallies import tallies
from bot.store.store import FIRST_NUMBER, Store
from bot.store.tallies import Tallies

# The fields of events that name words.
WORDS = ("words", "reason", "note", "waits_for", "question", "answer")

Histories = dict[int, list[AnyEvent]]


async def histories(store: Store) -> Histories:
    """Every request that was ever asked, with all that happened."""
    numbers = range(FIRST_NUMBER, await store.last_number() + 1)
    found = {number: await store.history(number) for number in numbers}
    return {number: [decode_event(event) for event in events] for number, events in found.items() if events}


async def assert_all_is_derived(store: Store, *, everywhere: bool = True) -> Histories:
    """Looks at every request; gives the histories, for further questions.

    `everywhere`: at the tallies too, and for indexes that no request asks for, among all keys of the server.
    """
    told = await histories(store)
    states = await states_of(store, told)
    for number, events in told.items():
        assert fold(events) == states[number]
    await _assert_indexes(store, states.values(), everywhere=everywhere)
    due = {name: int(at.timestamp() * 1000) for r in states.values() for name, at in timers(r).items()}
    assert await store.timers.all() == due
    if everywhere:
        counts = sum((tallies(request) for request in states.values()), Counter[tuple[str, str]]())
        assert await Tallies(store.link).all() == dict(counts)
    for number, events in told.items():
        await assert_words(store, number, events)
    return told


async def states_of(store: Store, numbers: Iterable[int]) -> dict[int, Request]:
    found = await store.states(numbers)
    states = {number: decode_state(state) for number, (_, state) in found.items()}
    assert {number: version for number, (version, _) in found.items()} == {
        number: request.version for number, request in states.items()
    }
    return states


async def _assert_indexes(store: Store, requests: Iterable[Request], *, everywhere: bool) -> None:
    expected: dict[str, dict[str, float]] = {}
    for request in requests:
        for (index, member), score in indexes(request).items():
            expected.setdefault(index, {})[member] = score
    if everywhere:
        prefix = store.keys.index("")
        names = {name.decode().removeprefix(prefix) async for name in store.link.names("index:*")}
        assert names == set(expected)
    for index, members in expected.items():
        assert dict(await store.index(index)) == pytest.approx(members)


async def assert_words(store: Store, number: int, events: Sequence[AnyEvent]) -> None:
    """Words are there if and only if an event names them and none took them back or elsewhere."""
    named = {words for event in events for field in WORDS if (words := getattr(event, field, None))}
    named |= {file for event in events for file in getattr(event, "files", ())}
    gone = {event.words for event in events if isinstance(event, MessageDeleted | MessageMoved | ActUndone)}
    there = set(await store.words(number))
    gone |= {file for file in named for words in gone if comes_with(file, words)}
    assert there == named - gone, (number, there ^ (named - gone), events)
