"""What is said, promised, put and answered while it is open."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.evolve.accountable import marked
from bot.domain.evolve.undoing import undoable, undone, without
from bot.domain.request import Consult, Promise, Request, Survey


def _said(request: Request, event: e.MessageSaid) -> Request:
    messages = (*request.messages, (event.words, event.by))
    request = replace(request, files=(*request.files, *((file, event.by) for file in event.files)))
    if event.side == "bystander":
        others = request.bystanders if event.by in request.bystanders else (*request.bystanders, event.by)
        return replace(request, messages=messages, bystanders=others)
    if event.side == "requester":
        request = replace(request, said_at=event.at)
        if event.thanks:
            return replace(request, messages=messages, survey=not_asked_again(request))
        # What they write after it is resolved reopens it: there is nothing left to undo.
        last = None if request.status == "resolved" else request.undoable
        waiting = request.waiting_since or event.at
        return replace(request, messages=messages, waiting_since=waiting, undoable=last)
    return replace(
        request,
        messages=messages,
        answered_by=event.by,
        answered_at=event.at,
        written_at=event.at,
        undoable=undoable(request, event, "reply", event.by, event.words),
        **heard(request, event.at),
    )


def not_asked_again(request: Request) -> Survey | None:
    """They have said how it was, in whatever way: no reminder."""
    return replace(request.survey, reminds_at=None) if request.survey is not None else None


def heard(request: Request, at: datetime) -> dict[str, Any]:
    """The requester has a person's word: nobody waits for one, and nothing climbs any further."""
    clock = request.next_response
    met = replace(clock, met_at=at) if clock is not None and clock.met_at is None else clock
    return {"waiting_since": None, "next_response": met, "escalates_at": None}


def _edited(request: Request, event: e.MessageEdited) -> Request:
    """Other first words are another lesson, and where a second need began in them is not known any more."""
    if event.words != request.first_words:
        return request
    taught = replace(request.taught, at=event.at) if request.taught is not None else None
    return replace(request, taught=taught, needs=())


def _gone(request: Request, event: e.MessageDeleted | e.MessageMoved) -> Request:
    """Nobody waits for an answer to words that are gone, where those before them were answered."""
    left = without(request, event.words)
    said = [by for _, by in left.messages if not left.stands_by(by)]
    if request.answered_at is not None and said and said[-1] != request.requester:
        clock = left.next_response
        running = clock is not None and clock.met_at is None
        return replace(left, waiting_since=None, next_response=None if running else clock)
    return left


def _noted(request: Request, event: e.NoteWritten) -> Request:
    return replace(
        request,
        notes=(*request.notes, (event.words, event.by)),
        undoable=undoable(request, event, "note", event.by, event.words),
    )


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
        undoable=undoable(request, event, "ask", event.by, event.words),
        **heard(request, event.at),
    )


def not_pending(request: Request, **more: Any) -> Request:
    return replace(request, pending_since=None, pending_reminders=(), pending_resolves_at=None, **more)


def _question_answered(request: Request, _: e.QuestionAnswered) -> Request:
    return not_pending(request, status="open", undoable=None)


def _reminded(request: Request, _: e.RequesterReminded) -> Request:
    return replace(request, pending_reminders=request.pending_reminders[1:])


def _promised(request: Request, event: e.PromiseMade) -> Request:
    before, said = request.promise, event.note or event.waits_for
    if event.resumed and before is not None:
        again = {"due": event.due, "reminds_at": event.reminds_at, "foretells_at": event.foretells_at}
        return replace(request, promise=replace(before, **again, reminded=False, foretold=False))
    renewed = before.renewed + event.renewal if before and (event.renewal or event.correction) else 0
    # What a correction leaves as it was said stays said when the correction is undone.
    anew = said if before is None or said not in (before.note, before.waits_for) else None
    promise = Promise(
        by=event.by,
        made_at=event.at,
        due=event.due,
        reminds_at=event.reminds_at,
        note=event.note,
        waits_for=event.waits_for,
        renewed=renewed,
        foretells_at=event.foretells_at,
        others=event.others,
    )
    return replace(
        request,
        promise=promise,
        undoable=undoable(request, event, "promise", event.by, anew),
        **heard(request, event.at),
    )


def _promise_marked(field: str) -> Callable[[Request, Any], Request]:
    def mark(request: Request, _: Any) -> Request:
        promise = request.promise
        return replace(request, promise=replace(promise, **{field: True}) if promise else None)

    return mark


def _stands(request: Request, _: e.PromiseStands) -> Request:
    return replace(request, promise=replace(request.promise, others=()) if request.promise else None)


def _foretold(request: Request, event: e.LapseForetold) -> Request:
    mark = _promise_marked("foretold") if event.target is None else marked("foretold")
    return mark(request, event)


def _consulted(request: Request, event: e.ConsultAsked) -> Request:
    consult = Consult(
        id=event.consult,
        by=event.by,
        colleague=event.colleague,
        question=event.question,
        at=event.at,
        yes_or_no=event.yes_or_no,
        reminds_at=event.reminds_at,
        lapses_at=event.lapses_at,
    )
    return replace(request, consults=(*request.consults, consult))


def _consult_marked(field: str) -> Callable[[Request, Any], Request]:
    def mark(request: Request, event: e.ConsultReminded | e.ConsultLapsed) -> Request:
        marked = (replace(q, **{field: True}) if q.id == event.consult else q for q in request.consults)
        return replace(request, consults=tuple(marked))

    return mark


def _consult_answered(request: Request, event: e.ConsultAnswered) -> Request:
    def answered(consult: Consult) -> Consult:
        if consult.id != event.consult:
            return consult
        return replace(consult, answered_at=event.at, yes=event.yes, answer=event.answer)

    return replace(request, consults=tuple(answered(c) for c in request.consults))


EVOLVERS: dict[type, Callable[[Request, Any], Request]] = {
    e.MessageSaid: _said,
    e.MessageEdited: _edited,
    e.MessageDeleted: _gone,
    e.MessageMoved: _gone,
    e.NoteWritten: _noted,
    e.FirstResponseGiven: _responded,
    e.QuestionPut: _question,
    e.QuestionAnswered: _question_answered,
    e.RequesterReminded: _reminded,
    e.PromiseMade: _promised,
    e.PromiseKept: lambda r, _: replace(r, promise=None),
    e.PromiseStands: _stands,
    e.PromiseReminded: _promise_marked("reminded"),
    e.PromiseLapsed: _promise_marked("lapsed"),
    e.LapseForetold: _foretold,
    e.ConsultAsked: _consulted,
    e.ConsultReminded: _consult_marked("reminded"),
    e.ConsultLapsed: _consult_marked("lapsed"),
    e.ConsultAnswered: _consult_answered,
    e.ActUndone: undone,
}
