"""Redis dies, fills up, comes back: nothing acknowledged is lost, and nothing is called kept that is not."""

import asyncio
import os
import resource
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from bot.store.embedded import EmbeddedServer
from bot.store.feeds import FeedTail
from bot.store.link import DEADLINE_S, Unavailable
from bot.store.store import Store
from bot.store.writes import Done
from tests.bot.store.making import write
from tests.bot.store.supervising import supervised
from tests.samples import sample


async def test_kill_9_between_commits_loses_nothing_acknowledged(data: Path) -> None:
    kills = sample(4, 24)
    async with supervised(data) as (server, told):
        store = Store.connect(server.url, "acme")
        for i in range(kills * 25):
            number = 1001 + i
            if i % 25 == 12:
                os.kill(server.pid, signal.SIGKILL)
            assert await _acknowledged(store, number) is not None
        last = 1001 + kills * 25
        states = await store.states(range(1001, last))
        assert len(states) == kills * 25
        assert await store.tallies("day") == {"asked": kills * 25}
        assert (await store.load(1001, "c-1001-0")).seen is not None
        await store.aclose()
    assert sum("died" in sentence for sentence in told) == kills


async def _acknowledged(store: Store, number: int) -> object:
    """The link finds the server again by itself; one that dies again and again is started later each time, up to 5 s."""
    async with asyncio.timeout(30):
        while True:
            with suppress(Unavailable):
                return await store.commit(write(number, tallies=(("day", "asked", 1),)))


async def test_a_full_memory_refuses_the_whole_commit_and_says_unavailable(data: Path) -> None:
    async with supervised(data) as (server, _):
        store = Store.connect(server.url, "acme")
        assert await store.commit(write(1001)) == Done(1)
        await store.link.ask("CONFIG", "SET", "maxmemory", 1)
        with pytest.raises(Unavailable, match="maxmemory"):
            await store.commit(write(1001, 1, words=(("P1", "w1", b"hola"),)))
        await store.link.ask("CONFIG", "SET", "maxmemory", 0)
        assert (await store.load(1001, "c-1001-1")).seen is None
        assert await store.history(1001) == [b"event 1"]
        assert await store.words(1001) == {}
        assert await store.commit(write(1001, 1)) == Done(2)
        await store.aclose()


async def test_a_full_disk_loses_nothing_acknowledged_and_acknowledges_nothing_lost(data: Path) -> None:
    async with supervised(data) as (server, told):
        store = Store.connect(server.url, "acme")
        await store.commit(write(1001))
        size = sum(path.stat().st_size for path in data.rglob("*aof"))  # noqa: ASYNC240 - a test
        # The server may write 2 KB more into a file; then it is as if the disk were full, and it ends.
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (size + 2048, size + 2048))
        number = 1002
        while not told:
            with suppress(Unavailable):
                await store.commit(write(number))
                number += 1
        states = await store.states(range(1001, number))
        assert len(states) == number - 1001
        await store.aclose()


async def test_followers_of_a_feed_go_on_when_the_server_is_back(data: Path) -> None:
    async with supervised(data) as (server, _):
        store = Store.connect(server.url, "acme")
        tail = FeedTail(store.feeds)
        running = asyncio.create_task(tail.run())
        following = tail.follow("P1")
        await store.feeds.append("P1", "k1", b"before")
        assert [entry.key for entry in await anext(following)] == ["k1"]
        waiting = asyncio.ensure_future(anext(following))
        os.kill(server.pid, signal.SIGKILL)
        await store.feeds.append("P1", "k2", b"after")
        assert [entry.key for entry in await waiting] == ["k2"]
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await store.aclose()


async def test_a_loop_that_is_told_to_end_while_it_talks_to_redis_ends(redis_server: EmbeddedServer) -> None:
    # asyncio.wait_for of Python 3.11 can swallow a cancellation; nothing on our way to Redis may use it.
    for step in range(sample(60, 2000)):
        store = Store.connect(redis_server.url, f"ends-{step}")
        running = asyncio.create_task(FeedTail(store.feeds).run())
        await store.feeds.append("P1", "k", b"x")
        for _ in range(step % 30):
            await asyncio.sleep(0)
        running.cancel()
        done, _ = await asyncio.wait([running], timeout=5)
        assert done
        await store.aclose()


async def test_a_server_that_falls_silent_is_told_within_a_platform_s_patience(data: Path) -> None:
    """Also to who asks while others wait already; and when it speaks again, everything goes on."""
    async with supervised(data) as (server, _):
        store = Store.connect(server.url, "acme")
        await store.link.ask("PING")
        os.kill(server.pid, signal.SIGSTOP)
        try:
            asked = [asyncio.create_task(_waited_s(store)) for _ in range(10)]
            await asyncio.sleep(0.5)
            waited = await asyncio.gather(*asked, *(_waited_s(store) for _ in range(10)))
        finally:
            os.kill(server.pid, signal.SIGCONT)
        assert all(DEADLINE_S - 0.1 < seconds < DEADLINE_S + 0.4 for seconds in waited)
        assert await store.link.ask("ECHO", "back") == b"back"
        await store.aclose()


async def _waited_s(store: Store) -> float:
    began = time.monotonic()
    with pytest.raises(Unavailable):
        await store.link.ask("PING")
    return time.monotonic() - began
