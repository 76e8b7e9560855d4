"""The people end in the example company: topic, department, owner by its rule, and who stands behind."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.domain.context import Asker as Reads
from bot.reader import Library, read
from knowledge.answers import may_be_offered
from knowledge.directory import Directory, PersonId
from knowledge.duty import Asker, Situation, chain, on_duty
from knowledge.loader import build, read_folder
from knowledge.matcher import examples_of, fit

COMPANY = Path(__file__).parents[2] / "knowledge" / "company"
TUESDAY = datetime(
    2026, 11, 24, 17, 0, tzinfo=UTC
)  # 18:00 in Madrid and 11:00 in Mexico City: both are at work


@cache
def company() -> Directory:
    return build(dict(read_folder(COMPANY)))


@cache
def library() -> Library:
    return Library(directory=company(), matcher=fit(*examples_of(company())))


def person(name: str) -> PersonId:
    return PersonId(f"{name}@faro.example")


MADRID, MEXICO = person("irene.cobo"), person("paola.jimenez")


def who(
    topic: str | None,
    asker: PersonId,
    language: str = "es",
    directory: Directory | None = None,
    **now: object,
) -> str:
    """The owner's name, as their address has it."""
    directory = directory or company()
    situation = Situation(now=TUESDAY, **now)  # type: ignore[arg-type]
    asks = Asker(person=asker, traits=directory.traits(asker), language=language)
    steps = chain(directory, topic, situation, asks)  # type: ignore[arg-type]
    return str(on_duty(steps).person).partition("@")[0]


@pytest.mark.parametrize(
    ("text", "owners", "articles"),
    [
        ("¿Cuándo se cobra la paga extra?", {"tomas.gil", "luis.mora"}, {"extra-pay-es", "extra-pay-mx"}),
        (
            "¿Dónde descargo mi nómina?",
            {"tomas.gil", "daniela.rios"},
            {"payslip-download-es", "payslip-download-mx"},
        ),
        (
            "¿Qué festivos hay en 2026?",
            {"claire.dubois", "ximena.castillo"},
            {"holidays-2026-es", "holidays-2026-mx"},
        ),
    ],
)
def test_the_same_sentence_from_madrid_and_from_mexico_city_reaches_two_owners_and_two_articles(
    text, owners, articles
):
    found = [
        read(
            text,
            Reads(person=p, traits=company().traits(p), language="es", zone="Europe/Madrid"),
            TUESDAY,
            library(),
        )
        for p in (MADRID, MEXICO)
    ]
    assert found[0].topic == found[1].topic
    assert {who(one.topic, p) for one, p in zip(found, (MADRID, MEXICO), strict=True)} == owners
    assert {one.article.article for one in found if one.article is not None} == articles


def test_a_named_owner_has_it_however_much_lies_there():
    loaded = {person("sofia.bermudez"): 40}
    assert company().departments["legal"].assign == "first"
    assert who("contract-review", MADRID) == "sofia.bermudez"
    assert who("contract-review", MADRID, open_requests=loaded) == "sofia.bermudez"


def test_of_two_in_mexico_who_has_fewer_open_requests_gets_the_next():
    assert company().departments["payroll"].assign == "fewest_open"
    luis, daniela = person("luis.mora"), person("daniela.rios")
    assert who("payslip-missing", MEXICO, open_requests={luis: 3, daniela: 1}) == "daniela.rios"
    assert who("payslip-missing", MEXICO, open_requests={luis: 1, daniela: 3}) == "luis.mora"


def test_where_the_rule_is_a_rotation_each_turn_is_the_next_ones_whatever_lies_there():
    payroll = replace(company().departments["payroll"], assign="rotation")
    turning = replace(company(), departments={**company().departments, "payroll": payroll})
    busy = {person("luis.mora"): 40}
    turns = [
        who("payslip-missing", MEXICO, directory=turning, turn=turn, open_requests=busy) for turn in range(4)
    ]
    assert turns == ["luis.mora", "daniela.rios", "luis.mora", "daniela.rios"]


def test_among_equals_one_who_speaks_the_messages_language_comes_first():
    """Daniela speaks no English, so an English message goes to Luis although he has more."""
    loaded = {person("luis.mora"): 3, person("daniela.rios"): 0}
    assert who("payslip-missing", MEXICO, "en", open_requests=loaded) == "luis.mora"
    assert who("payslip-missing", MEXICO, "es", open_requests=loaded) == "daniela.rios"


def test_backup_lead_and_concierge_stand_behind_every_owner():
    for topic in company().topics.values():
        if topic.signpost is not None:
            continue
        asks = Asker(person=MADRID, traits=company().traits(MADRID), language="es")
        rungs = [step.rung for step in chain(company(), topic.id, Situation(now=TUESDAY), asks)]
        order = [rung for n, rung in enumerate(rungs) if rung not in rungs[:n]]
        assert order[0] in ("owner", "lead"), topic.id
        assert "concierge" in order or topic.department == company().concierge, topic.id


def test_no_article_is_offered_past_its_review_nor_in_another_language_than_the_askers():
    late = date(2031, 1, 1)
    for article in company().articles:
        traits = company().traits(MADRID if "ES" in article.for_.country else MEXICO)
        offered = may_be_offered(
            company().articles, article.topic, traits, article.language, article.reviewed
        )
        assert article in offered or article.for_.country or article.for_.site
        assert may_be_offered([article], article.topic, traits, article.language, late) == []
        other = "en" if article.language == "es" else "es"
        assert may_be_offered([article], article.topic, traits, other, article.reviewed) == []


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("los tickets restaurante no me han llegado este mes", "ximena.castillo"),
        ("is there a gym discount", "ximena.castillo"),
        ("hay plazas vacantes internas en marketing?", "claire.dubois"),
        ("can i get an advance on my salary", "ana.ruiz"),
        ("quiero mandar un paquete a Bilbao", "lena.ortiz"),
        ("necesito que me deis permisos en la carpeta de legal", "ines.soler"),
        ("no me llega el sms del doble factor", "lucia.ferrando"),
        ("how do I raise a purchase order", "andreea.popescu"),
    ],
)
def test_what_every_company_is_asked_has_somebody_for_it(text, owner):
    asker = Reads(person=MADRID, traits=company().traits(MADRID), language="es", zone="Europe/Madrid")
    found = read(text, asker, TUESDAY, library())
    assert found.verdict == "route"
    assert who(found.topic, MADRID, found.language) == owner
