"""Who is to be told of an event, and how loudly. Pure, and total over all events.

Loud is a message of its own that rings; quiet changes the living card, or joins the conversation without a sound.
Loud to a requester: a person's words, a promise, a new owner, resolved, a lapse. Loud to who serves: an assignment,
the requester's words, a warning, a breach, a promise of theirs coming due. A private note never goes to the asking
side, a consulted colleague hears the question alone, and whoever no longer may read a request is shown so by its card.
"""

from collections.abc import Callable
from typing import Any

from bot.delivery import endings, serving
from bot.delivery.teller import Notice, Side, Teller
from bot.domain import events as e
from bot.domain.request import Request

__all__ = ["Notice", "Side", "notices"]


def notices(before: Request | None, event: e.AnyEvent, after: Request, index: int) -> tuple[Notice, ...]:
    """`index` is the event's place in the history, from 0; `before` is None for the first. Never raises."""
    teller = Teller(before, after, index)
    rule = _RULES[type(event)]
    rule(teller, event)
    return teller.told


def _shown(tell: Teller, _: Any) -> None:
    tell.everybody()


def _nothing(_: Teller, __: Any) -> None:
    """Comes with another event of the same commit, whose card shows the state after both."""


def _to_serving(tell: Teller, _: Any) -> None:
    tell.serving()


# --- asked and understood ----------------------------------------------------------------------------------------


def _asked(tell: Teller, event: e.RequestAsked) -> None:
    if event.words is not None and event.recorded_by is None and event.author in (None, event.requester):
        tell.echo(event.requester)
    tell.requester("receipt", loud=True)


def _confidential(tell: Teller, _: e.MadeConfidential) -> None:
    """What was shown before is taken back from everybody who had it."""
    tell.everybody()
    for person in (*(former for former, _ in tell.after.former), *tell.after.unreachable):
        tell.no_longer(person)


def _named(tell: Teller, _: e.PeopleNamed) -> None:
    """Who leads what is about its own lead is somebody else, and the requester's card may speak of them."""
    tell.requester()


def _asked_again(tell: Teller, _: e.ArticleAskedAgain) -> None:
    tell.requester("article_again")


def _nudged(tell: Teller, _: e.Nudged) -> None:
    tell.requester()
    tell.owner("nudged", loud=True)


def _split(tell: Teller, _: e.NeedSplit) -> None:
    """Whoever had both in hand is told that one has left them; for whoever had not begun the card itself is enough."""
    tell.everybody()
    if tell.before.taken:
        tell.owner("split")


# --- who is accountable ------------------------------------------------------------------------------------------


def _assigned(tell: Teller, event: e.OwnerAssigned) -> None:
    before = tell.before
    if event.unseen:
        tell.requester()
        return
    if event.owner == before.owner and not before.unseen:
        tell.everybody()
    elif event.cause == "danger":
        tell.owner()  # rung by EmergencyTold, which follows
        tell.all_files(event.owner)
    else:
        tell.tell("assigned", event.owner, "work", loud=True, accountable=True)
        tell.all_files(event.owner)
    if event.tells is not None and event.tells != event.owner:
        tell.tell("away", event.tells, "work", loud=True)
    if event.chosen is not None and event.by is not None and event.by != event.owner:
        tell.tell("elsewhere", event.by, "work", loud=True)
    _hear_of_owner(tell, event)
    if not before.unseen:
        tell.no_longer(before.owner)
    if before.offer is not None:
        tell.no_longer(before.offer.asked)


def _hear_of_owner(tell: Teller, event: e.OwnerAssigned) -> None:
    """Named at once. Loud when it is news: not with the receipt, nor to whoever has just tapped for it."""
    before = tell.before
    with_receipt = event.at == before.asked_at
    tapped = event.by == before.requester
    if with_receipt or tapped or event.cause in ("danger", "complaint"):
        tell.requester()
    elif event.cause == "routed":
        tell.requester("receipt", loud=True)
    elif event.owner == before.owner and not before.unseen:
        tell.requester()
    else:
        tell.requester("new_owner", loud=True)
        tell.requester()


def _taken(tell: Teller, event: e.RequestTaken) -> None:
    before = tell.before
    if before.emergency is not None and before.emergency.taken_by is None:
        tell.requester("taken", loud=True)
    elif event.by != before.owner and not _just_spoke(before, event):
        tell.requester("new_owner", loud=True)
    tell.everybody()
    if event.by != before.owner and not before.unseen:
        tell.no_longer(before.owner)
    if event.by != before.owner:
        tell.all_files(event.by)
    _no_longer_alerted(tell)


def _no_longer_alerted(tell: Teller) -> None:
    for person in tell.before.emergency.told if tell.before.emergency is not None else ():
        tell.no_longer(person)


def _just_spoke(before: Request, event: e.RequestTaken | e.HandoverTaken) -> bool:
    """Replying takes: what the requester was told in the same breath names the new owner already."""
    answered = before.answered_by == event.by and before.answered_at == event.at
    promise = before.promise
    return answered or (promise is not None and promise.by == event.by and promise.made_at == event.at)


def _offered(tell: Teller, event: e.HandoverOffered) -> None:
    tell.requester()
    tell.owner()
    tell.tell("assigned", event.asked, "work", loud=True, accountable=True)
    tell.all_files(event.asked)


