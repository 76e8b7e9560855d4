"""Who is accountable next: warm hand-overs (law 2), leads, and people who cannot be reached (law 1)."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import climbing, danger, owning
from bot.domain.decide import steps as s
from bot.domain.decide.steps import Steps
from bot.domain.refusals import Empty, NobodyThere, NothingToDo, OneOfferAtATime, Refusal
from bot.domain.request import Request
from knowledge import duty
from knowledge.calendar import add_business
from knowledge.directory import DepartmentId, PersonId

LEAD_AT, CONCIERGE_AT = 2, 3  # hand-overs of one request


def hand_over(steps: Steps, command: c.HandOver) -> None:
    request = steps.request
    if not command.text.strip():
        raise Refusal(Empty(number=command.number, verb="hand_over"))
    if request.offer is not None:
        raise Refusal(OneOfferAtATime(number=command.number, asked=request.offer.asked))
    department, asked = _whereto(steps, command.person, command.department)
    _hand_on(steps, command, department, asked)


def _hand_on(
    steps: Steps, command: c.HandOver | c.DeclineHandover, department: DepartmentId, asked: PersonId
) -> None:
    """Law 2: the second choice of another department brings in the lead, the third ends the search."""
    request = steps.request
    chosen = department != request.department
    count = request.handovers + chosen
    if chosen and count >= CONCIERGE_AT and _ends_with_concierge(steps, command):
        return
    if chosen and count == LEAD_AT and steps.department.lead != request.owner:
        climbing.bring_in_lead(steps, "second_handover")
    _offer(steps, command, department, asked, chosen)


def _ends_with_concierge(steps: Steps, command: c.HandOver | c.DeclineHandover) -> bool:
    """One person answers for it from now on, at once. False where they have it already, or nobody may."""
    directory = steps.context.directory
    lead = directory.departments[directory.concierge].lead
    try:
        person = duty.on_duty(owning.chain(steps, None, directory.concierge, owner=lead)).person
    except duty.NobodyLeft:
        return False
    if person == steps.request.owner:
        return False
    if isinstance(command, c.HandOver):
        steps.add(e.NoteWritten, by=command.by, words=c.words_id(command))  # the reason is not lost
    owning.assign(steps, person, "third_handover", rung="concierge", department=directory.concierge)
    return True


def _offer(
    steps: Steps,
    command: c.HandOver | c.DeclineHandover,
    department: DepartmentId,
    asked: PersonId,
    chosen: bool,
) -> None:
    place = steps.context.directory.departments[department]
    allowed = place.targets[steps.request.urgency].first_response
    steps.add(
        e.HandoverOffered,
        by=command.by,
        person=command.person,
        department=department,
        asked=asked,
        reason=c.words_id(command),
        lapses_at=add_business(steps.now, allowed, place.hours_of(steps.context.asker.traits)),
        chosen=chosen,
    )


def _whereto(
    steps: Steps, person: PersonId | None, department: DepartmentId | None
) -> tuple[DepartmentId, PersonId]:
    """The department and who is asked there. Refuses what does not exist, or cannot have it, or has it already."""
    request, directory = steps.request, steps.context.directory
    if person is not None:
        if owning.somebody(steps, person) == request.owner:
            raise Refusal(NobodyThere(number=request.number, person=person))
        department = directory.people[person].department
    elif department is None or department not in directory.departments:
        raise Refusal(NobodyThere(number=request.number, department=department or ""))
    return department, _asked(steps, department, person)


def _asked(steps: Steps, department: DepartmentId, person: PersonId | None) -> PersonId:
    """Whoever is there for it: of a person who is away, their backup (law 1)."""
    candidates = owning.chain(steps, None, department, person, without=[steps.request.owner])
    try:
        return duty.on_duty(candidates).person
    except duty.NobodyLeft:
        raise Refusal(
            NobodyThere(number=steps.request.number, person=person, department=department)
        ) from None


def take_over(steps: Steps, by: PersonId) -> None:
    """An offered hand-over is taken: the promise survives, the clocks are the new department's."""
    offer = steps.request.offer
    if offer is None:
        raise Refusal(NothingToDo(number=steps.request.number, verb="take"))
    owning.somebody(steps, by, acting=True)
    moved = offer.department != steps.request.department
    steps.add(
        e.HandoverTaken,
        by=by,
        department=offer.department,
        topic=None if moved else steps.request.topic,
    )
    s.start_clocks(steps, moved=moved)


def decline(steps: Steps, command: c.DeclineHandover) -> None:
    """There is no plain no: only towards a better owner, with a reason."""
    offer = steps.request.offer
    if offer is None:
        raise Refusal(NothingToDo(number=command.number, verb="decline_handover"))
    if not command.text.strip():
        raise Refusal(Empty(number=command.number, verb="decline_handover"))
    department, asked = _whereto(steps, command.person, command.department)
    if asked in (command.by, offer.asked):
        raise Refusal(NobodyThere(number=command.number, person=asked))
    steps.add(e.HandoverDeclined, by=command.by, reason=c.words_id(command))
    _hand_on(steps, command, department, asked)


def withdraw_offer(steps: Steps, command: c.WithdrawHandover) -> None:
    if steps.request.offer is None:
        raise Refusal(NothingToDo(number=command.number, verb="withdraw_handover"))
    steps.add(e.HandoverWithdrawn, by=command.by)


