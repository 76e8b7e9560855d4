"""How often people are rung, counted at the feeds that they look at; and that nobody is rung for what concerns them."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.gateway import Gateway
from bot.delivery.worker import Worker
from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.request import RequestNumber
from bot.domain.timers import fired
from bot.store.store import Store
from handlers.web import feed
from handlers.web.feed import Item
from handlers.web.gateway import WebGateway
from knowledge.directory import PersonId
from tests.bot.desks import SmallDesk, new_id
from tests.clock import set_clock
from tests.fakes import FakeGateway, postpone, undeliverable

TUESDAY = datetime(2026, 11, 24, 15, 10, tzinfo=UTC)  # 16:10 in Madrid, 9:10 in Mexico City: all are at work
PAYSLIP = "Buenas, no me ha llegado la nómina de octubre y la necesito urgente para el banco"
LAPTOP = "Mi portátil no enciende"


@pytest.fixture
async def desk(store: Store) -> SmallDesk:
    desk = await SmallDesk.on(store)
    await set_clock(store, TUESDAY)
    return desk


def working(desk: SmallDesk, gateways: Mapping[str, Gateway]) -> Worker:
    return Worker(desk.store, gateways, lambda: desk.directory, desk.handle, alone=True)


@pytest.fixture
def worker(desk: SmallDesk) -> Worker:
    return working(desk, {"web": WebGateway(desk.store)})


async def shown(desk: SmallDesk, person: PersonId, side: str) -> list[Item]:
    return feed.items(await desk.store.feeds.read(person), side)  # type: ignore[arg-type]


async def loud(desk: SmallDesk, person: PersonId, side: str) -> list[str]:
    """Which messages rang."""
    return [item.card.kind for item in await shown(desk, person, side) if item.loud]


async def asked(desk: SmallDesk, worker: Worker, by: PersonId, text: str) -> RequestNumber:
    number = (await desk.says(by, text)).number
    assert number is not None
    await worker.settle()
    return number


# --- the plain story --------------------------------------------------------------------------------------------


async def test_the_plain_story_rings_the_requester_three_times_and_the_owner_once(
    desk: SmallDesk, worker: Worker
) -> None:
    """At most 3 and 2 are allowed, and one tap each; all the rest is only words."""
    taps: Counter[PersonId] = Counter()

    async def tapped(command: c.Command) -> None:
        taps[command.by] += 1
        await desk.handle(command)
        await worker.settle()

    ana = desk.at("ana")
    number = await asked(desk, worker, ana, LAPTOP)
    owner = (await desk.request(number)).owner
    await desk.says(owner, "Voy a por él ahora mismo", thread=number, side="work")
    await worker.settle()
    await tapped(c.Resolve(id=new_id(), by=owner, number=number, text="Cambiado el cargador"))
    assert max(taps[ana], taps[owner]) <= 1
    assert (await desk.request(number)).status == "resolved"
    assert await loud(desk, ana, "asks") == ["receipt", "said", "resolved"]
    assert await loud(desk, owner, "work") == ["assignment"]
    assert await loud(desk, ana, "work") == await loud(desk, owner, "asks") == []


async def test_with_a_further_word_of_the_requester_the_owner_is_rung_twice(
    desk: SmallDesk, worker: Worker
) -> None:
    ana = desk.at("ana")
    number = await asked(desk, worker, ana, LAPTOP)
    owner = (await desk.request(number)).owner
    await desk.says(owner, "¿Lo has enchufado?", thread=number, side="work")
    await desk.says(ana, "Sí, y nada", thread=number)
    await worker.settle()
    await desk.handle(c.Resolve(id=new_id(), by=owner, number=number, text="Cambiado el cargador"))
    await worker.settle()
    assert await loud(desk, ana, "asks") == ["receipt", "said", "resolved"]
    assert await loud(desk, owner, "work") == ["assignment", "said"]


async def test_what_only_changes_the_card_rings_nobody(desk: SmallDesk, worker: Worker) -> None:
    ana = desk.at("ana")
    number = await asked(desk, worker, ana, LAPTOP)
    owner = (await desk.request(number)).owner
    before = (await loud(desk, ana, "asks"), await loud(desk, owner, "work"))
    for command in (
        c.Take(id=new_id(), by=owner, number=number),
        c.WriteNote(id=new_id(), by=owner, number=number, text="falta el cargador"),
        c.SetWantedBy(id=new_id(), by=ana, number=number, due=TUESDAY + timedelta(days=2)),
        c.SetUrgency(id=new_id(), by=owner, number=number, urgency="low"),
        c.JoinMatter(id=new_id(), by=owner, number=number, matter="cargadores"),
    ):
        assert (await desk.handle(command)).kind == "done", command
        await worker.settle()
    assert (await loud(desk, ana, "asks"), await loud(desk, owner, "work")) == before


async def test_a_private_note_is_never_shown_to_the_requester(desk: SmallDesk, worker: Worker) -> None:
    ana, secret = desk.at("ana"), "no se lo digas todavía"
    number = await asked(desk, worker, ana, LAPTOP)
    owner = (await desk.request(number)).owner
    await desk.handle(c.WriteNote(id=new_id(), by=owner, number=number, text=secret))
    await worker.settle()
    assert secret not in repr([item.card for item in await shown(desk, ana, "asks")])
    assert secret in repr([item.card for item in await shown(desk, owner, "work")])


async def test_delivered_again_and_settled_again_nothing_rings_twice(desk: SmallDesk, worker: Worker) -> None:
    ana = desk.at("ana")
    number = await asked(desk, worker, ana, LAPTOP)
    owner = (await desk.request(number)).owner
    for _ in range(3):
        await desk.says(owner, "Voy", thread=number, side="work", id="the same words")
        await desk.store.outbox("somebody").wake(number)
        await worker.settle()
    assert await loud(desk, ana, "asks") == ["receipt", "said"]


# --- nobody handles what is about them --------------------------------------------------------------------------

NAMED = {
    "ana": "Ana Prado",  # who would own it
    "luis": "Luis Ibarra",  # her backup, and the department's
    "marta": "Marta Quiroga",  # the lead
    "carmen": "Carmen Duarte",  # the concierge's lead, where every ladder ends
    "saul": "Saúl Nieto",  # the concierge
}


async def handled_by(desk: SmallDesk, number: RequestNumber) -> set[PersonId]:
    """Everybody who was ever asked to do something about it, or told of it as somebody who serves."""
    found: set[PersonId] = set()
    for person in desk.directory.people:
        if any(item.card.number == number for item in await shown(desk, person, "work")):
            found.add(person)
    return found


async def climb(desk: SmallDesk, worker: Worker, number: RequestNumber) -> None:
    """All that may bring somebody in: breaches, a person wanted, hand-overs, and each owner out of reach in turn."""
    for name in sorted(await desk.store.timers.all(), key=lambda name: int(name.rpartition("|")[2])):
        if name.startswith(f"{number}|") and "breach" in name:
            due = fired(name)
            now = await desk.store.now()
            await desk.store.move_clock(max(0, int((due.due - now) / timedelta(milliseconds=1)) + 1))
            await worker.settle()
    request = await desk.request(number)
    await desk.handle(c.WantPerson(id=new_id(), by=request.requester, number=number))
    for department in ("payroll", "it"):
        request = await desk.request(number)
        owner = request.owner
        place = {"department": department, "text": "es de ellos"}
        await desk.handle(c.HandOver(id=new_id(), by=owner, number=number, **place))  # type: ignore[arg-type]
        await worker.settle()
        offer = (await desk.request(number)).offer
        if offer is not None:
            await desk.handle(c.Take(id=new_id(), by=offer.asked, number=number))
        await worker.settle()
    for _ in range(8):
        person = (await desk.request(number)).owner
        await desk.handle(c.NotReached(id=new_id(), by=c.DESK, number=number, person=person))
        await worker.settle()


@pytest.mark.parametrize("name", NAMED)
async def test_who_is_named_in_it_never_gets_it(desk: SmallDesk, worker: Worker, name: str) -> None:
    text = f"No me ha llegado la nómina y {NAMED[name]} no me contesta"
    number = await asked(desk, worker, desk.at("bo"), text)
    assert (await desk.request(number)).about == (desk.at(name),)
    await climb(desk, worker, number)
    handled = await handled_by(desk, number)
    assert desk.at(name) not in handled
    assert desk.at("bo") not in handled
    assert len(handled) >= 3  # it did climb
    owners = [event.owner for event in await desk.events(number) if isinstance(event, e.OwnerAssigned)]
    assert desk.at(name) not in owners


async def test_who_shall_not_see_it_never_gets_it(desk: SmallDesk, worker: Worker) -> None:
    text = "La nómina viene con un error en el importe, pero que no lo vea Marta Quiroga"
    number = await asked(desk, worker, desk.at("bo"), text)
    await climb(desk, worker, number)
    assert desk.at("marta") not in await handled_by(desk, number)


@pytest.mark.parametrize(
    ("name", "text"), [("ana", PAYSLIP), ("bo", LAPTOP), ("hugo", "Quiero pedir vacaciones")]
)
async def test_nobody_serves_themselves(desk: SmallDesk, worker: Worker, name: str, text: str) -> None:
    number = await asked(desk, worker, desk.at(name), text)
    await climb(desk, worker, number)
    assert desk.at(name) not in await handled_by(desk, number)


# --- who cannot be reached --------------------------------------------------------------------------------------


async def new_owner_of(desk: SmallDesk, number: RequestNumber) -> tuple[PersonId, datetime]:
    """Who has it now, and since when."""
    request = await desk.request(number)
    return request.owner, request.owner_since


async def test_an_owner_whom_the_platform_does_not_know_passes_it_on_at_once(desk: SmallDesk) -> None:
    ana, luis, bo = desk.at("ana"), desk.at("luis"), desk.at("bo")
    gateway = FakeGateway("web", once=True)
    gateway.always_fails(f"{ana}/work", undeliverable("user_not_found"))
    worker = working(desk, {"web": gateway})
    number = await asked(desk, worker, bo, PAYSLIP)
    owner, since = await new_owner_of(desk, number)
    assert owner == luis
    assert since - (await desk.request(number)).asked_at < timedelta(minutes=1)
    assert [m.card.kind for m in gateway.seen(f"{luis}/work") if m.loud] == ["assignment"]
    told = gateway.seen(f"{bo}/asks")
    assert "Luis Ibarra" in told[-1].card.text
    assert gateway.violations == []


async def test_an_assignment_unsent_for_five_minutes_goes_to_the_next_and_the_requester_hears_it_by_name(
    desk: SmallDesk,
) -> None:
    ana, luis, bo = desk.at("ana"), desk.at("luis"), desk.at("bo")
    gateway = FakeGateway("web", once=True)
    gateway.always_fails(f"{ana}/work", postpone(30))
    worker = working(desk, {"web": gateway})
    number = await asked(desk, worker, bo, PAYSLIP)
    for _ in range(4):
        await desk.store.move_clock(60_000)
        await worker.settle()
        assert (await desk.request(number)).owner == ana
    await desk.store.move_clock(61_000)
    await worker.settle()
    assert (await desk.request(number)).owner == luis
    assert "Luis Ibarra" in gateway.seen(f"{bo}/asks")[-1].card.text
    assert [m.card.kind for m in gateway.seen(f"{luis}/work") if m.loud] == ["assignment"]


async def test_where_a_whole_chain_is_out_of_reach_it_ends_with_somebody_who_is_there(
    desk: SmallDesk,
) -> None:
    gateway = FakeGateway("web", once=True)
    for name in ("ana", "luis", "marta", "saul"):
        gateway.always_fails(f"{desk.at(name)}/work", undeliverable("user_not_found"))
    worker = working(desk, {"web": gateway})
    number = await asked(desk, worker, desk.at("bo"), PAYSLIP)
    assert (await desk.request(number)).owner == desk.at("carmen")
    assert [m.card.kind for m in gateway.seen(f"{desk.at('carmen')}/work") if m.loud] == ["assignment"]


async def test_who_was_reached_keeps_it_however_late_the_hour(desk: SmallDesk, worker: Worker) -> None:
    number = await asked(desk, worker, desk.at("bo"), PAYSLIP)
    await desk.store.move_clock(10 * 60_000)
    await worker.settle()
    assert (await desk.request(number)).owner == desk.at("ana")
    assert (await desk.request(number)).unreachable == ()
