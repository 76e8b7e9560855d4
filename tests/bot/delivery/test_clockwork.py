from datetime import datetime, timedelta
from typing import Any

from bot.delivery.clockwork import AT_ONCE, TRIES
from bot.domain import events as e
from bot.domain.commands import TimerFired
from bot.domain.instants import unix_ms
from bot.domain.timers import timer_name
from tests.bot.delivery.office import ANA, REKA, Office
from tests.clock import TUESDAY
from tests.fakes import postpone, undeliverable

NOON = TUESDAY + timedelta(hours=2)


def timer(number: int, due: datetime, kind: str = "promise_due") -> tuple[str, int]:
    return timer_name(number, kind, due), unix_ms(due)


async def test_a_timer_fires_once_when_its_time_has_come_and_not_before(office: Office) -> None:
    await office.asked(timers=[timer(1001, NOON, "warn.first_response")])
    worker = office.worker()
    await worker.settle()
    await office.pass_time(minutes=119, seconds=58)
    await worker.settle()
    assert office.orders == []
    await office.pass_time(seconds=3)
    await worker.settle()
    await worker.settle()
    [order] = office.orders
    assert isinstance(order, TimerFired)
    assert (order.timer, order.target, order.due) == ("warn", "first_response", NOON)
    assert await office.store.timers.all() == {}


async def test_late_timers_fire_in_the_order_of_their_times(office: Office) -> None:
    dues = [NOON + timedelta(minutes=minutes) for minutes in (40, 10, 30, 20)]
    await office.asked(timers=[timer(1001, due) for due in dues])
    await office.pass_time(hours=72)
    await office.worker().settle()
    assert [order.due for order in office.orders if isinstance(order, TimerFired)] == sorted(dues)


async def test_a_flood_of_timers_fires_in_small_parts(office: Office) -> None:
    count = 3 * AT_ONCE + 1
    await office.asked(timers=[timer(1001, NOON + timedelta(seconds=n)) for n in range(count)])
    await office.pass_time(hours=5)
    worker = office.worker()
    fired, _ = await worker.clockwork.fire_due()
    assert fired == AT_ONCE
    await worker.settle()
    assert len(office.orders) == count


async def test_a_timer_that_its_request_cannot_handle_is_removed(office: Office) -> None:
    office.keeps_timers = True
    await office.asked(timers=[timer(1001, NOON)])
    await office.pass_time(hours=3)
    worker = office.worker()
    await worker.settle()
    assert len(office.orders) == 1
    assert await office.store.timers.all() == {}


async def test_a_timer_that_always_fails_is_set_aside_and_the_others_fire(office: Office) -> None:
    office.fails["promise_due"] = RuntimeError("a fault of ours")
    late = NOON + timedelta(minutes=1)
    await office.asked(timers=[timer(1001, NOON), timer(1001, late, "close")])
    await office.pass_time(hours=3)
    worker = office.worker()
    await worker.settle()
    fired = [order.timer for order in office.orders if isinstance(order, TimerFired)]
    assert fired.count("promise_due") == TRIES
    assert fired.count("close") == 1
    assert await office.store.timers.all() == {}
    assert worker.metrics.poison.labels("timer")._value.get() == 1


async def test_what_is_no_timer_of_ours_is_removed(office: Office) -> None:
    await office.asked(timers=[("garbage", unix_ms(NOON))])
    await office.pass_time(hours=3)
    await office.worker().settle()
    assert office.orders == []
    assert await office.store.timers.all() == {}


async def test_of_two_workers_who_fire_one_timer_the_desk_gets_one_command_id(office: Office) -> None:
    await office.asked(timers=[timer(1001, NOON)])
    await office.pass_time(hours=3)
    first, second = office.worker(), office.worker()
    found = await office.store.timers.due()
    [(name, due)] = found.items
    await first.clockwork._fire(name, due, found.now_ms)
    await second.clockwork._fire(name, due, found.now_ms)
    assert len({order.id for order in office.orders}) == 1


