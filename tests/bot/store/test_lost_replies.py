"""Redis did the work, the reply was lost, redis-py sent it again: nothing may happen twice."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from importlib import resources
from pathlib import Path

import pytest

from bot.store.embedded import EmbeddedServer
from bot.store.link import Link, Unavailable, unix_url
from bot.store.store import Store
from bot.store.writes import Done, Seen
from tests.bot.store.making import notice, write
from tests.bot.store.proxy import Proxy, proxied
from tests.samples import sample

_SCRIPTS = [
    *resources.files("bot.store").iterdir(),
    *resources.files("bot.store").joinpath("scripts").iterdir(),
]


@pytest.fixture
async def wire(redis_server: EmbeddedServer, tenant: str) -> AsyncIterator[tuple[Store, Proxy]]:
    """A store whose replies can be lost, and a server that knows each script: none of them says "no such script"."""
    with tempfile.TemporaryDirectory(prefix="vt-") as folder:
        at = Path(folder) / "proxy.sock"
        async with proxied(redis_server.socket, at) as proxy:
            store = Store.connect(unix_url(str(at)), tenant)
            for script in (p for p in _SCRIPTS if p.name.endswith(".lua")):
                await store.link.ask("SCRIPT", "LOAD", script.read_text("utf-8"))
            yield store, proxy
            await store.aclose()


async def test_a_commit_whose_reply_was_lost_is_sent_again_and_happens_once(
    wire: tuple[Store, Proxy],
) -> None:
    store, proxy = wire
    cuts = sample(30, 1000)
    for i in range(cuts):
        proxy.lose_replies(1 + i % 2)
        again = await store.commit(write(1001 + i, tallies=(("day", "asked", 1),)))
        assert isinstance(again, Seen)
    assert proxy.lost >= cuts
    assert await store.tallies("day") == {"asked": cuts}
    assert all(version == 1 for version, _ in (await store.states(range(1001, 1001 + cuts))).values())


async def test_a_lease_whose_reply_was_lost_is_still_held_and_its_wake_up_still_pending(
    wire: tuple[Store, Proxy],
) -> None:
    store, proxy = wire
    await store.commit(write(1001))
    outbox = store.outbox("a")
    await outbox.prepare()
    [wakeup] = await outbox.take(block_ms=0)
    proxy.lose_replies()
    lease = await outbox.lease(1001, [wakeup.entry])
    assert proxy.lost == 1
    assert lease is not None
    assert await outbox.waiting() == 1
    proxy.lose_replies()
    assert await outbox.plan(lease, 0, 1, [notice(1001, "1/1/P1/recap")]) in ("done", "lost")
    assert proxy.lost == 2
    assert await outbox.waiting() == 0
    assert await store.lanes.waiting() == {"web:P1": 1}


async def test_wake_ups_handed_out_into_a_broken_connection_are_taken_up_at_once(
    wire: tuple[Store, Proxy],
) -> None:
    store, proxy = wire
    outbox = store.outbox("a")
    await outbox.prepare()
    await store.commit(write(1001))
    [held] = await outbox.take(block_ms=0)
    await store.commit(write(1002))
    proxy.lose_replies(to=b"XREADGROUP")
    with pytest.raises(Unavailable):
        await outbox.take(block_ms=0)
    await store.commit(write(1003))
    found = [*await outbox.take(block_ms=0), *await outbox.take(block_ms=0)]
    assert [wakeup.number for wakeup in found] == [1002, 1003]
    assert held.entry not in {wakeup.entry for wakeup in found}


async def test_a_send_s_record_whose_reply_was_lost_is_kept_once(wire: tuple[Store, Proxy]) -> None:
    store, proxy = wire
    await planned(store, "k1", "k2")
    hold = await store.lanes.take("web:P1")
    assert hold is not None
    first = hold.notices[0]
    assert await store.lanes.sending(hold, first) == 1
    proxy.lose_replies()
    assert await store.lanes.sent(hold, first, "ts-1")
    assert await store.lanes.waiting() == {"web:P1": 1}
    proxy.lose_replies(2)
    await store.feeds.append("P1", "k1", b"hola")
    assert len(await store.feeds.read("P1")) == 1


async def test_a_person_met_while_replies_are_lost_is_one_person(wire: tuple[Store, Proxy]) -> None:
    store, proxy = wire
    proxy.lose_replies(2)
    person = await store.people.meet("slack:T1:U1", "ana@example.com")
    proxy.lose_replies()
    assert await store.people.enrol(["ana@example.com"]) == {"ana@example.com": person}
    assert await store.people.everybody() == [person]


async def test_with_no_server_at_all_the_store_says_unavailable_within_a_platform_s_patience(
    tmp_path: Path,
) -> None:
    store = Store(Link.to(unix_url(str(tmp_path / "none.sock")), "acme"))
    calls = (store.load(None, "c"), store.states([1]), store.commit(write(1001)))
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(answer) for answer in answers] == 3 * [Unavailable]
    await store.aclose()


async def planned(store: Store, *keys: str) -> None:
    """Puts notices of a new request on the lane web:P1."""
    outbox = store.outbox("planner")
    await outbox.prepare()
    assert isinstance(await store.commit(write(1001)), Done)
    [wakeup] = await outbox.take(block_ms=0)
    lease = await outbox.lease(1001, [wakeup.entry])
    assert lease is not None
    assert await outbox.plan(lease, 0, 1, [notice(1001, key) for key in keys]) == "done"
