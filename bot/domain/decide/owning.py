"""Who is accountable: from a topic to a person by name (law 1), and who stands above them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.decide.steps import Steps, start_clocks
from bot.domain.refusals import NobodyThere, Refusal
from bot.domain.request import Request
from bot.domain.rights import is_cleared
from knowledge import duty
from knowledge.calendar import NeverOpen
from knowledge.directory import DepartmentId, PersonId, TopicId


def chain(
    steps: Steps,
    topic: TopicId | None,
    department: DepartmentId | None = None,
    owner: PersonId | None = None,
    without: Iterable[PersonId] = (),
    at: datetime | None = None,
) -> Iterator[duty.Step]:
    """Who would be asked for this request, in order, as the request is treated now. `at`: who is there then."""
    request, context = steps.request, steps.context
    situation = replace(
        context.situation,
        now=at or context.situation.now,
        unreachable=context.situation.unreachable
        | set(request.unreachable)
        | set(without)
        | _complained(request),
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


def _complained(request: Request) -> set[PersonId]:
    """Whose work is complained of does not get it again, unless it stayed with them for want of anybody else."""
    concerned = request.complained_of
    return {concerned} if concerned is not None and concerned != request.owner else set()


def first_free(steps: Steps, candidates: Iterable[duty.Step], without: Iterable[PersonId] = ()) -> duty.Step:
    """The first of the chain who can have it. Past its end anybody who may; where nobody may, whose it is."""
    try:
        return duty.on_duty(candidates)
    except duty.NobodyLeft:
        pass
    barred, absent = set(without), steps.context.situation.absent
    may = [person for person in _everybody(steps) if person not in barred and can_have(steps, person)]
    there = (person for person in may if absent.get(person, steps.now) <= steps.now)
    return duty.Step(person=next(there, may[0] if may else steps.request.owner), rung="concierge")


def _everybody(steps: Steps) -> Iterator[PersonId]:
    """Leads before others, and their own department's before all."""
    yield steps.department.lead
    directory = steps.context.directory
    yield from (department.lead for department in directory.departments.values())
    yield from directory.people


def known_topic(steps: Steps, topic: TopicId | None) -> TopicId | None:
    """A topic that somebody can own: not one that is gone, ruled out, or only points the official way."""
    found = steps.context.directory.topics.get(topic) if topic else None
    if found is None or found.signpost is not None or found.id in steps.request.ruled_out:
        return None
    return found.id


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
    before = steps.request
    topic = known_topic(steps, topic)
    file(steps, topic, cause=filed, confidence=confidence, because=because, by=by)
    department = steps.request.department
    step = first_free(steps, chain(steps, topic, department))
    assign(steps, step.person, cause, rung=step.rung, by=by, came_from=before.department)


def file(steps: Steps, topic: TopicId | None, department: DepartmentId | None = None, **how: Any) -> None:
    """What it is about. One that has come under a confidential topic is confidential (law 11)."""
    directory = steps.context.directory
    found = directory.topics.get(topic) if topic else None
    place = department or (found.department if found else directory.concierge)
    newly = steps.request.topic != topic
    steps.add(e.RequestFiled, topic=topic, department=place, directory=directory.version, **how)
    if found is not None and found.confidential and (newly or not steps.request.confidential_settled):
        keep_confidential(steps, "topic", how.get("by"))


def assign(
    steps: Steps,
    owner: PersonId,
    cause: Any,
    *,
    rung: Any = "owner",
    department: DepartmentId | None = None,
    by: PersonId | None = None,
    came_from: DepartmentId | None = None,
    **more: Any,
) -> None:
    """A new accountable owner, and the clocks of the department whose targets now count.

    `came_from`: whose it was before it was filed, where that has just been done.
    """
    request, context = steps.request, steps.context
    place = department or request.department
    if request.offer is not None:
        steps.add(e.HandoverWithdrawn, by=by or request.offer.by)
    opens = opens_at(steps, owner)
    steps.add(
        e.OwnerAssigned,
        owner=owner,
        department=place,
        rung=rung,
        cause=cause,
        opens_at=opens if opens is not None and opens > context.now else None,
        by=by,
        **more,
    )
    start_clocks(steps, moved=place != (came_from or request.department))


