"""One sentence in two cities: two people, two answers. And who looks after something is told without opening anything."""

import re

import pytest

from bot.domain.reading import Reading
from bot.who import meant
from handlers.web import feed
from knowledge.directory import TopicId
from tests.handlers.web.stage import Stage

MADRID, MEXICO_CITY = "irene.cobo", "paola.jimenez"
PAY = (TopicId("pay-error"), TopicId("payslip-copy"))


async def told_last(stage: Stage, email: str) -> str:
    found = await stage.store.feeds.read(stage.person(email))
    return feed.items(found, "asks")[-1].card.text


async def told_on_asking(stage: Stage, text: str) -> str:
    await stage.say(stage.person(MADRID), text)
    return await told_last(stage, MADRID)


async def test_who_looks_after_something_is_named_in_each_city_and_nothing_is_opened(stage: Stage) -> None:
    told = {}
    for email in (MADRID, MEXICO_CITY):
        answer = await stage.say(stage.person(email), "¿Quién lleva las nóminas que no llegan?")
        assert answer.status == 200
        told[email] = await told_last(stage, email)
    assert "se encarga Ana Ruiz Peña, de Nóminas" in told[MADRID]
    assert "se encarga" in told[MEXICO_CITY]
    assert told[MADRID] != told[MEXICO_CITY]
    assert await stage.store.last_number() == 1000


async def test_what_nobody_is_known_for_is_said_so(stage: Stage) -> None:
    assert "lo averigua por ti" in await told_on_asking(stage, "¿Quién lleva los submarinos amarillos?")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("¿Quién es el responsable de Compras?", "Compras está a cargo de Rosa Delgado"),
        ("who is in charge of the purchasing department?", "Rosa Delgado"),
        ("¿Quién lleva informática?", "Informática está a cargo de"),
        ("¿Quién es Marta Vidal?", "Marta Vidal Serra, Responsable de Nóminas. Equipo: Nóminas."),
        ("who is Ana Ruiz?", "Ana Ruiz Peña, Payroll specialist. Team: Payroll, led by Marta Vidal Serra."),
        ("¿Quién es el jefe de Ana Ruiz?", "Equipo: Nóminas, a cargo de Marta Vidal Serra."),
        ("teléfono de compras", "Compras está a cargo de Rosa Delgado"),
        ("HR contact please", "Beatriz Lozano Herrero leads People"),
        ("¿dónde está el departamento legal?", "Legal está a cargo de"),
    ],
)
async def test_of_a_department_its_lead_is_named(stage: Stage, text: str, told: str) -> None:
    assert told in await told_on_asking(stage, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("¿Quién lleva lo de los coches de empresa?", "lo averigua por ti"),
        ("Who looks after the coats?", "will find out for you"),
    ],
)
async def test_what_is_only_least_unlikely_is_not_named(stage: Stage, text: str, told: str) -> None:
    assert told in await told_on_asking(stage, text)


@pytest.mark.parametrize("text", ["¿Quién se encarga del aparcamiento?", "Who's in charge of the car park?"])
async def test_the_ways_to_ask_for_a_name_are_one(stage: Stage, text: str) -> None:
    before = await stage.store.last_number()
    assert re.search("se encarga|looks after", await told_on_asking(stage, text))
    assert await stage.store.last_number() == before


def test_a_second_is_named_where_it_is_half_as_likely_and_one_of_the_two_is_surely_meant(
    stage: Stage,
) -> None:
    def told(*chances: float) -> int:
        reading = Reading(language="en", verdict="ask", choices=PAY, chances=chances)
        return len([topic for topic in meant(reading, stage.directory) if topic is not None])

    assert [told(0.9, 0.1), told(0.5, 0.36), told(0.5, 0.2), told(0.3, 0.29)] == [1, 2, 0, 0]


async def test_the_same_sentence_reaches_two_articles_and_two_owners(stage: Stage) -> None:
    articles, owners = set(), set()
    for email in (MADRID, MEXICO_CITY):
        number = await stage.ask(stage.person(email), "¿Dónde descargo mi nómina?")
        request = await stage.request(number)
        assert request.article is not None
        articles.add(request.article.article)
        await stage.act(stage.person(email), "want_person", number, side="asks")
        after = await stage.request(number)
        assert after.department == "payroll"
        owners.add(after.owner)
    assert articles == {"payslip-download-es", "payslip-download-mx"}
    assert len(owners) == 2


@pytest.mark.parametrize(
    "text", ["Who do I talk to about bullying and harassment?", "¿Con quién hablo de un aumento de sueldo?"]
)
async def test_who_looks_for_somebody_to_confide_in_gets_a_person_and_not_only_a_name(
    stage: Stage, text: str
) -> None:
    request = await stage.request(await stage.ask(stage.person(MADRID), text))
    assert request.confidential
    assert request.department == "people"
