"""A department's channel has one card a request, which changes; nothing personal is ever in it."""

import asyncio
from typing import Any

import msgspec

from bot.words import of
from tests.handlers.teams.stage import PAYSLIP, Stage, buttons, read
from tests.teams_server.server import Fault, Message, User

CHANNEL = "19:payroll@thread.tacv2"


def with_channel(stage: Stage, department: str, channel: str, *, open_topic: str = "") -> None:
    stage.fake.conversations.add(channel)
    directory = stage.library.directory
    departments = dict(directory.departments)
    departments[department] = msgspec.structs.replace(departments[department], channel={"teams": channel})
    topics = dict(directory.topics)
    if open_topic:
        topics[open_topic] = msgspec.structs.replace(topics[open_topic], open=True)
    changed = msgspec.structs.replace(directory, departments=departments, topics=topics)
    stage.library = msgspec.structs.replace(stage.library, directory=changed)


async def looked_at(stage: Stage, user: User, card: Message) -> Any:
    """What a client shows to whoever looks: it asks us for it."""
    action = card.card["refresh"]["action"]
    answer = await stage.send(stage.activities.execute(user, card, action, {}))
    return answer["value"]


async def test_everybody_sees_the_one_card_change_and_the_owner_what_is_theirs(stage: Stage):
    with_channel(stage, "payroll", CHANNEL)
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    [card] = stage.fake.from_bot(CHANNEL)
    assert request.ref in card.told
    assert "banco" not in str(card.activity)
    assert "Berta" not in str(card.activity)

    assert PAYSLIP in read(await looked_at(stage, owner, card))
    eva = stage.colleague("Eva Ríos")
    assert "banco" not in str(await looked_at(stage, eva, card))

    await stage.press(owner, card, "take")
    assert (await stage.request(request.number)).taken
    [card] = stage.fake.from_bot(CHANNEL)
    assert owner.name in card.told
    assert not buttons(card.card, "take")

    await stage.press(owner, stage.shown(owner)[0], "resolve", text="Enviada")
    [card] = stage.fake.from_bot(CHANNEL)
    assert of("es")("desk-state-resolved") in card.told
    assert card.changes >= 2


async def test_words_are_shown_only_where_the_topic_is_open(stage: Stage):
    with_channel(stage, "payroll", CHANNEL, open_topic="payslip-missing")
    await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
    [card] = stage.fake.from_bot(CHANNEL)
    assert "banco" in read(card.card)


async def test_what_becomes_confidential_leaves_the_channel_and_nobody_there_reads_it(stage: Stage):
    with_channel(stage, "payroll", CHANNEL, open_topic="payslip-missing")
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    await stage.press(berta, stage.shown(berta)[0], "make_private")
    [card] = stage.fake.from_bot(CHANNEL)
    assert card.told == of("es")("chat-in-private", ref=request.ref)
    eva = stage.colleague("Eva Ríos")
    assert "banco" not in str(await looked_at(stage, eva, card))


async def test_a_channel_s_card_is_posted_and_taken_back_though_teams_asks_for_time(stage: Stage):
    async def at_once(seconds: float) -> None:
        await asyncio.sleep(0)

    stage.room.soon.sleep = at_once
    with_channel(stage, "payroll", CHANNEL, open_topic="payslip-missing")
    berta = stage.colleague("Berta Solís")
    await stage.send(stage.activities.said(berta, PAYSLIP))
    stage.fake.faults[f"POST {CHANNEL}"] += [Fault(429, retry_after="9"), Fault(502)]
    await stage.settle()
    [card] = stage.fake.from_bot(CHANNEL)
    assert "banco" in read(card.card)
    stage.fake.faults[f"PUT {CHANNEL}"] += [Fault(429, retry_after="9"), Fault(503)]
    await stage.press(berta, stage.shown(berta)[0], "make_private")
    assert "banco" not in str(stage.fake.from_bot(CHANNEL)[0].activity)


async def test_what_is_confidential_from_the_start_never_reaches_a_channel(stage: Stage):
    for department in stage.library.directory.departments:
        with_channel(stage, department, f"19:{department}@thread.tacv2")
    await stage.say(stage.colleague("Berta Solís"), "Mi jefe me está acosando y no sé a quién acudir")
    assert (await stage.newest()).confidential
    assert [m for m in stage.fake.messages if m.where.startswith("19:")] == []


async def test_a_request_of_elsewhere_cannot_be_looked_at_through_a_made_up_card(stage: Stage):
    with_channel(stage, "payroll", CHANNEL, open_topic="payslip-missing")
    await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
    [card] = stage.fake.from_bot(CHANNEL)
    eva = stage.colleague("Eva Ríos")
    card.where = eva.chat
    assert read(await looked_at(stage, eva, card)) == of("es")("teams-gone")
