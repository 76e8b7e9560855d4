"""Where a request can be found, derived from its state: (index, member) -> score.

Scores are Unix seconds. What an owner's queue sorts by is the next instant at which something is expected of them.
"""

from datetime import datetime

from bot.domain.request import Request


def indexes(request: Request) -> dict[tuple[str, str], float]:
    member = str(request.number)
    found = {(f"requester:{request.requester}", member): request.asked_at.timestamp()}
    if request.topic is not None:
        found[f"turn:{request.topic}", member] = (
            request.asked_at.timestamp()
        )  # how often a rotation has turned
    if not request.confidential and request.moved_to is None:
        found |= _behind_figures(request, member)
        if request.straight is not None and not request.unseen:
            found[f"routed:{request.straight}", member] = request.asked_at.timestamp()
        found |= _afterwards(request, member)
    if request.taught is not None and request.first_words is not None and not request.confidential:
        found["lessons", member] = request.taught.at.timestamp()
    if request.is_open:
        due = next_due(request).timestamp()
        found["open", member] = request.asked_at.timestamp()
        found[f"department:{request.department}", member] = due
        if not request.unseen:
            found[f"owner:{request.owner}", member] = due
        if request.offer is not None:
            found[f"asked:{request.offer.asked}", member] = due
        for lead in request.escalated_to:
            found[f"escalated:{lead}", member] = due
    elif request.resolved_by is not None and request.resolved_at is not None:
        found[f"resolved:{request.resolved_by}", member] = request.resolved_at.timestamp()
    if request.status not in ("closed", "withdrawn"):
        for consult in request.open_consults:
            found[f"asked:{consult.colleague}", member] = consult.at.timestamp()
    if _is_solved(request):
        found[f"solved:{request.topic}", member] = (request.resolved_at or request.last_at).timestamp()
    if request.words_until is not None:
        found["erase", member] = request.words_until.timestamp()
    return found


def _is_solved(request: Request) -> bool:
    """By a person, in words that may help with the next like it; never a confidential one."""
    ended = request.status in ("resolved", "closed") and request.resolution_words is not None
    return (
        ended and request.topic is not None and not request.confidential and request.first_words is not None
    )


def _behind_figures(request: Request, member: str) -> dict[tuple[str, str], float]:
    """Where a lead's page finds the requests behind a figure, however many others there are. By when it was asked."""
    department, at = request.department, request.asked_at.timestamp()
    stands_in = {
        f"received:{department}": True,
        f"received:{department}:{request.topic}": request.topic is not None,
        f"backlog:{department}": request.is_open,
        f"reopened:{department}": request.reopened > 0,
        f"unconfirmed:{department}": request.unconfirmed,
    }
    return {(index, member): at for index, stands in stands_in.items() if stands}


def _afterwards(request: Request, member: str) -> dict[tuple[str, str], float]:
    """Complaints by topic, those to be made good by department, and whose thanks may be seen."""
    found = {}
    if request.complaint is not None:
        at = request.complaint.at.timestamp()
        found[f"complained:{request.topic or ''}", member] = at
        if request.complaint.is_open:
            found[f"complaints:{request.department}", member] = at
    if request.thanks is not None and request.thanks.shown:
        found[f"thanked:{request.department}", member] = request.thanks.at.timestamp()
    return found


def next_due(request: Request) -> datetime:
    """When something is next expected of the owner, else when the desk itself ends what waits for the requester; without
    any clock, since when it lies there."""
    ends = request.pending_resolves_at if request.status == "pending" else None
    return expected_at(request) or ends or request.last_at


def expected_at(request: Request) -> datetime | None:
    """By when something is expected of the owner; None while the clocks are stopped, since then nothing can be late."""
    expected = [
        clock.due
        for clock in (request.first_response, request.next_response, request.resolution)
        if clock is not None and clock.met_at is None and clock.left_s is None
    ]
    if request.promise is not None and not request.promise_rests:
        expected.append(request.promise.due)
    return min(expected, default=None)
