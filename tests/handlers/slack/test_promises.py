"""A promise in Slack: what was typed is said back and mended in one tap; what is put off later says why."""

from bot.words import of
from tests.handlers.slack.stage import PAYSLIP, Stage, shown


async def test_a_misread_time_is_mended_in_one_tap_and_putting_it_off_later_needs_a_reason(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    number, owner = request.number, stage.user_of(request.owner)
    await stage.press(owner, stage.fake.from_bot(owner)[0], "promise")
    await stage.fill(owner, due="mañana", text="")
    typed = (await stage.request(number)).promise
    await stage.settle()
    card = stage.fake.from_bot(owner)[0]
    assert "Has prometido contestar" in shown(card)

    await stage.store.move_clock(10 * 60_000)
    await stage.press(owner, card, "promise")
    without = await stage.fill(owner, due="pasado mañana", text="")
    assert without.body["response_action"] == "errors"
    assert of("es")("refused-reason") in without.body["errors"].values()
    assert (await stage.request(number)).promise == typed
    await stage.fill(owner, due="pasado mañana", text="El banco tarda")
    renewed = (await stage.request(number)).promise
    assert renewed is not None
    assert renewed.renewed == 1
    await stage.settle()
    assert any("El banco tarda" in shown(message) for message in stage.fake.from_bot(berta))
