"""From a wake-up to notices on lanes, by the real scripts."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from bot.store.writes import Timings
from tests.bot.store.making import notice, write
from tests.bot.store.planning import leased, outbox_of

AT_ONCE = Timings(reclaim_ms=0)


@pytest.fixture
async def hasty(redis_server: EmbeddedServer, tenant: str) -> AsyncIterator[Store]:
    """A store that reclaims at once, so that no test waits."""
    store = Store.connect(redis_server.url, tenant, AT_ONCE)
    yield store
    await store.aclose()


async def expire(store: Store, key: str) -> None:
    """What time would do to a lease."""
    await store.link.ask("DEL", key)


async def test_a_commit_wakes_one_worker_who_sees_the_whole_history_and_the_cursor(store: Store) -> None:
    a, b = await outbox_of(store, "a"), await outbox_of(store, "b")
    await store.commit(write(1001, events=(b"asked", b"assigned")))
    lease = await leased(a)
    assert await b.take(block_ms=0) == []
    news = await a.news(1001)
    assert (news.cursor, news.events) == (0, [b"asked", b"assigned"])
    assert await a.plan(lease, 0, 2, [notice(1001, "k1"), notice(1001, "k2", lane="slack:C1")]) == "done"
    assert (await a.news(1001)).cursor == 2
    assert await a.waiting() == 0
    assert await store.lanes.waiting() == {"web:P1": 1, "slack:C1": 1}
    assert await store.link.ask("EXISTS", store.keys.lease(1001)) == 0


async def test_who_finds_the_lease_taken_acknowledges_and_leaves_and_the_holder_goes_on(store: Store) -> None:
    a, b = await outbox_of(store, "a"), await outbox_of(store, "b")
    await store.commit(write(1001))
    lease = await leased(a)
    await store.commit(write(1001, 1))
    [second] = await b.take(block_ms=0)
    assert await b.lease(1001, [second.entry]) is None
    assert await a.waiting() == 1  # only the holder's own wake-up is left
    assert await a.plan(lease, 0, 1, []) == "more"
    assert await a.plan(lease, 1, 2, []) == "done"
    assert await a.waiting() == 0


async def test_nobody_takes_a_lease_for_a_wake_up_that_another_looks_after(hasty: Store) -> None:
    a, b = await outbox_of(hasty, "a"), await outbox_of(hasty, "b")
    await hasty.commit(write(1001))
    [wakeup] = await a.take(block_ms=0)
    [same] = await b.reclaim()
    assert same.entry == wakeup.entry
    assert await a.lease(1001, [wakeup.entry]) is None
    assert await a.waiting() == 1
    assert await b.lease(1001, [same.entry]) is not None


async def test_a_dead_worker_s_wake_up_is_reclaimed_and_its_late_plan_is_refused(hasty: Store) -> None:
    a, b = await outbox_of(hasty, "a"), await outbox_of(hasty, "b")
    await hasty.commit(write(1001))
    late = await leased(a)
    await expire(hasty, hasty.keys.lease(1001))
    [wakeup] = await b.reclaim()
    assert wakeup.tries == 2
    lease = await b.lease(1001, [wakeup.entry])
    assert lease is not None
    assert lease.fence > late.fence
    assert await a.plan(late, 0, 1, [notice(1001, "k1")]) == "lost"
    assert not await a.renew(late)
    assert await a.finish(late) == "lost"
    assert await b.plan(lease, 0, 1, [notice(1001, "k1")]) == "done"
    assert await hasty.lanes.waiting() == {"web:P1": 1}


async def test_reclaim_leaves_alone_what_is_not_yet_idle(store: Store) -> None:
    a, b = await outbox_of(store, "a"), await outbox_of(store, "b")
    await store.commit(write(1001))
    await a.take(block_ms=0)
    assert await b.reclaim() == []


async def test_a_renewal_holds_the_lease_longer_and_keeps_its_wake_up_young(
    redis_server: EmbeddedServer, tenant: str
) -> None:
    store = Store.connect(redis_server.url, tenant, Timings(lease_ms=60_000))
    a = await outbox_of(store)
    await store.commit(write(1001))
    lease = await leased(a)
    await store.link.ask("PEXPIRE", store.keys.lease(1001), 1000)
    # As if it had been handed out a minute ago.
    old = ("XCLAIM", store.keys.outbox, "planners", "a", 0, lease.entries[0], "IDLE", 60_000)
    await store.link.ask(*old)
    assert await a.renew(lease)
    assert await store.link.ask("PTTL", store.keys.lease(1001)) > 50_000
    pending = await store.link.ask("XPENDING", store.keys.outbox, "planners", "-", "+", 10, parse_detail=True)
    assert pending[0]["time_since_delivered"] < 30_000
    await store.aclose()


async def test_planning_again_adds_nothing(store: Store) -> None:
    a = await outbox_of(store)
    await store.commit(write(1001, events=(b"1", b"2")))
    lease = await leased(a)
    assert await a.plan(lease, 0, 1, [notice(1001, "k1")]) == "more"
    assert await a.plan(lease, 0, 1, [notice(1001, "k1"), notice(1001, "k2")]) == "more"
    # A restored backup may put the cursor back; the keys remember.
    await store.link.ask("HSET", store.keys.request(1001), "planned", 0)
    assert await a.plan(lease, 0, 1, [notice(1001, "k1"), notice(1001, "k3")]) == "more"
    [lane] = ([n.key for n in (await store.lanes.take("web:P1")).notices],)  # type: ignore[union-attr]
    assert lane == ["k1", "k3"]


async def test_a_plan_from_the_wrong_cursor_is_refused_whole(store: Store) -> None:
    a = await outbox_of(store)
    await store.commit(write(1001, events=(b"1", b"2", b"3")))
    lease = await leased(a)
    assert await a.plan(lease, 0, 1, []) == "more"
    assert await a.plan(lease, 0, 2, [notice(1001, "k1")]) == "more"
    assert (await a.news(1001)).cursor == 1
    assert await store.lanes.waiting() == {}


async def test_a_notice_of_another_request_is_a_bug_and_loud(store: Store) -> None:
    a = await outbox_of(store)
    await store.commit(write(1001))
    lease = await leased(a)
    with pytest.raises(ValueError, match="1002"):
        await a.plan(lease, 0, 1, [notice(1002, "k")])


async def test_news_that_cannot_be_planned_is_set_aside_and_can_be_woken_again(hasty: Store) -> None:
    a = await outbox_of(hasty)
    await hasty.commit(write(1001))
    [wakeup] = await a.take(block_ms=0)
    for tries in (2, 3, 4, 5):
        a.let_go([wakeup.entry])
        [wakeup] = await a.reclaim()
        assert wakeup.tries == tries
    lease = await a.lease(1001, [wakeup.entry])
    assert lease is not None
    await a.set_aside(lease, "KeyError in assignment_card")
    assert await a.stuck() == {1001: "KeyError in assignment_card"}
    assert await a.waiting() == 0
    await a.wake(1001)
    lease = await leased(a)
    assert await a.plan(lease, 0, 1, []) == "done"
    assert await a.stuck() == {}


async def test_the_one_worker_of_a_folder_takes_over_at_once_what_its_killed_predecessor_held(
    store: Store,
) -> None:
    dead = await outbox_of(store, "dead")
    await store.commit(write(1001))
    await store.commit(write(1002))
    late = await leased(dead)
    await dead.take(block_ms=0)
    fresh = await outbox_of(store, "fresh")
    found = await fresh.take_over()
    assert [wakeup.number for wakeup in found] == [1001, 1002]
    for wakeup in found:
        lease = await fresh.lease(wakeup.number, [wakeup.entry])
        assert lease is not None
        assert await fresh.plan(lease, 0, 1, [notice(wakeup.number, f"{wakeup.number}/k")]) == "done"
    assert await dead.plan(late, 0, 1, [notice(1001, "twice")]) == "lost"
    assert await store.lanes.waiting() == {"web:P1": 2}


async def test_the_group_is_made_when_it_is_missing_and_sees_what_came_before_it(store: Store) -> None:
    await store.commit(write(1001))
    outbox = store.outbox("a")
    assert await outbox.take(block_ms=0) == []
    assert [wakeup.number for wakeup in await outbox.take(block_ms=0)] == [1001]


async def test_a_waiting_worker_is_woken_by_a_commit(store: Store) -> None:
    outbox = await outbox_of(store)
    waiting = asyncio.create_task(outbox.take(block_ms=2000))
    await store.now()
    await store.commit(write(1001))
    assert [wakeup.number for wakeup in await waiting] == [1001]
