"""Monday's digest, figures in chat, and the agreement that must be read before figures by person open."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.delivery.card import Card, Picture
from bot.figures.agreement import opened
from bot.figures.asked import asks_for_figures
from bot.figures.export import as_csv, as_json
from bot.figures.monday import Monday
from bot.figures.painter import Painter
from bot.figures.query import Asked, for_viewer
from bot.figures.rights import led_by
from bot.figures.speaker import Speaker
from bot.settings import Settings
from bot.store.store import Store
from bot.store.tallies import Tallies
from bot.words import of
from knowledge.directory import Agreement, DepartmentId, Directory, PersonId
from tests import histories
from tests.clock import set_clock
from tests.fakes import FakeGateway, doubtful, postpone
from tests.handlers.web.stage import Stage, example_library

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # nine in Madrid, where most leads are
SETTINGS = Settings(secret="s" * 32)
AGREED = Agreement(name="Acuerdo con el comité", agreed=date(2026, 11, 2))
IT = DepartmentId("it")


@pytest.fixture(scope="module")
def painter() -> Iterator[Painter]:
    painter = Painter()
    yield painter
    painter.close()


class Week:
    """The example company on a Monday, its history of some months, and a platform that remembers what it was sent."""

    def __init__(self, store: Store, painter: Painter, directory: Directory) -> None:
        self.store, self.directory, self.painter = store, directory, painter
        self.gateway = FakeGateway()
        self.speaker = Speaker(store, SETTINGS, painter)

    def monday(self) -> Monday:
        """Another process."""
        return Monday(self.store, {"fake": self.gateway}, lambda: self.directory, self.speaker)

    def sent_to(self, person: PersonId, kind: str = "digest") -> list[Card]:
        shown = self.gateway.messages.values()
        return [one.card for one in shown if one.place.conversation == person and one.card.kind == kind]

    def lead(self, department: str = "it") -> PersonId:
        return self.directory.departments[DepartmentId(department)].lead


@pytest.fixture
async def week(store: Store, painter: Painter) -> Week:
    directory = example_library().directory
    await histories.keep(store, directory, 700, seed=3, until=MONDAY, days=60)
    for person in directory.people:
        await store.people.set_profile(person, {"place.fake": person})
    await set_clock(store, MONDAY)
    return Week(store, painter, directory)


async def test_each_lead_has_the_digest_once_in_their_own_monday_morning(week: Week) -> None:
    await set_clock(week.store, MONDAY - timedelta(minutes=1))
    assert await week.monday().send_due() == 0
    await set_clock(week.store, MONDAY)
    await asyncio.gather(*(week.monday().send_due() for _ in range(3)))
    for hours in range(12):
        await set_clock(week.store, MONDAY + timedelta(hours=hours))
        await week.monday().send_due()
    for department in week.directory.departments.values():
        assert len(week.sent_to(department.lead)) == len(led_by(department.lead, week.directory)), (
            department.id
        )
    await set_clock(week.store, MONDAY + timedelta(days=7, hours=1))
    await week.monday().send_due()
    assert len(week.sent_to(week.lead())) == 2


async def test_of_a_department_that_nobody_has_asked_anything_yet_there_is_nothing_to_tell(
    store: Store, painter: Painter
) -> None:
    await set_clock(store, MONDAY)
    new = Week(store, painter, example_library().directory)
    for person in new.directory.people:
        await store.people.set_profile(person, {"place.fake": person})
    assert await new.monday().send_due() == 0
    assert new.gateway.messages == {}


@pytest.fixture
async def quiet(store: Store, painter: Painter) -> AsyncIterator[tuple[Week, Stage]]:
    """The example company on the day it begins with the desk."""
    library = example_library()
    for person in library.directory.people:
        await store.people.set_profile(person, {"place.fake": person})
    stage = Stage(store, library)
    await stage.client.start_server()
    yield Week(store, painter, library.directory), stage
    await stage.client.close()


async def ask_for_a_laptop(stage: Stage) -> int:
    irene = stage.person("irene.cobo")
    number = await stage.ask(irene, "El portátil no enciende desde ayer")
    if (await stage.request(number)).unseen:
        await stage.act(irene, "want_person", number, side="asks")
    return number


async def test_a_week_without_anything_is_settled_and_the_next_one_is_told(
    quiet: tuple[Week, Stage],
) -> None:
    week, stage = quiet
    await set_clock(week.store, MONDAY)
    assert await week.monday().send_due() == 0
    await set_clock(week.store, MONDAY + timedelta(days=1))
    number = await ask_for_a_laptop(stage)
    for hours in (1, 24, 48):
        await set_clock(week.store, MONDAY + timedelta(days=1, hours=hours))
        assert await week.monday().send_due() == 0, "it is not of the week that is told of"
    await set_clock(week.store, MONDAY + timedelta(days=7))
    assert await week.monday().send_due() == 1
    [card] = week.sent_to(week.lead())
    assert f"Desde hace más tiempo: R-{number}" in card.text


async def test_what_has_been_open_for_longer_than_a_quarter_is_told_though_nothing_came_in_since(
    quiet: tuple[Week, Stage],
) -> None:
    week, stage = quiet
    await set_clock(week.store, MONDAY - timedelta(days=120))
    number = await ask_for_a_laptop(stage)
    await set_clock(week.store, MONDAY)
    assert await week.monday().send_due() == 1
    [card] = week.sent_to(week.lead())
    assert f"Desde hace más tiempo: R-{number}" in card.text
    assert not any(isinstance(block, Picture) for block in card.blocks)


@pytest.mark.parametrize("agrees", ["yes", "no"])
async def test_whom_to_thank_is_named_to_the_lead_only_where_they_agreed_to_be_seen(
    quiet: tuple[Week, Stage], agrees: str
) -> None:
    week, stage = quiet
    irene = stage.person("irene.cobo")
    await set_clock(week.store, MONDAY - timedelta(days=4))
    number = await stage.ask(irene, "No me ha llegado la nómina de octubre")
    owner = await stage.owner_of(number)
    await stage.act(owner, "resolve", number, text="Te la he enviado por correo.")
    await stage.act(irene, "thank", number, side="asks", public="yes")
    await stage.act(owner, "answer_thanks", number, yes=agrees)
    await set_clock(week.store, MONDAY)
    await week.monday().send_due()
    [card] = week.sent_to(week.lead("payroll"))
    named = f"delante de todos: {week.directory.people[owner].name}"
    assert (named in card.text) == (agrees == "yes")


async def test_who_is_away_has_it_on_their_return(week: Week) -> None:
    from bot.store.absences import Absence

    lead = week.lead()
    back = MONDAY + timedelta(days=1)
    await week.store.absences.set(lead, Absence(back, lead), command="away", answer=b"")
    await week.monday().send_due()
    assert week.sent_to(lead) == []
    await set_clock(week.store, back + timedelta(minutes=5))
    await week.monday().send_due()
    assert len(week.sent_to(lead)) == 1


@pytest.mark.parametrize("fault", [postpone(), doubtful(applied=True), doubtful(applied=False)])
async def test_what_a_platform_refuses_for_now_arrives_later_and_never_twice(week: Week, fault: Any) -> None:
    week.gateway.fails(week.lead(), fault)
    for minutes in (0, 6, 12):
        await set_clock(week.store, MONDAY + timedelta(minutes=minutes))
        await _claims_run_out(week.store)
        await week.monday().send_due()
    assert len(week.sent_to(week.lead())) == 1


async def _claims_run_out(store: Store) -> None:
    """What was being sent when its process died may be taken up again: minutes later, here at once."""
    async for name in store.link.names("letter:*"):
        if await store.link.ask("GET", name) == b"sending":
            await store.link.ask("DEL", name)


@pytest.mark.parametrize("language", ["es", "en"])
async def test_the_digest_tells_what_a_lead_can_act_on(week: Week, desk: Stage, language: str) -> None:
    irene = desk.person("irene.cobo")
    await set_clock(week.store, MONDAY - timedelta(days=4))
    number = await ask_for_a_laptop(desk)
    await desk.say(irene, "Quiero poner una queja: nadie contesta", thread=number)
    await set_clock(week.store, MONDAY)
    card = await week.speaker.digest(week.lead(), week.directory, IT, language, MONDAY)
    [picture] = [block for block in card.blocks if isinstance(block, Picture)]
    assert picture.png.startswith(b"\x89PNG")
    assert len(picture.png) < 20_000, "a card takes 28 KB with all that stands in it"
    assert picture.alt in card.text
    say = of(language)
    assert say("digest-link") in card.text
    for start in {
        "es": (
            "Entraron",
            "La mitad de las primeras",
            "Desde hace más tiempo: R-",
            "Por reparar: R-",
            "Lo que más se pregunta sin un artículo",
            "Para probar esta",
        ),
        "en": (
            "came in",
            "Half of",
            "Oldest open: R-",
            "To be made good: R-",
            "Asked most without",
            "To try this week",
        ),
    }[language]:
        assert start in card.text
    assert not any(person.name in card.text for person in week.directory.people.values())


def test_words_that_ask_for_figures_and_words_that_do_not() -> None:
    for said in (
        "¿Cómo vamos?",
        "stats",
        "las cifras",
        "How are we doing?",
        "¿cómo va mi equipo?",
        "Figures",
    ):
        assert asks_for_figures(said) == "all", said
    for said in ("mis cifras", "My figures", "show me my stats"):
        assert asks_for_figures(said) == "own", said
    for said in (
        "¿cómo va lo mío?",
        "¿cómo vamos con mi nómina?",
        "necesito las cifras de ventas de octubre",
        "hola",
    ):
        assert asks_for_figures(said) == "", said


@pytest.fixture
async def desk(week: Week) -> AsyncIterator[Stage]:
    stage = Stage(week.store, example_library())
    await stage.client.start_server()
    yield stage
    await stage.client.close()


async def told(desk: Stage, who: str, text: str) -> Card:
    person = desk.person(who)
    await desk.say(person, text, side="asks")
    return (await desk.shown(person, "asks"))[-1].card


async def test_a_lead_who_asks_how_it_goes_sees_the_department_and_others_their_own(desk: Stage) -> None:
    lead = await told(desk, "javier.montero", "¿Cómo vamos?")
    assert any(isinstance(block, Picture) for block in lead.blocks)
    assert "Entraron" in lead.text
    owner = await told(desk, "lucia.ferrando", "¿Cómo vamos?")
    assert owner.title == "Tus cifras"
    assert "Solo las ves tú" in owner.text
    mine = await told(desk, "javier.montero", "mis cifras")
    assert mine.title == "Tus cifras"
    address = lead.text.rpartition(": ")[2]
    answer = await desk.client.get("/stats?" + address.partition("?")[2])
    assert answer.status == 200


# Figures by person


async def rows_for(week: Week, viewer: PersonId) -> dict[str, Any]:
    asked = Asked(department=IT, since=date(2026, 9, 1), until=MONDAY.date())
    tallies = Tallies(week.store.link)
    found = await for_viewer(
        tallies,
        week.directory,
        viewer,
        asked,
        MONDAY.date(),
        await opened(week.store, week.directory, MONDAY.date()),
    )
    return as_json(found, of("es")) | {"csv": as_csv([found], of("es"))}


async def test_without_an_agreement_nothing_by_person_leaves_any_door(week: Week) -> None:
    await week.monday().send_due()
    found = await rows_for(week, week.lead())
    assert (found["people"], found["agreement"]) == ({}, None)
    assert ",person," not in found["csv"]


async def test_an_agreement_opens_only_what_its_owner_has_been_told_of(week: Week) -> None:
    week.directory = replace(week.directory, figures_by_person=AGREED)
    assert (await rows_for(week, week.lead()))["people"] == {}, "nobody has been told yet"
    for hours in range(12):
        await set_clock(week.store, MONDAY + timedelta(hours=hours))
        await week.monday().send_due()
    it = {person.id for person in week.directory.people.values() if person.department == IT}
    told_of = {person for person in week.directory.people if week.sent_to(person, "agreement")}
    assert told_of == set(week.directory.people), "every owner"
    card = week.sent_to(week.lead(), "agreement")[0]
    assert AGREED.name in card.text
    assert "2" in card.text
    found = await rows_for(week, week.lead())
    assert set(found["people"]) == it
    assert found["agreement"] == {"name": AGREED.name, "date": "2026-11-02"}
    assert ",person," in found["csv"]
    mine = await week.speaker.own(week.lead(), week.directory, "es", MONDAY)
    assert AGREED.name in mine.text


async def test_another_date_is_another_agreement_and_one_to_come_opens_nothing(week: Week) -> None:
    week.directory = replace(week.directory, figures_by_person=AGREED)
    await week.monday().send_due()
    week.directory = replace(week.directory, figures_by_person=replace(AGREED, agreed=date(2026, 11, 20)))
    assert (await rows_for(week, week.lead()))["people"] == {}
    week.directory = replace(week.directory, figures_by_person=replace(AGREED, agreed=date(2027, 1, 1)))
    before = len(week.gateway.messages)
    await week.monday().send_due()
    assert not [m for m in list(week.gateway.messages.values())[before:] if m.card.kind == "agreement"]
