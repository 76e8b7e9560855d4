"""Any platform to any platform: who asks on one and who answers on another talk as if in one thread."""

import random
from collections.abc import AsyncIterator

import pytest

from bot.store.store import Store
from tests.handlers.teams.crossing import PLATFORMS, World, world
from tests.handlers.teams.stage import PAYSLIP
from tests.samples import sample
from tests.teams_server.server import FakeTeams

PAIRS = [(asks, owns) for asks in PLATFORMS for owns in PLATFORMS]


@pytest.fixture
async def between(store: Store, fake: FakeTeams) -> AsyncIterator[World]:
    async with world(store, fake) as found:
        yield found


@pytest.mark.parametrize(("asks", "owns"), PAIRS, ids=lambda name: name)
async def test_the_whole_story_from_any_platform_to_any(between: World, asks: str, owns: str):
    await between.reachable_on(owns)
    requester = await between.requester(asks)
    await requester.ask(PAYSLIP)
    await between.settle()
    request = await between.teams.newest()
    owner = between.owner(owns, request.owner)
    assert request.ref in (await requester.told())[0]
    assert PAYSLIP in (await owner.told())[-1]

    await owner.note(request.number, "esto solo entre nosotros")
    await owner.reply(request.number, "Te la mando hoy mismo.")
    await between.settle()
    assert sum("Te la mando hoy mismo." in text for text in await requester.told()) == 1
    assert (await between.teams.request(request.number)).taken

    await requester.add(request.number, "Es la del banco, gracias por mirarlo")
    await between.settle()
    assert any("Es la del banco" in text for text in await owner.told())

    await owner.resolve(request.number, "Enviada otra vez.")
    await between.settle()
    assert sum("Enviada otra vez." in text for text in await requester.told()) >= 1
    await requester.rate(request.number)
    await between.settle()
    after = await between.teams.request(request.number)
    assert after.status == "resolved"
    assert after.rating is not None
    assert not any("esto solo entre nosotros" in text for text in await requester.told())
    assert between.teams.fake.violations == []


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("asks", "owns"), PAIRS, ids=lambda name: name)
async def test_interleaved_messages_arrive_once_and_in_order(between: World, asks: str, owns: str):
    await between.reachable_on(owns)
    requester = await between.requester(asks)
    await requester.ask(PAYSLIP)
    await between.settle()
    request = await between.teams.newest()
    owner = between.owner(owns, request.owner)
    rng = random.Random(f"{asks}{owns}")
    replies, seen_by_owner = 0, set[str]()
    for n in range(sample(16, 1000)):
        copies = rng.choice((1, 1, 2, 3))
        if rng.random() < 0.5:
            await owner.reply(request.number, f"respuesta {n:04} fin", copies=copies)
            replies += 1
        else:
            await requester.add(request.number, f"detalle {n:04} fin", copies=copies)
        if rng.random() < 0.2:
            await between.settle()
            await requester.told()
            seen_by_owner |= set(await owner.told())
            await between.store.move_clock(20 * 60_000)  # owners are told of a burst in one message
    await between.settle()
    told = "\n".join(await requester.told())
    seen = [int(part[:4]) for part in told.split("respuesta ")[1:]]
    assert seen == sorted(set(seen))
    assert len(seen) == replies
    assert "detalle" not in told or asks == "web"
    words = await between.teams.words(request.number)
    details = [text for text in words if text.startswith("detalle")]
    assert len(details) == len(set(details))
    shown = "\n".join(seen_by_owner | set(await owner.told()))
    assert all(detail in shown for detail in details)
