"""What a due timer costs with 1,000 and with 100,000 open requests, and how late the latest one fires.

python -m tests.bench.timers [OPEN]   OPEN: of the larger desk, default 100,000; about two minutes.
Goals: the same cost per timer within 1.5 times, and nothing later than 5 s, while ten a second fall due and when a
thousand do at one instant.
"""

import asyncio
import sys
import time
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from statistics import median

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
FIRED = 1_000  # timers, on either desk,
ROUNDS = 10  # in so many rounds, by turns
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


async def cost_a_timer(
    desk: Desk, until: datetime, at_least: int = FIRED // ROUNDS // 2
) -> tuple[float, float]:
    """The clock jumps to `until` and what is due by then fires without a pause: (wall ms, processor ms) a timer.

    The processor's time is ours and Redis's; the wall's holds what waits for the disk and for other programs.
    """
    await set_clock(desk.store, until)
    clockwork = worker_of(desk, desk.handle).clockwork
    fired, began, worked = 0, time.perf_counter(), await _processor_s(desk)
    while (some := (await clockwork.fire_due())[0]) > 0:
        fired += some
    if fired < at_least:
        raise AssertionError(f"only {fired} timers were due")
    wall_s, processor_s = time.perf_counter() - began, await _processor_s(desk) - worked
    return wall_s * 1000 / fired, processor_s * 1000 / fired


async def _processor_s(desk: Desk) -> float:
    redis = await desk.store.link.ask("INFO", "cpu")
    return time.process_time() + float(redis["used_cpu_user"]) + float(redis["used_cpu_sys"])


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
    async with AsyncExitStack() as stack:
        desks = []
        for requests in (FEW, many):  # each on a Redis of its own
            desk = await stack.enter_async_context(example_desk(stack.enter_context(own_redis())))
            desks.append((requests, desk, await opened(desk, requests, TUESDAY)))
        costs: dict[int, list[tuple[float, float]]] = {FEW: [], many: []}
        for n in range(1, ROUNDS + 1):  # in turn, so that whatever else the machine does meets both
            for requests, desk, first in desks:
                costs[requests].append(await cost_a_timer(desk, first + n * FIRED // ROUNDS * APART))
        wall, processor = _told(costs, many)
        larger = desks[-1][1]
        late, seen = await latest_s(larger)
        print(f"{many:8,} open   latest {late:5.2f} s past its instant, of {seen} timers")
        took, at_once = await burst_s(larger)
        print(f"{many:8,} open   {at_once:,} due at one instant: the last after {took:5.2f} s")
    print(f"ratio {processor:.2f} of processor time, {wall:.2f} by the clock (goal: at most 1.5)")


def _told(costs: dict[int, list[tuple[float, float]]], many: int) -> tuple[float, float]:
    """The medians of all rounds, and how many times as much the larger desk takes: (by the clock, processor)."""
    medians = {}
    for requests, rounds in costs.items():
        wall, processor = (median(round_[kind] for round_ in rounds) for kind in (0, 1))
        medians[requests] = wall, processor
        print(
            f"{requests:8,} open   {wall:6.2f} ms a timer, {processor:6.2f} of them of processor time",
            flush=True,
        )
    return medians[many][0] / medians[FEW][0], medians[many][1] / medians[FEW][1]


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
