"""How a request ends, and how it comes back: resolving, closing, undoing, rating, complaining."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.approval import yes_missing
from bot.domain.context import Context
from bot.domain.decide import owning
from bot.domain.decide import steps as s
from bot.domain.decide.asking import come_back
from bot.domain.decide.complaining import complain as raise_complaint
from bot.domain.decide.steps import Steps
from bot.domain.refusals import (
    Empty,
    NobodyAnswered,
    NothingToDo,
    NotYours,
    Refusal,
    TooLateToUndo,
    YesMissing,
)
from bot.domain.request import Outcome, Request
from bot.domain.rights import may_publish
from knowledge.calendar import NeverOpen, WorkingHours, business_between, next_opening

REMINDS_AFTER = timedelta(days=1)
EXPIRES_AFTER = timedelta(days=14)


def resolve(steps: Steps, command: c.Resolve) -> None:
    if not command.text.strip():
        raise Refusal(Empty(number=command.number, verb="resolve"))
    before = steps.request
    missing = yes_missing(before, steps.context.directory)
    if missing is not None and not command.without_yes:
        raise Refusal(YesMissing(number=command.number, person=missing))
    spent = business_between(before.asked_at, steps.now, steps.hours)
    steps.add(
        e.RequestResolved,
        by=command.by,
        words=c.words_id(command),
        business_s=spent.total_seconds(),
        closes_at=s.closes_at(steps),
        without_yes_of=missing,
    )
    s.first_response(steps, command.by)
    if before.promise is not None and not before.promise.lapsed:
        steps.add(e.PromiseKept, by=before.promise.by)
    if before.emergency is not None and before.emergency.taken_by is None:
        steps.add(e.RequestTaken, by=command.by)
    _ask_how_it_was(steps)


def _ask_how_it_was(steps: Steps) -> None:
    """A complaint has a question of its own: whether it is right now."""
    complaint = steps.request.complaint
    if steps.context.may_survey and (complaint is None or not complaint.is_open):
        expires = steps.now + EXPIRES_AFTER
        steps.add(e.SurveyOffered, expires_at=expires, reminds_at=_reminds_at(steps))


def _reminds_at(steps: Steps) -> datetime | None:
    """In the rater's hours, a day later at the earliest; None where it would be over by then."""
    hours = rater_hours(steps.context)
    closes = steps.request.closes_at
    try:
        at = next_opening(steps.now + REMINDS_AFTER, hours)
    except NeverOpen:
        return None
    return at if closes is not None and at < closes else None


def rater_hours(context: Context) -> WorkingHours:
    """Of somebody whom no directory lists: the hours of the concierge's department, on their own clock."""
    directory, asker = context.directory, context.asker
    listed = directory.people.get(asker.person)
    if listed is not None:
        return listed.hours
    hours = directory.departments[directory.concierge].hours
    return replace(hours, zone=asker.zone) if asker.zone else hours


def keep_answer(steps: Steps, command: c.KeepAnswer) -> None:
    """Published by who answers for the topic, once; it is kept where articles are, not here."""
    request = steps.request
    if not may_publish(command.by, request, steps.context.directory):
        raise Refusal(NotYours(number=command.number, verb="keep_answer"))
    if request.kept_answer:
        raise Refusal(NothingToDo(number=command.number, verb="keep_answer"))
    if request.unanswered:
        raise Refusal(NobodyAnswered(number=command.number))
    if not (command.title.strip() and command.question.strip() and command.text.strip()):
        raise Refusal(Empty(number=command.number, verb="keep_answer"))
    steps.add(e.AnswerKept, by=command.by, article=article_of(request))


def article_of(request: Request) -> str:
    """The name of the article that a request's answer becomes."""
    return f"kept-{request.number}"


def undo(steps: Steps, command: c.Undo) -> None:
    """Within half a minute the owner's last act is as if it had not been; the history keeps both."""
    undoable = steps.request.undoable
    if undoable is None or undoable.by != command.by:
        raise Refusal(NothingToDo(number=command.number, verb="undo"))
    if steps.now > undoable.until:
        raise Refusal(TooLateToUndo(number=command.number))
    gone = undoable.words if undoable.act in ("reply", "note", "ask", "resolve", "promise") else None
    steps.add(e.ActUndone, by=command.by, act=undoable.act, words=gone)
    if steps.request.is_open:
        owning.pass_on_if_barred(steps, "confidential")  # it may have become so in between


