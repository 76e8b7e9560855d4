"""What every decision needs: events that build on each other, and the clocks that run with them."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.context import Context
from bot.domain.evolve import evolve
from bot.domain.refusals import Empty, Refusal
from bot.domain.request import TARGETS, Clock, Request, Target
from bot.domain.rights import department_of
from knowledge.calendar import (
    WorkingHours,
    add_business,
    business_between,
    closing_on,
    next_opening,
    zone_of,
)
from knowledge.directory import Department, PersonId, Urgency

WARNS_AT = 0.75  # of a target's business time
# Of business time, at most, before a time lapses: its owner was asked before.
FORETELLS = timedelta(minutes=10)
NOTHING = timedelta(0)


class Steps:
    """Collects events and keeps the state that they give, so that each rule sees what the one before it did."""

    def __init__(self, request: Request | None, context: Context) -> None:
        self._request = request
        self.context = context
        self.events: list[e.AnyEvent] = []

    @property
    def request(self) -> Request:
        if self._request is None:
            raise RuntimeError("nothing has been asked yet")
        return self._request

    @property
    def now(self) -> datetime:
        return self.context.now

    @property
    def department(self) -> Department:
        return department_of(self.request, self.context.directory)

    @property
    def hours(self) -> WorkingHours:
        """The hours in which the department's targets run for this requester."""
        return self.department.hours_of(self.context.asker.traits)

    def add(self, event_type: Any, **fields: Any) -> None:
        number = fields.pop("number", None) or self.request.number
        event = event_type(number=number, at=self.now, **fields)
        self._request = evolve(self._request, event)
        self.events.append(event)


def set_clock(steps: Steps, target: Target, cause: Any) -> None:
    """A clock from now: a department cannot be late for what it did not have. It stands while the requester is asked."""
    fresh = clock(steps, target, steps.now)
    if target == "resolution" and steps.request.status == "pending":
        fresh = replace(fresh, left_s=allowed(steps, target).total_seconds())
    steps.add(e.ClockSet, target=target, clock=fresh, cause=cause)


def clock(steps: Steps, target: Target, starts_at: datetime) -> Clock:
    length, hours = allowed(steps, target), steps.hours
    warns_at, due = add_business(starts_at, length * WARNS_AT, hours), add_business(starts_at, length, hours)
    return Clock(
        starts_at=starts_at, warns_at=warns_at, due=due, foretells_at=foretells_at(warns_at, due, hours)
    )


def foretells_at(asked_at: datetime, due: datetime, hours: WorkingHours) -> datetime:
    """Shortly before `due`, and no sooner than half of the time that an owner asked at `asked_at` has to say a word.

    In `hours`; by the clock where none of them lie between, and for a day off, which somebody may promise: by their hours
    it would be doubted the evening before.
    """
    left = business_between(asked_at, due, hours)
    if not left or closing_on(due.astimezone(zone_of(hours.zone)).date(), hours) is None:
        return due - min(FORETELLS, (due - asked_at) / 2)
    return add_business(asked_at, left - min(FORETELLS, left / 2), hours)


def allowed(steps: Steps, target: Target, urgency: Urgency | None = None) -> timedelta:
    """Business time that the department gives itself; to answer further words as for the first, unless it says so."""
    targets = steps.department.targets[urgency or steps.request.urgency]
    length: timedelta | None = getattr(targets, target)
    return targets.first_response if length is None else length


def expect_answer(steps: Steps) -> None:
    """The requester wrote again after an answer: a clock runs until somebody answers them."""
    request = steps.request
    running = request.next_response is not None and request.next_response.met_at is None
    if request.is_open and not request.unseen and request.answered_at is not None and not running:
        set_clock(steps, "next_response", "next_response")


def start_clocks(steps: Steps, *, moved: bool) -> None:
    """For a new owner: those not set yet; and the new department's own where it has moved to one."""
    request = steps.request
    first = request.first_response
    if first is None and request.answered_at is None:
        set_clock(steps, "first_response", "assigned")
    elif moved and first is not None and first.met_at is None:
        set_clock(steps, "first_response", "department")
    if moved and request.next_response is not None and request.next_response.met_at is None:
        set_clock(steps, "next_response", "department")
    if moved or request.resolution is None:
        set_clock(steps, "resolution", "department" if request.resolution else "assigned")


