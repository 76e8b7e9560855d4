"""What tells of somebody goes to no colleague of those whom it may be about, only since it sounds like what they handle."""

import pytest

from tests.handlers.web.stage import Stage
from tests.handlers.web.test_told_as_it_is import later
from tests.handlers.web.test_two_needs import all_of


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Sospecho de un fraude en gastos", ("expenses", "whistleblowing")),
        ("Me están haciendo el vacío en cocina", ("building-repair", "harassment")),
        ("My boss forges invoices", ("supplier-invoice", "harassment")),
    ],
)
async def test_it_is_asked_about_with_a_topic_that_few_read_and_unanswered_it_is_the_concierges(
    stage: Stage, irene: str, text: str, choices: tuple[str, ...]
) -> None:
    number = await stage.ask(irene, text)
    request = await stage.request(number)
    assert request.confidential
    assert request.choices is not None
    assert request.choices.topics == choices
    asked = str(await stage.shown(irene, "asks"))
    assert "lo lee una persona de la ventanilla" in asked or "a person at the desk reads it" in asked
    await later(stage, minutes=15)
    lapsed = await stage.request(number)
    assert (lapsed.unseen, lapsed.topic, lapsed.department) == (False, None, stage.directory.concierge)
    assert lapsed.confidential


async def test_pay_and_health_go_where_they_always_went(stage: Stage, irene: str) -> None:
    for text in ("No me ha llegado la nómina de octubre", "Necesito pedir la baja, tengo gripe"):
        await stage.ask(irene, text)
    assert [one.choices for one in await all_of(stage, irene)] == [None, None]
