"""By when somebody needs it stands in the owner's queue."""

import pytest

from bot.words import of
from tests.handlers.teams.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, read

WISH = f"{PAYSLIP}, la necesito para el viernes"


async def test_a_line_of_the_queue_says_by_when_it_is_needed(stage: Stage):
    await stage.say(stage.colleague("Berta Solís"), WISH)
    request = await stage.newest()
    assert request.wanted_by is not None
    owner = stage.user_of(request.owner)
    await stage.say(owner, "queue")
    assert "hace falta antes de que acabe" in read(stage.shown(owner)[-1].card)


@pytest.mark.parametrize(("text", "locale"), [(WISH, "es-ES"), (PAYSLIP_EN, "en-GB")], ids=["es", "en"])
async def test_one_tap_takes_it_and_says_that_it_will_not_be_by_then(stage: Stage, text: str, locale: str):
    berta = stage.colleague("Berta Solís", locale=locale)
    await stage.say(berta, text)
    request = await stage.newest()
    owner, language = stage.user_of(request.owner), request.language
    [tap] = [b for b in buttons(stage.shown(owner)[0].card, "promise") if "due" in str(b["data"])]
    at = buttons(stage.shown(owner)[0].card, "promise").index(tap)
    await stage.press(owner, stage.shown(owner)[0], "promise", n=at)
    after = await stage.request(request.number)
    assert after.taken
    assert after.promise is not None
    assert after.wanted_by is not None
    assert after.promise.due > after.wanted_by
    told = read(stage.shown(berta)[-1].card)
    honest = of(language)("promise-not-by-then", name=owner.name, wish="|", by="|").split("|")[0]
    assert honest in told
