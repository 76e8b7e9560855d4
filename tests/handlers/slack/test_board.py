"""A department's channel has one card a request, which changes; nothing personal is ever in it."""

import msgspec

from bot.words import of
from tests.handlers.slack.stage import PAYSLIP, Stage, shown


def with_channel(stage: Stage, department: str, channel: str, *, open_topic: str = "") -> None:
    directory = stage.library.directory
    departments = dict(directory.departments)
    departments[department] = msgspec.structs.replace(departments[department], channel={"slack": channel})
    topics = dict(directory.topics)
    if open_topic:
        topics[open_topic] = msgspec.structs.replace(topics[open_topic], open=True)
    stage.library = msgspec.structs.replace(
        stage.library, directory=msgspec.structs.replace(directory, departments=departments, topics=topics)
    )


async def test_everybody_sees_the_one_card_change(stage: Stage):
    channel = stage.fake.world.channel("nominas")
    with_channel(stage, "payroll", channel.id)
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    [card] = stage.fake.from_bot(channel)
    assert request.ref in card.text
    assert "banco" not in shown(card)
    assert "Berta" not in shown(card)

    department = stage.library.directory.departments["payroll"]
    colleague = stage.user_of(
        next(
            p.id
            for p in stage.library.directory.people.values()
            if p.department == "payroll" and p.id not in (request.owner, department.lead)
        )
    )
    await stage.press(colleague, card, "take", where=channel)
    assert (await stage.newest()).owner == await stage.person(colleague)
    [card] = stage.fake.from_bot(channel)
    assert colleague.name in card.text

    assignment = stage.fake.from_bot(colleague)[0]
    answered = of("es")("chat-board-answered", owner=colleague.name, ref=request.ref, topic="").split(" · ")[
        2
    ]
    assert not card.text.endswith(answered)
    await stage.say(colleague, "Te la mando hoy", thread=assignment.ts)
    [card] = stage.fake.from_bot(channel)
    assert card.text.endswith(answered)
    assert "Te la mando" not in card.text + shown(card)

    await stage.press(colleague, assignment, "resolve")
    await stage.fill(colleague, text="Enviada")
    [card] = stage.fake.from_bot(channel)
    assert "resuelt" in card.text.casefold()
    assert card.changes >= 3


async def test_what_nobody_has_taken_is_not_said_to_be_nobody_s(stage: Stage):
    """Who asked reads in their receipt whose it is."""
    channel = stage.fake.world.channel("nominas")
    with_channel(stage, "payroll", channel.id)
    await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
    [card] = stage.fake.from_bot(channel)
    assert "todavía no lo ha tomado nadie" in card.text


async def test_words_are_shown_only_where_the_topic_is_open(stage: Stage):
    channel = stage.fake.world.channel("nominas")
    with_channel(stage, "payroll", channel.id, open_topic="payslip-missing")
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    [card] = stage.fake.from_bot(channel)
    assert "banco" in shown(card)


async def test_what_becomes_confidential_is_taken_back_from_the_channel(stage: Stage):
    channel = stage.fake.world.channel("nominas")
    with_channel(stage, "payroll", channel.id, open_topic="payslip-missing")
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    await stage.press(berta, stage.fake.from_bot(berta)[0], "make_private")
    [card] = stage.fake.from_bot(channel)
    assert "banco" not in shown(card) + card.text
    assert "nómina" not in (shown(card) + card.text).casefold()


async def test_a_confidential_request_never_reaches_the_channel(stage: Stage):
    channels = {}
    for department in list(stage.library.directory.departments):
        channels[department] = stage.fake.world.channel(department)
        with_channel(stage, department, channels[department].id)
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "mi jefe me acosa desde hace meses y no puedo más")
    assert (await stage.newest()).confidential
    assert not any(stage.fake.from_bot(channel) for channel in channels.values())
