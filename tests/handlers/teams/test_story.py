"""The story of the desk, told through Teams in Spanish and in English."""

from copy import deepcopy

import pytest

from bot.words import of
from tests.handlers.teams.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, read
from tests.teams_server.activities import CHANNEL


@pytest.mark.parametrize(("text", "locale"), [(PAYSLIP, "es-ES"), (PAYSLIP_EN, "en-GB")], ids=["es", "en"])
async def test_the_plain_story_is_three_messages_to_the_requester(stage: Stage, text: str, locale: str):
    berta = stage.colleague("Berta Solís", locale=locale)
    await stage.say(berta, text)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    [receipt] = stage.shown(berta)
    [assignment] = stage.shown(owner)
    assert request.ref in receipt.told
    assert owner.name in read(receipt.card)
    assert text in read(assignment.card)

    reply = "Te la mando hoy mismo." if locale == "es-ES" else "I'll send it today."
    await stage.press(owner, assignment, "say", text=reply)
    assert (await stage.request(request.number)).taken
    assert reply in read(stage.shown(berta)[1].card)

    done = "Enviada otra vez." if locale == "es-ES" else "Sent again."
    assert await stage.press(owner, stage.shown(owner)[0], "resolve", text=done) == {}
    assert (await stage.request(request.number)).status == "resolved"
    assert len(stage.shown(berta)) == 3
    resolved = stage.shown(berta)[-1]
    assert done in read(resolved.card)
    await stage.press(berta, resolved, "rate")
    rated = await stage.request(request.number)
    assert rated.rating is not None
    assert len(stage.shown(owner)) <= 2
    assert stage.fake.violations == []
    assert len(buttons(resolved.card, "rate")) == 3


async def test_a_resolution_that_is_undone_asks_nobody_how_it_was(stage: Stage):
    berta, request, owner, assignment = await stage.assigned()
    await stage.press(owner, assignment, "resolve", text="Enviada otra vez.")
    rang = stage.shown(berta)[-1]
    old = deepcopy(rang)
    await stage.press(owner, assignment, "undo")
    said = of("es")("undone-resolve", name=owner.name)
    assert said in read(rang.card)
    assert said in stage.shown(berta)[-1].told
    assert not any(buttons(message.card, "rate") for message in stage.shown(berta))
    await stage.press(berta, old, "rate")  # in a client that was slow to show it
    assert (await stage.request(request.number)).rating is None


async def test_what_is_answered_reaches_who_asked_also_when_we_are_no_longer_in_their_channel(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "hola")
    stage.fake.conversations.add(CHANNEL)
    await stage.send(stage.activities.mention(berta, "no me funciona la impresora", CHANNEL))
    await stage.settle()
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    stage.fake.conversations.discard(CHANNEL)
    await stage.press(owner, stage.shown(owner)[-1], "say", text="Voy ahora mismo")
    [told] = [m for m in stage.shown(berta) if "Voy ahora mismo" in m.told]
    await stage.send(stage.activities.quoting(berta, told, "Perfecto, aquí espero"))
    assert "Perfecto, aquí espero" in await stage.words(request.number)


async def test_the_same_reply_from_the_same_card_is_said_again_hours_later(stage: Stage):
    """Acknowledged means kept: "Hecho" is not said of what goes to nobody."""
    berta, _, owner, card = await stage.assigned()
    [say] = buttons(card.card, "say")
    for at in ("15:10:00", "15:10:31", "18:10:00"):  # the second is the first, delivered again
        press = stage.activities.execute(owner, card, say, {"text": "Sigo en ello"})
        await stage.send(press | {"timestamp": f"2026-11-24T{at}.000Z"})
        await stage.settle()
    assert len([m for m in stage.shown(berta) if "Sigo en ello" in m.told]) == 2