def pause(steps: Steps) -> None:
    """While the requester is asked something the resolution clock stops."""
    running = steps.request.resolution
    if running is None or running.left_s is not None:
        return
    left = business_between(steps.now, running.due, steps.hours)
    paused = replace(running, left_s=left.total_seconds())
    steps.add(e.ClockSet, target="resolution", clock=paused, cause="paused")


def resume(steps: Steps) -> None:
    paused = steps.request.resolution
    if paused is None or paused.left_s is None:
        return
    running = _with_left(steps, paused, timedelta(seconds=paused.left_s))
    steps.add(e.ClockSet, target="resolution", clock=running, cause="resumed")


def _with_left(steps: Steps, running: Clock, left: timedelta) -> Clock:
    hours = steps.hours
    spare = max(NOTHING, left - allowed(steps, "resolution") * (1 - WARNS_AT))
    warns_at, due = add_business(steps.now, spare, hours), add_business(steps.now, left, hours)
    foretells = foretells_at(warns_at, due, hours)
    return replace(running, left_s=None, warns_at=warns_at, due=due, foretells_at=foretells)


def set_urgency(steps: Steps, urgency: Urgency, cause: Any, by: PersonId | None = None) -> None:
    """What has been spent stays spent, by the new urgency's targets; what was warned or breached stays so."""
    was = steps.request.urgency
    if was == urgency:
        return
    steps.add(e.UrgencySet, urgency=urgency, cause=cause, by=by)
    for target in TARGETS:
        running: Clock | None = getattr(steps.request, target)
        if running is None or running.met_at is not None or running.breached:
            continue
        steps.add(e.ClockSet, target=target, clock=_at_urgency(steps, target, running, was), cause="urgency")


def _at_urgency(steps: Steps, target: Target, running: Clock, was: Urgency) -> Clock:
    if target != "resolution":  # never stopped: it began when it began
        fresh = clock(steps, target, running.starts_at)
        return replace(fresh, warned=running.warned, foretold=running.foretold)
    change = allowed(steps, target) - allowed(steps, target, was)
    if running.left_s is not None:
        left = max(NOTHING, timedelta(seconds=running.left_s) + change)
        return replace(running, left_s=left.total_seconds())
    left = business_between(steps.now, running.due, steps.hours)
    return _with_left(steps, running, max(NOTHING, left + change))


def first_response(steps: Steps, by: PersonId) -> None:
    """A person's reply or promise, the first time. Notes, assignments and the bot's own messages never count."""
    request = steps.request
    if request.first_response is None or request.first_response.met_at is not None:
        return
    spent = business_between(request.asked_at, steps.now, steps.hours)
    within = steps.now <= request.first_response.due
    steps.add(e.FirstResponseGiven, by=by, business_s=spent.total_seconds(), within=within)


def next_morning(steps: Steps, after: datetime | None = None) -> datetime:
    """The first opening of the department in charge on a later local day than `after` (now)."""
    hours = steps.hours
    local = (after or steps.now).astimezone(zone_of(hours.zone))
    tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return next_opening(tomorrow.astimezone(steps.now.tzinfo), hours)


def closes_at(steps: Steps) -> datetime:
    """When what is resolved now closes, unless somebody comes back to it."""
    return steps.now + timedelta(days=steps.department.closes_after_days)


def words_until(steps: Steps, ended_at: datetime | None = None) -> datetime:
    """When retention erases the words of what ended at `ended_at` (now)."""
    department = steps.department
    days = department.confidential_kept_days if steps.request.confidential else department.words_kept_days
    return (ended_at or steps.now) + timedelta(days=days)


def needs_words(text: str, command: c.About) -> None:
    """Refuses what says nothing but spaces."""
    if not text.strip():
        raise Refusal(Empty(number=command.number, verb=str(command.__struct_config__.tag)))


def hours_of(steps: Steps, person: PersonId) -> WorkingHours:
    """A person's own; the department's where none are known."""
    listed = steps.context.directory.people.get(person)
    return listed.hours if listed is not None else steps.hours
