"""What a notice is: a living card or a message of its own, the bot's own doing or a person's, and whether it still holds.

A notice may leave minutes or a night after what it tells of. What has been overtaken by then is not told.
"""

from bot.delivery.notices import Notice
from bot.domain import events as e
from bot.domain.request import Request

# Kinds whose message is the one living card of the request at its place.
LIVING = frozenset({"living", "receipt", "assigned"})

# Happens by a timer or by the desk's own rule: nobody is waiting at the other end for the recipient's answer.
_BY_THE_DESK = (
    e.TargetWarned,
    e.TargetBreached,
    e.PromiseReminded,
    e.PromiseLapsed,
    e.LapseForetold,
    e.RequesterReminded,
    e.ConsultReminded,
    e.ConsultLapsed,
    e.ArticleAskedAgain,
    e.HandoverLapsed,
    e.LeadBroughtIn,
    e.RequestClosed,
    e.Unreachable,
    e.SurveyReminded,
    e.ComplaintsAlike,
)

# A person's words wait for an answer; the receipt may hold the one question.
_ASKS = frozenset(
    {
        "receipt",
        "said",
        "question",
        "question_reminder",
        "consult",
        "consult_reminder",
        "nudged",
        "promise_reminder",
    }
)

MOVED_ON = ("unreachable", "away", "escalated")


def is_living(told: Notice) -> bool:
    return told.kind in LIVING


def bot_started(told: Notice, event: e.AnyEvent) -> bool:
    """Whether the bot itself starts this, rather than a person who writes or acts."""
    if isinstance(event, e.OwnerAssigned):
        # To the requester it is mostly the answer to their own words.
        return event.by is None and (told.side == "work" or event.cause in MOVED_ON)
    if isinstance(event, e.RequestResolved):
        return event.how == "silence"
    return isinstance(event, _BY_THE_DESK)


def asks_something(told: Notice) -> bool:
    """Whether the recipient is to do something: then it may reach them twice rather than not at all."""
    return told.accountable or told.kind in _ASKS


def for_them_alone(told: Notice, event: e.AnyEvent, request: Request) -> bool:
    """Somebody who may not read the request, yet is told one thing of it: a consulted colleague, emergency duty."""
    if isinstance(event, e.ConsultAsked | e.ConsultReminded | e.ConsultAnswered):
        return any(consult.colleague == told.to for consult in request.consults)
    if isinstance(event, e.EmergencyTold):
        return event.person == told.to
    return False


FILE = "file"

# What these ask of whoever has it is asked of nobody who had it when it happened and has it no more.
_ASKS_ITS_OWNER = (e.TargetWarned, e.TargetBreached, e.PromiseReminded, e.PromiseLapsed)


def outdated(told: Notice, event: e.AnyEvent, request: Request) -> str:
    """Why this need not be told any more; empty where it still holds."""
    if told.kind == FILE and told.words not in dict(request.files):
        return "deleted"
    had_it = told.to != request.owner and told.to in dict(request.former)
    if told.kind == "said" and told.side == "work" and had_it:
        return "overtaken"  # whoever has it now reads these words on the card that came with it
    if isinstance(event, e.MessageSaid | e.QuestionPut):
        return "" if event.words in dict(request.messages) else "deleted"
    if request.status == "withdrawn" and told.side == "work" and not isinstance(event, e.RequestWithdrawn):
        return "withdrawn"
    if told.side == "work" and isinstance(event, _ASKS_ITS_OWNER) and told.to != request.owner:
        return "another's by now"
    return "overtaken" if _overtaken(told, event, request) else ""


def _still_silent(event: e.LapseForetold, request: Request) -> bool:
    """Whether what was foretold is still to be feared, or has come: no word, no other time."""
    if event.target is None:
        return request.promise is not None and request.promise.foretold and not request.promise_rests
    clock = getattr(request, event.target)
    runs = clock is not None and clock.foretold and clock.met_at is None and clock.left_s is None
    return runs and (request.promise is None or request.promise.lapsed)


def _with_apology(told: Notice, event: e.OwnerAssigned, request: Request) -> bool:
    """The apology for a complaint names who has it from now on: what else moved it in that breath is not told besides."""
    complaint = request.complaint
    return told.kind == "new_owner" and complaint is not None and complaint.at == event.at


def _overtaken(told: Notice, event: e.AnyEvent, request: Request) -> bool:
    match event:
        case e.OwnerAssigned():
            moved = event.owner == told.to and request.owner != told.to
            return (
                moved or _with_apology(told, event, request) or (told.side == "work" and not request.is_open)
            )
        case e.HandoverOffered():
            return told.to == event.asked and (request.offer is None or request.offer.asked != told.to)
        case e.TargetWarned() | e.TargetBreached():
            clock = getattr(request, event.target)
            told_worse = isinstance(event, e.TargetWarned) and clock is not None and clock.breached
            return not request.is_open or clock is None or clock.met_at is not None or told_worse
        case e.LeadBroughtIn():
            # Whoever has it themselves by now has their own message, which says why.
            return not request.is_open or request.owner == told.to
        case e.LapseForetold():
            return not request.is_open or not _still_silent(event, request)
        case e.PromiseReminded():
            gone = request.promise is None or request.promise.lapsed or request.promise_rests
            return not request.is_open or gone
        case e.PromiseLapsed():
            return not request.is_open or request.promise is None or not request.promise.lapsed
        case e.ConsultReminded() | e.ConsultLapsed():
            still_open = any(consult.id == event.consult for consult in request.open_consults)
            return not request.is_open or not still_open
        case e.RequesterReminded():
            return request.status != "pending"
        case e.ArticleAskedAgain():
            return request.article is None
        case e.EmergencyTold():
            return request.emergency is None or request.emergency.taken_by is not None
        case e.RequestResolved():
            return request.status not in ("resolved", "closed")
        case e.SurveyReminded():
            said = request.rating is not None or request.thanked
            return said or request.survey is None or request.status not in ("resolved", "closed")
    return False
