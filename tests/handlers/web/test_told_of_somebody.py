"""What tells of somebody goes to no colleague of those whom it may be about, only since it sounds like what they handle."""

from tests.handlers.web.stage import Stage
from tests.handlers.web.test_told_as_it_is import later
from tests.handlers.web.test_two_needs import all_of


async def test_it_is_asked_about_and_unanswered_it_goes_to_whoever_such_things_are_for(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, "Me están haciendo el vacío en cocina")
    asked = await stage.request(number)
    assert asked.choices is not None
    assert asked.choices.topics == ("harassment", "building-repair")
    await later(stage, minutes=15)
    lapsed = await stage.request(number)
    assert (lapsed.unseen, lapsed.topic, lapsed.confidential) == (False, "harassment", True)


async def test_where_that_is_an_official_way_it_goes_to_a_person_at_the_desk_and_the_question_says_so(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, "Sospecho de un fraude en gastos")
    asked = await stage.request(number)
    assert asked.choices is not None
    assert asked.choices.topics == ("whistleblowing", "expenses")
    assert "lo lee una persona de la ventanilla" in str(await stage.shown(irene, "asks"))
    await later(stage, minutes=15)
    lapsed = await stage.request(number)
    assert (lapsed.unseen, lapsed.topic, lapsed.department) == (False, None, stage.directory.concierge)
    assert lapsed.confidential


async def test_pay_and_health_go_where_they_always_went(stage: Stage, irene: str) -> None:
    for text in ("No me ha llegado la nómina de octubre", "Necesito pedir la baja, tengo gripe"):
        await stage.ask(irene, text)
    assert [one.choices for one in await all_of(stage, irene)] == [None, None]