def reopen(steps: Steps, command: c.Reopen) -> None:
    if command.text.strip():
        steps.add(e.MessageSaid, by=command.by, side="requester", words=c.words_id(command))
    come_back(steps, command.by, "not_yet")


def withdraw(steps: Steps, command: c.Withdraw) -> None:
    if steps.request.is_looked_at:
        raise Refusal(NothingToDo(number=command.number, verb="no_emergency"))
    steps.add(e.RequestWithdrawn, by=command.by, words_until=s.words_until(steps))


def asks_how_it_was(request: Request, now: datetime) -> bool:
    return request.survey is not None and now < request.survey.expires_at


def rate(steps: Steps, command: c.Rate) -> None:
    """A rating belongs to whoever last really answered; "worse" is a complaint (law 8)."""
    request = steps.request
    if request.answered_by is None or not asks_how_it_was(request, steps.now):
        raise Refusal(NothingToDo(number=command.number, verb="rate"))
    words = c.words_id(command) if command.text.strip() else None
    complaint = request.complaint
    complains = command.outcome == "missed" and (complaint is None or not complaint.is_open)
    # Tapped twice: whom it is about hears it once.
    if _stands(request, command.outcome) and words is None and not complains:
        raise Refusal(NothingToDo(number=command.number, verb="rated"))
    steps.add(
        e.Rated,
        outcome=command.outcome,
        answered_by=request.answered_by,
        department=request.department,
        words=words,
    )
    if complains:
        raise_complaint(steps, command.by, words)


def _stands(request: Request, outcome: Outcome) -> bool:
    """Whether just this was said of the resolution that stands."""
    rating, resolved_at = request.rating, request.resolved_at
    return (
        rating is not None and rating.outcome == outcome and (resolved_at is None or rating.at >= resolved_at)
    )


def complain(steps: Steps, command: c.Complain) -> None:
    words = c.words_id(command) if command.text.strip() else None
    raise_complaint(steps, command.by, words, for_information=command.for_information)


def only_for_information(steps: Steps, command: c.OnlyForInformation) -> None:
    """The requester wanted it known, not taken up: what the complaint had brought back is over again."""
    request = steps.request
    if request.complaint is None or not request.complaint.is_open:
        raise Refusal(NothingToDo(number=command.number, verb="for_information"))
    steps.add(e.ComplaintForInformation)
    _may_be_had_again(steps)
    calm = request.emergency is None or request.emergency.tells_next_at is None
    if request.reopened and request.status == "open" and calm:  # danger is not over because a complaint is
        steps.add(e.RequestClosed, words_until=s.words_until(steps))


def made_good(steps: Steps, command: c.MadeGood) -> None:
    complaint = steps.request.complaint
    if complaint is None or complaint.made_good_at is not None or complaint.for_information:
        raise Refusal(NothingToDo(number=command.number, verb="made_good"))
    steps.add(e.ComplaintMadeGood)
    _may_be_had_again(steps)


def _may_be_had_again(steps: Steps) -> None:
    """Whoever was complained of may have it again: a confidential one may have waited with somebody for want of them."""
    if steps.request.is_open:
        owning.pass_on_if_barred(steps, "confidential")


def thank(steps: Steps, command: c.Thank) -> None:
    """Seen by all only where the requester would have it and whoever is thanked has agreed (law 10)."""
    request, context = steps.request, steps.context
    if request.thanked:
        raise Refusal(NothingToDo(number=command.number, verb="thank"))
    if request.unanswered:
        raise Refusal(NobodyAnswered(number=command.number))
    public = command.public and not request.confidential and context.shows_thanks is not False
    agreed = public and context.shows_thanks is True
    asks = public and context.shows_thanks is None and not context.asked_thanks
    to = request.answered_by or request.owner
    steps.add(e.Thanked, public=public, to=to, asks=asks)
    if agreed:
        steps.add(e.ThanksShown)


def answer_thanks(steps: Steps, command: c.AnswerThanks) -> None:
    """Said once, it holds for all thanks to come."""
    thanks = steps.request.thanks
    if thanks is None or not thanks.asks:
        raise Refusal(NothingToDo(number=command.number, verb="answer_thanks"))
    steps.add(e.ThanksAnswered, by=command.by, yes=command.yes)
    if command.yes and thanks.public and not steps.request.confidential:
        steps.add(e.ThanksShown)
