"""Accountability that moves by itself: past who is away, and up the ladder where nobody answers.

The ladder is owner, backup, lead, each with a first-response target of business time to say a word. It is begun by a
breach, by asking for a person, or by words that it takes too long; a person's word ends it. Danger and the third
hand-over have rules of their own.
"""

from datetime import datetime
from typing import Any

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import owning
from bot.domain.decide import steps as s
from bot.domain.decide.steps import Steps
from bot.domain.indexes import next_due
from bot.domain.refusals import NothingToDo, Refusal
from bot.domain.request import Request
from knowledge.calendar import add_business
from knowledge.directory import PersonId

SEARCH_ENDS_AT = 3  # hand-overs: from then on one person answers for it to the end


def owner_away(steps: Steps, command: c.OwnerAway) -> None:
    """What falls due before the return goes to the next in the chain; the rest waits."""
    if steps.request.owner != command.person or not pass_on_if_away(steps, command):
        raise Refusal(NothingToDo(number=command.number, verb="owner_away"))


def pass_on_if_away(steps: Steps, told: c.OwnerAway | None = None) -> bool:
    """Whether it has gone to somebody who is there. `told` says which lead hears of it, in how many requests."""
    request = steps.request
    until = steps.context.situation.absent.get(request.owner)
    if until is None or not _falls_due(request, steps.now, until):
        return False
    step = owning.first_free(steps, owning.chain(steps, request.topic, request.department, request.owner))
    if step.person == request.owner:
        return False
    more: dict[str, Any] = {"away": request.owner, "away_until": until}
    if told is not None and told.tells not in (None, step.person):
        more |= {"tells": told.tells, "passes": told.passes}
    owning.assign(steps, step.person, "away", rung=step.rung, **more)
    return True


def _falls_due(request: Request, now: datetime, until: datetime) -> bool:
    """Something is expected of the owner before then. A question put to the requester waits for them, not for us."""
    if not request.is_open or request.unseen or request.emergency is not None or until <= now:
        return False
    waits = request.status == "pending" and request.promise is None
    return not waits and has_clock(request) and next_due(request) < until


def has_clock(request: Request) -> bool:
    clocks = (request.first_response, request.next_response, request.resolution)
    running = any(clock is not None and clock.met_at is None and clock.left_s is None for clock in clocks)
    return running or request.promise is not None


def bring_in_lead(steps: Steps, cause: Any) -> None:
    """The lead is told, and the ladder begins: without a word by then the next one has it."""
    lead = next(iter(owning.leads(steps, without=[steps.request.owner])), None)
    if lead is not None:
        steps.add(e.LeadBroughtIn, lead=lead, cause=cause, escalates_at=_next_rung_at(steps))


def _next_rung_at(steps: Steps) -> datetime | None:
    """None at the top: the lead has it, or whoever shall answer for it to the end."""
    request = steps.request
    at_the_end = request.handovers >= SEARCH_ENDS_AT or request.emergency is not None
    if at_the_end or request.owner == steps.department.lead or not request.is_open:
        return None
    return add_business(steps.now, s.allowed(steps, "first_response"), steps.department.hours)


def climb(steps: Steps) -> None:
    """Nobody has said a word: the backup has it, then the lead. Nobody has it a second time."""
    owner, backup = _rung_above(steps)
    if owner == steps.request.owner:
        steps.add(e.LeadBroughtIn, lead=steps.department.lead, cause="late")
        return
    owning.assign(steps, owner, "escalated", rung=backup)
    if (at := _next_rung_at(steps)) is not None:
        steps.add(e.LadderSet, at=at)


def _rung_above(steps: Steps) -> tuple[PersonId, Any]:
    request = steps.request
    had_it = {request.owner, *(person for person, _ in request.former)}
    start = steps.department.lead if request.rung == "backup" else request.owner
    candidates = owning.chain(steps, request.topic, request.department, start, without=had_it)
    step = next((step for step in candidates if not step.passed_over), None)
    if step is None:
        return request.owner, request.rung
    return step.person, "lead" if step.person == steps.department.lead else step.rung
