"""A day of the example company, played in fast time on its whole desk; what people read is kept to be read aloud."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from bot.away import SetAway
from bot.commit import decode_state
from bot.delivery.card import Buttons, Card
from bot.delivery.metrics import DeliveryMetrics
from bot.delivery.worker import Worker
from bot.desk import Desk
from bot.domain import commands as c
from bot.domain.instants import unix_ms
from bot.domain.reading import Reading
from bot.domain.request import Place, RequestNumber
from bot.known import Known
from bot.reader import Library
from bot.settings import EXAMPLE_COMPANY
from bot.store.store import Store
from knowledge.directory import PersonId, Topic
from knowledge.loader import build, emails, read_folder
from tests.bot.delivery.office import Office
from tests.bot.desks import small_matcher
from tests.fakes import FakeGateway

TEXTS = {
    "es": {
        "asks": "Me falta un justificante y lo necesito para el banco",
        "again": "¿Se sabe algo?",
        "answer": "Lo he pedido y en cuanto lo tenga te lo envío.",
        "done": "Enviado a tu correo.",
        "too_long": "Esto está tardando demasiado",
    },
    "en": {
        "asks": "A certificate is missing and I need it for the bank",
        "again": "Is there any news?",
        "answer": "I have asked for it and will send it as soon as I have it.",
        "done": "Sent to your mail.",
        "too_long": "This is taking too long",
    },
}


class Company:
    """The example company's people on one page each; the topic is its first that somebody may simply own."""

    def __init__(self, store: Store, desk: Desk, language: str) -> None:
        self.store, self.desk, self.language = store, desk, language
        self.web = FakeGateway("web", once=True)
        metrics = DeliveryMetrics(CollectorRegistry())
        self.worker = Worker(store, {"web": self.web}, lambda: desk.directory, desk.handle, metrics=metrics)
        self.said: list[str] = []
        self._told: dict[str, tuple[int, ...]] = {}
        self._ids = count(1)

    @classmethod
    async def opened(cls, store: Store, language: str) -> "Company":
        files = read_folder(EXAMPLE_COMPANY)
        library = Library(
            directory=build(files, await store.people.enrol(emails(files))), matcher=small_matcher()
        )
        return cls(store, Desk(store, Known(store.people), lambda: library), language)

    @property
    def topic(self) -> Topic:
        """The first whose owner does not lead the department, and that anybody may ask about."""
        directory = self.desk.directory
        plain = (t for t in directory.topics.values() if not (t.signpost or t.confidential or t.open))
        return next(t for t in plain if directory.departments[t.department].lead != t.owners[0].person)

    async def clock_says(self, at: datetime) -> None:
        """From each timer to the next, so that nothing is late."""
        office = Office(self.store, {})
        while (following := (await self.store.timers.due(1)).next_ms) is not None and following < unix_ms(at):
            await office.set_clock(datetime.fromtimestamp(following / 1000, UTC))
            await self.worker.settle()
        await office.set_clock(at)
        await self.worker.settle()

    async def asks(self, by: PersonId, text: str, **read: Any) -> RequestNumber:
        reading = Reading(
            language=self.language, verdict="route", topic=self.topic.id, confidence=0.9, **read
        )
        order = c.Ask(
            id=self._id(), by=by, text=text, place=Place("web", f"{by}/asks"), reading=reading, as_new=True
        )
        answer = await self.desk.handle(order)
        assert answer.number is not None
        await self.worker.settle()
        return answer.number

    async def does(self, kind: type[c.About], by: PersonId, number: RequestNumber, **fields: object) -> None:
        answer = await self.desk.handle(kind(id=self._id(), by=by, number=number, **fields))  # type: ignore[arg-type]
        assert answer.kind == "done", answer
        await self.worker.settle()

    async def owner(self, number: RequestNumber) -> PersonId:
        return decode_state((await self.store.states([number]))[number][1]).owner

    def _id(self) -> str:
        return f"day/{next(self._ids)}"

    def hear(self, when: str, *people: PersonId) -> None:
        """What is new on these people's pages since the last time, loud or changed."""
        self.said.append(f"=== {when}")
        for person in people:
            name = self.desk.directory.people[person].name
            for side in ("asks", "work"):
                conversation = f"{person}/{side}"
                for shown in sorted(self.web.seen(conversation), key=lambda seen: seen.card.number or 0):
                    state = (shown.changes, 0)
                    if self._told.get(f"{conversation}/{shown.id}") != state:
                        self._told[f"{conversation}/{shown.id}"] = state
                        self.said.append(
                            f"--- {name} ({side}{', loud' if shown.loud and side == 'asks' else ''})\n{read(shown.card)}"
                        )


