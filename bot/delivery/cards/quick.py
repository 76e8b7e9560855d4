"""One tap that tells the requester by when, before a time lapses: two hours, the end of the day, tomorrow at ten."""

from datetime import datetime, timedelta

from bot.delivery.card import Block, Button
from bot.delivery.cards.view import Pen
from bot.domain.promises import corrects
from bot.domain.request import Delay
from knowledge.calendar import (
    NeverOpen,
    WorkingHours,
    add_business,
    closing_on,
    next_opening,
    zone_of,
)
from knowledge.when import promised

SOON = timedelta(hours=2)  # of business time
USUAL_DELAY: Delay = "longer"  # what one tap says of why; any other reason is a choice of the form
WORTH_PROMISING = timedelta(minutes=30)  # nearer than that it is answered, not promised


def quick_promises(pen: Pen) -> tuple[Block | None, ...]:
    """Nothing where this person cannot promise, or nobody knows when they work.

    One that puts off what was promised says so, and why; for another reason there is the form.
    """
    listed = pen.view.directory.people.get(pen.view.viewer)
    if listed is None or not pen.may("promise"):
        return ()
    promise = pen.request.promise
    if promise is None:
        return (pen.buttons(*(_promise(pen, due) for due in times(pen.view.now, listed.hours))),)
    later = times(max(pen.view.now, promise.due), listed.hours)
    taps = pen.buttons(*(_promise(pen, due, because=USUAL_DELAY) for due in later))
    return (pen.says("renew-in-one-tap"), taps) if taps is not None else ()


def said_back(pen: Pen) -> tuple[Block | None, ...]:
    """A time that was typed, as it was understood: what else it may have meant is one tap, any other the form."""
    promise, viewer, now = pen.request.promise, pen.view.viewer, pen.view.now
    if not corrects(promise, viewer, now) or not promise.others or not pen.may("promise"):
        return ()
    ahead = (due for due in promise.others if due > now)
    others = (_promise(pen, due, label="button-promise-meant", correction="yes") for due in ahead)
    another = pen.button("promise", label="button-promise-other")
    return (pen.says("promise-said-back", by=pen.clock.by(promise.due)), pen.buttons(*others, another))


def in_their_words(pen: Pen) -> tuple[Block | None, ...]:
    """A time that they have just written in an answer: one tap makes it a promise, and nothing does so by itself.

    Nothing where something is promised already: what puts it off says why.
    """
    request, listed = pen.request, pen.view.directory.people.get(pen.view.viewer)
    said, at = next(reversed(request.messages), None), request.answered_at
    if listed is None or said is None or at is None or said[1] != listed.id or request.promise is not None:
        return ()
    if not pen.may("promise"):
        return ()
    zone, language = listed.hours.zone, pen.view.language
    found = promised(pen.kept(said[0]), now=at, zone=zone, hours=listed.hours, language=language)
    if found is None or found.due <= pen.view.now:
        return ()
    return (pen.says("promise-in-words", by=pen.clock.by(found.due)), pen.buttons(_promise(pen, found.due)))


def not_by_the_wish(pen: Pen) -> tuple[Block | None, ...]:
    """One tap takes it and says honestly that it will not be by when they need it, with the next day's end instead.

    Nothing where they named no time, where it has passed, or where a later one is promised already. Where an earlier one is, it says why too.
    """
    request, listed = pen.request, pen.view.directory.people.get(pen.view.viewer)
    wish, promise = request.wanted_by, request.promise
    if listed is None or wish is None or wish <= pen.view.now or not pen.may("promise"):
        return ()
    if promise is not None and promise.due > wish:
        return ()
    try:
        due = closing_on(_next_day(wish, listed.hours).date(), listed.hours)
    except NeverOpen:
        return ()
    if due is None:
        return ()
    if promise is None:
        return (pen.says("not-by-then"), pen.buttons(_promise(pen, due)))
    return (pen.says("renew-not-by-then"), pen.buttons(_promise(pen, due, because=USUAL_DELAY)))


def times(now: datetime, hours: WorkingHours) -> tuple[datetime, ...]:
    """In the hours of who promises, the nearest first, none of them twice. Nothing for who never works."""
    try:
        soon = _rounded(add_business(now, SOON, hours))
        today, following = closing_on(_local(now, hours).date(), hours), _next_day(now, hours)
        at_ten = following.replace(hour=10, minute=0).astimezone(now.tzinfo)
    except NeverOpen:
        return ()
    found = (soon, today, max(at_ten, following.astimezone(now.tzinfo)))
    return tuple(sorted({at for at in found if at is not None and at - now >= WORTH_PROMISING}))


def _promise(pen: Pen, due: datetime, label: str = "button-promise-by", **more: str) -> Button:
    said = pen.say(label, by=pen.clock.by_briefly(due))
    return Button(label=said, verb="promise", fields={"due": due.isoformat(), **more})


def _rounded(at: datetime) -> datetime:
    """To the next quarter of an hour: nobody promises 16:07."""
    minutes = -(-(at.minute * 60 + at.second) // 900) * 15
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)


def _local(at: datetime, hours: WorkingHours) -> datetime:
    return at.astimezone(zone_of(hours.zone))


def _next_day(now: datetime, hours: WorkingHours) -> datetime:
    """The opening of the next day on which they work, on their own clock."""
    tomorrow = _local(now, hours).date() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone_of(hours.zone))
    return _local(next_opening(midnight.astimezone(now.tzinfo), hours), hours)
