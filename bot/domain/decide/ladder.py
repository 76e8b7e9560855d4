"""The escalation ladder: who has a request next when nobody says a word, and when. Pure, over the directory.

Owner, backup, lead, each with a first-response target to say a word, unless the department has a ladder of its own.
Danger and the third hand-over have rules of their own.

*Closed* is not *absent* here either (law 1). Whoever is absent is passed over; whoever comes next and is closed has it
from their own opening on, and until then it stays with whom it is. The urgent climbs to somebody who is at work.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain.decide import owning
from bot.domain.decide import steps as s
from bot.domain.decide.steps import Steps
from bot.domain.request import Rung
from knowledge.calendar import add_business
from knowledge.directory import LadderStep, PersonId

SEARCH_ENDS_AT = 3  # hand-overs: from then on one person answers for it to the end
_ORDER: tuple[Rung, ...] = ("owner", "backup", "lead", "further")


def next_rung_at(
    steps: Steps, owner: PersonId, rung: Rung, *, begins: datetime | None = None
) -> datetime | None:
    """When the next of the ladder has it. None at its top, and where danger or a third hand-over decide.

    `begins`: from when the wait counts, where that is not now.
    """
    request = steps.request
    decided = request.handovers >= SEARCH_ENDS_AT or request.emergency is not None or request.unseen
    if decided or not request.is_open or _at_the_top(steps, owner, rung):
        return None
    ladder = steps.department.ladder
    at = place_on(ladder, owner, rung)
    waits = ladder[at].waits if at >= 0 else None
    over = add_business(begins or steps.now, waits or s.allowed(steps, "first_response"), steps.hours)
    following = above(steps, owner, rung, at=over)
    return (opening_of(steps, following[0], over) if following else None) or over


def opening_of(steps: Steps, person: PersonId, at: datetime | None = None) -> datetime | None:
    """From when somebody can be waited for: from `at` (now) on, their own opening.

    None for the urgent, which waits for nobody's, and where nobody knows.
    """
    return None if steps.request.urgency == "urgent" else owning.opens_at(steps, person, at)


def above(
    steps: Steps, owner: PersonId, rung: Rung, *, at: datetime | None = None
) -> tuple[PersonId, Any] | None:
    """Who comes after this owner, as far as is known `at` that instant (now); nobody has it a second time.

    None where nobody is above them who may have it.
    """
    request, ladder = steps.request, steps.department.ladder
    had_it = (owner, request.owner, *(person for person, _ in reversed(request.former)))
    if ladder:
        found = (_on_step(steps, step, had_it, at) for step in further(ladder, owner, rung))
        return next((person for person in found if person is not None), None)
    lead = steps.department.lead
    start = lead if rung == "backup" else owner
    candidates = owning.chain(steps, request.topic, request.department, start, without=had_it, at=at)
    step = next((step for step in candidates if not step.passed_over), None)
    if step is None:
        return None
    return step.person, "lead" if step.person == lead else step.rung


def _on_step(
    steps: Steps, step: LadderStep, had_it: Sequence[PersonId], at: datetime | None
) -> tuple[PersonId, Any] | None:
    """Whoever a department's own step names, where they are there and may have it."""
    request = steps.request
    named = {"lead": steps.department.lead, "further": step.person}.get(step.to)
    start = named or _whose_backup(steps, had_it)
    candidates = owning.chain(steps, request.topic, request.department, start, without=had_it, at=at)
    for found in candidates:
        fits = found.person == named if named is not None else found.rung == step.to
        if fits and not found.passed_over:
            return found.person, step.to
    return None


def _whose_backup(steps: Steps, had_it: Sequence[PersonId]) -> PersonId:
    """The last who had it without being above anybody."""
    department = steps.department
    over = {department.lead, *(step.person for step in department.ladder)}
    return next((person for person in had_it if person not in over), had_it[0])


def _at_the_top(steps: Steps, owner: PersonId, rung: Rung) -> bool:
    """The lead, unless it was theirs from the start: then their backup and the concierge's lead come after them."""
    if steps.department.ladder:
        return not further(steps.department.ladder, owner, rung)
    directory = steps.context.directory
    last = rung == "concierge" and steps.request.department != directory.concierge
    led = owner == steps.department.lead and rung != "owner"
    return led or last or owner == directory.departments[directory.concierge].lead


def further(ladder: Sequence[LadderStep], owner: PersonId, rung: Rung) -> Sequence[LadderStep]:
    """The steps above whoever has it now."""
    return ladder[place_on(ladder, owner, rung) + 1 :]


def place_on(ladder: Sequence[LadderStep], owner: PersonId, rung: Rung) -> int:
    """The step on which the owner stands: their own, else the last that is not above their rung. -1: below the first."""
    if rung == "further":
        own = [n for n, step in enumerate(ladder) if step.person == owner]
        return own[0] if own else len(ladder) - 1
    # Of the concierge's people who have it, because nobody of the department may, nobody is above any of these.
    stands = _ORDER.index(rung) if rung in _ORDER else _ORDER.index("owner")
    return max((n for n, step in enumerate(ladder) if _ORDER.index(step.to) <= stands), default=-1)
