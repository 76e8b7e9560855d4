"""Who is to be told when a request ends, comes back, is undone, and of how it was. Rules of `bot.delivery.notices`."""

from bot.delivery.teller import Teller
from bot.domain import events as e

# What the requester has been shown of an act that its owner then undid.
_SHOWN_ACTS = frozenset({"reply", "ask", "promise", "resolve"})


def _everybody_and_whom_it_was_offered_to(tell: Teller) -> None:
    tell.everybody()
    if tell.before.offer is not None:
        tell.no_longer(tell.before.offer.asked)


def resolved(tell: Teller, event: e.RequestResolved) -> None:
    """By article it was the requester's own tap: the card says so in place."""
    if event.how != "article":
        tell.requester("resolved", loud=True)
    _everybody_and_whom_it_was_offered_to(tell)


def reopened(tell: Teller, event: e.RequestReopened) -> None:
    before = tell.before
    said_so = before.waiting_since == event.at  # their words came a moment before, and rang
    if event.cause == "not_yet" and not said_so and not before.unseen:
        tell.owner("reopened", loud=True)
    tell.everybody()


def withdrawn(tell: Teller, _: e.RequestWithdrawn) -> None:
    _everybody_and_whom_it_was_offered_to(tell)


def undone(tell: Teller, event: e.ActUndone) -> None:
    if event.act in _SHOWN_ACTS:
        tell.requester("undone")
    _everybody_and_whom_it_was_offered_to(tell)


def rated(tell: Teller, event: e.Rated) -> None:
    """A figure about one person is for that person alone (law 14)."""
    tell.requester()
    tell.tell("rated", event.answered_by, "work")


def complained(tell: Teller, event: e.ComplaintRaised) -> None:
    """An apology at once; with the receipt, where a request begins with it. A lead who is not yet accountable is told
    by being assigned."""
    with_receipt = event.at == tell.before.asked_at and not event.for_information
    if not with_receipt:
        tell.requester("complaint", loud=True)
    tell.requester()
    if event.for_information:
        tell.tell("complained", event.answerable, "work", loud=True)
    elif event.answerable == tell.after.owner:
        tell.owner("complained", loud=True)
    else:
        tell.owner()


def made_good(tell: Teller, _: e.ComplaintMadeGood) -> None:
    tell.owner("made_good")
    tell.everybody()


def alike(tell: Teller, event: e.ComplaintsAlike) -> None:
    tell.tell("alike", event.lead, "work", loud=True)


def survey_reminded(tell: Teller, _: e.SurveyReminded) -> None:
    tell.requester("survey_reminder")


def thanks_shown(tell: Teller, _: e.ThanksShown) -> None:
    """In the department's channel the board shows it."""
    tell.requester()


def thanked(tell: Teller, event: e.Thanked) -> None:
    tell.requester()
    whom = event.to or tell.after.answered_by or tell.after.owner
    if not tell.after.unseen:
        tell.tell("thanked", whom, "work")
