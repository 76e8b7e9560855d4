"""What is said beside a request waits its turn, and is said by whoever comes next where its own process ends first."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from bot.delivery.card import Card
from bot.delivery.gateway import Doubtful, Postponed, Undeliverable
from bot.domain.request import Place
from bot.store.asides import LEASE_MS
from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from handlers.asides import Aside, Asides
from handlers.soon import Soon

THERE = Place("chat", "D1")
HELLO = Card(kind="greeting", language="es", text="Hola, Berta")


class Platform:
    """What was taken, and what it answers next."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.answers: list[Exception] = []
        self.looks_up = True

    async def send(self, aside: Aside) -> str:
        if self.answers:
            raise self.answers.pop(0)
        self.taken.append(aside.key)
        return aside.key

    async def find(self, aside: Aside) -> str | None:
        if not self.looks_up:
            raise LookupError
        return aside.key if aside.key in self.taken else None


class Process:
    def __init__(self, store: Store, platform: Platform) -> None:
        self.store = store
        self.waited_s: list[float] = []
        self.soon = Soon("chat", self._sleep)
        self.asides = Asides(store, self.soon, "chat", platform.send, platform.find)
        self.for_ever = False
        self.waits = asyncio.Event()

    async def _sleep(self, seconds: float) -> None:
        self.waited_s.append(seconds)
        self.waits.set()
        if self.for_ever:
            await asyncio.Event().wait()

    def says(self, key: str, what: str = "") -> None:
        self.soon(self.asides.say(Aside(place=THERE, key=key, card=HELLO), what))

    async def takes_up(self) -> int:
        found = await self.asides.take_up()
        await self.soon.settle()
        return found


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def one(store: Store, platform: Platform) -> Process:
    return Process(store, platform)


@pytest.fixture
async def other(redis_server: EmbeddedServer, tenant: str, platform: Platform) -> AsyncIterator[Process]:
    """Another process on the same Redis."""
    store = Store.connect(redis_server.url, tenant)
    yield Process(store, platform)
    await store.aclose()


async def left(store: Store) -> list[bytes]:
    return list(await store.link.ask("ZRANGE", store.keys.asides, 0, -1))


async def test_it_is_said_once_however_often_it_is_asked_for_and_nothing_is_left(
    one: Process, other: Process, platform: Platform
) -> None:
    for process in (one, other, one):
        process.says("a", "m1")
        await process.soon.settle()
    assert platform.taken == ["a"]
    assert await left(one.store) == []
    assert await other.takes_up() == 0


async def test_what_the_platform_does_not_take_waits_as_long_as_it_says_and_keeps_its_turn(
    one: Process, platform: Platform
) -> None:
    platform.answers = [Postponed(7.0)]
    one.says("a")
    one.says("b")
    await one.soon.settle()
    assert (platform.taken, one.waited_s) == (["a", "b"], [7.0])


async def test_what_waits_in_a_process_that_is_stopped_is_said_by_the_next_at_once(
    one: Process, other: Process, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.answers, one.for_ever = [Postponed(7.0)], True
    one.says("a", "m1")
    one.says("b", "m2")
    await one.waits.wait()
    assert await other.takes_up() == 0, "as long as it lives it says them itself"
    monkeypatch.setattr("handlers.soon.STOP_S", 0)
    await one.soon.aclose()
    await one.soon.settle()
    assert await other.takes_up() == 2
    assert sorted(platform.taken) == ["a", "b"]
    assert await left(one.store) == []


async def test_what_waits_in_a_process_that_is_killed_is_said_when_its_time_is_up(
    one: Process, other: Process, platform: Platform
) -> None:
    await one.store.asides.keep("chat", "m1", _encoded("a"), await one.store.now())
    assert await other.takes_up() == 0
    await one.store.move_clock(LEASE_MS)
    assert await other.takes_up() == 1
    assert platform.taken == ["a"]


@pytest.mark.parametrize(
    ("arrived", "looks_up", "said"),
    [(True, True, ["a"]), (False, True, ["a"]), (False, False, [])],
    ids=["it had arrived", "it had not", "nobody can tell"],
)
async def test_of_what_was_being_said_when_its_process_was_killed_nothing_is_said_twice(
    one: Process, other: Process, platform: Platform, arrived: bool, looks_up: bool, said: list[str]
) -> None:
    kept = await one.store.asides.keep("chat", "m1", _encoded("a"), await one.store.now())
    assert await one.store.asides.begins(kept, await one.store.now())
    platform.looks_up = looks_up
    platform.taken = ["a"] if arrived else []
    await one.store.move_clock(LEASE_MS)
    assert await other.takes_up() == 1
    assert platform.taken == said
    assert await left(one.store) == []


async def test_who_was_thought_dead_and_lives_says_nothing_that_another_has_taken_up(
    one: Process, other: Process, platform: Platform
) -> None:
    kept = await one.store.asides.keep("chat", "m1", _encoded("a"), await one.store.now())
    await one.store.move_clock(LEASE_MS)
    [taken] = await other.store.asides.take("chat", await other.store.now())
    assert not await one.store.asides.begins(kept, await one.store.now())
    assert await other.store.asides.begins(taken.id, await other.store.now())


async def test_what_is_not_taken_for_long_is_tried_again(
    one: Process, other: Process, platform: Platform
) -> None:
    platform.answers = [Postponed(700.0)]
    one.says("a", "m1")
    await one.soon.settle()
    assert platform.taken == []
    await one.store.move_clock(3 * LEASE_MS)
    assert await other.takes_up() == 1
    assert platform.taken == ["a"]


@pytest.mark.parametrize("answer", [Undeliverable("403", unreachable=True), Doubtful()])
async def test_what_can_never_arrive_is_over_and_what_may_have_arrived_is_looked_for(
    one: Process, other: Process, platform: Platform, answer: Exception
) -> None:
    platform.answers = [answer]
    one.says("a", "m1")
    await one.soon.settle()
    await one.store.move_clock(LEASE_MS)
    assert await other.takes_up() == isinstance(answer, Doubtful)
    assert platform.taken == (["a"] if isinstance(answer, Doubtful) else [])


async def test_another_platforms_are_left_alone(one: Process, other: Process) -> None:
    await one.store.asides.keep("slack", "m1", _encoded("a"), await one.store.now())
    await one.store.move_clock(LEASE_MS)
    assert await other.takes_up() == 0


async def test_who_is_forgotten_is_in_nothing_that_waits(one: Process, other: Process) -> None:
    await one.store.asides.keep("chat", "m1", _encoded("a"), await one.store.now())
    person = await one.store.people.meet("slack:T1:U1")
    await one.store.eraser.forget(person)
    assert await left(one.store) == []
    found = [name async for name in one.store.link.names("aside:*")]
    assert found == []


def _encoded(key: str) -> bytes:

    return msgspec.json.encode(Aside(place=THERE, key=key, card=HELLO))
