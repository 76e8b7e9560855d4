"""What answers a press speaks the language that its request was asked in, whatever the client speaks."""

from copy import deepcopy

from handlers.slack.words import words_in
from tests.handlers.slack.stage import PAYSLIP_EN, Stage, buttons


async def test_what_answers_a_press_speaks_the_language_the_request_was_asked_in(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP_EN)
    say = words_in("en")
    card = next(m for m in stage.fake.from_bot(berta) if buttons(m.blocks or [], "withdraw"))
    await stage.press(berta, card, "set_wanted_by")
    assert stage.form(berta)["close"]["text"] == say("slack-cancel")
    unclear = await stage.fill(berta, due="no idea")
    assert list(unclear.body["errors"].values()) == [say("when-unclear")]
    over = await stage.fill(berta, due="yesterday at 12")
    assert list(over.body["errors"].values()) == [say("when-over")]
    old = deepcopy(card)
    await stage.press(berta, card, "withdraw")
    await stage.fill(berta)
    await stage.press(berta, old, "not_this")
    assert stage.fake.world.ephemerals[-1].text == say("refused-changed", state=say("state-withdrawn"))
