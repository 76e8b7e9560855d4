"""What a person may see: their queue, their own, one whole. Asked at the time of looking."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain import commands as c
from bot.domain.request import RequestNumber
from bot.store.store import Store
from bot.views import FIRST_WORDS, Row, Seen, Views
from knowledge.directory import PersonId
from tests.bot.desks import SmallDesk, new_id
from tests.clock import set_clock

TUESDAY = datetime(2026, 11, 24, 15, 10, tzinfo=UTC)  # all are at work
LAPTOP = "Mi portátil no enciende"


class Office:
    """A desk on a Tuesday, and what people see of it."""

    def __init__(self, desk: SmallDesk) -> None:
        self.desk, self.views = desk, Views(desk.store, desk.known)

    async def asks(self, name: str, text: str = LAPTOP, **more: Any) -> RequestNumber:
        """A request of its own: the two minutes in which words join are over each time."""
        await self.later(minutes=3)
        number = (await self.desk.says(self.desk.at(name), text, **more)).number
        assert number is not None
        return number

    async def later(self, **span: float) -> None:
        await self.desk.store.move_clock(int(timedelta(**span).total_seconds() * 1000))

    async def does(self, what: type[c.About], name: str, number: int, **fields: Any) -> None:
        command: Any = what(id=new_id(), by=self.desk.at(name), number=RequestNumber(number), **fields)
        assert (await self.desk.handle(command)).kind == "done"

    async def queue(self, name: str, which: Any = "mine", search: str = "") -> list[Row]:
        now = await self.desk.now()
        return await self.views.queue(
            self.desk.at(name), self.desk.directory, now, which=which, search=search
        )

    async def numbers(self, name: str, which: Any = "mine", search: str = "") -> list[int]:
        return [row.number for row in await self.queue(name, which, search)]

    async def one(self, name: str, number: int) -> Seen | None:
        person = self.desk.at(name) if name != "stranger" else PersonId("P999")
        return await self.views.one(number, person, self.desk.directory)


@pytest.fixture
async def office(store: Store) -> Office:
    desk = await SmallDesk.on(store)
    await set_clock(store, TUESDAY)
    return Office(desk)


# --- the queue --------------------------------------------------------------------------------------------------


async def test_the_queue_is_what_one_answers_for_the_most_due_first(office: Office) -> None:
    first, second, third = [await office.asks("ana", f"{LAPTOP} {n}") for n in range(3)]
    await office.does(c.SetUrgency, "bo", third, urgency="urgent")
    assert await office.numbers("bo") == [third, first, second]
    dues = [row.due for row in await office.queue("bo")]
    assert dues == sorted(dues, key=lambda due: due or TUESDAY)
    assert await office.numbers("ana") == []


async def test_what_is_over_leaves_the_queue(office: Office) -> None:
    number = await office.asks("ana")
    await office.does(c.Resolve, "bo", number, text="Hecho")
    assert await office.numbers("bo") == []


async def test_a_row_says_who_what_and_until_when(office: Office) -> None:
    number = await office.asks("ana", f"{LAPTOP}\n\ndesde   ayer y sigue así. " + f"{LAPTOP}. " * 20)
    [row] = await office.queue("bo")
    assert (row.number, row.requester, row.owner) == (number, "Ana Prado", "Bo Lindqvist")
    assert (row.topic["es"], row.department["en"], row.status) == ("Portátil", "IT", "open")
    assert row.first_words.startswith(f"{LAPTOP} desde ayer y sigue")
    assert len(row.first_words) <= FIRST_WORDS
    assert (row.taken, row.late, row.confidential, row.asked_of_me) == (False, False, False, False)


async def test_late_is_what_is_past_its_due(office: Office) -> None:
    await office.asks("ana")
    await office.later(days=3)
    assert [row.late for row in await office.queue("bo")] == [True]


async def test_the_filters_tell_who_waits_for_whom(office: Office) -> None:
    untaken, answered, asked, outside = [await office.asks("ana", f"{LAPTOP} {n}") for n in range(4)]
    await office.desk.says(office.desk.at("bo"), "Voy", thread=answered, side="work")
    await office.does(c.AskRequester, "bo", asked, text="¿Qué modelo es?")
    await office.does(c.WaitFor, "bo", outside, who="el proveedor", due=TUESDAY + timedelta(days=9))
    assert set(await office.numbers("bo", "for_me")) == {untaken}
    assert set(await office.numbers("bo", "for_them")) == {asked, outside}
    assert set(await office.numbers("bo")) == {untaken, answered, asked, outside}
    await office.desk.says(office.desk.at("ana"), "El de siempre", thread=asked)
    assert set(await office.numbers("bo", "for_me")) == {untaken, asked}


async def test_today_is_what_is_due_on_the_owners_own_day_or_late(office: Office) -> None:
    soon, tomorrow, calm = [await office.asks("ana", f"{LAPTOP} {n}") for n in range(3)]
    await office.does(c.MakePromise, "bo", soon, due=TUESDAY + timedelta(hours=2))
    await office.does(c.MakePromise, "bo", tomorrow, due=TUESDAY + timedelta(hours=18))  # in under 24 hours
    await office.desk.says(office.desk.at("bo"), "Voy", thread=calm, side="work")
    await office.does(c.SetUrgency, "bo", calm, urgency="low")
    assert await office.numbers("bo", "today") == [soon]
    await office.later(days=1)
    assert set(await office.numbers("bo", "today")) == {soon, tomorrow}


async def test_who_is_asked_something_has_it_in_the_queue_as_asked(office: Office) -> None:
    number = await office.asks("ana")
    await office.does(c.HandOver, "bo", number, person=office.desk.at("iris"), text="tú sabes más")
    [row] = await office.queue("iris")
    assert (row.number, row.asked_of_me, row.owner) == (number, True, "Bo Lindqvist")
    assert await office.numbers("iris", "for_me") == [number]


async def test_a_leads_queue_is_the_departments_too(office: Office) -> None:
    number = await office.asks("ana")
    assert await office.numbers("iris") == []
    assert await office.numbers("iris", "department") == [number]
    assert await office.numbers("marta", "department") == []


async def test_a_confidential_request_is_in_no_queue_of_a_department_but_its_readers(office: Office) -> None:
    number = await office.asks("bo", "Un compañero me está acosando")
    owner = (await office.desk.request(number)).owner
    names = {person: email.partition("@")[0] for email, person in office.desk.ids.items()}
    assert await office.numbers(names[owner]) == [number]
    seen_by = {n for n in names.values() if number in await office.numbers(n, "department")}
    assert seen_by <= {"vera", names[owner]}


# --- search -----------------------------------------------------------------------------------------------------


async def test_a_search_finds_by_number_name_topic_and_words_all_of_them(office: Office) -> None:
    anas = await office.asks("ana", "Mi portátil no enciende desde el lunes")
    veras = await office.asks("vera", "Necesito un cargador nuevo para el portátil")
    for search, found in (
        (f"R-{anas}", [anas]),
        (f"r-{veras}", [veras]),
        (str(veras), [veras]),
        ("Prado", [anas]),
        ("VERA montes", [veras]),
        ("cargador", [veras]),
        ("laptop", [anas, veras]),
        ("portátil lunes", [anas]),
        ("portátil martes", []),
        ("  ", [anas, veras]),
    ):
        assert sorted(await office.numbers("bo", search=search)) == sorted(found), search


async def test_a_search_looks_at_all_that_was_said_and_not_only_at_what_a_row_shows(office: Office) -> None:
    number = await office.asks("ana", f"{LAPTOP}. " * 10 + "Lo llamo hibisco")
    assert await office.numbers("bo", search="hibisco") == [number]
    await office.desk.says(office.desk.at("bo"), "Te llevo la estación de carga", thread=number, side="work")
    assert await office.numbers("bo", search="estacion carga") == [number]


async def test_accents_are_no_matter_in_a_search(office: Office) -> None:
    number = await office.asks("ana", "Mi portátil no enciende")
    assert await office.numbers("bo", search="portatil") == [number]


# --- one's own --------------------------------------------------------------------------------------------------


async def test_ones_own_are_the_open_ones_first_then_the_newest(office: Office) -> None:
    first, second, third = [await office.asks("ana", f"{LAPTOP} {n}") for n in range(3)]
    await office.does(c.Resolve, "bo", third, text="Hecho")
    now = await office.desk.now()
    rows = await office.views.asked(office.desk.at("ana"), office.desk.directory, now)
    assert [row.number for row in rows] == [second, first, third]
    assert await office.views.asked(office.desk.at("vera"), office.desk.directory, now) == []


# --- one whole --------------------------------------------------------------------------------------------------


async def test_who_may_read_it_sees_it_whole(office: Office) -> None:
    number = await office.asks("ana")
    await office.desk.says(office.desk.at("bo"), "Voy ahora", thread=number, side="work")
    for name in ("ana", "bo", "iris"):
        seen = await office.one(name, number)
        assert seen is not None
        assert sorted(seen.texts.values()) == sorted([LAPTOP, "Voy ahora"])
        assert seen.names[office.desk.at("bo")] == "Bo Lindqvist"
        assert len(seen.history) == seen.request.version
    owners = await office.one("bo", number)
    assert owners is not None
    assert {"resolve", "promise", "hand_over"} <= owners.verbs


@pytest.mark.parametrize("name", ["stranger", "marta", "saul"])
async def test_to_others_it_reads_as_absent(office: Office, name: str) -> None:
    number = await office.asks("ana")
    assert await office.one(name, number) is None
    assert await office.one(name, 9999) is None


async def test_what_those_who_serve_say_to_each_other_is_not_the_requesters_to_read(office: Office) -> None:
    number = await office.asks("ana")
    await office.does(c.WriteNote, "bo", number, text="nota entre nosotros")
    await office.does(c.AskColleague, "bo", number, colleague=office.desk.at("vera"), text="pregunta interna")
    request = await office.desk.request(number)
    consult = request.consults[0].id
    await office.does(c.AnswerColleague, "vera", number, consult=consult, text="respuesta interna")
    await office.does(c.HandOver, "bo", number, person=office.desk.at("iris"), text="motivo interno")
    requester, owner = await office.one("ana", number), await office.one("bo", number)
    assert requester is not None
    assert owner is not None
    assert list(requester.texts.values()) == [LAPTOP]
    assert {"nota entre nosotros", "pregunta interna", "respuesta interna", "motivo interno"} < set(
        owner.texts.values()
    )


async def test_who_had_it_before_it_became_confidential_reads_it_no_more(office: Office) -> None:
    number = await office.asks("ana")
    await office.does(c.MakePrivate, "ana", number)
    assert (await office.desk.request(number)).owner != office.desk.at("bo")
    assert await office.one("bo", number) is None
    assert await office.numbers("bo") == []
    assert await office.one("ana", number) is not None
