"""By when somebody needs it stands in the owner's App Home."""

import pytest

from bot.words import of
from tests.handlers.slack.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, shown

WISH = f"{PAYSLIP}, la necesito para el viernes"


async def test_a_line_of_the_queue_says_by_when_it_is_needed(stage: Stage):
    await stage.say(stage.colleague("Berta Solís"), WISH)
    request = await stage.newest()
    assert request.wanted_by is not None
    home = await stage.open_home(stage.user_of(request.owner))
    assert "hace falta antes de que acabe" in str(home["blocks"])


@pytest.mark.parametrize(("text", "locale"), [(WISH, "es-ES"), (PAYSLIP_EN, "en-GB")], ids=["es", "en"])
async def test_one_tap_takes_it_and_says_that_it_will_not_be_by_then(stage: Stage, text: str, locale: str):
    berta = stage.colleague("Berta Solís", locale=locale)
    await stage.say(berta, text)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    card = stage.fake.from_bot(owner)[0]
    assert of(owner.locale)("not-by-then") in shown(card)
    promises = buttons(card.blocks or [], "promise")
    await stage.press(owner, card, "promise", n=len(promises) - 1)
    after = await stage.request(request.number)
    assert after.taken
    assert after.promise is not None
    assert after.wanted_by is not None
    assert after.promise.due > after.wanted_by
    honest = of(locale[:2])("promise-not-by-then", name=owner.name, wish="|", by="|").split("|")[0]
    assert any(honest in shown(message) for message in stage.fake.from_bot(berta))
