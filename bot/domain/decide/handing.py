"""Who is accountable next: warm hand-overs (law 2), leads, and people who cannot be reached (law 1)."""

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import danger
from bot.domain.decide import steps as s
from bot.domain.decide.steps import Steps
from bot.domain.refusals import Empty, NobodyThere, NothingToDo, OneOfferAtATime, Refusal
from bot.domain.rights import lead_of
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
    chosen = department != request.department
    concierge_lead = steps.context.directory.departments[steps.context.directory.concierge].lead
    count = request.handovers + chosen
    if chosen and count >= CONCIERGE_AT and s.can_have(steps, concierge_lead):
        if request.owner != concierge_lead:
            # The third choice of another department ends the search: one person answers for it from now on.
            steps.add(e.NoteWritten, by=command.by, words=c.words_id(command))
            directory = steps.context.directory
            s.assign(
                steps, concierge_lead, "third_handover", rung="concierge", department=directory.concierge
            )
            return
    elif chosen and count == LEAD_AT:
        s.bring_in_lead(steps, "second_handover")
    _offer(steps, command, department, asked, chosen)


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
        lapses_at=add_business(steps.now, allowed, place.hours),
        chosen=chosen,
    )


def _whereto(
    steps: Steps, person: PersonId | None, department: DepartmentId | None
) -> tuple[DepartmentId, PersonId]:
    """The department and who is asked there. Refuses what does not exist, or cannot have it, or has it already."""
    request, directory = steps.request, steps.context.directory
    if person is not None:
        asked = s.somebody(steps, person)
        if asked == request.owner:
            raise Refusal(NobodyThere(number=request.number, person=person))
        return directory.people[asked].department, asked
    if department is None or department not in directory.departments:
        raise Refusal(NobodyThere(number=request.number, department=department or ""))
    candidates = s.chain(steps, None, department, without=[request.owner])
    try:
        asked = duty.on_duty(candidates).person
    except duty.NobodyLeft:
        raise Refusal(NobodyThere(number=request.number, department=department)) from None
    return department, asked


def take_over(steps: Steps, by: PersonId) -> None:
    """An offered hand-over is taken: the promise survives, the clocks are the new department's."""
    offer = steps.request.offer
    if offer is None:
        raise Refusal(NothingToDo(number=steps.request.number, verb="take"))
    s.somebody(steps, by)
    moved = offer.department != steps.request.department
    steps.add(
        e.HandoverTaken,
        by=by,
        department=offer.department,
        topic=None if moved else steps.request.topic,
    )
    if moved:
        if steps.request.answered_at is None:
            s.set_clock(steps, "first_response", "department")
        s.set_clock(steps, "resolution", "department")


def decline(steps: Steps, command: c.DeclineHandover) -> None:
    """There is no plain no: only towards a better owner, with a reason."""
    offer = steps.request.offer
    if offer is None:
        raise Refusal(NothingToDo(number=command.number, verb="decline_handover"))
    if not command.text.strip():
        raise Refusal(Empty(number=command.number, verb="decline_handover"))
    department, asked = _whereto(steps, command.person, command.department)
    if asked == command.by:
        raise Refusal(NobodyThere(number=command.number, person=asked))
    steps.add(e.HandoverDeclined, by=command.by, reason=c.words_id(command))
    _offer(steps, command, department, asked, department != steps.request.department)


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
    lead = directory.departments[offer.department].lead
    candidates = s.chain(steps, None, offer.department, owner=lead)
    try:
        step = duty.on_duty(candidates)
    except duty.NobodyLeft:
        return
    if step.person != steps.request.owner:
        s.assign(steps, step.person, "handed_over", rung="lead", department=offer.department)


def reassign(steps: Steps, command: c.Reassign) -> None:
    person = s.somebody(steps, command.person)
    if person == steps.request.owner:
        raise Refusal(NobodyThere(number=command.number, person=person))
    department = steps.context.directory.people[person].department
    s.assign(steps, person, "reassigned", department=department, by=command.by)


def take_back(steps: Steps, command: c.TakeBack) -> None:
    if command.by == steps.request.owner:
        raise Refusal(NothingToDo(number=command.number, verb="take_back"))
    s.somebody(steps, command.by)
    s.assign(steps, command.by, "taken_back", rung="lead", by=command.by)
    steps.add(e.RequestTaken, by=command.by)


def not_reached(steps: Steps, command: c.NotReached) -> None:
    """What would make `person` accountable could not be delivered: the next in the chain has it, by name."""
    request, person = steps.request, command.person
    offered = request.offer is not None and request.offer.asked == person
    if not request.is_open or person in request.unreachable or not (offered or person == request.owner):
        raise Refusal(NothingToDo(number=command.number, verb="not_reached"))
    steps.add(e.Unreachable, person=person)
    if offered:
        offer_lapsed(steps)
    elif request.emergency is not None and request.emergency.taken_by is None:
        danger.tell_next(steps)
    else:
        candidates = s.chain(steps, request.topic, request.department, without=[person])
        s.assign_on_duty(steps, candidates, "unreachable")


def file_under(steps: Steps, command: c.FileUnder) -> None:
    """The owner says what it was about. Accountability does not move with it; only a hand-over does that."""
    directory = steps.context.directory
    topic = directory.topics.get(command.topic)
    if topic is None:
        raise Refusal(NobodyThere(number=command.number, department=command.topic))
    if topic.id == steps.request.topic:
        raise Refusal(NothingToDo(number=command.number, verb="file_under"))
    steps.add(
        e.RequestFiled,
        topic=topic.id,
        department=steps.request.department,
        cause="filed_under",
        confidence=1.0,
        by=command.by,
        directory=directory.version,
    )
    if topic.confidential and not steps.request.confidential_settled:
        s.keep_confidential(steps, "topic", command.by)


def make_private(steps: Steps, command: c.MakePrivate) -> None:
    if steps.request.confidential:
        raise Refusal(NothingToDo(number=command.number, verb="make_private"))
    cause = "requester" if command.by == steps.request.requester else "owner"
    steps.add(e.MadeConfidential, cause=cause, by=command.by)
    if steps.request.is_open:
        s.pass_on_if_barred(steps, "confidential")


def lift_private(steps: Steps, command: c.LiftPrivate) -> None:
    if not steps.request.confidential:
        raise Refusal(NothingToDo(number=command.number, verb="lift_private"))
    steps.add(e.ConfidentialLifted, by=command.by)


def lead_for_complaint(steps: Steps) -> PersonId:
    """Who answers for a complaint: the lead, or the lead's lead where it is about the lead's own doing."""
    request, directory = steps.request, steps.context.directory
    lead = lead_of(request, directory)
    concerned = {request.answered_by or request.owner, *request.about}
    return directory.departments[directory.concierge].lead if lead in concerned else lead
