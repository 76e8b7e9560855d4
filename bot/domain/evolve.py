"""`evolve(state, event) -> state`: what a request is, by folding what happened. Asks nothing of today's directory."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import reduce
from typing import Any, Literal

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.request import (
    ArticleOffer,
    Choices,
    Clock,
    Complaint,
    Consult,
    Emergency,
    Offer,
    Promise,
    Rating,
    Request,
    Undoable,
    WordsId,
)
from knowledge.directory import PersonId

UNDO_FOR = timedelta(seconds=30)

Act = Literal["take", "reply", "note", "promise", "offer", "resolve", "ask"]

# What an undone act gives back. Everything else that happened in between stays.
RESTORED: dict[Act, tuple[str, ...]] = {
    "take": ("taken",),
    "reply": ("taken", "answered_by", "answered_at", "first_response", "waiting_since"),
    "note": (),
    "promise": ("taken", "promise", "answered_by", "answered_at", "first_response"),
    "offer": ("offer",),
    "resolve": (
        "status",
        "resolved_at",
        "resolved_by",
        "resolution_words",
        "closes_at",
        "resolution",
        "first_response",
        "promise",
        "offer",
        "pending_since",
        "pending_reminders",
        "pending_resolves_at",
        "answered_by",
        "answered_at",
        "waiting_since",
    ),
    "ask": (
        "status",
        "taken",
        "answered_by",
        "answered_at",
        "first_response",
        "resolution",
        "waiting_since",
        "pending_since",
        "pending_reminders",
        "pending_resolves_at",
    ),
}


def evolve(request: Request | None, event: e.AnyEvent) -> Request:
    """The request after `event`. Raises ValueError for a first event that is not `RequestAsked`."""
    if request is None:
        if not isinstance(event, e.RequestAsked):
            raise ValueError(f"a history begins with request.asked, not {type(event).__name__}")
        return _asked(event)
    changed = _EVOLVERS[type(event)](request, event)
    return replace(changed, version=request.version + 1, last_at=event.at)


def fold(events: Iterable[e.AnyEvent]) -> Request:
    """The request that a whole history gives; raises ValueError for an empty one."""
    request = reduce(evolve, events, None)
    if request is None:
        raise ValueError("an empty history gives no request")
    return request


def _asked(event: e.RequestAsked) -> Request:
    return Request(
        number=event.number,
        version=1,
        requester=event.requester,
        author=event.author,
        recorded_by=event.recorded_by,
        language=event.language,
        place=event.place,
        asked_at=event.at,
        last_at=event.at,
        first_words=event.words,
        department=event.department,
        owner=event.owner,
        owner_since=event.at,
        rung="concierge",
        unseen=True,
        waiting_since=event.at,
        messages=((event.words, event.requester),) if event.words else (),
    )


def _undoable(
    request: Request, event: e.AnyEvent, act: Act, by: PersonId, words: WordsId | None = None
) -> Undoable:
    """An act's first event makes it undoable; what follows from it at the same instant belongs to the same act."""
    until = event.at + UNDO_FOR
    current = request.undoable
    if current is not None and current.until == until and current.by == by:
        return current
    return Undoable(act=act, by=by, until=until, words=words, before=replace(request, undoable=None))


def _same(request: Request, _: Any) -> Request:
    return request


def _filed(request: Request, event: e.RequestFiled) -> Request:
    return replace(
        request,
        topic=event.topic,
        department=event.department,
        confidence=event.confidence,
        because=event.because,
        choices=None,
    )


def _assigned(request: Request, event: e.OwnerAssigned) -> Request:
    return replace(
        _owned_by(request, event.owner, event),
        department=event.department,
        rung=event.rung,
        taken=False,
        unseen=event.unseen,
        status="open" if request.status == "new" and not event.unseen else request.status,
        article=request.article if event.unseen else None,
        choices=request.choices if event.unseen else None,
        offer=None,
        handovers=request.handovers + (event.cause == "third_handover"),
    )


def _owned_by(request: Request, owner: PersonId, event: e.AnyEvent) -> Request:
    if owner == request.owner:
        return request
    seen = () if request.unseen else ((request.owner, event.at),)
    return replace(request, owner=owner, owner_since=event.at, former=request.former + seen, undoable=None)


