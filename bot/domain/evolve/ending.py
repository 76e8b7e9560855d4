"""How it ends, and how it comes back."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.evolve.serving import heard, not_asked_again, not_pending
from bot.domain.evolve.undoing import undoable
from bot.domain.request import Complaint, Emergency, Rating, Request, Survey, Thanks


def _resolved(request: Request, event: e.RequestResolved) -> Request:
    clock = request.resolution
    return not_pending(
        request,
        status="resolved",
        resolved_at=event.at,
        resolved_by=event.by,
        resolution_words=event.words,
        by_article=event.how == "article",
        closes_at=event.closes_at,
        article=None,
        choices=None,
        offer=None,
        promise=None,
        emergency=_quiet(request),
        resolution=None if clock is None else replace(clock, met_at=event.at),
        answered_by=event.by or request.answered_by,
        answered_at=event.at if event.by else request.answered_at,
        undoable=undoable(request, event, "resolve", event.by, event.words) if event.by else None,
        **heard(request, event.at),
    )


def _quiet(request: Request) -> Emergency | None:
    """What is over is not told again."""
    return replace(request.emergency, tells_next_at=None) if request.emergency else None


def _closed(request: Request, event: e.RequestClosed) -> Request:
    return replace(
        request,
        status="closed",
        closed_at=event.at,
        words_until=event.words_until,
        unconfirmed=event.unconfirmed,
        article=None,
        choices=None,
        offer=None,
        promise=None,
        emergency=_quiet(request),
        closes_at=None,
        waiting_since=None,
        survey=not_asked_again(request),
        undoable=None,
    )


def _reopened(request: Request, event: e.RequestReopened) -> Request:
    """Whoever had it has it still, unseen or not, until the assignment that may follow."""
    return replace(
        request,
        status="open",
        resolved_at=None,
        resolved_by=None,
        resolution_words=None,
        by_article=False,
        signpost=False,
        unconfirmed=False,
        closes_at=None,
        closed_at=None,
        words_until=None,
        reopened=request.reopened + 1,
        brought_back_by=event.words,
        waiting_since=event.at,
        # A bad rating that is a complaint stays: it is what reopened it.
        rating=request.rating if event.cause == "complaint" else None,
        survey=None,
        undoable=None,
    )


def _withdrawn(request: Request, event: e.RequestWithdrawn) -> Request:
    return not_pending(
        request,
        status="withdrawn",
        closed_at=event.at,
        words_until=event.words_until,
        moved_to=event.moved_to,
        article=None,
        choices=None,
        offer=None,
        promise=None,
        emergency=_quiet(request),
        waiting_since=None,
        closes_at=None,
        undoable=None,
    )


def _rated(request: Request, event: e.Rated) -> Request:
    rating = Rating(
        outcome=event.outcome,
        at=event.at,
        answered_by=event.answered_by,
        department=event.department,
        words=event.words,
    )
    # What has been rated was done.
    return replace(request, rating=rating, survey=not_asked_again(request), undoable=None)


def _surveyed(request: Request, event: e.SurveyOffered) -> Request:
    return replace(
        request, survey=Survey(at=event.at, expires_at=event.expires_at, reminds_at=event.reminds_at)
    )


def _complained(request: Request, event: e.ComplaintRaised) -> Request:
    complaint = Complaint(
        at=event.at,
        answerable=event.answerable,
        words=event.words,
        concerned=event.concerned,
        for_information=event.for_information,
    )
    return replace(request, complaint=complaint, survey=not_asked_again(request))


def _only_told(request: Request, _: e.ComplaintForInformation) -> Request:
    complaint = request.complaint
    return replace(request, complaint=replace(complaint, for_information=True) if complaint else None)


def _made_good(request: Request, event: e.ComplaintMadeGood) -> Request:
    return replace(
        request,
        complaint=replace(request.complaint, made_good_at=event.at) if request.complaint else None,
    )


def _thanked(request: Request, event: e.Thanked) -> Request:
    to = event.to or request.answered_by or request.owner
    thanks = Thanks(at=event.at, to=to, public=event.public, asks=event.asks)
    return replace(request, thanked=True, thanks=thanks, survey=not_asked_again(request), undoable=None)


def _answered(request: Request, _: e.ThanksAnswered) -> Request:
    return replace(request, thanks=replace(request.thanks, asks=False) if request.thanks else None)


def _shown(request: Request, _: e.ThanksShown) -> Request:
    return replace(request, thanks=replace(request.thanks, shown=True) if request.thanks else None)


EVOLVERS: dict[type, Callable[[Request, Any], Request]] = {
    e.RequestResolved: _resolved,
    e.RequestClosed: _closed,
    e.RequestReopened: _reopened,
    e.RequestWithdrawn: _withdrawn,
    e.Rated: _rated,
    e.ComplaintRaised: _complained,
    e.ComplaintMadeGood: _made_good,
    e.ComplaintForInformation: _only_told,
    e.ComplaintsAlike: lambda r, _: r,
    e.SurveyOffered: _surveyed,
    e.SurveyReminded: lambda r, _: replace(r, survey=not_asked_again(r)),
    e.Thanked: _thanked,
    e.ThanksAnswered: _answered,
    e.ThanksShown: _shown,
}
