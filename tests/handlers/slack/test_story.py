"""The story of the desk, told through Slack: by HTTP and by Socket Mode, in Spanish and in English."""

import pytest

from handlers.slack.words import words_in
from tests.handlers.slack.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, shown


@pytest.mark.parametrize(("text", "locale"), [(PAYSLIP, "es-ES"), (PAYSLIP_EN, "en-GB")], ids=["es", "en"])
async def test_the_plain_story_is_three_loud_messages_to_the_requester(either: Stage, text: str, locale: str):
    stage = either
    berta = stage.colleague("Berta Solís", locale=locale)
    await stage.say(berta, text)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    [receipt] = stage.fake.from_bot(berta)
    [assignment] = stage.fake.from_bot(owner)
    assert request.ref in receipt.text
    assert owner.name in receipt.text
    assert text.split()[0] in shown(assignment)

    reply = "Te la mando hoy mismo." if locale == "es-ES" else "I'll send it today."
    await stage.say(owner, reply, thread=assignment.ts)
    assert (await stage.request(request.number)).taken
    assert reply in shown(stage.fake.from_bot(berta)[-1])

    await stage.press(owner, assignment, "resolve")
    await stage.fill(owner, text="Enviada otra vez." if locale == "es-ES" else "Sent again.")
    assert (await stage.request(request.number)).status == "resolved"
    assert len(stage.fake.from_bot(berta)) == 3
    assert buttons(stage.fake.from_bot(berta)[-1].blocks or [], "rate")
    assert len(stage.fake.from_bot(owner)) <= 2
    assert len(set(stage.fake.keys())) == len(stage.fake.keys())


@pytest.mark.parametrize("gone", ["archived", "bot_in"])
async def test_what_is_answered_reaches_who_asked_also_when_their_channel_is_archived_or_left(
    stage: Stage, gone: str
):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    await stage.say(berta, f"<@{stage.team.bot_user}> no me funciona la impresora", where=channel)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    setattr(channel, gone, gone == "archived")
    await stage.say(owner, "Voy ahora mismo", thread=stage.fake.from_bot(owner)[0].ts)
    assert [m for m in stage.fake.from_bot(channel) if "Voy ahora mismo" in m.text] == []
    [told] = [m for m in stage.fake.from_bot(berta) if "Voy ahora mismo" in m.text]
    await stage.say(berta, "Perfecto, aquí espero", thread=told.ts)  # and the talk goes on there
    assert "Perfecto, aquí espero" in await stage.words(request.number)


async def test_what_an_owner_writes_below_a_closed_request_is_no_request_of_theirs_and_they_hear_why(
    either: Stage,
):
    berta = either.colleague("Berta Solís")
    request, owner = await either.asked(berta)
    card = either.fake.from_bot(owner)[0]
    await either.press(owner, card, "resolve")
    await either.fill(owner, text="Enviada")
    await either.store.move_clock(40 * 24 * 3600 * 1000)
    await either.settle()
    assert (await either.request(request.number)).status == "closed"
    before = len(either.fake.from_bot(berta))
    await either.say(owner, "Una cosa más: ya está en el banco", thread=card.ts)
    assert (await either.newest()).number == request.number
    told = either.fake.from_bot(owner)[-1].text
    words = words_in(owner.locale)
    assert told == words("refused-changed", state=words("state-closed"))
    assert len(either.fake.from_bot(berta)) == before