def _taken(request: Request, event: e.RequestTaken) -> Request:
    undoable = _undoable(request, event, "take", event.by) if event.by == request.owner else None
    taken = replace(
        _owned_by(request, event.by, event),
        taken=True,
        unseen=False,
        status="open" if request.status == "new" else request.status,
        undoable=undoable,
        choices=None,
        article=None,
    )
    if request.emergency is not None and request.emergency.taken_by is None:
        calm = replace(request.emergency, taken_by=event.by, tells_next_at=None)
        return replace(taken, emergency=calm)
    return taken


def _handover_taken(request: Request, event: e.HandoverTaken) -> Request:
    counted = request.offer is not None and request.offer.chosen
    return replace(
        _owned_by(request, event.by, event),
        department=event.department,
        topic=event.topic,
        rung="owner",
        taken=True,
        offer=None,
        handovers=request.handovers + counted,
        undoable=None,
    )


def _handover_lapsed(request: Request, _: e.HandoverLapsed) -> Request:
    counted = request.offer is not None and request.offer.chosen
    return replace(request, offer=None, handovers=request.handovers + counted)


def _offered(request: Request, event: e.HandoverOffered) -> Request:
    offer = Offer(
        by=event.by,
        person=event.person,
        department=event.department,
        asked=event.asked,
        reason=event.reason,
        at=event.at,
        lapses_at=event.lapses_at,
        chosen=event.chosen,
    )
    return replace(request, offer=offer, undoable=_undoable(request, event, "offer", event.by))


def _no_offer(request: Request, _: Any) -> Request:
    return replace(request, offer=None, undoable=None)


def _clock(request: Request, event: e.ClockSet) -> Request:
    return _with_clock(request, event.target, event.clock)


def _with_clock(request: Request, target: str, clock: Clock | None) -> Request:
    if target == "first_response":
        return replace(request, first_response=clock)
    return replace(request, resolution=clock)


def _marked(field: str) -> Callable[[Request, Any], Request]:
    def mark(request: Request, event: e.TargetWarned | e.TargetBreached) -> Request:
        clock = getattr(request, event.target)
        return (
            request if clock is None else _with_clock(request, event.target, replace(clock, **{field: True}))
        )

    return mark


def _said(request: Request, event: e.MessageSaid) -> Request:
    messages = (*request.messages, (event.words, event.by))
    if event.side == "requester":
        waiting = request.waiting_since or event.at
        undoable = None if request.status == "resolved" else request.undoable
        return replace(request, messages=messages, waiting_since=waiting, undoable=undoable)
    undoable = _undoable(request, event, "reply", event.by, event.words)
    return replace(
        request,
        messages=messages,
        answered_by=event.by,
        answered_at=event.at,
        waiting_since=None,
        undoable=undoable,
    )


def _without(request: Request, words: WordsId) -> Request:
    return replace(
        request,
        messages=tuple(m for m in request.messages if m[0] != words),
        notes=tuple(n for n in request.notes if n[0] != words),
        first_words=None if request.first_words == words else request.first_words,
    )


def _deleted(request: Request, event: e.MessageDeleted | e.MessageMoved) -> Request:
    return _without(request, event.words)


def _noted(request: Request, event: e.NoteWritten) -> Request:
    undoable = _undoable(request, event, "note", event.by, event.words)
    return replace(request, notes=(*request.notes, (event.words, event.by)), undoable=undoable)


def _responded(request: Request, event: e.FirstResponseGiven) -> Request:
    clock = request.first_response
    met = None if clock is None else replace(clock, met_at=event.at)
    return replace(request, first_response=met, answered_by=event.by, answered_at=event.at)


def _question(request: Request, event: e.QuestionPut) -> Request:
    return replace(
        request,
        status="pending",
        pending_since=event.at,
        pending_reminders=event.reminders,
        pending_resolves_at=event.resolves_at,
        messages=(*request.messages, (event.words, event.by)),
        answered_by=event.by,
        answered_at=event.at,
        waiting_since=None,
        undoable=_undoable(request, event, "ask", event.by, event.words),
    )


def _not_pending(request: Request, **more: Any) -> Request:
    return replace(request, pending_since=None, pending_reminders=(), pending_resolves_at=None, **more)


def _question_answered(request: Request, _: e.QuestionAnswered) -> Request:
    return _not_pending(request, status="open", undoable=None)


def _reminded(request: Request, _: e.RequesterReminded) -> Request:
    return replace(request, pending_reminders=request.pending_reminders[1:])


