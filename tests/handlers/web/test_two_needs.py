"""Two needs in one message: the desk says so, and after one tap there is one request each, both with an owner."""

import asyncio

import pytest

from bot.answer import Answer
from bot.desk import Desk
from bot.domain import commands as c
from bot.domain.request import Request
from bot.parting import split
from tests.handlers.web.stage import Stage

LAPTOP, PAYSLIP = "El portátil no enciende", "y además me falta el recibo de nómina de octubre"
BOTH = f"{LAPTOP} {PAYSLIP}"
HARASSED = "Además quiero contar que un compañero me acosa"


async def words(stage: Stage, number: int) -> list[str]:
    """What was said and is kept, in order: a hash of Redis has none."""
    said = [words for words, _ in (await stage.request(number)).messages]
    kept = await stage.store.words(number)
    return [kept[words].decode() for words in sorted(kept, key=said.index)]


async def all_of(stage: Stage, person: str) -> list[Request]:
    """Everything that this person has asked, the oldest first."""
    numbers = sorted(int(number) for number, _ in await stage.store.index(f"requester:{person}"))
    return [await stage.request(number) for number in numbers]


async def test_it_says_so_and_the_message_has_an_owner_before_any_tap(stage: Stage, irene: str) -> None:
    number = await stage.ask(irene, BOTH)
    request = await stage.request(number)
    assert (request.status, request.unseen, request.department) == ("open", False, "it")
    assert [need.topic for need in request.needs] == ["laptop", "payslip-missing"]
    page = str(await stage.shown(irene, "asks"))
    for said in ("Creo que son dos cosas", "Ordenador o computadora", "Sí, son dos cosas"):
        assert said in page


async def test_one_tap_makes_one_request_each_with_an_owner_each_and_nothing_is_lost(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, BOTH)
    await stage.act(irene, "split", number, side="asks")
    first, second = await all_of(stage, irene)
    assert (first.number, first.topic, second.topic) == (number, "laptop", "payslip-missing")
    assert (first.department, second.department) == ("it", "payroll")
    assert {first.status, second.status} == {"open"}
    assert first.owner != second.owner
    assert not first.unseen
    assert not second.unseen
    assert [await words(stage, one.number) for one in (first, second)] == [[LAPTOP], [PAYSLIP]]
    assert "Sí, son dos cosas" not in str(await stage.shown(irene, "asks"))
    work = str(await stage.shown(first.owner, "work"))
    assert LAPTOP in work


async def test_two_taps_at_once_and_a_third_later_make_one_request_more_and_no_more(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, BOTH)
    await asyncio.gather(*(stage.act(irene, "split", number, side="asks") for _ in range(2)))
    await stage.act(irene, "split", number, side="asks")
    first, second = await all_of(stage, irene)
    assert [await words(stage, one.number) for one in (first, second)] == [[LAPTOP], [PAYSLIP]]


class Died(Exception):
    pass


class Dying:
    """The desk, up to the moment at which the old request is to change."""

    def __init__(self, desk: Desk, before: type[c.Split | c.MoveWords]) -> None:
        self.desk, self.store, self.directory = desk, desk.store, desk.directory
        self.read, self.now, self.before = desk.read, desk.now, before

    async def handle(self, command: c.AnyCommand) -> Answer:
        if isinstance(command, self.before):
            raise Died
        return await self.desk.handle(command)


async def test_a_tap_that_died_between_the_two_commits_is_finished_by_the_next(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, BOTH)
    with pytest.raises(Died):
        await split(Dying(stage.desk, before=c.Split), c.Split(id="tap", by=irene, number=number))
    assert [await words(stage, one.number) for one in await all_of(stage, irene)] == [[BOTH], [PAYSLIP]]
    await stage.act(irene, "split", number, side="asks")
    assert [await words(stage, one.number) for one in await all_of(stage, irene)] == [[LAPTOP], [PAYSLIP]]


async def test_what_is_confidential_in_one_of_them_makes_both_so_until_they_are_parted(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, f"La impresora no imprime. {HARASSED}")
    assert (await stage.request(number)).confidential
    await stage.act(irene, "split", number, side="asks")
    printer, harassed = await all_of(stage, irene)
    assert (printer.topic, printer.confidential) == ("printer", False)
    assert (harassed.topic, harassed.confidential) == ("harassment", True)
    assert stage.directory.people[harassed.owner].confidential
    assert await words(stage, printer.number) == ["La impresora no imprime."]
    assert "acosa" not in str(await stage.shown(printer.owner, "work"))


async def test_what_the_asker_made_private_stays_so_in_both(stage: Stage, irene: str) -> None:
    number = await stage.ask(irene, BOTH)
    await stage.act(irene, "make_private", number, side="asks")
    await stage.act(irene, "split", number, side="asks")
    assert [one.confidential for one in await all_of(stage, irene)] == [True, True]


async def test_danger_comes_before_all_and_is_not_parted(stage: Stage, irene: str) -> None:
    number = await stage.ask(irene, "Sale humo del almacén y además no me funciona el portátil")
    request = await stage.request(number)
    assert request.emergency is not None
    assert request.needs == ()
    assert "Sí, son dos cosas" not in str(await stage.shown(irene, "asks"))


async def test_only_who_asked_can_part_them_and_only_while_there_are_two(stage: Stage, irene: str) -> None:
    number = await stage.ask(irene, BOTH)
    for somebody in (await stage.owner_of(number), stage.person("marta.vidal")):
        await stage.act(somebody, "split", number)
    one_need = await stage.ask(irene, "Se me olvidó fichar esta mañana en el almacén de Getafe")
    await stage.act(irene, "split", one_need, side="asks")
    assert [one.number for one in await all_of(stage, irene)] == [number, one_need]
    assert await words(stage, number) == [BOTH]


async def test_other_first_words_are_not_two_things_any_more(stage: Stage, irene: str) -> None:
    number = await stage.ask(irene, BOTH)
    first = (await stage.request(number)).first_words
    await stage.act(irene, "edit", number, side="asks", words=first, text="El portátil no arranca")
    assert (await stage.request(number)).needs == ()


async def test_in_english_as_well(stage: Stage) -> None:
    nadia = stage.person("irene.cobo")
    text = "My laptop won't turn on and I also need a room for twelve people on Friday"
    number = await stage.ask(nadia, text)
    assert "Yes, two things" in str(await stage.shown(nadia, "asks"))
    await stage.act(nadia, "split", number, side="asks")
    laptop, room = await all_of(stage, nadia)
    assert (laptop.topic, room.topic) == ("laptop", "meeting-room")
