"""Accountability that moves by itself: past who is away, and up the ladder where nobody answers.

The ladder (`bot.domain.decide.ladder`) is begun by a breach, by asking for a person, or by words that it takes too
long; a person's word ends it.
"""

from datetime import datetime
from typing import Any

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import owning
from bot.domain.decide.ladder import further, next_rung_at
from bot.domain.decide.steps import Steps
from bot.domain.indexes import next_due
from bot.domain.refusals import NothingToDo, Refusal
from bot.domain.request import Request
from knowledge.directory import LadderStep, PersonId


def owner_away(steps: Steps, command: c.OwnerAway) -> None:
    """What falls due before the return goes to the next in the chain; the rest waits."""
    if steps.request.owner != command.person or not pass_on_if_away(steps, command):
        raise Refusal(NothingToDo(number=command.number, verb="owner_away"))


def pass_on_if_away(steps: Steps, told: c.OwnerAway | None = None) -> bool:
    """Whether it has gone to somebody who is there. `told` says which lead hears of it, in how many requests."""
    request = steps.request
    until = steps.context.situation.absent.get(request.owner)
    if until is None or not falls_due(request, steps.now, until):
        return False
    ladder = owning.chain(
        steps, request.topic, request.department, request.owner, without=_complained_of(request)
    )
    step = next((step for step in ladder if not step.passed_over), None)
    if step is None or step.person == request.owner:
        return False  # with everybody away it stays with whom it is
    more: dict[str, Any] = {"away": request.owner, "away_until": until}
    if told is not None and told.tells not in (None, step.person):
        more |= {"tells": told.tells, "passes": told.passes}
    owning.assign(steps, step.person, "away", rung=step.rung, **more)
    return True


def _complained_of(request: Request) -> set[PersonId]:
    """Whoever had or answered what is complained of does not answer for the complaint (law 8)."""
    complaint = request.complaint
    if complaint is None or not complaint.is_open:
        return set()
    answered = [request.answered_by] if request.answered_by is not None else []
    return {*answered, *(person for person, _ in request.former)} - {request.owner}


def falls_due(request: Request, now: datetime, until: datetime) -> bool:
    """Something is expected of the owner before then. A question put to the requester waits for them, not for us."""
    if not request.is_open or request.unseen or request.emergency is not None or until <= now:
        return False
    waits = request.status == "pending" and request.promise is None
    return not waits and has_clock(request) and next_due(request) < until


def has_clock(request: Request) -> bool:
    clocks = (request.first_response, request.next_response, request.resolution)
    running = any(clock is not None and clock.met_at is None and clock.left_s is None for clock in clocks)
    return running or request.promise is not None


def climb(steps: Steps) -> None:
    """Nobody has said a word: the next of the ladder has it. Nobody has it a second time."""
    above = _above(steps)
    if above is None:
        steps.add(e.LadderEnded)
        return
    person, rung = above
    at = next_rung_at(steps, person, rung)
    owning.assign(steps, person, "escalated", rung=rung, escalates_at=at)


def _above(steps: Steps) -> tuple[PersonId, Any] | None:
    """Who comes next; None where nobody is above them who may have it."""
    request, ladder = steps.request, steps.department.ladder
    had_it = {request.owner, *(person for person, _ in request.former)}
    if ladder:
        above = (_on_step(steps, step, had_it) for step in further(ladder, request.owner, request.rung))
        return next((found for found in above if found is not None), None)
    lead = steps.department.lead
    start = lead if request.rung == "backup" else request.owner
    candidates = owning.chain(steps, request.topic, request.department, start, without=had_it)
    step = next((step for step in candidates if not step.passed_over), None)
    if step is None:
        return None
    return step.person, "lead" if step.person == lead else step.rung


def _on_step(steps: Steps, step: LadderStep, had_it: set[PersonId]) -> tuple[PersonId, Any] | None:
    """Whoever a department's own step names, where they are there and may have it."""
    request = steps.request
    named = {"lead": steps.department.lead, "further": step.person}.get(step.to)
    start = named or _whose_backup(steps)
    candidates = owning.chain(steps, request.topic, request.department, start, without=had_it)
    for found in candidates:
        fits = found.person == named if named is not None else found.rung == step.to
        if fits and not found.passed_over:
            return found.person, step.to
    return None


def _whose_backup(steps: Steps) -> PersonId:
    """The last who had it without being above anybody."""
    request, department = steps.request, steps.department
    above = {department.lead, *(step.person for step in department.ladder)}
    had_it = (request.owner, *(person for person, _ in reversed(request.former)))
    return next((person for person in had_it if person not in above), request.owner)
