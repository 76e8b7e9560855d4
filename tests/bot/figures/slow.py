"""The figures worked out again, slowly and obviously, from what happened: event by event, list by list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil

from bot.domain import events as e

OF_AN_ACT = {
    "reply": e.MessageSaid,
    "ask": e.QuestionPut,
    "promise": e.PromiseMade,
    "resolve": e.RequestResolved,
    "note": e.NoteWritten,
    "offer": e.HandoverOffered,
    "take": e.RequestTaken,
}
GOES_WITH_IT = (e.FirstResponseGiven, e.PromiseKept, e.SurveyOffered, *OF_AN_ACT.values())


@dataclass
class Told:
    """What one history says when it is read from the first line to the last."""

    department: str = ""
    topic: str = ""
    platform: str = ""
    day: date = date.min
    country: str = ""
    language: str = ""
    confidential: bool = False
    status: str = "open"
    how: str = ""
    moved: bool = False
    unconfirmed: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    named: bool = False
    wrong_first: bool = False
    owner: str = ""
    taken: bool = False
    answered_by: str | None = None
    response: tuple[float, bool] | None = None
    resolved_at: datetime | None = None
    resolution_s: float | None = None
    late: bool = False
    due: datetime | None = None
    paused: bool = False
    promise: bool = False
    promise_lapsed: bool = False
    offer_chosen: bool = False
    wanted: datetime | None = None
    complaining: bool = False
    rating: tuple[str, str, str] | None = None  # outcome, who answered, department
    thanked: bool = False
    surveyed: bool = False

    def one_more(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def standing(history: Sequence[e.AnyEvent]) -> list[e.AnyEvent]:
    """The history without what was undone."""
    kept: list[e.AnyEvent] = []
    for event in history:
        if not isinstance(event, e.ActUndone):
            kept.append(event)
            continue
        of = OF_AN_ACT[event.act]
        act = next(one for one in reversed(kept) if isinstance(one, of) and one.by == event.by)
        gone = GOES_WITH_IT if event.act != "take" else (e.RequestTaken,)
        kept = [
            one
            for one in kept
            if not (one.at == act.at and isinstance(one, gone) and one in kept[kept.index(act) :])
        ]
        if event.act != "take":
            kept += [one for one in history if isinstance(one, e.RequestTaken) and one.at == act.at]
    return kept


def told(history: Sequence[e.AnyEvent]) -> Told:
    t = Told()
    for event in standing(history):
        _accountability(t, event)
        _owner(t, event)
        _service(t, event)
        _ending(t, event)
        _afterwards(t, event)
    return t


def _accountability(t: Told, event: e.AnyEvent) -> None:
    if isinstance(event, e.RequestAsked):
        t.department, t.platform, t.day = event.department, event.place.platform, event.at.date()
        t.country, t.language = event.country, event.language.split("-")[0]
    elif isinstance(event, e.RequestFiled):
        t.department, t.topic = event.department, event.topic or ""
    elif isinstance(event, e.ArticleOffered | e.SignpostGiven):
        t.topic = event.topic
    elif isinstance(event, e.MadeConfidential):
        t.confidential = True
    elif isinstance(event, e.ConfidentialLifted):
        t.confidential = False
    elif isinstance(event, e.LeadBroughtIn):
        t.one_more("escalations")


def _owner(t: Told, event: e.AnyEvent) -> None:
    if isinstance(event, e.OwnerAssigned):
        elsewhere = event.department != t.department
        if t.named and not event.unseen:
            wrong = event.cause in ("not_this", "third_handover")
            t.wrong_first |= wrong or (elsewhere and event.cause in ("handed_over", "reassigned"))
        t.named |= not event.unseen
        t.department, t.owner, t.taken = event.department, event.owner, False
        if event.cause == "third_handover":
            t.one_more("handovers")
    elif isinstance(event, e.RequestTaken):
        t.named, t.owner, t.taken = True, event.by, True
    elif isinstance(event, e.HandoverOffered):
        t.offer_chosen = event.chosen
    elif isinstance(event, e.HandoverTaken | e.HandoverLapsed | e.HandoverDeclined):
        if t.offer_chosen:
            t.one_more("handovers")
        if isinstance(event, e.HandoverTaken):
            t.wrong_first |= event.department != t.department
            t.named, t.taken = True, True
            t.department, t.topic, t.owner = event.department, event.topic or "", event.by


def _service(t: Told, event: e.AnyEvent) -> None:
    if (isinstance(event, e.MessageSaid) and event.side != "requester") or isinstance(event, e.QuestionPut):
        t.answered_by = event.by
    elif isinstance(event, e.FirstResponseGiven):
        t.answered_by, t.response = event.by, (event.business_s, event.within)
    elif isinstance(event, e.WantedByHeard):
        t.wanted = event.due
    elif isinstance(event, e.PromiseMade) and not (event.correction or event.resumed):
        t.one_more("promises_renewed" if t.promise and not t.promise_lapsed else "promises_made")
        t.promise, t.promise_lapsed = True, False
    elif isinstance(event, e.PromiseKept):
        t.one_more("promises_kept")
        t.promise = False
    elif isinstance(event, e.PromiseLapsed):
        t.one_more("promises_broken")
        t.promise_lapsed = True
    elif isinstance(event, e.ClockSet) and event.target == "resolution":
        if event.cause == "department":
            t.late = False
        t.due = event.clock.due if event.clock else None
        t.paused = event.clock is not None and event.clock.left_s is not None
    elif isinstance(event, e.TargetBreached) and event.target == "resolution":
        t.late = True


def _ending(t: Told, event: e.AnyEvent) -> None:
    if isinstance(event, e.RequestResolved):
        t.status, t.how, t.resolved_at, t.promise = "resolved", event.how, event.at, False
        t.resolution_s = None
        if event.how == "owner":
            t.resolution_s = event.business_s
            t.late |= t.due is not None and not t.paused and event.at > t.due
            t.answered_by = event.by or t.answered_by
    elif isinstance(event, e.RequestClosed):
        t.status, t.unconfirmed = "closed", event.unconfirmed
    elif isinstance(event, e.RequestReopened):
        t.status, t.how, t.unconfirmed, t.resolved_at, t.resolution_s = "open", "", False, None, None
        t.one_more("reopened")
        t.surveyed = False
        if event.cause != "complaint":
            t.rating = None
    elif isinstance(event, e.RequestWithdrawn):
        t.status, t.promise, t.moved = "withdrawn", False, event.moved_to is not None


def _afterwards(t: Told, event: e.AnyEvent) -> None:
    if isinstance(event, e.SurveyOffered):
        t.surveyed = True
    elif isinstance(event, e.Rated):
        t.rating = (event.outcome, event.answered_by, event.department)
    elif isinstance(event, e.ComplaintRaised):
        if not t.complaining:
            t.one_more("complaints")
        t.complaining = not event.for_information
    elif isinstance(event, e.ComplaintForInformation):
        t.complaining = False
    elif isinstance(event, e.ComplaintMadeGood):
        if t.complaining:
            t.one_more("made_good")
        t.complaining = False
    elif isinstance(event, e.Thanked):
        t.thanked = True


def measures(t: Told) -> dict[str, int]:
    """What one request adds, but for its rating and its times."""
    over = t.status in ("resolved", "closed") and not t.unconfirmed
    timed = over and t.resolution_s is not None
    dated = over and t.wanted is not None and t.resolved_at is not None
    return {
        "received": 1,
        "by_article": over and t.how == "article",
        "unconfirmed": t.unconfirmed,
        "withdrawn": t.status == "withdrawn",
        "resolved": over and t.how != "article",
        "responded": t.response is not None,
        "responded_within": t.response is not None and t.response[1],
        "timed": timed,
        "resolved_within": timed and not t.late,
        "named": t.named,
        "wrong_first": t.wrong_first,
        "dated": dated,
        "dated_within": dated and t.resolved_at <= t.wanted,  # type: ignore[operator]
        "rateable": t.rating is not None or (over and t.how != "article" and t.surveyed),
        "kudos": t.thanked,
        **t.counts,
    }


def percentile(seconds: Iterable[float], rank: float) -> float | None:
    """Nearest rank; under a minute is at once."""
    ordered = sorted(0.0 if one < 60 else one for one in seconds)
    return ordered[max(1, ceil(rank * len(ordered))) - 1] if ordered else None
