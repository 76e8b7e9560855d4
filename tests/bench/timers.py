"""What a due timer costs with 1,000 and with 100,000 open requests, and how late the latest one fires.

python -m tests.bench.timers [OPEN]   OPEN: of the larger desk, default 100,000; about two minutes.
Goals: the same cost per timer within 1.5 times, and nothing later than 5 s, while ten a second fall due and when a
thousand do at one instant.
"""

import asyncio
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count

import uvloop
from prometheus_client import CollectorRegistry

from bot.commit import encode_state
from bot.delivery.metrics import DeliveryMetrics
from bot.delivery.worker import Worker
from bot.desk import Desk
from bot.domain import commands as c
from bot.domain.commands import AnyCommand, TimerFired
from bot.domain.context import Asker, Context
from bot.domain.decide import decide_ask
from bot.domain.events import AnyEvent, encode_event
from bot.domain.evolve import fold
from bot.domain.indexes import indexes
from bot.domain.reading import Reading
from bot.domain.request import Place, Request, RequestNumber
from bot.domain.timers import timers
from bot.store.bulk import Bulk, BulkStore
from knowledge.directory import PersonId
from knowledge.duty import Situation
from tests.bench.company import example_desk, own_redis
from tests.clock import set_clock
from tests.fakes import FakeGateway

FEW, MANY = 1_000, 100_000
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)  # what is asked on a Saturday would all be due at one instant
FIRED = 1_000  # timers, on either desk
APART = timedelta(milliseconds=100)  # ten requests a second, so that ten timers a second fall due
WATCHED_S = 30.0
TOGETHER = 100  # requests a batch when the desk is filled


async def opened(desk: Desk, requests: int, since: datetime) -> datetime:
    """So many open requests, a tenth of a second apart, told long ago; when the first timer of them is due."""
    bulk, link = BulkStore(desk.store.link), desk.store.link
    first = since + timedelta(days=365)
    # How fast a desk is filled is not what is measured; from the first timer on it writes as in the product.
    await link.ask("CONFIG", "SET", "appendfsync", "no")
    await link.ask("CONFIG", "SET", "auto-aof-rewrite-percentage", 0)
    for start in range(1, requests + 1, TOGETHER):
        made = [_asked(desk, n, since + n * APART) for n in range(start, min(start + TOGETHER, requests + 1))]
        await bulk.add([_bulk(request, events) for request, events in made])
        due = {name: at for request, _ in made for name, at in timers(request).items()}
        scores = (item for name, at in due.items() for item in (int(at.timestamp() * 1000), name))
        await link.ask("ZADD", desk.store.keys.timers, *scores)
        first = min(first, *due.values())
    await link.ask("CONFIG", "SET", "appendfsync", "always")
    return first


def _asked(desk: Desk, n: int, at: datetime) -> tuple[Request, list[AnyEvent]]:
    by, number = PersonId(f"Q{n}"), RequestNumber(1_000_000 + n)
    topic = next(t for t in desk.directory.topics.values() if t.signpost is None)
    reading = Reading(language="es", verdict="route", topic=topic.id, confidence=0.9)
    place = Place("web", f"{by}/asks")
    command = c.Ask(id=f"bench/{n}", by=by, text="¿Me ayudáis?", place=place, reading=reading)
    context = Context(now=at, directory=desk.directory, situation=Situation(now=at), asker=Asker(person=by))
    events = decide_ask(command, number, context)
    return fold(events), events


def _bulk(request: Request, events: list[AnyEvent]) -> Bulk:
    return Bulk(
        number=request.number,
        state=encode_state(request),
        events=tuple(map(encode_event, events)),
        indexes=tuple((index, score) for (index, _), score in indexes(request).items()),
    )


def worker_of(desk: Desk, handle: object) -> Worker:
    gateways = {"web": FakeGateway("web", once=True)}
    metrics = DeliveryMetrics(CollectorRegistry())
    return Worker(desk.store, gateways, lambda: desk.directory, handle, metrics=metrics)  # type: ignore[arg-type]


async def ms_a_timer(desk: Desk, first: datetime) -> float:
    """The clock jumps to where the first thousand are due; all of them fire without a pause."""
    await set_clock(desk.store, first + FIRED * APART)
    clockwork = worker_of(desk, desk.handle).clockwork
    fired, began = 0, time.perf_counter()
    while True:
        some, _ = await clockwork.fire_due()
        if not some:
            break
        fired += some
    if fired < FIRED / 2:
        raise AssertionError(f"only {fired} timers were due")
    return (time.perf_counter() - began) * 1000 / fired


async def latest_s(desk: Desk) -> tuple[float, int]:
    """A worker as in the product, for half a minute: (how late the latest timer was, how many there were)."""
    late: list[float] = []
    while (await worker_of(desk, desk.handle).clockwork.fire_due())[0]:
        pass  # what fell due while there was no worker
    began = await desk.now()

    async def handle(command: AnyCommand) -> object:
        if (
            isinstance(command, TimerFired) and command.due > began
        ):  # the others were due before there was a worker
            late.append((await desk.now() - command.due).total_seconds())
        return await desk.handle(command)

    running = asyncio.create_task(worker_of(desk, handle).run())
    await asyncio.sleep(WATCHED_S)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return max(late), len(late)


async def burst_s(desk: Desk) -> tuple[float, int]:
    """As at nine o'clock: a hundred seconds' worth falls due at one instant, of a worker as in the product.

    (how long until the last of them had fired, how many there were)
    """
    fired = 0

    async def handle(command: AnyCommand) -> object:
        nonlocal fired
        answer = await desk.handle(command)
        fired += isinstance(command, TimerFired)
        return answer

    running = asyncio.create_task(worker_of(desk, handle).run())
    await asyncio.sleep(2.0)
    fired = 0
    await desk.store.move_clock(int(FIRED * APART / timedelta(milliseconds=1)))
    began = time.perf_counter()
    last, seen = began, 0
    while fired < FIRED and time.perf_counter() - began < WATCHED_S:
        await asyncio.sleep(0.01)
        if fired > seen:
            last, seen = time.perf_counter(), fired
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return last - began, seen


async def main(many: int) -> None:
    costs = []
    tenants = count(1)
    with own_redis() as url:
        for requests in (FEW, many):
            async with example_desk(url, f"faro{next(tenants)}") as desk:
                since = TUESDAY
                first = await opened(desk, requests, since)
                costs.append(await ms_a_timer(desk, first))
                print(f"{requests:8,} open   {costs[-1]:6.2f} ms a timer", flush=True)
                if requests == many:
                    late, seen = await latest_s(desk)
                    print(f"{requests:8,} open   latest {late:5.2f} s past its instant, of {seen} timers")
                    took, at_once = await burst_s(desk)
                    print(
                        f"{requests:8,} open   {at_once:,} due at one instant: the last after {took:5.2f} s"
                    )
    print(f"ratio {costs[1] / costs[0]:.2f} (goal: at most 1.5)")


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
