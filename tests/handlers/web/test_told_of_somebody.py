"""What tells of somebody goes to no colleague of those whom it may be about, only since it sounds like what they handle."""

from bot.domain.request import Request
from tests.handlers.web.stage import Stage
from tests.handlers.web.test_told_as_it_is import later
from tests.handlers.web.test_two_needs import all_of


async def asked_about(stage: Stage, person: str, text: str) -> tuple[Request, tuple[str, ...]]:
    """The request once the question has lapsed, and what it was asked between."""
    number = await stage.ask(person, text)
    choices = (await stage.request(number)).choices
    assert choices is not None
    await later(stage, minutes=15)
    return await stage.request(number), choices.topics


async def test_it_is_asked_about_and_unanswered_it_goes_to_whoever_such_things_are_for(
    stage: Stage, irene: str
) -> None:
    lapsed, topics = await asked_about(stage, irene, "Me están haciendo el vacío en cocina")
    assert topics == ("harassment", "building-repair")
    assert (lapsed.unseen, lapsed.topic, lapsed.confidential) == (False, "harassment", True)


async def test_where_that_is_an_official_way_it_goes_to_a_person_at_the_desk(
    stage: Stage, irene: str
) -> None:
    lapsed, topics = await asked_about(stage, irene, "Sospecho de un fraude en gastos")
    assert topics == ("whistleblowing", "expenses")
    assert (lapsed.unseen, lapsed.topic, lapsed.department) == (False, None, stage.directory.concierge)
    assert lapsed.confidential


async def test_and_the_question_says_so(stage: Stage, irene: str) -> None:
    await stage.ask(irene, "Sospecho de un fraude en gastos")
    assert "lo lee una persona de la ventanilla" in str(await stage.shown(irene, "asks"))


async def test_pay_and_health_go_where_they_always_went(stage: Stage, irene: str) -> None:
    for text in ("No me ha llegado la nómina de octubre", "Necesito pedir la baja, tengo gripe"):
        await stage.ask(irene, text)
    assert [one.choices for one in await all_of(stage, irene)] == [None, None]
