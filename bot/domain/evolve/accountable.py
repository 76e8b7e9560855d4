"""Who is accountable, by when, and how that moves."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.evolve.undoing import undoable
from bot.domain.request import Clock, Emergency, Offer, Request, Taught
from knowledge.directory import PersonId


def _assigned(request: Request, event: e.OwnerAssigned) -> Request:
    assigned = replace(
        _owned_by(request, event.owner, event),
        department=event.department,
        rung=event.rung,
        taken=False,
        unseen=event.unseen,
        status="open" if request.status == "new" and not event.unseen else request.status,
        article=request.article if event.unseen else None,
        choices=request.choices if event.unseen else None,
        offer=None,
        handovers=request.handovers + (event.cause == "third_handover"),
        escalates_at=event.escalates_at,
    )
    return _heard_that_it_is_late(assigned) if event.cause == "escalated" else assigned


def _heard_that_it_is_late(request: Request) -> Request:
    """With the name of who has it now; so when an answer that was nearly due lapses too, it is not told once more."""
    for target in ("first_response", "next_response"):
        clock: Clock | None = getattr(request, target)
        if clock is not None and clock.warned and clock.met_at is None:
            request = _with_clock(request, target, replace(clock, foretold=True))
    return request


def _owned_by(request: Request, owner: PersonId, event: e.AnyEvent) -> Request:
    if owner == request.owner:
        return request
    seen = () if request.unseen else ((request.owner, event.at),)
    return replace(request, owner=owner, owner_since=event.at, former=request.former + seen, undoable=None)


def _taken(request: Request, event: e.RequestTaken) -> Request:
    own = event.by == request.owner
    danger = request.emergency
    called = danger is not None and danger.taken_by is None and event.by in danger.told
    return replace(
        _owned_by(request, event.by, event),
        taken=True,
        unseen=False,
        rung="emergency" if called else request.rung if own else "owner",
        status="open" if request.status == "new" else request.status,
        undoable=undoable(request, event, "take", event.by) if own else None,
        choices=None,
        article=None,
        emergency=_calm(danger, event.by),
    )


def _calm(emergency: Emergency | None, by: PersonId) -> Emergency | None:
    if emergency is None or emergency.taken_by is not None:
        return emergency
    return replace(emergency, taken_by=by, tells_next_at=None)


def _handover_taken(request: Request, event: e.HandoverTaken) -> Request:
    return replace(
        _owned_by(_counted(request), event.by, event),
        department=event.department,
        topic=event.topic,
        rung="owner",
        taken=True,
        undoable=None,
        emergency=_calm(request.emergency, event.by),
        taught=_taught(request, event) or request.taught,
    )


def _taught(request: Request, event: e.HandoverTaken) -> Taught | None:
    """A person chose another department, and it took it."""
    offer = request.offer
    if offer is None or event.department == request.department:
        return None
    return Taught(kind="handover", by=offer.by, at=event.at, department=event.department)


def _counted(request: Request) -> Request:
    """The offer is over. A person's choice of another department counts, taken or not (law 2)."""
    chosen = request.offer is not None and request.offer.chosen
    return replace(request, offer=None, handovers=request.handovers + chosen)


def _handover_over(request: Request, _: e.HandoverLapsed | e.HandoverDeclined) -> Request:
    return replace(_counted(request), undoable=None)


def _withdrawn(request: Request, _: e.HandoverWithdrawn) -> Request:
    return replace(request, offer=None, undoable=None)


def _offered(request: Request, event: e.HandoverOffered) -> Request:
    offer = Offer(
        by=event.by,
        person=event.person,
        department=event.department,
        asked=event.asked,
        reason=event.reason,
        at=event.at,
        lapses_at=event.lapses_at,
        chosen=event.chosen,
    )
    return replace(request, offer=offer, undoable=undoable(request, event, "offer", event.by))


def _clock(request: Request, event: e.ClockSet) -> Request:
    return _with_clock(request, event.target, event.clock)


def _with_clock(request: Request, target: str, clock: Clock | None) -> Request:
    return replace(request, **{target: clock})


def marked(field: str) -> Callable[[Request, Any], Request]:
    """Of the event's target."""

    def mark(request: Request, event: Any) -> Request:
        clock = getattr(request, event.target)
        return (
            request if clock is None else _with_clock(request, event.target, replace(clock, **{field: True}))
        )

    return mark


def _emergency_told(request: Request, event: e.EmergencyTold) -> Request:
    emergency = request.emergency
    if emergency is None:
        return request
    told = emergency.told if event.person in emergency.told else (*emergency.told, event.person)
    return replace(request, emergency=replace(emergency, told=told, tells_next_at=event.tells_next_at))


def _unreachable(request: Request, event: e.Unreachable) -> Request:
    return replace(request, unreachable=tuple(dict.fromkeys((*request.unreachable, event.person))))


def _lead_in(request: Request, event: e.LeadBroughtIn) -> Request:
    return replace(
        request,
        escalated_to=tuple(dict.fromkeys((*request.escalated_to, event.lead))),
        escalates_at=request.escalates_at or event.escalates_at,
    )


def _ladder(request: Request, event: e.LadderBegun) -> Request:
    return replace(request, escalates_at=request.escalates_at or event.escalates_at)


EVOLVERS: dict[type, Callable[[Request, Any], Request]] = {
    e.OwnerAssigned: _assigned,
    e.ClockSet: _clock,
    e.RequestTaken: _taken,
    e.HandoverOffered: _offered,
    e.HandoverTaken: _handover_taken,
    e.HandoverLapsed: _handover_over,
    e.HandoverDeclined: _handover_over,
    e.HandoverWithdrawn: _withdrawn,
    e.LeadBroughtIn: _lead_in,
    e.LadderBegun: _ladder,
    e.LadderEnded: lambda r, _: replace(r, escalates_at=None),
    e.Unreachable: _unreachable,
    e.EmergencyRaised: lambda r, v: replace(
        r, emergency=Emergency(kind=v.danger, site=v.site, otherwise=v.otherwise, near=v.near)
    ),
    e.EmergencyTold: _emergency_told,
    e.EmergencyCalledOff: lambda r, _: replace(r, emergency=None, undoable=None),
    e.TargetWarned: marked("warned"),
    e.TargetBreached: marked("breached"),
}
