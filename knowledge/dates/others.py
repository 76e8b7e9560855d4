"""What else the same words may have meant: what somebody who was misread most likely wants instead, one tap away."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from knowledge.calendar import NeverOpen, add_business, opens_on, zone_of
from knowledge.dates.resolve import Reckoning, instant_of, says_day_only
from knowledge.dates.said import Part, Said

MOST = 3
_LOOKED_AHEAD_DAYS = 60
_BY_DAY = range(7, 22)  # nobody promises four in the morning
_PARTS: tuple[Part, ...] = ("first_thing", "lunch", "afternoon")


def other_readings(said: Said, due: datetime, by: Reckoning) -> tuple[datetime, ...]:
    """At most three, the nearest first: all after now, none of them `due`. Nothing where only one can be meant."""
    found = (at for at in _readings(said, due, by) if at is not None and at > by.now and at != due)
    return tuple(sorted(list(dict.fromkeys(found))[:MOST]))


def _readings(said: Said, due: datetime, by: Reckoning) -> Iterator[datetime | None]:
    """The likeliest first."""
    if said.wait is not None:
        yield _in_hours(said.wait, by)
        return
    if said.half_is_open:
        yield _other_half(due, by)
    day = due.astimezone(zone_of(by.zone)).date()
    if said.days is None and not said.wait_days and not said.wait_working_days:
        yield instant_of(replace(said, days=_only(_working_day_after(day, by))), by)
    elif says_day_only(said):
        yield from (instant_of(Said(days=_only(day), part=part), by) for part in _PARTS)
    elif said.days is not None and (day - by.today).days in range(2, 8):
        yield instant_of(replace(said, days=_only(day + timedelta(days=7))), by)


def _in_hours(wait: timedelta, by: Reckoning) -> datetime | None:
    """ "In five hours", of those that they work; None for who never does."""
    try:
        return add_business(by.now, wait, by.hours)
    except NeverOpen:
        return None


def _working_day_after(day: date, by: Reckoning) -> date:
    ahead = (day + timedelta(days=n) for n in range(1, _LOOKED_AHEAD_DAYS))
    return next((one for one in ahead if opens_on(one, by.hours)), day + timedelta(days=1))


def _only(day: date) -> tuple[date, date]:
    return day, day


def _other_half(due: datetime, by: Reckoning) -> datetime | None:
    """Of the same day; None where nobody would mean it."""
    here = due.astimezone(zone_of(by.zone))
    hour = (here.hour + 12) % 24
    return here.replace(hour=hour).astimezone(UTC) if hour in _BY_DAY else None
