"""The first weeks: a higher line for going straight, and at the end of the day a card on which a lead judges the routes."""

from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from bot.delivery.card import Button, Buttons, Card
from bot.delivery.reach import web_place
from bot.domain import commands as c
from bot.domain.context import Asker
from bot.domain.events import RouteConfirmed, decode_event
from bot.figures.guided import evening_of, routes_card
from bot.figures.monday import Monday
from bot.figures.painter import Painter
from bot.figures.speaker import Speaker
from bot.figures.straight import days_of
from bot.figures.tallies import straight
from bot.learning import Learning
from bot.reader import GUIDED_FROM, read
from bot.settings import Settings
from bot.simulation import kept
from bot.store.store import Store
from bot.store.tallies import Tallies
from bot.words import of
from knowledge.directory import DepartmentId, PersonId, Traits
from tests.bot.domain.world import NOON
from tests.fakes import FakeGateway
from tests.handlers.web.stage import Stage, example_library

SETTINGS = Settings(secret="s" * 32)
LAPTOP, PRINTER = "El portátil no enciende", "La impresora de la segunda planta no imprime"
IT = DepartmentId("it")


@pytest.fixture(scope="module")
def painter() -> Iterator[Painter]:
    painter = Painter()
    yield painter
    painter.close()


class Guided(Stage):
    """The example company in its first weeks, on a Tuesday, and a platform that remembers what it was sent."""

    def __init__(self, store: Store, painter: Painter) -> None:
        library = example_library()
        super().__init__(store, replace(library, directory=replace(library.directory, guided=True)))
        self.fake = FakeGateway()
        speaker = Speaker(store, SETTINGS, painter)
        self.monday = Monday(store, {"fake": self.fake}, lambda: self.directory, speaker)

    @property
    def lead(self) -> PersonId:
        return self.directory.departments[IT].lead

    async def asks(self, text: str) -> int:
        """Some minutes after what was asked before: a request of its own."""
        await self.store.move_clock(3 * 60_000)
        return await self.ask(self.person("irene.cobo"), text)

    async def evening(self) -> list[Card]:
        """What the lead has been sent once their day is nearly over."""
        now = await self.store.now()
        evening = evening_of(self.directory.people[self.lead], now.date())
        assert evening is not None
        await self.store.move_clock(int((evening - now) / timedelta(milliseconds=1)) + 1)
        await self.monday.send_due()
        return self.cards()

    def cards(self) -> list[Card]:
        """What the lead has been sent of their people's routes."""
        shown = self.fake.messages.values()
        return [m.card for m in shown if m.place.conversation == self.lead and m.card.kind == "routes"]


@pytest.fixture
async def guided(store: Store, painter: Painter) -> AsyncIterator[Guided]:
    stage = Guided(store, painter)
    await stage.client.start_server()
    for person in stage.directory.people:
        await store.people.set_profile(person, {"place.fake": person})
    await stage.at(1, 10)
    yield stage
    await stage.client.close()


def pressed(card: Card, verb: str, number: int) -> Button:
    rows = [block.buttons for block in card.blocks if isinstance(block, Buttons)]
    return next(one for row in rows for one in row if one.verb == verb and one.about == number)


@pytest.mark.parametrize("text", ["I need something for my trip", "necesito ayuda con un viaje"])
async def test_what_is_a_little_unsure_is_asked_first_and_what_is_sure_goes_straight(
    guided: Guided, text: str
) -> None:
    nobody = Asker(person=PersonId(""), traits=Traits(), zone="Europe/Madrid")
    verdicts = [read(text, nobody, NOON, one).verdict for one in (example_library(), guided.library)]
    assert verdicts == ["route", "ask"]
    assert (await guided.request(await guided.ask(guided.person("irene.cobo"), text))).choices is not None
    sure = read(LAPTOP, nobody, NOON, guided.library)
    assert (sure.verdict, sure.confidence >= GUIDED_FROM) == ("route", True)


async def test_one_card_at_the_end_of_the_day_with_what_went_straight_and_none_confidential(
    guided: Guided,
) -> None:
    irene = guided.person("irene.cobo")
    laptop, printer = await guided.asks(LAPTOP), await guided.asks(PRINTER)
    private = await guided.asks("Se me ha roto la pantalla del portátil")
    await guided.act(irene, "make_private", private, side="asks")
    await guided.monday.send_due()
    assert guided.fake.messages == {}  # the day is not over
    [card] = await guided.evening()
    await guided.monday.send_due()
    assert len(await guided.evening()) == 1
    for number in (laptop, printer):
        assert f"R-{number}" in card.text
        assert pressed(card, "file_under", number).form == "file_under"
    assert f"R-{private}" not in card.text
    assert "100 % (2 de 2)" in card.text
    assert "enciende" not in card.title + "".join(card.text.splitlines()[:2])


async def test_what_was_simulated_is_in_no_share_of_the_card(guided: Guided) -> None:
    await kept.keep(guided.store, guided.directory, 80, seed=1, until=await guided.store.now(), days=10)
    [cells] = await Tallies(guided.store.link).hashes([straight(IT)])
    assert any(cell.startswith("simulated|") for cell in cells)
    await guided.asks(LAPTOP)
    [card] = await guided.evening()
    assert "Bien a la primera: martes 100 % (1 de 1)." in card.text


