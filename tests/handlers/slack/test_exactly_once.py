"""Whatever Slack delivers, and however often: each thing happens once, and nothing acknowledged is missing."""

import asyncio
import json
import random
from collections import Counter
from copy import copy
from itertools import permutations
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.events import RequestTaken, decode_event
from bot.domain.request import Request
from handlers.slack.app import make_slack
from handlers.slack.read import message_id
from handlers.slack.values import Press, packed
from tests.handlers.slack.stage import PAYSLIP, Stage
from tests.samples import sample
from tests.slack_server.sender import HttpSender
from tests.slack_server.workspace import Message, User

BOT = "<@UT1BOT>"
AT_ONCE = 20
EVENTS, RACES = sample(100, 10_000), sample(25, 10_000)


async def together(acts: list[Any]) -> list[Any]:
    """All of them, AT_ONCE at a time."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(act: Any) -> Any:
        async with slots:
            return await act

    return await asyncio.gather(*(one(act) for act in acts))


class Second:
    """Another web process on the same Redis: its own caches, its own Bolt, its own address."""

    def __init__(self, stage: Stage) -> None:
        room = stage.slack.room
        self.slack = make_slack(stage.desk, stage.store, room.settings, room.slack, room.library)
        app = web.Application(client_max_size=1 << 20)
        app.add_routes(self.slack.routes())
        self.server = TestServer(app)
        self.stage = stage

    async def __aenter__(self) -> HttpSender:
        await self.server.start_server()
        return HttpSender(self.stage.session, str(self.server.make_url("/slack/events")))

    async def __aexit__(self, *_: object) -> None:
        await self.slack.aclose()
        await self.server.close()


async def said_in(stage: Stage, number: int) -> Counter[str]:
    return Counter(await stage.words(number))


async def test_an_event_delivered_four_times_on_two_processes_at_once_acts_once(stage: Stage):
    """0 doubles and 0 lost."""
    roots = []
    for n in range(max(1, EVENTS // 50)):
        asker = stage.fake.world.user(f"Persona {n}", email=f"p{n}@faro.example")
        event = stage.payloads.said(asker, stage.fake.world.dm(asker), PAYSLIP)
        assert await stage.event(event)
        roots.append((asker, event["ts"], (await stage.newest()).number))
    expected: dict[int, Counter[str]] = {number: Counter([PAYSLIP]) for _, _, number in roots}
    async with Second(stage) as second:
        acts = []
        for n in range(EVENTS):
            asker, root, number = roots[n % len(roots)]
            text = f"detalle {n}"
            expected[number][text] += 1
            said = stage.payloads.said(asker, stage.fake.world.dm(asker), text, thread=root)
            envelope = stage.payloads.envelope(said)
            acts += [stage.http.event(envelope, copies=2), second.event(envelope, copies=2)]
        assert all(await together(acts))
    assert {number: await said_in(stage, number) for number in expected} == expected


async def test_a_message_and_its_mention_are_one_request(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    count = sample(40, 1000)
    acts = []
    for n in range(count):
        said = stage.payloads.said(berta, channel, f"{BOT} no me funciona la impresora número {n}")
        pair = [stage.payloads.envelope(said), stage.payloads.envelope(stage.payloads.mention(said))]
        random.Random(n).shuffle(pair)
        acts += [stage.sender.event(envelope) for envelope in pair]
    assert all(await together(acts))
    assert len(await stage.numbers()) == count


async def test_a_replay_within_five_minutes_has_no_effect(stage: Stage):
    berta = stage.colleague("Berta Solís")
    dm = stage.fake.world.dm(berta)
    event = stage.payloads.envelope(stage.payloads.said(berta, dm, PAYSLIP))
    assert await stage.sender.event(event)
    await stage.settle()
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    card = copy(stage.fake.from_bot(owner)[0])
    await stage.press(owner, card, "take")
    before, messages = await stage.newest(), len(stage.fake.keys())
    button = next(e for block in card.blocks or [] if block["type"] == "actions" for e in block["elements"])
    place = stage.fake.world.dm(owner)
    click = stage.payloads.click(
        owner, place, card, button, trigger="t", response_url=stage.fake.response_url(place.id, owner.id)
    )
    await stage.sender.interact(click)
    await stage.settle()
    after_click = await stage.newest()
    for _ in range(sample(50, 1000)):
        assert await stage.sender.event(event)
        assert (await stage.sender.interact(click)).status == 200
    await stage.settle()
    assert await stage.newest() == after_click
    assert after_click.owner == before.owner
    assert len(stage.fake.keys()) == messages


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
async def test_in_whatever_order_a_message_its_edit_and_its_deletion_come_the_end_is_the_same(
    stage: Stage, order: tuple[int, ...]
):
    """What comes before its message is refused with 409 and delivered again after it."""
    berta = stage.colleague("Berta Solís")
    dm = stage.fake.world.dm(berta)
    root = await stage.say(berta, PAYSLIP)
    number = (await stage.newest()).number
    said = stage.payloads.said(berta, dm, "va a la cuenta nueva", thread=root)
    edited = stage.payloads.edited(dm, said["ts"], "va a la cuenta de siempre")
    deleted = stage.payloads.deleted(dm, said["ts"])
    waiting = [stage.payloads.envelope([said, edited, deleted][n]) for n in order]
    for _ in range(4):
        waiting = [envelope for envelope in waiting if (await deliver_once(stage, envelope)) >= 300]
    assert waiting == []
    assert "va a la cuenta nueva" not in await stage.words(number)
    assert "va a la cuenta de siempre" not in await stage.words(number)
    assert len((await stage.request(number)).messages) == 1  # what was asked first


async def deliver_once(stage: Stage, envelope: dict[str, Any]) -> int:
    return (await stage.http.post(json.dumps(envelope).encode(), "application/json")).status


async def test_of_two_who_press_take_at_once_exactly_one_has_it(stage: Stage):
    """And the other is told who."""
    askers = [stage.fake.world.user(f"Persona {n}", email=f"p{n}@faro.example") for n in range(500)]
    for start in range(0, RACES, len(askers)):
        races = range(start, min(RACES, start + len(askers)))
        await together([race(stage, askers[n - start], n) for n in races])
        await stage.store.move_clock(180_000)  # later words of the same person are another request


async def race(stage: Stage, asker: User, n: int) -> None:
    dm = stage.fake.world.dm(asker)
    said = stage.payloads.said(asker, dm, PAYSLIP)
    assert await stage.event(said)
    answer = await stage.slack.room.kept.answered(message_id("T1", dm.id, said["ts"]))
    assert answer is not None
    request = await stage.request(answer.number or 0)
    people = stage.library.directory.people.values()
    rivals = [stage.user_of(p.id) for p in people if p.department == request.department][:2]
    takes = (take(stage, rival, request, f"race{n}") for rival in rivals)
    assert await asyncio.gather(*takes) == [200, 200]
    await stage.slack.room.soon.settle()
    history = [decode_event(event) for event in await stage.store.history(request.number)]
    assert len([event for event in history if isinstance(event, RequestTaken)]) == 1
    after = await stage.request(request.number)
    assert after.taken
    [sentence] = [said for said in stage.fake.world.ephemerals[-20 * AT_ONCE :] if said.channel == f"race{n}"]
    winner = stage.user_of(after.owner)
    assert sentence.user in {rival.id for rival in rivals} - {winner.id}
    assert winner.name in sentence.text


async def take(stage: Stage, user: User, request: Request, where: str) -> int:
    """`where`: the name under which what is told to who pressed is found."""
    value = packed(Press(verb="take", number=request.number, seen=request.version))
    button = {"type": "button", "action_id": "act/take/0", "value": value}
    place = stage.fake.world.dm(user)
    card = Message(ts=stage.fake.world.ts(), user="UT1BOT", text="", bot_id="BT1")
    url = stage.fake.response_url(where, user.id)
    payload = stage.payloads.click(user, place, card, button, trigger="t", response_url=url)
    return (await stage.http.interact(payload)).status
