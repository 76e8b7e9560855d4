"""A worker whose machine's clock is an hour off, beside one whose clock is right: it changes nothing.

Real processes on one Redis; libfaketime (Debian's `faketime`) gives one of them its wrong clock.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain import events as e
from bot.store.store import Store
from handlers.web import feed
from knowledge.directory import PersonId
from tests.faults.derived import Histories
from tests.faults.ordeal import Crash, Ordeal, Pair
from tests.faults.processes import SECRET, Running
from tests.faults.waiting import wait_until

_LIBRARY = next(iter(sorted(Path("/usr/lib").glob("**/faketime/libfaketime.so.1"))), None)

pytestmark = [
    pytest.mark.xdist_group("wrong-clock"),
    pytest.mark.skipif(_LIBRARY is None, reason="libfaketime is not here: apt-get install faketime"),
]

SOON = timedelta(seconds=10)  # as long as a slow machine may take; an hour off it is not
MADRID = ZoneInfo("Europe/Madrid")
KINDS = {
    "promise_reminder",
    "promise_due",
    "foretell",
    "foretell.first_response",
    "warn.first_response",
    "breach.first_response",
    "warn.next_response",
}


class WithAWrongClock(Pair):
    """Another worker beside the pair."""

    wrong: Running

    def __init__(self, off: str) -> None:
        super().__init__()
        self.off = off

    def start(self, armed: dict[str, str], crash: Crash | None) -> int:
        env = {"REDIS_URL": self.server.url, "VENTANILLA_SECRET": SECRET, "LD_PRELOAD": str(_LIBRARY)}
        # Only the time of day is wrong: a monotonic clock counts from a start that nobody sets.
        env |= {"FAKETIME": self.off, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        args = ("worker", "--data", self.folder / "wrong", "--directory", self.company)
        self.wrong = Running(self.folder / "wrong.log", *args, env=env)
        port = super().start(armed, crash)
        wait_until(lambda: "shelf.taken" in self.wrong.said, 40, "the worker with the wrong clock is ready")
        return port

    def end(self) -> None:
        self.wrong.tell_to_end()
        super().end()


class Day(Ordeal):
    """What is asked and promised, and the timers of it that come due."""

    desk: WithAWrongClock

    def __init__(self, off: str) -> None:
        super().__init__(WithAWrongClock(off), 0)
        self.due: list[
            tuple[str, datetime, datetime]
        ] = []  # timer, when it was due, when the clock got there

    @property
    def of_redis(self) -> Store:
        assert self.store is not None
        return self.store

    def person(self, name: str) -> PersonId:
        assert self.stories is not None
        return self.stories.ids[name]

    async def asks(self, name: str, text: str) -> None:
        await self.browser.sends(self.browser.says(self.person(name), text))
        await self.all_is_done()

    async def promises(self, name: str, number: int, text: str) -> None:
        act = self.browser.acts(self.person(name), "promise", number, text, due="en 30 minutos")
        await self.browser.sends(act)
        await self.all_is_done()

    async def passes(self, **span: float) -> None:
        """The desk's one clock moves on, and what is due by it happens without anybody's doing."""
        before = await self.of_redis.timers.all()
        await self.of_redis.move_clock(int(timedelta(**span).total_seconds() * 1000))
        now = await self.of_redis.now()
        self.due += [(_timer(name), at, now) for name, ms in before.items() if (at := _instant(ms)) <= now]
        await self.all_is_done()
        left = {name for name, ms in before.items() if _instant(ms) > now}
        assert left <= (await self.of_redis.timers.all()).keys()

    async def all_is_done(self) -> None:
        assert self.checker is not None
        await self.checker.settles(SOON.total_seconds())

    async def ends(self) -> Histories:
        """All that happened, after everything was told once."""
        assert self.checker is not None
        await self.checker.what_was_delivered()
        return await self.checker.what_was_kept()

    def told(self, name: str, kind: str) -> str:
        """The cards of that kind which a person was sent, their words one after the other."""
        assert self.checker is not None
        items = [feed.decode(entry.payload) for entry in self.checker.shown[self.person(name)]]
        return "\n".join(item.card.text for item in items if item.op == "post" and item.card.kind == kind)


@pytest.fixture(params=["+1h", "-1h"])
async def day(request: pytest.FixtureRequest) -> AsyncIterator[Day]:
    day = Day(request.param)
    async with day:
        yield day


async def test_a_worker_whose_clock_is_an_hour_off_changes_nothing(day: Day) -> None:
    with day.log_told():
        await _a_morning(day)
        told = await day.ends()
    assert _apart(day.desk) == pytest.approx(3600 if day.desk.off == "+1h" else -3600, abs=120)
    _fired_once_and_in_time(day, told)
    _one_owner_each(told)
    _the_times_told_are_right(day, told)


async def _a_morning(day: Day) -> None:
    await day.asks("vera", "No me ha llegado la nómina de octubre (caso 1.)")
    await day.asks("carmen", "Mi portátil no enciende (caso 2.)")
    await day.promises("ana", 1001, "lo tengo (caso 3.)")
    await day.passes(minutes=16)
    assert day.desk.worker is not None
    await asyncio.to_thread(day.desk.worker.tell_to_end)  # from here on the one with the wrong clock is alone
    await day.passes(minutes=15)
    await day.asks("vera", "No me ha llegado la nómina de septiembre (caso 4.)")
    await day.promises("ana", 1003, "la busco (caso 5.)")
    await day.asks("vera", "Es para el banco (caso 6.)")
    await day.passes(minutes=16)
    await day.passes(minutes=15)
    await day.passes(hours=2)
    await day.passes(hours=1)


def _apart(desk: WithAWrongClock) -> float:
    """Seconds between the clocks that the workers write into their logs."""
    assert desk.worker is not None
    wrong, right = (_first_time(process.said) for process in (desk.wrong, desk.worker))
    return (wrong - right).total_seconds()


def _first_time(log: str) -> datetime:
    line = next(line for line in log.splitlines() if line.startswith("{"))
    return datetime.fromisoformat(json.loads(line)["timestamp"])


def _fired_once_and_in_time(day: Day, told: Histories) -> None:
    """By the one clock: neither before it was due, nor long after the clock had got there."""
    assert {kind for (_, kind), _, _ in day.due} == KINDS
    happened = [((event.number, kind), event.at) for event in chain(*told.values()) if (kind := _kind(event))]
    assert Counter(timer for timer, _, _ in day.due) == Counter(timer for timer, _ in happened)
    fired = dict(happened)
    for timer, due, came in day.due:
        assert due <= fired[timer] < came + SOON, timer


def _kind(event: e.AnyEvent) -> str:
    """Of the timer that it comes from; empty for what people do."""
    match event:
        case e.PromiseReminded():
            return "promise_reminder"
        case e.PromiseLapsed():
            return "promise_due"
        case e.TargetWarned(target=target):
            return f"warn.{target}"
        case e.LapseForetold(target=target):
            return f"foretell.{target}" if target else "foretell"
        case e.TargetBreached(target=target):
            return f"breach.{target}"
    return ""


def _one_owner_each(told: Histories) -> None:
    """Whom it was given to has it still: nobody was passed over as if nothing reached them."""
    for events in told.values():
        assert len([event for event in events if isinstance(event, e.OwnerAssigned)]) == 1
        assert not [event for event in events if isinstance(event, e.Unreachable)]


def _the_times_told_are_right(day: Day, told: Histories) -> None:
    names = {day.person("vera"): "vera", day.person("carmen"): "carmen", day.person("ana"): "ana"}
    for event in chain(*told.values()):
        match event:
            case e.RequestAsked():
                assert f"hoy a las {_in_madrid(event.at)}" in day.told(names[event.requester], "echo")
            case e.PromiseMade():
                due = f"hoy antes de las {_in_madrid(event.due)}"
                assert due in day.told("vera", "promise")
                assert f"{due} y no ha llegado" in day.told("vera", "lapse")
                lapsed = day.told(names[event.by], "promise_lapsed")
                assert f"venció hoy a las {_in_madrid(event.due)}" in lapsed


def _timer(name: str) -> tuple[int, str]:
    """Of which request, and what for."""
    number, kind, _ = name.split("|")
    return int(number), kind


def _in_madrid(at: datetime) -> str:
    return f"{at.astimezone(MADRID):%H:%M}"


def _instant(unix_ms: int) -> datetime:
    return datetime.fromtimestamp(unix_ms / 1000, UTC)
