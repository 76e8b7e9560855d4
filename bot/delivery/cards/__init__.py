"""One card for one notice: a message as data, built by a small named function and rendered by each platform."""

from collections.abc import Callable
from typing import Any

from bot.delivery.card import Card
from bot.delivery.cards import ending, news, talk
from bot.delivery.cards.answers import article_again_card
from bot.delivery.cards.calendar import calendar_card
from bot.delivery.cards.history import history_card
from bot.delivery.cards.loose import (
    answered_card,
    away_card,
    greeting_card,
    held_card,
    help_card,
    note_card,
    nothing_card,
    progress_card,
    thanks_card,
    which_card,
    who_card,
)
from bot.delivery.cards.owner import masked_card, watched_card, work_card
from bot.delivery.cards.receipt import asks_card
from bot.delivery.cards.view import Pen, View, plain
from bot.delivery.notices import Side
from bot.domain import events as e
from bot.domain.request import Request
from bot.domain.rights import may_read

__all__ = [
    "KINDS",
    "Pen",
    "View",
    "answered_card",
    "away_card",
    "calendar_card",
    "card_for",
    "correction_card",
    "greeting_card",
    "held_card",
    "help_card",
    "history_card",
    "note_card",
    "nothing_card",
    "opened_card",
    "plain",
    "progress_card",
    "thanks_card",
    "which_card",
    "who_card",
]

LIVING = frozenset({"living", "receipt", "assigned"})


def card_for(notice_kind: str, side: Side, request: Request, event: e.AnyEvent | None, view: View) -> Card:
    """What `view.viewer` sees of this notice, of the request as it is now.

    Somebody who may not read it gets the number alone, save what is meant for them only (a consult).
    Raises KeyError for an unknown kind; `event` may be None for the living kinds only.
    """
    pen = Pen(view, request)
    if not may_read(view.viewer, request, view.directory) and not _for_them_alone(event, view):
        return masked_card(pen)
    if notice_kind in LIVING:
        return asks_card(pen) if side == "asks" else work_card(pen)
    if event is None:
        raise ValueError(f"a {notice_kind} card needs its event")
    return _CARDS[notice_kind](pen, event)


def correction_card(
    request: Request, said: e.MessageSaid | e.QuestionPut | e.RequestResolved, by: e.AnyEvent, view: View
) -> Card:
    """A message that `view.viewer` was sent, after `by` has edited, deleted or undone it."""
    return talk.correction_card(Pen(view, request), said, by)


def opened_card(request: Request, view: View) -> Card:
    """A request that `view.viewer` opens of their own accord: as who asked, who has it, or who looks after it."""
    viewer = view.viewer
    if viewer == request.requester or not may_read(viewer, request, view.directory):
        return card_for("living", "asks", request, None, view)
    offered = request.offer is not None and request.offer.asked == viewer
    if viewer == request.owner or offered:
        return card_for("living", "work", request, None, view)
    return watched_card(Pen(view, request))


def _for_them_alone(event: e.AnyEvent | None, view: View) -> bool:
    if isinstance(event, e.ConsultAsked | e.ConsultReminded):
        return event.colleague == view.viewer
    return isinstance(event, e.ConsultAnswered) and event.by == view.viewer


_CARDS: dict[str, Callable[[Pen, Any], Card]] = {
    "alike": news.alike_card,
    "article_again": lambda pen, _: article_again_card(pen),
    "away": news.away_card,
    "breached": news.breached_card,
    "complained": news.complained_card,
    "complaint": ending.complaint_card,
    "consult": talk.consult_card,
    "consult_lapsed": talk.consult_lapsed_card,
    "consult_reminder": talk.consult_reminder_card,
    "consult_answered": talk.consult_answered_card,
    "declined": news.declined_card,
    "deleted": talk.deleted_card,
    "echo": talk.echo_card,
    "edited": talk.edited_card,
    "elsewhere": news.elsewhere_card,
    "foretold": news.foretold_card,
    "joined": talk.joined_card,
    "lapse": news.lapse_card,
    "late": news.late_card,
    "lead_brought_in": news.lead_brought_in_card,
    "made_good": lambda pen, _: news.made_good_card(pen),
    "new_owner": news.new_owner_card,
    "note": talk.note_card,
    "nudged": lambda pen, _: news.nudged_card(pen),
    "promise": news.promise_card,
    "promise_lapsed": news.promise_lapsed_card,
    "promise_reminder": news.promise_reminder_card,
    "question": talk.question_card,
    "question_reminder": lambda pen, _: talk.question_reminder_card(pen),
    "rated": news.rated_card,
    "reopened": lambda pen, _: news.reopened_card(pen),
    "resolved": ending.resolved_card,
    "said": talk.said_card,
    "split": news.split_card,
    "survey_reminder": lambda pen, _: ending.survey_reminder_card(pen),
    "taken": news.taken_card,
    "thanked": lambda pen, _: news.thanked_card(pen),
    "undone": talk.undone_card,
    "warned": news.warned_card,
}
KINDS = LIVING | frozenset(_CARDS)