def read(card: Card) -> str:
    """The message; of the options, those that one tap promises, since every card repeats the others."""
    lines = [
        line for line in card.text.splitlines() if not line.startswith(("Puedes elegir", "You can choose"))
    ]
    buttons = [b for block in card.blocks if isinstance(block, Buttons) for b in block.buttons]
    return "\n".join([*lines, *(f"[{button.label}]" for button in buttons if button.fields.get("due"))])


@pytest.fixture(params=["es", "en"])
async def company(store: Store, request: pytest.FixtureRequest) -> Company:
    return await Company.opened(store, request.param)


def madrid(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)


def an_asker(company: Company) -> PersonId:
    """Somebody in Spain of another department, whose first language is the day's."""
    directory = company.desk.directory
    found = (p for p in directory.people.values() if p.department != company.topic.department)
    here = (p for p in found if directory.sites[p.site].country == "ES")
    return next(p.id for p in here if p.id not in {d.lead for d in directory.departments.values()})


async def test_a_day_of_the_example_company_reads_as_people_speak(company: Company, snapshot: object) -> None:
    texts, asker = TEXTS[company.language], an_asker(company)
    await company.store.people.set_profile(asker, {"language": company.language})
    await Office(company.store, {}).set_clock(madrid(24, 9))
    number = await company.asks(asker, texts["asks"])
    owner = await company.owner(number)
    for person in company.desk.directory.people:
        await company.store.people.set_profile(person, {"language": company.language})
    lead = company.desk.directory.departments[company.topic.department].lead
    company.hear("09:00", asker, owner)
    await company.does(c.SetUrgency, owner, number, urgency="high")
    await company.clock_says(madrid(24, 9, 50))
    company.hear("09:50", asker, owner)
    await company.does(c.MakePromise, owner, number, due=madrid(24, 12), text=texts["answer"])
    company.hear("09:51", asker, owner)
    await company.clock_says(madrid(24, 11, 45))
    company.hear("11:45", asker, owner)
    await company.clock_says(madrid(24, 12, 1))
    company.hear("12:01", asker, owner, lead)
    await company.does(
        c.Say,
        asker,
        number,
        text=texts["too_long"],
        reading=Reading(language=company.language, verdict="person", too_long=True),
    )
    company.hear("12:02", owner, lead)
    await company.clock_says(madrid(24, 12, 46) + timedelta(seconds=30))
    company.hear("12:46", owner)
    await company.clock_says(madrid(24, 13, 1) + timedelta(seconds=30))
    stands_in = await company.owner(number)
    company.hear("13:01", asker, stands_in)
    await company.does(c.Say, stands_in, number, text=texts["answer"])
    await company.does(c.Resolve, stands_in, number, text=texts["done"])
    company.hear("13:02", asker)
    second = await company.asks(asker, texts["again"])
    third = await company.asks(asker, texts["asks"])
    company.hear("13:03", asker)
    away = SetAway(
        id="away", by=await company.owner(second), person=await company.owner(second), until=madrid(30, 9)
    )
    await company.desk.set_away(away)
    await company.worker.settle()
    assert await company.owner(second) != away.person != await company.owner(third)
    company.hear("13:04", asker, lead)
    assert company.web.violations == []
    assert "\n".join(company.said) == snapshot
