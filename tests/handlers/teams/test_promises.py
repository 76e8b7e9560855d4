"""A promise in Teams: what was typed is said back and mended in one tap; what is put off later says why."""

from bot.words import of
from tests.handlers.teams.stage import PAYSLIP, Stage, read


async def test_a_misread_time_is_said_back_and_putting_it_off_later_needs_a_reason(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    number, owner = request.number, stage.user_of(request.owner)
    await stage.press(owner, stage.shown(owner)[0], "promise", due="mañana")
    await stage.settle()
    typed = (await stage.request(number)).promise
    assert typed is not None
    assert "Has prometido contestar" in read(stage.shown(owner)[0].card)

    await stage.store.move_clock(10 * 60_000)
    again = await stage.press(owner, stage.shown(owner)[0], "promise", due="pasado mañana")
    assert of("es")("refused-reason") in read(again["task"]["value"]["card"]["content"])
    assert (await stage.request(number)).promise == typed
    await stage.fill(owner, again, due="pasado mañana", because="waiting")
    await stage.settle()
    renewed = (await stage.request(number)).promise
    assert renewed is not None
    assert renewed.renewed == 1
    assert any(of("es")("because-waiting") in read(message.card) for message in stage.shown(berta))