def offer_lapsed(steps: Steps) -> None:
    """Not taken within the first-response target: the new department's lead has it."""
    offer = steps.request.offer
    if offer is None:
        return
    directory = steps.context.directory
    steps.add(e.HandoverLapsed, asked=offer.asked)
    place = directory.departments.get(offer.department)
    if place is None:
        return  # the department is gone: it stays where it was
    try:
        step = duty.on_duty(owning.chain(steps, None, place.id, owner=place.lead))
    except duty.NobodyLeft:
        return
    if step.person != steps.request.owner:
        rung = "lead" if step.person == place.lead else step.rung
        owning.assign(steps, step.person, "handed_over", rung=rung, department=place.id)


def reassign(steps: Steps, command: c.Reassign) -> None:
    if owning.somebody(steps, command.person) == steps.request.owner:
        raise Refusal(NobodyThere(number=command.number, person=command.person))
    department = steps.context.directory.people[command.person].department
    person = _asked(steps, department, command.person)
    more: dict[str, Any] = {"chosen": command.person} if person != command.person else {}
    owning.assign(steps, person, "reassigned", department=department, by=command.by, **more)


def take_back(steps: Steps, command: c.TakeBack) -> None:
    if command.by == steps.request.owner:
        raise Refusal(NothingToDo(number=command.number, verb="take_back"))
    owning.somebody(steps, command.by, acting=True)
    owning.assign(steps, command.by, "taken_back", rung="lead", by=command.by)
    steps.add(e.RequestTaken, by=command.by)


def not_reached(steps: Steps, command: c.NotReached) -> None:
    """What would make `person` accountable could not be delivered: the next in the chain has it, by name."""
    request, person = steps.request, command.person
    offered = request.offer is not None and request.offer.asked == person
    concerned = offered or person == request.owner or person in request.escalated_to
    if not request.is_open or not concerned:
        raise Refusal(NothingToDo(number=command.number, verb="not_reached"))
    if person not in request.unreachable:
        steps.add(e.Unreachable, person=person)
    if offered:
        offer_lapsed(steps)
    elif person != request.owner:
        if person in request.unreachable:
            return
        climbing.bring_in_lead(steps, _escalated_for(request))
    elif request.emergency is not None and request.emergency.taken_by is None:
        danger.tell_next(steps, after_unreached=True)
    elif request.unseen:
        owning.assign_unseen(steps, "unreachable")
    else:
        step = owning.first_free(steps, owning.chain(steps, request.topic, request.department))
        if step.person != request.owner:
            gone: dict[str, Any] = {}
            if command.tells is not None:
                gone = {"away": person, "tells": command.tells, "passes": command.passes}
            owning.assign(steps, step.person, "unreachable", rung=step.rung, **gone)


def _escalated_for(request: Request) -> Any:
    """Why a lead was brought in, to tell the next one."""
    if request.promise is not None and request.promise.lapsed:
        return "promise"
    clocks = (request.first_response, request.next_response, request.resolution)
    if any(clock is not None and clock.breached for clock in clocks):
        return "late"
    return "second_handover" if request.handovers else "wanted"


def file_under(steps: Steps, command: c.FileUnder) -> None:
    """The owner says what it was about. Accountability does not move with it; only a hand-over does that."""
    request = steps.request
    if command.topic not in steps.context.directory.topics:
        raise Refusal(NobodyThere(number=command.number, department=command.topic))
    if command.topic == request.topic:
        raise Refusal(NothingToDo(number=command.number, verb="file_under"))
    owning.file(steps, command.topic, request.department, cause="filed_under", confidence=1.0, by=command.by)
    if request.is_open:
        owning.pass_on_if_barred(steps, "confidential")


def confirm_route(steps: Steps, command: c.ConfirmRoute) -> None:
    if steps.request.route_right or not steps.request.straight:
        raise Refusal(NothingToDo(number=command.number, verb="route_right"))
    steps.add(e.RouteConfirmed, by=command.by)


def make_private(steps: Steps, command: c.MakePrivate) -> None:
    request = steps.request
    if request.confidential:
        raise Refusal(NothingToDo(number=command.number, verb="make_private"))
    cause = "requester" if command.by == request.requester else "owner"
    steps.add(e.MadeConfidential, cause=cause, by=command.by, words_until=_gone_earlier(steps))
    if request.is_open:
        owning.pass_on_if_barred(steps, "confidential")


def _gone_earlier(steps: Steps) -> datetime | None:
    """Confidential words are kept for less time; those of a closed request have theirs already."""
    request = steps.request
    if request.words_until is None or request.closed_at is None:
        return None
    kept = timedelta(days=steps.department.confidential_kept_days)
    return min(request.words_until, request.closed_at + kept)


def lift_private(steps: Steps, command: c.LiftPrivate) -> None:
    if not steps.request.confidential:
        raise Refusal(NothingToDo(number=command.number, verb="lift_private"))
    steps.add(e.ConfidentialLifted, by=command.by)
    if steps.request.is_open:
        # While it was, it may have stayed with whom it is about, as nobody else who is cleared was to be reached.
        owning.pass_on_if_barred(steps, "about")
