"""The worker as a whole: its loops, an orderly stop, and the real desk and cards on both of its sides."""

import asyncio
from contextlib import suppress
from datetime import datetime

from prometheus_client import CollectorRegistry

from bot.delivery.metrics import DeliveryMetrics
from bot.delivery.planning import one_living_card_each
from bot.delivery.worker import Worker
from bot.domain import events as e
from bot.domain.commands import MakePrivate, Resolve, Take
from bot.store.store import Store
from knowledge.directory import PersonId
from tests.bot.delivery.office import ANA, Office
from tests.bot.desks import SmallDesk, new_id
from tests.clock import TUESDAY
from tests.fakes import FakeGateway, doubtful, undeliverable


class Running:
    """A worker whose loops run for as long as the block lasts."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker

    async def __aenter__(self) -> None:
        self.task = asyncio.create_task(self.worker.run())

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


async def test_a_running_worker_brings_a_commit_to_the_platform_by_itself(office: Office) -> None:
    async with Running(office.worker()):
        await office.asked()
        await asyncio.wait_for(office.gateway.called.wait(), 10)


async def test_a_worker_that_is_stopped_finishes_what_it_is_sending(office: Office) -> None:
    gate = office.gateway.shut(ANA)
    worker = office.worker()
    running = Running(worker)
    async with running:
        await office.asked()
        while not any(call.place.conversation == ANA for call in office.gateway.calls):
            office.gateway.called.clear()
            await asyncio.wait_for(office.gateway.called.wait(), 10)
        running.task.cancel()
        gate.set()
    await office.worker().settle()
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned"]
    assert len(office.gateway.posts(ANA)) == 1


async def test_of_the_changes_planned_at_once_a_card_gets_one(office: Office) -> None:
    request = await office.asked()
    worker = office.worker()
    await worker.settle()
    at = request.last_at
    await office.happens(
        1001,
        e.UrgencySet(number=1001, at=at, urgency="high", cause="owner", by=ANA),
        e.RequestTaken(number=1001, at=at, by=ANA),
        e.UrgencySet(number=1001, at=at, urgency="low", cause="owner", by=ANA),
    )
    await worker._step_plan()
    queued = [k for k, s in (await office.store.lanes.statuses(1001)).items() if s.status == "queued"]
    assert sorted(queued) == ["1001/5/ana/living", "1001/5/reka/living"]


def test_a_loud_card_is_never_dropped_for_a_quiet_change_of_it() -> None:
    from bot.delivery.notices import Notice

    def notice(event: int, kind: str, *, loud: bool) -> Notice:
        key = f"1/{event}/ana/{kind}"
        return Notice(key=key, number=1, event=event, kind=kind, to=ANA, side="work", loud=loud)

    quiet = [notice(n, "living", loud=False) for n in range(3)]
    said = notice(3, "said", loud=True)
    rings = notice(4, "assigned", loud=True)
    assert one_living_card_each([*quiet, said]) == [quiet[2], said]
    assert one_living_card_each([*quiet, said, rings]) == [said, rings]
    assert one_living_card_each([rings, *quiet]) == [rings]


async def test_a_page_that_took_an_older_card_before_the_doubt_shows_the_newest_in_the_end(
    web_office: Office,
) -> None:
    await web_office.asked(platform="web")
    web = web_office.gateways["web"]
    web.fails("ana/work", doubtful(applied=True))
    worker = web_office.worker()
    await worker.settle()
    at = await web_office.store.now()
    request = await web_office.happens(1001, e.RequestTaken(number=1001, at=at, by=ANA))
    await web_office.pass_time(seconds=3)
    await worker.settle()
    [card] = web.seen("ana/work")
    assert card.card.version == request.version


# --- with the real desk and the real cards ------------------------------------------------------------------------


class WholeDesk:
    def __init__(self, store: Store, desk: SmallDesk) -> None:
        self.store, self.desk = store, desk
        self.web = FakeGateway("web", once=True)
        metrics = DeliveryMetrics(CollectorRegistry())
        self.worker = Worker(store, {"web": self.web}, lambda: desk.directory, desk.handle, metrics=metrics)

    @classmethod
    async def opened(cls, store: Store, at: datetime = TUESDAY) -> "WholeDesk":
        whole = cls(store, await SmallDesk.on(store))
        await Office(store, {}).set_clock(at)
        return whole

    def loud(self, conversation: str) -> list[str]:
        return [s.card.kind for s in self.web.loud(conversation)]


async def test_the_plain_story_rings_the_requester_three_times_and_the_owner_once(store: Store) -> None:
    whole = await WholeDesk.opened(store)
    desk, reka = whole.desk, PersonId("R1")
    await store.people.set_profile(reka, {"name": "Reka", "country": "ES", "language": "es"})
    answer = await desk.says(reka, "No me ha llegado la nómina de octubre, me urge")
    assert answer.number is not None
    await whole.worker.settle()
    owner = (await desk.request(answer.number)).owner
    await desk.says(owner, "Lo miro ahora mismo", thread=answer.number, side="work")
    await whole.worker.settle()
    await desk.handle(Resolve(id=new_id(), by=owner, number=answer.number, text="Enviada otra vez"))
    await whole.worker.settle()
    asks, work = whole.loud(f"{reka}/asks"), whole.loud(f"{owner}/work")
    assert (len(asks), len(work)) == (3, 1), (asks, work)
    assert whole.web.violations == []


async def test_an_owner_who_cannot_be_reached_is_followed_by_the_next_in_the_chain(store: Store) -> None:
    whole = await WholeDesk.opened(store)
    desk, reka = whole.desk, PersonId("R1")
    await store.people.set_profile(reka, {"name": "Reka", "country": "ES", "language": "es"})
    first = desk.at("ana")
    whole.web.always_fails(f"{first}/work", undeliverable("gone"))
    answer = await desk.says(reka, "No me ha llegado la nómina de octubre, me urge")
    await whole.worker.settle()
    request = await desk.request(answer.number)
    assert first in request.unreachable
    assert request.owner != first
    assert whole.web.seen(f"{request.owner}/work")
    assert await whole.worker.outbox.waiting() == 0


async def test_what_was_made_private_is_read_by_nobody_who_may_not(store: Store) -> None:
    whole = await WholeDesk.opened(store)
    desk, reka = whole.desk, PersonId("R1")
    await store.people.set_profile(reka, {"name": "Reka", "country": "ES", "language": "es"})
    answer = await desk.says(reka, "Mi portátil no arranca y tengo dentro la palabra secreta")
    assert answer.number is not None
    await whole.worker.settle()
    bo = (await desk.request(answer.number)).owner
    assert any("palabra secreta" in text for text in whole.web.texts(f"{bo}/work"))
    await desk.handle(Take(id=new_id(), by=bo, number=answer.number))
    await whole.worker.settle()
    await desk.handle(MakePrivate(id=new_id(), by=reka, number=answer.number))
    await whole.worker.settle()
    request = await desk.request(answer.number)
    readers = {f"{reka}/asks", f"{request.owner}/work"}
    leaks = [
        shown.place.conversation
        for shown in whole.web.messages.values()
        if "palabra secreta" in shown.card.text and shown.place.conversation not in readers
    ]
    assert leaks == []