async def test_an_assignment_unsent_for_five_minutes_moves_on(office: Office) -> None:
    office.gateway.always_fails(ANA, postpone(5))
    await office.asked()
    worker = office.worker()
    for _ in range(58):
        await worker.settle()
        await office.pass_time(seconds=5)
    assert office.unreached == []
    await office.pass_time(seconds=15)
    await worker.settle()
    assert office.unreached == [(1001, ANA)]
    for _ in range(3):
        await office.pass_time(minutes=5)
        await worker.settle()
    assert office.unreached == [(1001, ANA)], "it moves on once"


async def test_a_desk_that_fails_to_pass_somebody_over_is_asked_again(office: Office) -> None:
    office.fails["not_reached"] = RuntimeError("a fault of ours")
    office.gateway.fails(ANA, undeliverable())
    await office.asked()
    worker = office.worker()
    await worker.settle()
    assert len(office.unreached) == 1
    del office.fails["not_reached"]
    await office.pass_time(minutes=2)
    await worker.settle()
    await office.pass_time(minutes=2)
    await worker.settle()
    assert len(office.unreached) == 2


async def test_an_assignment_that_was_sent_in_time_moves_nowhere(office: Office) -> None:
    await office.asked()
    worker = office.worker()
    await worker.settle()
    await office.pass_time(minutes=6)
    await worker.settle()
    assert office.unreached == []


async def test_who_took_it_elsewhere_keeps_it_though_their_message_never_arrived(office: Office) -> None:
    office.gateway.always_fails(ANA, postpone(5))
    request = await office.asked()
    worker = office.worker()
    await worker.settle()
    await office.happens(1001, e.RequestTaken(number=1001, at=request.last_at, by=ANA))
    await office.pass_time(minutes=6)
    await worker.settle()
    assert office.unreached == []


async def test_a_worker_that_was_away_sends_first_and_passes_over_nobody_whom_it_reaches(
    office: Office,
) -> None:
    await office.asked()
    await office.worker()._step_plan()
    await office.pass_time(hours=1)
    await office.worker().settle()
    assert office.unreached == []
    assert [s.card.kind for s in office.gateway.seen(ANA)] == ["assigned"]


async def test_after_downtime_each_person_gets_one_message_that_names_the_worst(office: Office) -> None:
    late: dict[str, Any] = {"at": TUESDAY}
    worker = office.worker()
    for number in (1001, 1002):
        await office.asked(number, **late)
    await worker.settle()
    before = {person: len(office.gateway.seen(person)) for person in (ANA, REKA)}
    dues = {1001: "warn.first_response", 1002: "breach.first_response"}

    async def obey(command: Any) -> None:
        await Office.obey(office, command)
        if isinstance(command, TimerFired):
            event = e.TargetBreached if command.timer == "breach" else e.TargetWarned
            at = await office.store.now()
            await office.happens(command.number, event(number=command.number, at=at, target="first_response"))

    for number, kind in dues.items():
        await set_clock_running(office, number, timer(number, NOON, kind))
    awake = office.worker()
    awake.clockwork._handle = obey
    await office.set_clock(TUESDAY + timedelta(days=1))
    await awake.settle()
    fresh = office.gateway.seen(ANA)[before[ANA] :]
    assert [s.card.kind for s in fresh] == ["together"]
    assert fresh[0].card.text.splitlines()[1].startswith("breached")


async def set_clock_running(office: Office, number: int, its_timer: tuple[str, int]) -> None:
    from bot.domain.request import Clock

    at = await office.store.now()
    clock = Clock(starts_at=at, warns_at=NOON, due=NOON)
    await office.happens(
        number, e.ClockSet(number=number, at=at, target="first_response", clock=clock), timers=[its_timer]
    )


async def test_a_single_late_timer_is_told_as_it_is(office: Office) -> None:
    await office.asked()
    await set_clock_running(office, 1001, timer(1001, NOON, "breach.first_response"))
    worker = office.worker()
    await worker.settle()

    async def obey(command: Any) -> None:
        await Office.obey(office, command)
        at = await office.store.now()
        await office.happens(1001, e.TargetBreached(number=1001, at=at, target="first_response"))

    worker.clockwork._handle = obey
    await office.pass_time(hours=4)
    await worker.settle()
    assert office.gateway.seen(ANA)[-1].card.kind == "breached"