def _promised(request: Request, event: e.PromiseMade) -> Request:
    renewed = request.promise.renewed + 1 if event.renewal and request.promise else 0
    promise = Promise(
        by=event.by,
        made_at=event.at,
        due=event.due,
        reminds_at=event.reminds_at,
        note=event.note,
        waits_for=event.waits_for,
        renewed=renewed,
    )
    return replace(
        request,
        promise=promise,
        waiting_since=None,
        undoable=_undoable(request, event, "promise", event.by, event.note or event.waits_for),
    )


def _promise_reminded(request: Request, _: e.PromiseReminded) -> Request:
    return replace(request, promise=replace(request.promise, reminded=True) if request.promise else None)


def _promise_lapsed(request: Request, _: e.PromiseLapsed) -> Request:
    return replace(request, promise=replace(request.promise, lapsed=True) if request.promise else None)


def _promise_kept(request: Request, _: e.PromiseKept) -> Request:
    return replace(request, promise=None)


def _consulted(request: Request, event: e.ConsultAsked) -> Request:
    consult = Consult(
        id=event.consult,
        by=event.by,
        colleague=event.colleague,
        question=event.question,
        at=event.at,
        yes_or_no=event.yes_or_no,
    )
    return replace(request, consults=(*request.consults, consult))


def _consult_answered(request: Request, event: e.ConsultAnswered) -> Request:
    def answered(consult: Consult) -> Consult:
        if consult.id != event.consult:
            return consult
        return replace(consult, answered_at=event.at, yes=event.yes, answer=event.answer)

    return replace(request, consults=tuple(answered(c) for c in request.consults))


def _article(request: Request, event: e.ArticleOffered) -> Request:
    offer = ArticleOffer(
        article=event.article,
        language=event.language,
        asks_again_at=event.asks_again_at,
        closes_at=event.closes_at,
    )
    return replace(request, article=offer, topic=event.topic)


def _article_again(request: Request, _: e.ArticleAskedAgain) -> Request:
    return replace(request, article=replace(request.article, asked_again=True) if request.article else None)


def _article_left(request: Request, _: e.ArticleLeft) -> Request:
    return replace(request, article=None)


def _resolved(request: Request, event: e.RequestResolved) -> Request:
    clock = request.resolution
    return _not_pending(
        request,
        status="resolved",
        resolved_at=event.at,
        resolved_by=event.by,
        resolution_words=event.words,
        by_article=event.how == "article",
        closes_at=event.closes_at,
        article=None,
        choices=None,
        waiting_since=None,
        offer=None,
        promise=None,
        resolution=None if clock is None else replace(clock, met_at=event.at),
        answered_by=event.by or request.answered_by,
        answered_at=event.at if event.by else request.answered_at,
        undoable=_undoable(request, event, "resolve", event.by, event.words) if event.by else None,
    )


def _closed(request: Request, event: e.RequestClosed) -> Request:
    return replace(
        request,
        status="closed",
        closed_at=event.at,
        words_until=event.words_until,
        unconfirmed=event.unconfirmed,
        article=None,
        choices=None,
        closes_at=None,
        waiting_since=None,
        undoable=None,
    )


def _reopened(request: Request, event: e.RequestReopened) -> Request:
    return replace(
        request,
        status="open",
        resolved_at=None,
        resolved_by=None,
        resolution_words=None,
        by_article=False,
        unseen=False,
        closes_at=None,
        closed_at=None,
        words_until=None,
        reopened=request.reopened + 1,
        waiting_since=event.at,
        rating=None,
        undoable=None,
    )


def _withdrawn(request: Request, event: e.RequestWithdrawn) -> Request:
    return _not_pending(
        request,
        status="withdrawn",
        closed_at=event.at,
        words_until=event.words_until,
        moved_to=event.moved_to,
        article=None,
        choices=None,
        offer=None,
        promise=None,
        emergency=replace(request.emergency, tells_next_at=None) if request.emergency else None,
        waiting_since=None,
        closes_at=None,
        undoable=None,
    )


def _undone(request: Request, event: e.ActUndone) -> Request:
    undoable = request.undoable
    if undoable is None or undoable.before is None:
        return request
    restored = {field: getattr(undoable.before, field) for field in RESTORED[undoable.act]}
    given_back = replace(request, undoable=None, **restored)
    return _without(given_back, event.words) if event.words else given_back


def _rated(request: Request, event: e.Rated) -> Request:
    rating = Rating(
        outcome=event.outcome,
        at=event.at,
        answered_by=event.answered_by,
        department=event.department,
        words=event.words,
    )
    return replace(request, rating=rating)


def _complained(request: Request, event: e.ComplaintRaised) -> Request:
    return replace(request, complaint=Complaint(at=event.at, answerable=event.answerable, words=event.words))


