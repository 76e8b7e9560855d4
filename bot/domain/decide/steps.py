"""What every decision needs: events that build on each other, and the rules for owner and clocks."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.context import Context
from bot.domain.evolve import evolve
from bot.domain.refusals import AnyRefusal, NobodyThere, Refusal
from bot.domain.request import Clock, Request, Target
from bot.domain.rights import lead_of
from knowledge import duty
from knowledge.calendar import add_business, business_between, next_opening
from knowledge.directory import Department, DepartmentId, PersonId, TopicId

WARNS_AT = 0.75  # of a target's business time


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
        return self.context.directory.departments[self.request.department]

    def add(self, event_type: Any, **fields: Any) -> None:
        number = fields.pop("number", None) or self.request.number
        event = event_type(number=number, at=self.now, **fields)
        self._request = evolve(self._request, event)
        self.events.append(event)


def refuse(why: AnyRefusal) -> Refusal:
    return Refusal(why)


def chain(
    steps: Steps,
    topic: TopicId | None,
    department: DepartmentId | None = None,
    owner: PersonId | None = None,
    without: Iterable[PersonId] = (),
) -> tuple[duty.Step, ...]:
    """Who would be asked for this request, in order, as the request is treated now."""
    request, context = steps.request, steps.context
    situation = replace(
        context.situation,
        unreachable=context.situation.unreachable | set(request.unreachable) | set(without),
    )
    asker = duty.Asker(person=request.requester, traits=context.asker.traits, language=request.language)
    return duty.chain(
        context.directory,
        topic,
        situation,
        asker,
        department=department,
        owner=owner,
        about=frozenset(request.about),
        confidential=request.confidential,
        urgent=request.urgency == "urgent",
    )


def route(
    steps: Steps,
    topic: TopicId | None,
    cause: Any,
    *,
    filed: Any = "read",
    confidence: float = 0.0,
    because: tuple[str, ...] = (),
    by: PersonId | None = None,
) -> None:
    """Files the request and gives it to whom its chain names: from here on a person is accountable by name."""
    directory = steps.context.directory
    department = directory.topics[topic].department if topic else directory.concierge
    steps.add(
        e.RequestFiled,
        topic=topic,
        department=department,
        cause=filed,
        confidence=confidence,
        because=because,
        by=by,
        directory=directory.version,
    )
    if topic is not None and directory.topics[topic].confidential and not steps.request.confidential_settled:
        keep_confidential(steps, "topic")
    assign_on_duty(steps, chain(steps, topic, department), cause, by=by)


def assign_on_duty(
    steps: Steps, candidates: tuple[duty.Step, ...], cause: Any, *, by: PersonId | None = None
) -> None:
    """The first of the chain who can have it. Where nobody can, it stays with whom it is."""
    try:
        step = duty.on_duty(candidates)
    except duty.NobodyLeft:
        step = duty.Step(person=steps.request.owner, rung="concierge")
    assign(steps, step.person, cause, rung=step.rung, by=by)


def assign(
    steps: Steps,
    owner: PersonId,
    cause: Any,
    *,
    rung: Any = "owner",
    department: DepartmentId | None = None,
    by: PersonId | None = None,
) -> None:
    """A new accountable owner, and the clocks of the department whose targets now count."""
    context = steps.context
    place = department or steps.request.department
    moved = place != steps.request.department
    opens = duty.opens_at(context.directory, owner, context.now)
    steps.add(
        e.OwnerAssigned,
        owner=owner,
        department=place,
        rung=rung,
        cause=cause,
        opens_at=opens if opens > context.now else None,
        by=by,
    )
    if steps.request.first_response is None and steps.request.answered_at is None:
        set_clock(steps, "first_response", "assigned")
    elif moved and steps.request.answered_at is None:
        set_clock(steps, "first_response", "department")
    if steps.request.resolution is None or moved:
        set_clock(steps, "resolution", "department" if moved else "assigned")


def set_clock(steps: Steps, target: Target, cause: Any, starts_at: datetime | None = None) -> None:
    """A clock from `starts_at` (now): a department cannot be late for what it did not have."""
    steps.add(e.ClockSet, target=target, clock=clock(steps, target, starts_at or steps.now), cause=cause)


def clock(steps: Steps, target: Target, starts_at: datetime) -> Clock:
    department = steps.department
    allowed: timedelta = getattr(department.targets[steps.request.urgency], target)
    return Clock(
        starts_at=starts_at,
        warns_at=add_business(starts_at, allowed * WARNS_AT, department.hours),
        due=add_business(starts_at, allowed, department.hours),
    )


def pause(steps: Steps) -> None:
    """While the requester is asked something the resolution clock stops."""
    running = steps.request.resolution
    if running is None or running.left_s is not None:
        return
    left = business_between(steps.now, running.due, steps.department.hours)
    paused = replace(running, left_s=left.total_seconds())
    steps.add(e.ClockSet, target="resolution", clock=paused, cause="paused")


def resume(steps: Steps) -> None:
    paused = steps.request.resolution
    if paused is None or paused.left_s is None:
        return
    hours, left = steps.department.hours, timedelta(seconds=paused.left_s)
    allowed = steps.department.targets[steps.request.urgency].resolution
    spare = max(timedelta(0), left - allowed * (1 - WARNS_AT))
    running = replace(
        paused,
        left_s=None,
        warns_at=add_business(steps.now, spare, hours),
        due=add_business(steps.now, left, hours),
    )
    steps.add(e.ClockSet, target="resolution", clock=running, cause="resumed")


def first_response(steps: Steps, by: PersonId) -> None:
    """A person's reply or promise, the first time. Notes, assignments and the bot's own messages never count."""
    request = steps.request
    if request.first_response is None or request.first_response.met_at is not None:
        return
    spent = business_between(request.asked_at, steps.now, steps.department.hours)
    within = steps.now <= request.first_response.due
    steps.add(e.FirstResponseGiven, by=by, business_s=spent.total_seconds(), within=within)


def keep_confidential(steps: Steps, cause: Any, by: PersonId | None = None) -> None:
    """From now on as confidential; an owner who is not marked for it hands on to one who is."""
    if steps.request.confidential:
        return
    steps.add(e.MadeConfidential, cause=cause, by=by)


def pass_on_if_barred(steps: Steps, cause: Any) -> None:
    """Where the owner may no longer have it (it is about them, it became confidential), the next in the chain does."""
    request, directory = steps.request, steps.context.directory
    listed = directory.people.get(request.owner)
    uncleared = request.confidential and (listed is None or not listed.confidential)
    if request.owner not in request.about and not uncleared:
        return
    if request.unseen:
        _assign_unseen(steps)
        return
    candidates = chain(steps, request.topic, request.department)
    assign_on_duty(steps, candidates, cause)


def _assign_unseen(steps: Steps) -> None:
    directory = steps.context.directory
    candidates = chain(steps, None, directory.concierge)
    person = next((c.person for c in candidates if not c.passed_over), steps.request.owner)
    if person != steps.request.owner:
        steps.add(
            e.OwnerAssigned,
            owner=person,
            department=steps.request.department,
            rung="concierge",
            cause="about",
            unseen=True,
        )


def bring_in_lead(steps: Steps, cause: Any) -> None:
    lead = lead_of(steps.request, steps.context.directory)
    if lead != steps.request.owner:
        steps.add(e.LeadBroughtIn, lead=lead, cause=cause)


def can_have(steps: Steps, person: PersonId) -> bool:
    """Whether this person may become the owner of this request."""
    request, context = steps.request, steps.context
    listed = context.directory.people.get(person)
    return (
        listed is not None
        and person != request.requester
        and person not in request.about
        and person not in request.unreachable
        and person not in context.situation.unreachable
        and (listed.confidential or not request.confidential)
    )


def somebody(steps: Steps, person: PersonId) -> PersonId:
    """`person`, if they can have this request. Refuses with NobodyThere."""
    if not can_have(steps, person):
        raise refuse(NobodyThere(number=steps.request.number, person=person))
    return person


def tomorrow_morning(steps: Steps, hours_later: int = 0) -> datetime:
    """The next working morning of the department in charge (never today)."""
    hours = steps.department.hours
    tomorrow = steps.now + timedelta(hours=12 + hours_later)
    return next_opening(max(tomorrow, steps.now + timedelta(hours=1)), hours)


def words_until(steps: Steps) -> datetime:
    department = steps.department
    days = department.confidential_kept_days if steps.request.confidential else department.words_kept_days
    return steps.now + timedelta(days=days)
