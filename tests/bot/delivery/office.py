"""A small company at work: real commits on a real Redis, a worker driven step by step, platforms that are fakes.

It is Tuesday 24 November 2026, 10:00 in Madrid, unless a test moves the clock. Reka asks; Ana has it. People of the
directory are known by their first name.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from bot.commit import encode_state
from bot.delivery.card import Card, Paragraph
from bot.delivery.cards import View
from bot.delivery.metrics import DeliveryMetrics
from bot.delivery.relevance import LIVING
from bot.delivery.worker import Worker
from bot.domain import events as e
from bot.domain.commands import AnyCommand, NotReached, TimerFired
from bot.domain.evolve import evolve, fold
from bot.domain.request import Place, Request, WordsId
from bot.domain.rights import may_read
from bot.store.store import Store
from bot.store.writes import Done, Write
from knowledge.directory import DepartmentId, Directory, PersonId, TopicId
from knowledge.loader import build, emails
from tests.clock import set_clock
from tests.fakes import FakeGateway, Killed
from tests.knowledge.directories import three_topics

ANA, LUIS, MARTA, REKA, BO = map(PersonId, ("ana", "luis", "marta", "reka", "bo"))
PAYROLL = DepartmentId("payroll")
PLATFORM = "fake"


@cache
def directory() -> Directory:
    files = three_topics()
    return build(files, {email: email.partition("@")[0] for email in emails(files)})


def plain_card(kind: str, side: str, request: Request, event: e.AnyEvent | None, view: View) -> Card:
    """What a test can read at a glance: the kind, the version, and the words of the event."""
    if kind in LIVING and not may_read(view.viewer, request, view.directory):
        kind, event = "masked", None
    said = view.texts.get(getattr(event, "words", None) or WordsId(""), "")
    text = f"{kind} v{request.version} {said}".strip()
    return Card(
        kind=kind,
        language=view.language,
        number=request.number,
        version=request.version,
        title=kind,
        text=text,
        blocks=(Paragraph(text),),
    )


class Office:
    """`orders` are the commands that delivery gave to the desk; each is committed as a refusal, so a timer goes."""

    def __init__(self, store: Store, gateways: Mapping[str, FakeGateway]) -> None:
        self.store = store
        self.gateways = dict(gateways)
        self.orders: list[AnyCommand] = []
        self.fails: dict[str, Exception] = {}  # timer, or not_reached -> what the desk raises
        self.keeps_timers = False
        self.registry = CollectorRegistry()
        self._ids = count(1)

    @property
    def gateway(self) -> FakeGateway:
        return self.gateways[PLATFORM]

    def worker(self, **changes: Any) -> Worker:
        """Another process: it shares nothing but Redis and the platforms with those before it."""
        given = {"card_of": plain_card, "metrics": DeliveryMetrics(CollectorRegistry()), **changes}
        return Worker(self.store, self.gateways, directory, self.obey, **given)

    async def obey(self, command: AnyCommand) -> None:
        self.orders.append(command)
        if isinstance(command, NotReached) and "not_reached" in self.fails:
            raise self.fails["not_reached"]
        if isinstance(command, TimerFired):
            if command.timer in self.fails:
                raise self.fails[command.timer]
            if not self.keeps_timers:
                name, due = command.id.removeprefix("timer:"), int(command.due.timestamp() * 1000)
                await self.store.commit(
                    Write(number=0, expected=0, command=command.id, answer=b"no", timers_fired=((name, due),))
                )

    @property
    def unreached(self) -> list[tuple[int, str]]:
        return [(order.number, order.person) for order in self.orders if isinstance(order, NotReached)]

    # Time

    async def set_clock(self, at: datetime) -> None:
        await set_clock(self.store, at)

    async def pass_time(self, **span: float) -> None:
        await self.store.move_clock(int(timedelta(**span).total_seconds() * 1000))

    # People

    async def on_platform(self, *people: PersonId, platform: str = PLATFORM) -> None:
        for person in people:
            await self.store.people.set_profile(person, {f"place.{platform}": person})

    # What happens

    async def happens(
        self,
        number: int,
        *events: e.AnyEvent,
        words: Mapping[WordsId, tuple[PersonId, str]] | None = None,
        timers: Iterable[tuple[str, int]] = (),
    ) -> Request:
        """One commit of these events."""
        history = [e.decode_event(event) for event in await self.store.history(number)]
        before = fold(history) if history else None
        after = before
        for event in events:
            after = evolve(after, event)
        assert after is not None
        done = await self.store.commit(
            Write(
                number=number,
                expected=len(history),
                command=f"c{next(self._ids)}",
                answer=b"done",
                state=encode_state(after),
                events=tuple(map(e.encode_event, events)),
                words=tuple((by, id_, text.encode()) for id_, (by, text) in (words or {}).items()),
                timers=tuple(timers),
            )
        )
        assert isinstance(done, Done)
        return after

    async def asked(
        self,
        number: int = 1001,
        *,
        requester: PersonId = REKA,
        owner: PersonId = ANA,
        platform: str = PLATFORM,
        at: datetime | None = None,
        timers: Iterable[tuple[str, int]] = (),
        more: Iterable[e.AnyEvent] = (),
    ) -> Request:
        """A request that its owner has from the first moment."""
        at = at or await self.store.now()
        conversation = f"{requester}/asks" if platform == "web" else str(requester)
        words = WordsId(f"w{number}")
        return await self.happens(
            number,
            e.RequestAsked(
                number=number,
                at=at,
                requester=requester,
                place=Place(platform, conversation),
                language="es",
                department=DepartmentId("concierge"),
                owner=PersonId("saul"),
                words=words,
            ),
            e.RequestFiled(number=number, at=at, topic=TopicId("payslip"), department=PAYROLL, cause="read"),
            assigned(number, at, owner),
            *more,
            words={words: (requester, "mi nómina")},
            timers=timers,
        )

    async def says(
        self, number: int, by: PersonId, text: str, *, at: datetime | None = None, side: str = "requester"
    ) -> WordsId:
        words = WordsId(f"said{next(self._ids)}")
        event = e.MessageSaid(
            number=number,
            at=at or await self.store.now(),
            by=by,
            side=side,
            words=words,
        )
        await self.happens(number, event, words={words: (by, text)})
        return words


def assigned(number: int, at: datetime, owner: PersonId, cause: Any = "routed") -> e.OwnerAssigned:
    return e.OwnerAssigned(number=number, at=at, owner=owner, department=PAYROLL, rung="owner", cause=cause)


async def dies(worker: Any) -> None:
    """The process ends in the middle of a send; nothing of it tidies up."""
    with pytest.raises(Killed):
        await worker.settle()


async def after_the_dead(office: Office, **changes: Any) -> Any:
    """A worker that knows itself alone, as after `kill -9` and a new start."""
    worker = office.worker(alone=True, **changes)
    await worker._prepared()
    return worker


async def go_on(office: Office, worker: Any) -> Any:
    """The worker does what it can; where it is killed a new one takes its place."""
    try:
        await worker.settle()
    except Killed:
        return await after_the_dead(office)
    return worker
