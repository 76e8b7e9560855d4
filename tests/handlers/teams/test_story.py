"""The story of the desk, told through Teams in Spanish and in English."""

from copy import deepcopy

import pytest

from bot.words import of
from tests.handlers.teams.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, read


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
