"""Accountability that moves by itself: past who is away, and up the ladder where nobody answers.

The ladder (`bot.domain.decide.ladder`) is begun by a breach, by asking for a person, or by words that it takes too
long; a person's word ends it.
"""

from datetime import datetime
from typing import Any

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import ladder, owning
from bot.domain.decide.steps import Steps
from bot.domain.indexes import next_due
from bot.domain.refusals import NothingToDo, Refusal
from bot.domain.request import Clock, Promise, Request, Target
from knowledge.directory import PersonId


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
    candidates = owning.chain(
        steps, request.topic, request.department, request.owner, without=_complained_of(request)
    )
    step = next((step for step in candidates if not step.passed_over), None)
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
    waits = request.status == "pending" and (request.promise is None or request.promise_rests)
    return not waits and has_clock(request) and next_due(request) < until


def has_clock(request: Request) -> bool:
    clocks = (request.first_response, request.next_response, request.resolution)
    running = any(clock is not None and clock.met_at is None and clock.left_s is None for clock in clocks)
    return running or request.promise is not None


def climb(steps: Steps) -> None:
    """Nobody has said a word: the next of the ladder has it. Nobody has it a second time."""
    following = ladder.above(steps, steps.request.owner, steps.request.rung)
    if following is None:
        steps.add(e.LadderEnded)
        return
    person, rung = following
    # Who was to be there and is not at work after all has as long as anybody, from their opening on.
    at = ladder.next_rung_at(steps, person, rung, begins=ladder.opening_of(steps, person))
    owning.assign(steps, person, "escalated", rung=rung, escalates_at=at)


def bring_in_lead(steps: Steps, cause: Any, *, climbs: bool = False) -> None:
    """Where the owner is the lead, whoever leads the concierge. `climbs`: the ladder begins with it."""
    lead = owning.lead_told(steps, without=[steps.request.owner])
    if lead is not None:
        request = steps.request
        at = _first_rung_at(steps, cause) if climbs else None
        following = ladder.above(steps, request.owner, request.rung, at=at) if at is not None else None
        comes_to = following[0] if following is not None else None
        steps.add(e.LeadBroughtIn, lead=lead, cause=cause, escalates_at=at, comes_to=comes_to)
    elif climbs:
        begin_ladder(steps, cause)


def begin_ladder(steps: Steps, cause: Any) -> None:
    """Where no lead is to be told (again): nothing happens at once, but the next of the ladder has it in time."""
    at = _first_rung_at(steps, cause)
    if at is not None and steps.request.escalates_at is None:
        steps.add(e.LadderBegun, cause=cause, escalates_at=at)


def _first_rung_at(steps: Steps, cause: Any) -> datetime | None:
    """What is late before its owner is at work is waited for from their opening on, which is what the requester was told.

    Who asks for somebody else has waited enough.
    """
    request = steps.request
    begins = ladder.opening_of(steps, request.owner) if cause == "late" else None
    return ladder.next_rung_at(steps, request.owner, request.rung, begins=begins)


def foretell(steps: Steps, target: Target | None) -> None:
    """Its owner was asked and is silent: before it lapses the requester hears who will be told and what comes then."""
    request = steps.request
    lead = owning.lead_told(steps, without=[request.owner])
    clock: Clock | Promise | None = getattr(request, target) if target else request.promise
    due = clock.due if clock is not None else steps.now
    steps.add(
        e.LapseForetold,
        target=target,
        lead=lead,
        hears_at=_hears_at(steps, lead, due),
        next_at=_next_after(steps, target, due),
    )


def _hears_at(steps: Steps, lead: PersonId | None, due: datetime) -> datetime | None:
    """When the lead reads of it, where they are closed or away as it lapses."""
    if lead is None:
        return None
    back = max(due, steps.context.situation.absent.get(lead, due))
    opens = owning.opens_at(steps, lead, back) or back
    return opens if opens > due else None


def _next_after(steps: Steps, target: Target | None, due: datetime) -> datetime | None:
    """When somebody else has it, unless a word comes before; None where nobody takes over for this alone."""
    request = steps.request
    if request.escalates_at is not None or target == "resolution":
        return request.escalates_at
    opens = ladder.opening_of(steps, request.owner, due) if target is not None else None
    return ladder.next_rung_at(steps, request.owner, request.rung, begins=opens or due)
