"""How it ended, for the requester: what was done and by whom, one tap to rate it, one to say "not yet"."""

from bot.delivery.card import Block, Button, Card, Quote
from bot.delivery.cards.view import Pen
from bot.domain import events as e
from bot.domain.decide.ending import asks_how_it_was
from bot.domain.request import ref

OUTCOMES = ("exceeded", "met", "missed")


def resolved_card(pen: Pen, event: e.RequestResolved) -> Card:
    """A message of its own. Before tapping, the rater reads who sees it."""
    if event.how == "silence":
        return pen.card(
            "resolved", pen.says("resolved-silence"), pen.buttons(*_not_yet(pen), pen.button("want_person"))
        )
    name = pen.name(event.by)
    words = _words(pen)
    return pen.card(
        "resolved",
        pen.says("resolved", name=name),
        Quote(words) if words else None,
        *(_right_now(pen) if _complains(pen) else _rating(pen)),
    )


def survey_reminder_card(pen: Pen) -> Card:
    """The only one: it says so."""
    return pen.card("survey_reminder", pen.says("survey-reminder"), *_rating(pen)[1:])


def _complains(pen: Pen) -> bool:
    complaint = pen.request.complaint
    return complaint is not None and complaint.is_open


def _right_now(pen: Pen) -> list[Block | None]:
    """Of a complaint one thing is asked: whether it is right now."""
    return [
        pen.says("made-good-question"),
        pen.buttons(pen.button("made_good", primary=True), *_not_yet(pen)),
    ]


def resolved_now(pen: Pen) -> Card:
    """The requester's living card once it is resolved."""
    request = pen.request
    on = pen.clock.on(request.resolved_at or request.last_at)
    if request.by_article:
        return pen.card(
            "resolved_now",
            pen.says("resolved-article"),
            pen.buttons(*_not_yet(pen), pen.button("want_person")),
        )
    words = _words(pen)
    return pen.card(
        "resolved_now",
        pen.says("resolved-silence-now" if request.by_silence else "summary-resolved", on=on),
        Quote(words, who=pen.name(request.resolved_by)) if words else None,
        _rated(pen),
        pen.buttons(*_not_yet(pen), *([] if request.by_silence else _afterwards(pen))),
    )


def closed_card(pen: Pen) -> Card:
    request = pen.request
    on = pen.clock.on(request.closed_at or request.last_at)
    if request.status == "withdrawn":
        moved = request.moved_to
        said = pen.says("withdrawn-moved", to=ref(moved)) if moved else pen.says("withdrawn", on=on)
        return pen.card("closed", said)
    return pen.card(
        "closed",
        pen.says(_how_closed(pen), on=on),
        _rated(pen),
        pen.buttons(*_not_yet(pen), *_afterwards(pen)),
    )


def _how_closed(pen: Pen) -> str:
    if pen.request.unconfirmed:
        return "closed-unconfirmed"
    return "closed-silence" if pen.request.by_silence else "closed"


def complaint_card(pen: Pen, event: e.ComplaintRaised) -> Card:
    """An apology and no defence; who answers for it from now on, and by when they write."""
    name = pen.name(event.answerable)
    if event.for_information or (pen.request.complaint and pen.request.complaint.for_information):
        return pen.card(
            "complaint",
            pen.says("complaint-sorry"),
            pen.says("complaint-told", name=name),
            title=pen.request.ref,
        )
    clocks = (pen.request.next_response, pen.request.first_response)
    due = [clock.due for clock in clocks if clock is not None and clock.met_at is None]
    return pen.card(
        "complaint",
        pen.says("complaint-sorry"),
        pen.says("complaint-answers", name=name),
        pen.says("complaint-by", by=pen.clock.by(min(due))) if due and min(due) > pen.view.now else None,
        pen.buttons(pen.button("made_good"), pen.button("for_information"), pen.button("want_person")),
    )


def _words(pen: Pen) -> str:
    request = pen.request
    return pen.text(request.resolution_words) if request.resolution_words else ""


def _not_yet(pen: Pen) -> list[Button | None]:
    """Where nobody has answered anything, "not yet" would be said to nothing."""
    return [pen.button("reopen", label="button-reopen-needed" if pen.request.by_silence else "")]


def _rating(pen: Pen) -> list[Block | None]:
    if not pen.may("rate") or not asks_how_it_was(pen.request, pen.view.now):
        return [pen.buttons(*_not_yet(pen))]
    agreement = pen.view.directory.figures_by_person
    rates = [pen.button("rate", label=f"button-rate-{outcome}", outcome=outcome) for outcome in OUTCOMES]
    return [
        pen.buttons(*_not_yet(pen)),
        pen.says("rating-how"),
        pen.quietly("rating-who-sees"),
        pen.quietly("rating-agreement", agreement=agreement.name) if agreement else None,
        pen.buttons(*rates),
    ]


def _rated(pen: Pen) -> Block | None:
    rating = pen.request.rating
    if rating is None:
        return None
    return pen.quietly("rated-as", outcome=pen.say(f"outcome-{rating.outcome}"))


def _thanks(pen: Pen) -> list[Button | None]:
    """Before others only where the requester taps it, and never of what is confidential (law 10)."""
    rating = pen.request.rating
    if pen.request.confidential or rating is None or rating.outcome != "exceeded":
        return [pen.button("thank")]
    return [pen.button("thank"), pen.button("thank", label="button-thank-public", public="yes")]


def _afterwards(pen: Pen) -> list[Button | None]:
    request = pen.request
    complaint = request.complaint
    open_complaint = complaint is not None and complaint.is_open
    rating = request.rating
    more = None
    changes = pen.may("rate") and asks_how_it_was(request, pen.view.now)
    if rating is not None and rating.words is None and changes:
        more = Button(
            label=pen.say("button-rate-more"), verb="rate", form="rate", fields={"outcome": rating.outcome}
        )
    return [
        more,
        *([] if request.thanked or request.unanswered else _thanks(pen)),
        pen.button("made_good") if open_complaint else None,
        None if open_complaint or request.by_article else pen.button("complain"),
    ]