async def test_one_tap_right_is_kept_and_not_asked_again(guided: Guided) -> None:
    number = await guided.ask(guided.person("irene.cobo"), LAPTOP)
    [card] = await guided.evening()
    assert pressed(card, "route_right", number).label == "Está bien"
    for _ in range(2):
        await guided.act(guided.lead, "route_right", number)
    request = await guided.request(number)
    assert request.route_right
    kinds = [decode_event(event) for event in await guided.store.history(number)]
    assert sum(isinstance(event, RouteConfirmed) for event in kinds) == 1


async def test_one_tap_better_is_a_lesson_and_shows_in_the_share_of_that_day(guided: Guided) -> None:
    wrong, fine = await guided.asks(LAPTOP), await guided.asks(PRINTER)
    await guided.act(guided.lead, "file_under", wrong, topic="software")
    standing = await Learning(guided.store).standing()
    assert list(standing.taught) == [wrong]
    [lesson] = await Learning(guided.store).lessons(standing, guided.directory)
    assert (lesson.kind, lesson.topic) == ("file_under", "software")
    [card] = await guided.evening()
    assert f"R-{wrong}" not in card.text
    assert f"R-{fine}" in card.text
    assert "martes 50 % (1 de 2)" in card.text
    assert "Esta solicitud ha ido hoy directa" in card.text
    assert "Otra no fue bien y ya se ha corregido." in card.text


async def test_a_card_that_was_missed_comes_when_its_lead_is_next_at_work_and_says_of_which_day(
    guided: Guided,
) -> None:
    of_tuesday = await guided.asks(LAPTOP)
    await guided.at(2, 9, 5)  # Wednesday: nothing was sent on Tuesday evening
    of_wednesday = await guided.asks(PRINTER)
    await guided.monday.send_due()
    [late] = guided.cards()
    assert late.title == "Lo que llegó el martes · Informática"
    assert "El martes esta solicitud fue directa a alguien" in late.text
    assert f"R-{of_tuesday}" in late.text
    assert f"R-{of_wednesday}" not in late.text
    await guided.monday.send_due()
    _, in_time = await guided.evening()
    assert in_time.title == "Lo que ha llegado hoy · Informática"
    assert f"R-{of_wednesday}" in in_time.text
    assert f"R-{of_tuesday}" not in in_time.text


@pytest.mark.parametrize(
    ("back", "last"),
    [((3, 9, 5), "miércoles"), ((3, 17, 35), "jueves")],
    ids=["in the morning", "in the evening"],
)
async def test_after_several_days_without_a_card_one_covers_them_all_and_says_which(
    guided: Guided, back: tuple[int, int, int], last: str
) -> None:
    of_tuesday = await guided.asks(LAPTOP)
    await guided.at(2, 10)
    of_wednesday = await guided.asks(PRINTER)
    await guided.at(*back)
    await guided.monday.send_due()
    [late] = guided.cards()
    assert "Lo que llegó del martes " in late.title
    assert f" al {last} " in late.title
    assert f"R-{of_tuesday}" in late.text
    assert f"R-{of_wednesday}" in late.text
    await guided.at(4, 10)
    await guided.asks("Se me ha roto la pantalla del portátil")
    in_time = (await guided.evening())[-1]
    assert f"R-{of_tuesday}" not in in_time.text


async def test_no_missed_card_comes_out_of_hours(guided: Guided) -> None:
    await guided.asks(LAPTOP)
    await guided.at(2, 6, 0)
    await guided.monday.send_due()
    assert guided.cards() == []


async def test_whoever_does_not_lead_it_judges_nothing(guided: Guided) -> None:
    number = await guided.ask(guided.person("irene.cobo"), LAPTOP)
    owner = await guided.owner_of(number)
    for somebody in (owner, guided.person("irene.cobo"), guided.person("marta.vidal")):
        answer = await guided.desk.handle(c.ConfirmRoute(id=f"tap{somebody}", by=somebody, number=number))
        assert answer.kind == "refused"
    assert not (await guided.request(number)).route_right


async def test_what_nobody_wanted_there_was_not_right_first_time_and_what_was_asked_back_did_not_go_straight(
    guided: Guided,
) -> None:
    irene = guided.person("irene.cobo")
    number = await guided.ask(irene, LAPTOP)
    await guided.act(irene, "not_this", number, side="asks")
    asked_back = await guided.asks("hay que firmar un papel")
    requests = [await guided.request(one) for one in (number, asked_back)]
    assert [one.straight for one in requests] == ["it", None]
    [cells] = await Tallies(guided.store.link).hashes([straight(IT)])
    [day] = days_of(cells, date.min, date.max, None)
    assert (day.right, day.routed) == (0, 1)


async def test_without_guided_there_is_no_such_card(guided: Guided) -> None:
    guided.library = example_library()
    await guided.ask(guided.person("irene.cobo"), LAPTOP)
    assert await guided.evening() == []


async def test_the_page_draws_each_buttons_own_request_and_the_tap_arrives(guided: Guided) -> None:
    number = await guided.asks(LAPTOP)
    card = routes_card([await guided.request(number)], [], IT, guided.directory, of("es"))
    await guided.gateway.post(web_place(guided.lead, "work"), card, key="0/routes", loud=True)
    page = await guided.get("/desk", work=guided.lead)
    assert f'name="number" value="{number}"' in page
    assert f"open={number}" in page
    form = await guided.get(
        "/desk/form", by=guided.lead, side="work", number=number, form="file_under", verb="file_under"
    )
    assert "software" in form
