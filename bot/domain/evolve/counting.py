"""What the figures need to know of the past: counted as it happens, and given back where an act is undone."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.request import Counted, Request

_RESPONSE = ("response_s", "response_within")
_PROMISES = ("promises_made", "promises_renewed", "promises_kept")
_RESOLUTION = ("resolution_s", "resolution_late")
# What each undone act gives back, beside what `undoing.RESTORED` does.
_GIVEN_BACK: dict[str, tuple[str, ...]] = {
    "reply": _RESPONSE,
    "ask": _RESPONSE,
    "promise": (*_RESPONSE, *_PROMISES),
    "resolve": (*_RESPONSE, *_PROMISES, *_RESOLUTION),
}


def _assigned(request: Request, event: e.OwnerAssigned) -> Counted:
    """The first who is named; a "not this" or another department's taking it says that it was the wrong one."""
    counted = request.counted
    if event.unseen:
        return counted
    if not counted.named:
        return replace(counted, named=True)
    moved = event.department != request.department
    wrong = event.cause in ("not_this", "third_handover") or (
        moved and event.cause in ("handed_over", "reassigned")
    )
    return replace(counted, wrong_first=True) if wrong else counted


def _taken(request: Request, _: e.RequestTaken) -> Counted:
    return replace(request.counted, named=True)


def _handed(request: Request, event: e.HandoverTaken) -> Counted:
    wrong = request.counted.wrong_first or event.department != request.department
    return replace(request.counted, named=True, wrong_first=wrong)


def _clock(request: Request, event: e.ClockSet) -> Counted:
    """A department cannot be late for what it did not have."""
    if event.target == "resolution" and event.cause == "department":
        return replace(request.counted, resolution_late=False)
    return request.counted


def _breached(request: Request, event: e.TargetBreached) -> Counted:
    return replace(request.counted, resolution_late=True) if event.target == "resolution" else request.counted


def _responded(request: Request, event: e.FirstResponseGiven) -> Counted:
    return replace(request.counted, response_s=event.business_s, response_within=event.within)


def _promised(request: Request, event: e.PromiseMade) -> Counted:
    """A new date given in time is a renewal; one given after it lapsed is a promise of its own; a slip is neither."""
    counted, current = request.counted, request.promise
    if event.correction or event.resumed:
        return counted
    if event.renewal and current is not None and not current.lapsed:
        return replace(counted, promises_renewed=counted.promises_renewed + 1)
    return replace(counted, promises_made=counted.promises_made + 1)


def _resolved(request: Request, event: e.RequestResolved) -> Counted:
    counted, clock = request.counted, request.resolution
    if event.how != "owner":
        return replace(counted, resolution_s=None)
    late = counted.resolution_late or (clock is not None and clock.left_s is None and event.at > clock.due)
    return replace(counted, resolution_s=event.business_s, resolution_late=late)


def _complained(request: Request, _: e.ComplaintRaised) -> Counted:
    """A second word of the same complaint is not another one."""
    complaint, counted = request.complaint, request.counted
    if complaint is not None and complaint.is_open:
        return counted
    return replace(counted, complaints=counted.complaints + 1)


def _made_good(request: Request, _: e.ComplaintMadeGood) -> Counted:
    complaint, counted = request.complaint, request.counted
    if complaint is None or complaint.made_good_at is not None:
        return counted
    return replace(counted, made_good=counted.made_good + 1)


def _undone(request: Request, event: e.ActUndone) -> Counted:
    current = request.undoable
    if current is None or current.before is None:
        return request.counted
    before = current.before.counted
    return replace(request.counted, **{f: getattr(before, f) for f in _GIVEN_BACK.get(current.act, ())})


def _one_more(field: str) -> Callable[[Request, Any], Counted]:
    def count(request: Request, _: Any) -> Counted:
        return replace(request.counted, **{field: getattr(request.counted, field) + 1})

    return count


COUNTERS: dict[type, Callable[[Request, Any], Counted]] = {
    e.OwnerAssigned: _assigned,
    e.RequestTaken: _taken,
    e.HandoverTaken: _handed,
    e.ClockSet: _clock,
    e.TargetBreached: _breached,
    e.FirstResponseGiven: _responded,
    e.PromiseMade: _promised,
    e.PromiseKept: _one_more("promises_kept"),
    e.PromiseLapsed: _one_more("promises_broken"),
    e.RequestResolved: _resolved,
    e.RequestReopened: lambda r, _: replace(r.counted, resolution_s=None),
    e.LeadBroughtIn: _one_more("escalations"),
    e.ComplaintRaised: _complained,
    e.ComplaintMadeGood: _made_good,
    e.ActUndone: _undone,
}