def _made_good(request: Request, event: e.ComplaintMadeGood) -> Request:
    return replace(
        request,
        complaint=replace(request.complaint, made_good_at=event.at) if request.complaint else None,
    )


def _emergency(request: Request, event: e.EmergencyRaised) -> Request:
    return replace(request, emergency=Emergency(kind=event.danger, site=event.site))


def _emergency_told(request: Request, event: e.EmergencyTold) -> Request:
    emergency = request.emergency
    if emergency is None:
        return request
    told = emergency.told if event.person in emergency.told else (*emergency.told, event.person)
    return replace(request, emergency=replace(emergency, told=told, tells_next_at=event.tells_next_at))


def _named(request: Request, event: e.PeopleNamed) -> Request:
    return replace(request, about=tuple(dict.fromkeys((*request.about, *event.people))))


def _unreachable(request: Request, event: e.Unreachable) -> Request:
    return replace(request, unreachable=tuple(dict.fromkeys((*request.unreachable, event.person))))


def _lead_in(request: Request, event: e.LeadBroughtIn) -> Request:
    return replace(request, escalated_to=tuple(dict.fromkeys((*request.escalated_to, event.lead))))


_EVOLVERS: dict[type, Callable[[Request, Any], Request]] = {
    e.RequestAsked: _same,
    e.RequestFiled: _filed,
    e.WantedByHeard: lambda r, v: replace(r, wanted_by=v.due, wanted_day_only=v.day_only),
    e.UrgencySet: lambda r, v: replace(r, urgency=v.urgency),
    e.MadeConfidential: lambda r, v: replace(
        r, confidential=True, confidential_settled=v.cause in ("requester", "owner")
    ),
    e.ConfidentialLifted: lambda r, _: replace(r, confidential=False, confidential_settled=True),
    e.PeopleNamed: _named,
    e.ChoicesOffered: lambda r, v: replace(r, choices=Choices(topics=v.topics, lapses_at=v.lapses_at)),
    e.ChoiceMade: lambda r, _: replace(r, choices=None),
    e.ChoicesLapsed: lambda r, _: replace(r, choices=None),
    e.RuledOut: lambda r, v: replace(r, ruled_out=(*r.ruled_out, v.topic)),
    e.PersonWanted: _same,
    e.Nudged: lambda r, v: replace(r, nudged_at=v.at),
    e.ArticleOffered: _article,
    e.ArticleHelped: _same,
    e.ArticleLeft: _article_left,
    e.ArticleAskedAgain: _article_again,
    e.SignpostGiven: lambda r, v: replace(r, signpost=True, topic=v.topic),
    e.BulletinShown: _same,
    e.MatterJoined: lambda r, v: replace(r, matter=v.matter),
    e.MatterLeft: lambda r, _: replace(r, matter=None),
    e.OwnerAssigned: _assigned,
    e.ClockSet: _clock,
    e.RequestTaken: _taken,
    e.HandoverOffered: _offered,
    e.HandoverTaken: _handover_taken,
    e.HandoverLapsed: _handover_lapsed,
    e.HandoverDeclined: _no_offer,
    e.HandoverWithdrawn: _no_offer,
    e.LeadBroughtIn: _lead_in,
    e.Unreachable: _unreachable,
    e.EmergencyRaised: _emergency,
    e.EmergencyTold: _emergency_told,
    e.MessageSaid: _said,
    e.MessageEdited: _same,
    e.MessageDeleted: _deleted,
    e.MessageMoved: _deleted,
    e.NoteWritten: _noted,
    e.FirstResponseGiven: _responded,
    e.QuestionPut: _question,
    e.QuestionAnswered: _question_answered,
    e.RequesterReminded: _reminded,
    e.PromiseMade: _promised,
    e.PromiseKept: _promise_kept,
    e.PromiseReminded: _promise_reminded,
    e.PromiseLapsed: _promise_lapsed,
    e.ConsultAsked: _consulted,
    e.ConsultAnswered: _consult_answered,
    e.TargetWarned: _marked("warned"),
    e.TargetBreached: _marked("breached"),
    e.RequestResolved: _resolved,
    e.RequestClosed: _closed,
    e.RequestReopened: _reopened,
    e.RequestWithdrawn: _withdrawn,
    e.ActUndone: _undone,
    e.Rated: _rated,
    e.ComplaintRaised: _complained,
    e.ComplaintMadeGood: _made_good,
    e.Thanked: lambda r, _: replace(r, thanked=True),
}
