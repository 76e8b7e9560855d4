"""The escalation ladder: who has a request next when nobody says a word, and when. Pure, over the directory.

Owner, backup, lead, each with a first-response target to say a word, unless the department has a ladder of its own.
Danger and the third hand-over have rules of their own.
"""

from collections.abc import Sequence
from datetime import datetime

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
    return add_business(begins or steps.now, waits or s.allowed(steps, "first_response"), steps.hours)


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