def _handover_taken(tell: Teller, event: e.HandoverTaken) -> None:
    before = tell.before
    if not _just_spoke(before, event):
        tell.requester("new_owner", loud=True)
    tell.everybody()
    tell.no_longer(before.owner)
    if before.offer is not None:
        tell.no_longer(before.offer.asked)


def _offer_ended(tell: Teller, _: Any) -> None:
    tell.everybody()
    if tell.before.offer is not None:
        tell.no_longer(tell.before.offer.asked)


def _declined(tell: Teller, event: e.HandoverDeclined) -> None:
    _offer_ended(tell, event)
    tell.owner("declined")


def _lead_in(tell: Teller, event: e.LeadBroughtIn) -> None:
    tell.everybody()
    if event.lead != tell.after.owner:
        tell.tell("lead_brought_in", event.lead, "work", loud=True, accountable=True)


def _unreachable(tell: Teller, event: e.Unreachable) -> None:
    tell.everybody()
    tell.no_longer(event.person)


def _danger(tell: Teller, event: e.EmergencyRaised) -> None:
    """Asked a moment ago, the receipt itself says it; later it is news."""
    if event.at != tell.before.asked_at:
        tell.requester("receipt", loud=True)
    tell.requester()


def _emergency_told(tell: Teller, event: e.EmergencyTold) -> None:
    tell.requester()
    tell.tell("assigned", event.person, "work", loud=True, accountable=True)
    for person in tell.before.alerted:
        tell.no_longer(person)  # it is still theirs to take, and their card says who else knows


def _called_off(tell: Teller, _: e.EmergencyCalledOff) -> None:
    """Whose it is now is told by OwnerAssigned, which follows."""
    _no_longer_alerted(tell)


_RULES: dict[type, Callable[[Teller, Any], None]] = {
    e.RequestAsked: _asked,
    e.RequestFiled: _shown,
    e.WantedByHeard: _shown,
    e.UrgencySet: _shown,
    e.MadeConfidential: _confidential,
    e.ConfidentialLifted: _shown,
    e.PeopleNamed: _named,
    e.ChoicesOffered: _shown,
    e.ChoiceMade: _shown,
    e.ChoicesLapsed: _shown,
    e.NeedsHeard: _shown,
    e.NeedSplit: _split,
    e.RouteConfirmed: _nothing,
    e.RuledOut: _shown,
    e.PersonWanted: _shown,
    e.Nudged: _nudged,
    e.ArticleOffered: _shown,
    e.ArticleHelped: _shown,
    e.ArticleLeft: _shown,
    e.ArticleAskedAgain: _asked_again,
    e.AnswerKept: _to_serving,
    e.SignpostGiven: _shown,
    e.BulletinShown: _shown,
    e.MatterJoined: _to_serving,
    e.MatterLeft: _to_serving,
    e.OwnerAssigned: _assigned,
    e.ClockSet: _nothing,
    e.RequestTaken: _taken,
    e.HandoverOffered: _offered,
    e.HandoverTaken: _handover_taken,
    e.HandoverLapsed: _offer_ended,
    e.HandoverDeclined: _declined,
    e.HandoverWithdrawn: _offer_ended,
    e.LeadBroughtIn: _lead_in,
    e.LadderBegun: _shown,
    e.LadderEnded: _shown,
    e.Unreachable: _unreachable,
    e.EmergencyRaised: _danger,
    e.EmergencyTold: _emergency_told,
    e.EmergencyCalledOff: _called_off,
    e.MessageSaid: serving.said,
    e.MessageEdited: serving.edited,
    e.MessageDeleted: serving.deleted,
    e.MessageMoved: _shown,
    e.NoteWritten: serving.noted,
    e.FirstResponseGiven: _nothing,
    e.QuestionPut: serving.question,
    e.QuestionAnswered: _shown,
    e.RequesterReminded: serving.reminded,
    e.PromiseMade: serving.promised,
    e.PromiseStands: serving.stands,
    e.PromiseKept: _shown,
    e.PromiseReminded: serving.promise_near,
    e.PromiseLapsed: serving.promise_lapsed,
    e.LapseForetold: serving.foretold,
    e.ConsultAsked: serving.consulted,
    e.ConsultReminded: serving.consult_near,
    e.ConsultLapsed: serving.consult_lapsed,
    e.ConsultAnswered: serving.consult_answered,
    e.TargetWarned: serving.warned,
    e.TargetBreached: serving.breached,
    e.RequestResolved: endings.resolved,
    e.RequestClosed: _shown,
    e.RequestReopened: endings.reopened,
    e.RequestWithdrawn: endings.withdrawn,
    e.ActUndone: endings.undone,
    e.Rated: endings.rated,
    e.ComplaintRaised: endings.complained,
    e.SurveyOffered: _nothing,
    e.SurveyReminded: endings.survey_reminded,
    e.ComplaintForInformation: _shown,
    e.ComplaintMadeGood: endings.made_good,
    e.ComplaintsAlike: endings.alike,
    e.Thanked: endings.thanked,
    e.ThanksAnswered: _nothing,
    e.ThanksShown: endings.thanks_shown,
}
