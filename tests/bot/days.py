"""The whole desk at a given instant: a small company, one fake platform, a worker driven step by step."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from prometheus_client import CollectorRegistry

from bot.delivery.metrics import DeliveryMetrics
from bot.delivery.worker import Worker
from bot.domain import commands as c
from bot.domain.events import AnyEvent, OwnerAssigned
from bot.domain.request import Place, Request, RequestNumber
from bot.store.store import Store
from knowledge.directory import PersonId
from tests.bot.delivery.office import Office
from tests.bot.desks import SmallDesk
from tests.bot.domain.world import reading
from tests.fakes import FakeGateway, Shown

_ids = count(1)


class Day:
    """Times are UTC: in November Madrid is an hour ahead and Mexico City six behind."""

    def __init__(self, store: Store, desk: SmallDesk, platform: str) -> None:
        self.store, self.desk = store, desk
        self.gateway = FakeGateway(platform, once=platform == "web")
        self.worker = self.another_worker()

    @classmethod
    async def at(cls, store: Store, now: datetime, platform: str = "web") -> "Day":
        day = cls(store, await SmallDesk.on(store), platform)
        await day.clock_says(now)
        return day

    def another_worker(self) -> Worker:
        metrics = DeliveryMetrics(CollectorRegistry())
        gateways = {self.gateway.platform: self.gateway}
        return Worker(self.store, gateways, lambda: self.desk.directory, self.desk.handle, metrics=metrics)

    def who(self, name: str) -> PersonId:
        return self.desk.at(name)

    async def clock_says(self, now: datetime) -> None:
        await Office(self.store, {}).set_clock(now)

    async def goes_on(self, **span: float) -> None:
        """Time passes at once, then everything that has become due happens."""
        await self.store.move_clock(int(timedelta(**span).total_seconds() * 1000))
        await self.worker.settle()

    async def until(self, now: datetime) -> None:
        """From each instant at which something is due to the next, so that nothing is late."""
        await self._all_that_is_due()
        while (following := await self._next()) is not None and following < now:
            await self.clock_says(following)
            await self._all_that_is_due()
        await self.clock_says(now)
        await self._all_that_is_due()

    async def _all_that_is_due(self) -> None:
        """The clock runs on meanwhile: what has just become due too would be late once the clock is set further."""
        await self.worker.settle()
        while (await self.store.timers.due(1)).items or (await self.worker.extra.held_lanes()).items:
            await self.worker.settle()

    async def _next(self) -> datetime | None:
        timers, held = await self.store.timers.due(1), await self.worker.extra.held_lanes()
        while timers.items or held.items:  # due since a moment ago: left behind, it would be late
            await self.worker.settle()
            timers, held = await self.store.timers.due(1), await self.worker.extra.held_lanes()
        known = [ms for ms in (timers.next_ms, held.next_ms) if ms is not None]
        return datetime.fromtimestamp(min(known) / 1000, UTC) if known else None

    async def asks(self, name: str, text: str, topic: str = "payslip", **read: object) -> int:
        """Understood as said here: what words mean is another's test."""
        by = self.who(name)
        ask = c.Ask(
            id=f"day{next(_ids)}",
            by=by,
            text=text,
            place=self.place(name),
            reading=reading(topic, **read),
            as_new=True,
        )
        answer = await self.desk.handle(ask)
        assert answer.kind == "done", answer
        await self.worker.settle()
        return answer.number or 0

    async def says(self, name: str, number: int, text: str, **read: object) -> None:
        await self.does(c.Say, name, number, text=text, reading=reading(None, **read))

    def place(self, name: str) -> Place:
        platform = self.gateway.platform
        return Place(platform, f"{self.who(name)}/asks" if platform == "web" else self.who(name))

    async def does(self, kind: type[c.About], name: str, number: int, **fields: Any) -> None:
        command = kind(id=f"day{next(_ids)}", by=self.who(name), number=RequestNumber(number), **fields)
        answer = await self.desk.handle(command)  # type: ignore[arg-type]
        assert answer.kind == "done", answer
        await self.worker.settle()

    async def is_(self, number: int) -> Request:
        return await self.desk.request(number)

    async def owner(self, number: int) -> str:
        return self.name((await self.is_(number)).owner)

    async def events(self, number: int) -> list[AnyEvent]:
        return await self.desk.events(number)

    async def owners(self, number: int) -> list[tuple[str, str]]:
        """(name, cause) of each assignment to somebody by name."""
        found = [event for event in await self.events(number) if isinstance(event, OwnerAssigned)]
        return [(self.name(event.owner), event.cause) for event in found if not event.unseen]

    def name(self, person: PersonId) -> str:
        return self.desk.directory.people[person].email.partition("@")[0]

    def seen(self, name: str, side: str) -> list[Shown]:
        return self.gateway.seen(f"{self.who(name)}/{side}")

    def rang(self, name: str, side: str) -> list[str]:
        """The kinds of the loud messages, in their order."""
        return [shown.card.kind for shown in self.seen(name, side) if shown.loud]

    def texts(self, name: str, side: str) -> list[str]:
        return [shown.card.text for shown in self.seen(name, side)]


def madrid(day: int, hour: int, minute: int = 0) -> datetime:
    """A day of November 2026, or past it, in Madrid's winter time. The 24th is a Tuesday."""
    return datetime(2026, 11, 1, hour - 1, minute, tzinfo=UTC) + timedelta(days=day - 1)
