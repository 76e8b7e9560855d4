"""Law 15: danger first. The site's emergency duty is told at once, and again until one of them takes it."""

from datetime import timedelta

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import owning
from bot.domain.decide import steps as s
from bot.domain.decide.steps import Steps
from bot.domain.refusals import NothingToDo, Refusal
from bot.domain.request import LOOKED_AT, DangerKind, Elsewhere, Request
from knowledge.directory import PersonId, Site

TOLD_AGAIN_AFTER = timedelta(minutes=2)


def raise_emergency(steps: Steps, kind: DangerKind, otherwise: Elsewhere) -> None:
    before = steps.request
    if before.article is not None:
        steps.add(e.ArticleLeft, cause="words")
    site, traits = _site(steps), steps.context.asker.traits
    near = traits.site == site.id or traits.country == site.country
    steps.add(e.EmergencyRaised, danger=kind, site=site.id, otherwise=otherwise, near=near)
    if kind in LOOKED_AT:
        owning.keep_confidential(steps, "words")  # also where what was said before is not any more
    s.set_urgency(steps, "urgent", "danger")
    person = _next_on_duty(steps, site, after=None)
    if person is None:
        owning.route(steps, None, "danger")
    else:
        department = steps.context.directory.people[person].department
        owning.file(steps, None, department, cause="read")
        owning.assign(steps, person, "danger", rung="emergency", came_from=before.department)
    if before.resolution is not None and before.resolution.met_at is not None:
        s.set_clock(steps, "resolution", "reopened")
    _tell(steps, steps.request.owner, again=False)


def can_be_called_off(request: Request, by: PersonId) -> bool:
    """Whether `by`, who may say so at all, can still say that it is no emergency: until somebody has taken it."""
    emergency = request.emergency
    if emergency is None or emergency.taken_by is not None:
        return False
    return by != request.requester or not request.is_looked_at


def no_emergency(steps: Steps, command: c.NoEmergency) -> None:
    """It only sounded like danger: whoever had it has it again, or it goes the way of any other."""
    request, emergency = steps.request, steps.request.emergency
    if emergency is None or not can_be_called_off(request, command.by):
        raise Refusal(NothingToDo(number=command.number, verb="no_emergency"))
    steps.add(e.EmergencyCalledOff, by=command.by)
    there = emergency.otherwise
    s.set_urgency(steps, there.urgency, "no_emergency", command.by)
    topic = owning.known_topic(steps, there.topic)
    owning.file(steps, topic, there.department, cause="read", by=command.by)
    chain = owning.chain(steps, topic, steps.request.department, owner=there.owner)
    step = owning.first_free(steps, chain)
    owning.assign(
        steps, step.person, "no_emergency", rung=step.rung, by=command.by, came_from=request.department
    )


def tell_next(steps: Steps, *, after_unreached: bool = False) -> None:
    """Nobody has taken it: the next on emergency duty is told, and after the last one all of them again, in turn.

    Where a message has not reached somebody, the next is told at once. When everybody was tried it is left to the clock:
    told at once, who can't be reached would be told again as soon as that has failed, without end.
    """
    emergency = steps.request.emergency
    if emergency is None or not emergency.told:
        return
    site = steps.context.directory.sites.get(emergency.site) or _site(steps)
    person = _next_on_duty(steps, site, after=steps.request.owner) or _otherwise(steps)
    if after_unreached and person in steps.request.unreachable:
        return
    if person != steps.request.owner:
        owning.assign(steps, person, "danger", rung="emergency")
    _tell(steps, person, again=person in emergency.told)


def _tell(steps: Steps, person: PersonId, *, again: bool) -> None:
    steps.add(e.EmergencyTold, person=person, again=again, tells_next_at=steps.now + TOLD_AGAIN_AFTER)


def _site(steps: Steps) -> Site:
    """The asker's site. Of whom none is known, the first of their country serves, and where that is not known either, the
    first."""
    sites, traits = steps.context.directory.sites, steps.context.asker.traits
    near = (site for site in sites.values() if site.country == traits.country)
    return sites.get(traits.site) or next(near, None) or next(iter(sites.values()))


def _next_on_duty(steps: Steps, site: Site, after: PersonId | None) -> PersonId | None:
    """Nobody's hours count. Who is away comes last: better somebody on leave than nobody."""
    duty = site.emergency.duty
    start = duty.index(after) + 1 if after in duty else 0
    turn = duty[start:] + duty[:start]
    able = [person for person in turn if _can_be_told(steps, person)]
    absent = steps.context.situation.absent
    there = (person for person in able if absent.get(person, steps.now) <= steps.now)
    return next(there, able[0] if able else None)


def _can_be_told(steps: Steps, person: PersonId) -> bool:
    """Danger overrides clearance, but never tells whom the request names, nor asks its own requester."""
    request = steps.request
    barred = {*request.about, *request.unreachable, *steps.context.situation.unreachable, request.requester}
    return person in steps.context.directory.people and person not in barred


def _otherwise(steps: Steps) -> PersonId:
    """Nobody of the emergency duty can be told: whoever would have an urgent request now."""
    owner = steps.request.owner
    if _can_be_told(steps, owner):
        return owner
    return owning.first_free(steps, owning.chain(steps, None, steps.request.department)).person
