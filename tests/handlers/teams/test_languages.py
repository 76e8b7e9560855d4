"""What answers a press speaks the language that its request was asked in, whatever the client speaks."""

from bot.words import of
from tests.handlers.teams.stage import PAYSLIP_EN, Stage


async def test_what_answers_a_press_speaks_the_language_the_request_was_asked_in(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP_EN)
    request = await stage.newest()
    card = stage.shown(berta)[-1]
    assert await stage.press(berta, card, "want_person") == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": of("en")("teams-done", ref=request.ref),
    }
