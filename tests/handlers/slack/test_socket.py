"""Socket Mode: two connections, so that a refresh or a cut leaves nothing unheard."""

import asyncio

from tests.handlers.slack.stage import PAYSLIP, Stage
from tests.slack_server.server import FakeSlack


async def connected(fake: FakeSlack, count: int) -> None:
    while len(fake.sockets) < count:
        fake.connected.clear()
        await asyncio.wait_for(fake.connected.wait(), 20)


async def test_two_connections_stand_and_each_gets_some(store, fake: FakeSlack):
    async with await Stage.make(store, fake, "socket") as stage:
        await stage.roll_call()
        await connected(fake, 2)
        berta = stage.colleague("Berta Solís")
        root = await stage.say(berta, PAYSLIP)
        for n in range(6):
            await stage.say(berta, f"detalle {n}", thread=root)
        words = await stage.words((await stage.newest()).number)
        assert len(words) == 7
    assert fake.sockets == []


async def test_a_refresh_of_one_connection_leaves_no_gap(store, fake: FakeSlack):
    async with await Stage.make(store, fake, "socket") as stage:
        await stage.roll_call()
        await connected(fake, 2)
        berta = stage.colleague("Berta Solís")
        root = await stage.say(berta, PAYSLIP)
        await fake.refresh(fake.sockets[0])
        for n in range(20):
            await stage.say(berta, f"detalle {n}", thread=root)
        words = await stage.words((await stage.newest()).number)
        assert sorted(words) == sorted([PAYSLIP, *(f"detalle {n}" for n in range(20))])
        await connected(fake, 2)
        assert fake.opened >= 3


async def test_after_all_connections_were_cut_it_comes_again_and_nothing_is_lost(store, fake: FakeSlack):
    async with await Stage.make(store, fake, "socket") as stage:
        await stage.roll_call()
        await connected(fake, 2)
        berta = stage.colleague("Berta Solís")
        root = await stage.say(berta, PAYSLIP)
        for socket in list(fake.sockets):
            await socket.close(code=1001)
        await stage.say(berta, "después del corte", thread=root)
        assert "después del corte" in await stage.words((await stage.newest()).number)


async def test_what_was_not_stored_is_not_acknowledged(store, fake: FakeSlack):
    async with await Stage.make(store, fake, "socket") as stage:
        await stage.roll_call()
        berta = stage.colleague("Berta Solís")
        stage.library, kept = None, stage.library  # type: ignore[assignment]
        envelope = stage.payloads.envelope(stage.payloads.said(berta, fake.world.dm(berta), PAYSLIP))
        assert await fake.send("events_api", envelope, within_s=0.3) is None
        stage.library = kept
        assert await fake.send("events_api", envelope, retry=1) is not None
        assert len(await stage.numbers()) == 1


async def test_a_malformed_envelope_is_put_away(store, fake: FakeSlack):
    async with await Stage.make(store, fake, "socket") as stage:
        await stage.roll_call()
        for kind in ("events_api", "interactive", "slash_commands", "something_new"):
            assert await fake.send(kind, {"type": ["no"], "user": 3}) is not None
