"""What the web desk shows a person: once per key, in order, to as many browsers as look."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from bot.store.embedded import EmbeddedServer
from bot.store.feeds import FeedEntry, FeedTail
from bot.store.store import Store
from bot.store.timers import Due
from bot.store.writes import Timings
from tests.bot.store.making import write


@pytest.fixture
async def tail(store: Store) -> AsyncIterator[FeedTail]:
    tail = FeedTail(store.feeds)
    running = asyncio.create_task(tail.run())
    yield tail
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def collect(tail: FeedTail, person: str, count: int, after: str = "0-0") -> list[FeedEntry]:
    found: list[FeedEntry] = []
    async for entries in tail.follow(person, after):
        found += entries
        if len(found) >= count:
            break
    return found


async def test_an_entry_is_appended_once_per_key(store: Store) -> None:
    first = await store.feeds.append("P1", "k1", b"hola", number=1001, people=("P1", "P2"))
    assert await store.feeds.append("P1", "k1", b"again") == first
    await store.feeds.append("P2", "k1", b"for another")
    [entry] = await store.feeds.read("P1")
    assert entry == FeedEntry(id=first, key="k1", payload=b"hola", number=1001, people=("P1", "P2"))


async def test_a_browser_reads_on_from_the_entry_it_saw_last(store: Store) -> None:
    ids = [await store.feeds.append("P1", f"k{i}", b"%d" % i) for i in range(5)]
    assert [entry.payload for entry in await store.feeds.read("P1", after=ids[2])] == [b"3", b"4"]
    assert await store.feeds.newest("P1") == ids[4]
    assert await store.feeds.newest("P9") == "0-0"


async def test_a_feed_keeps_its_last_entries_and_forgets_the_keys_of_the_rest(
    redis_server: EmbeddedServer, tenant: str
) -> None:
    store = Store.connect(redis_server.url, tenant, Timings(feed_entries=10))
    for i in range(25):
        await store.feeds.append("P1", f"k{i}", b"")
    assert [entry.key for entry in await store.feeds.read("P1")] == [f"k{i}" for i in range(15, 25)]
    assert await store.link.ask("HLEN", store.keys.fed("P1")) == 10
    await store.aclose()


async def test_many_followers_each_get_every_entry_once_and_in_order(store: Store, tail: FeedTail) -> None:
    people = ["P1", "P1", "P2", "P3"]
    following = [asyncio.create_task(collect(tail, person, 30)) for person in people]
    for i in range(30):
        for person in ("P1", "P2", "P3"):
            await store.feeds.append(person, f"k{i}", f"{person} {i}".encode())
    for person, found in zip(people, await asyncio.gather(*following), strict=True):
        assert [entry.payload for entry in found] == [f"{person} {i}".encode() for i in range(30)]


async def test_a_follower_who_comes_back_gets_what_was_missed_and_then_what_comes(
    store: Store, tail: FeedTail
) -> None:
    seen = await store.feeds.append("P1", "k1", b"1")
    await store.feeds.append("P1", "k2", b"2")
    following = asyncio.create_task(collect(tail, "P1", 2, after=seen))
    await store.feeds.append("P1", "k3", b"3")
    assert [entry.payload for entry in await following] == [b"2", b"3"]


async def test_a_timer_is_due_by_the_moved_clock_the_earliest_first(store: Store) -> None:
    now = int((await store.now()).timestamp() * 1000)
    timers = (("late", now - 5000), ("later", now - 9000), ("soon", now + 60_000), ("far", now + 90_000))
    await store.commit(write(1001, timers=timers))
    due = await store.timers.due()
    assert isinstance(due, Due)
    assert due.items == [("later", now - 9000), ("late", now - 5000)]
    assert due.next_ms == now + 60_000
    assert [name for name, _ in (await store.timers.due(limit=1)).items] == ["later"]
    await store.move_clock(3_600_000)
    moved = await store.timers.due()
    assert [name for name, _ in moved.items] == ["later", "late", "soon", "far"]
    assert moved.next_ms is None
    assert moved.now_ms - due.now_ms >= 3_600_000