def opens_at(steps: Steps, owner: PersonId, at: datetime | None = None) -> datetime | None:
    """When they are at work from `at` (now) on. None where nobody knows: gone from the directory, or never at work."""
    if owner not in steps.context.directory.people:
        return None
    try:
        return duty.opens_at(steps.context.directory, owner, at or steps.now)
    except NeverOpen:
        return None


def assign_unseen(steps: Steps, cause: Any = "about") -> None:
    """Another of the concierge is accountable while the bot itself answers."""
    request = steps.request
    person = first_free(steps, chain(steps, None, steps.context.directory.concierge)).person
    if person != request.owner:
        steps.add(
            e.OwnerAssigned,
            owner=person,
            department=request.department,
            rung="concierge",
            cause=cause,
            unseen=True,
        )


def keep_confidential(steps: Steps, cause: Any, by: PersonId | None = None) -> None:
    """From now on it is treated as confidential; who may not have it any more is another rule's (`pass_on`)."""
    if not steps.request.confidential:
        steps.add(e.MadeConfidential, cause=cause, by=by)


def pass_on_if_barred(steps: Steps, cause: Any) -> None:
    """Where the owner may no longer have it (it is about them, it became confidential), the next in the chain does.

    So may nobody who was asked to take it: their offer ends.
    """
    request, directory = steps.request, steps.context.directory
    offer = request.offer
    if offer is not None and not can_have(steps, offer.asked, acting=True):
        steps.add(e.HandoverWithdrawn, by=offer.by)
    # Danger overrides clearance: whoever was called to it keeps it.
    uncleared = request.rung != "emergency" and not is_cleared(request.owner, request, directory)
    concerned = request.owner == request.requester or request.owner in request.about
    if not concerned and not uncleared:
        return
    if request.unseen:
        assign_unseen(steps, cause)
        return
    step = first_free(steps, chain(steps, request.topic, request.department))
    if step.person != request.owner:
        assign(steps, step.person, cause, rung=step.rung)


def lead_told(steps: Steps, without: Iterable[PersonId] = ()) -> PersonId | None:
    """The first of `leads`."""
    return next(iter(leads(steps, without)), None)


def leads(steps: Steps, without: Iterable[PersonId] = ()) -> list[PersonId]:
    """The department's lead, then the concierge's: those who may be told, who are there before who are away."""
    request, directory = steps.request, steps.context.directory
    both = dict.fromkeys((steps.department.lead, directory.departments[directory.concierge].lead))
    barred = {request.requester, *request.about, *request.unreachable, *without}
    may = [p for p in both if p not in barred and is_cleared(p, request, directory)]
    candidates = chain(steps, None, request.department, owner=next(iter(both)))
    there = {step.person for step in candidates if not step.passed_over}
    return sorted(may, key=lambda person: person not in there)


def can_have(steps: Steps, person: PersonId, *, acting: bool = False) -> bool:
    """Whether this person may become the owner of this request. Who is `acting` can be reached."""
    request, context = steps.request, steps.context
    gone = person in request.unreachable or person in context.situation.unreachable
    return (
        person != request.requester
        and person not in request.about
        and person not in _complained(request)
        and (acting or not gone)
        and is_cleared(person, request, context.directory)
    )


def somebody(steps: Steps, person: PersonId, *, acting: bool = False) -> PersonId:
    """`person`, if they can have this request. Refuses with NobodyThere."""
    if not can_have(steps, person, acting=acting):
        raise Refusal(NobodyThere(number=steps.request.number, person=person))
    return person
