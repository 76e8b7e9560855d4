"""Absences from a calendar file (.ics): from when until when, never why. Pure.

Out of office counts, and so does a whole day that blocks time; meetings, birthdays, what is tentative or cancelled do
not. What repeats is followed for a year. Titles, places and people in the file are never looked at.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

from msgspec import Struct

from knowledge.calendar import NeverOpen, WorkingHours, next_opening, zone_of

LARGEST_BYTES = 1_048_576
AHEAD = timedelta(days=366)
SHORTEST = timedelta(hours=4)  # a shorter one is an errand: nothing need pass on for it
MOST = 100  # spans of one person
_REPEATS = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_MOST_REPEATS = 5_000  # looked at, of one event: more than thirteen years of days
_NO_CALENDAR = "this is no calendar file (.ics)"
# What the library raises for a file or an event that it cannot make sense of.
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
_NO_ABSENCE = frozenset({"FREE", "TENTATIVE", "WORKINGELSEWHERE"})


class NotACalendar(ValueError):
    """The file is no calendar, or larger than one is."""


class Span(Struct, frozen=True, order=True):
    """Away from `since` until `until`, which is an opening in the person's own hours; UTC."""

    since: datetime
    until: datetime


def spans_in(data: bytes, hours: WorkingHours, now: datetime) -> tuple[Span, ...]:
    """Absences that are not over, in order; those that touch or overlap are one. Raises NotACalendar."""
    found = sorted(
        span for event in _events(data) for span in _absences(event, hours, now) if span.until > now
    )
    return tuple(islice(_joined(found), MOST))


def _absences(event: Any, hours: WorkingHours, now: datetime) -> list[Span]:
    """None of an event that makes no sense: the others still count."""
    try:
        return list(_spans(event, hours, now)) if _is_absence(event) else []
    except _UNREADABLE:
        return []


def _events(data: bytes) -> list[Any]:
    import icalendar  # here, not above: only who reads a calendar waits for it

    if len(data) > LARGEST_BYTES:
        raise NotACalendar("the file is larger than 1 MiB")
    try:
        calendars = icalendar.Calendar.from_ical(data, multiple=True)
        whole = [calendar for calendar in calendars if calendar.name == "VCALENDAR"]
        if whole:
            return [event for calendar in whole for event in calendar.walk("VEVENT")]
    except _UNREADABLE as error:
        raise NotACalendar(_NO_CALENDAR) from error
    raise NotACalendar(_NO_CALENDAR)


def _is_absence(event: Any) -> bool:
    if "DTSTART" not in event or str(event.get("STATUS", "")).upper() in ("CANCELLED", "TENTATIVE"):
        return False
    busy = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    if busy == "OOF":
        return True
    blocks = busy not in _NO_ABSENCE and str(event.get("TRANSP", "")).upper() != "TRANSPARENT"
    return blocks and not isinstance(event["DTSTART"].dt, datetime)


def _spans(event: Any, hours: WorkingHours, now: datetime) -> Iterator[Span]:
    start, length = event["DTSTART"].dt, _length(event)
    if length < SHORTEST:
        return
    for begins in _repeated(event, start, now - length - timedelta(days=1)):
        since = _instant(begins, hours)
        yield Span(since, _return(_instant(begins + length, hours), hours))


def _length(event: Any) -> timedelta:
    """A whole day where only a day is named."""
    start: date | datetime = event["DTSTART"].dt
    if "DTEND" in event and isinstance(event["DTEND"].dt, datetime) == isinstance(start, datetime):
        length: timedelta = event["DTEND"].dt - start
        return length
    if "DURATION" in event:
        duration: timedelta = event["DURATION"].dt
        return duration
    return timedelta() if isinstance(start, datetime) else timedelta(days=1)


def _repeated(event: Any, start: date | datetime, after: datetime) -> Iterable[date | datetime]:
    """Every beginning that matters; of a rule that cannot be read, the first alone.

    Repeated by the clock on the wall where the event is, so that nine stays nine when the clocks change.
    """
    rule = event.get("RRULE")
    if (
        rule is None
        or isinstance(rule, list)
        or not _REPEATS.issuperset(map(str.upper, rule.get("FREQ", [""])))
    ):
        return (start,)
    from dateutil.rrule import rrulestr

    zone = start.tzinfo if isinstance(start, datetime) else None
    since = _wall(after, zone)
    try:
        repeats: Iterable[datetime] = rrulestr(_rule(rule, zone), dtstart=_wall(start, zone))
        left_out = {_wall(day, zone) for day in _exceptions(event)}
        found = [one for one in islice(repeats, _MOST_REPEATS) if since <= one <= since + AHEAD]
    except (ValueError, TypeError):
        return (start,)
    wanted = [one for one in found if one not in left_out]
    return (
        [one.replace(tzinfo=zone) for one in wanted]
        if isinstance(start, datetime)
        else [d.date() for d in wanted]
    )


def _wall(at: date | datetime, zone: tzinfo | None) -> datetime:
    """What a clock on the wall there shows; of a day, its midnight."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time())
    return (at.astimezone(zone) if zone is not None and at.tzinfo is not None else at).replace(tzinfo=None)


def _rule(rule: Any, zone: tzinfo | None) -> str:
    """Without a zone; an end that is a bare day is the end of that day."""
    text: str = rule.to_ical().decode()
    parts = [part for part in text.split(";") if not part.startswith("UNTIL=")]
    until = rule.get("UNTIL", [None])[0]
    if until is not None:
        last = _wall(until, zone) + (
            timedelta() if isinstance(until, datetime) else timedelta(days=1, seconds=-1)
        )
        parts.append(f"UNTIL={last:%Y%m%dT%H%M%S}")
    return ";".join(parts)


def _exceptions(event: Any) -> Iterator[date | datetime]:
    found = event.get("EXDATE")
    for one in found if isinstance(found, list) else [found] if found is not None else []:
        yield from (entry.dt for entry in one.dts)


def _instant(day: date | datetime, hours: WorkingHours) -> datetime:
    """A day begins at midnight where the person works; a time without a zone is their own."""
    zone = zone_of(hours.zone)
    if not isinstance(day, datetime):
        day = datetime.combine(day, time(), zone)
    return (day if day.tzinfo is not None else day.replace(tzinfo=zone)).astimezone(zone_of("UTC"))


def _return(end: datetime, hours: WorkingHours) -> datetime:
    try:
        return next_opening(end, hours)
    except NeverOpen:
        return end


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Two weeks of holidays are one absence: nobody is back for the weekend between them."""
    current: Span | None = None
    for span in spans:
        if current is not None and span.since <= current.until:
            current = Span(current.since, max(current.until, span.until))
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current
