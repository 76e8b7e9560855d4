"""Puts notices on lanes the way a worker does, for tests that begin there."""

from bot.store.lanes import Hold
from bot.store.notices import Notice
from bot.store.outbox import Lease, Outbox
from bot.store.store import Store
from tests.bot.store.making import write


async def outbox_of(store: Store, consumer: str = "a") -> Outbox:
    outbox = store.outbox(consumer)
    await outbox.prepare()
    return outbox


async def leased(outbox: Outbox) -> Lease:
    """The lease of the next wake-up."""
    [wakeup] = await outbox.take(count=1, block_ms=0)
    lease = await outbox.lease(wakeup.number, [wakeup.entry])
    assert lease is not None
    return lease


async def plan(store: Store, *notices: Notice) -> None:
    """One event more for their request; what is not yet planned of it becomes these notices."""
    outbox = await outbox_of(store, "planner")
    number = notices[0].number
    version = (await store.load(number, "")).version
    cursor = (await outbox.news(number)).cursor
    await store.commit(write(number, version))
    lease = await leased(outbox)
    assert await outbox.plan(lease, cursor, version + 1, notices) == "done"


async def held(store: Store, lane: str = "web:P1") -> Hold:
    hold = await store.lanes.take(lane)
    assert hold is not None
    return hold
