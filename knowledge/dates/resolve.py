"""When that is which words say: from `Said` to an instant, by somebody's hours."""

from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from knowledge.calendar import (
    Frame,
    WorkingHours,
    closing_on,
    frames_on,
    is_open,
    opening_on,
    opens_on,
    zone_of,
)
from knowledge.dates.said import Said

_OFFICE = ((Frame(32_400, 64_800),),) * 5 + ((),) * 2  # where nobody's hours are known: 9 to 18
_LOOKED_BACK_DAYS = 14
_NIGHT_MIN, _LUNCH_MIN = 21 * 60, {"es": 14 * 60, "en": 12 * 60}
_CLOSED_DAY_END_MIN = 18 * 60


class Reckoning(Struct, frozen=True, kw_only=True, dict=True):
    """Whose clock and hours count. `on_closed_days` keeps a date on which nobody works: an owner may promise one."""

    now: datetime
    zone: str
    hours: WorkingHours
    language: str
    on_closed_days: bool = False

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(zone_of(self.zone)).date()


@lru_cache(maxsize=256)
def office_hours(zone: str) -> WorkingHours:
    return WorkingHours(week=_OFFICE, zone=zone)


def instant_of(said: Said, reckoning: Reckoning, *, before: bool = False) -> datetime | None:
    """UTC, always after now; None for what is over or cannot be. `before` a day is by its opening."""
    due = _due(said, reckoning, before=before)
    return due if due is not None and due > reckoning.now else None


def says_day_only(said: Said) -> bool:
    return said.clock_min is None and said.wait is None and said.part in {None, "end"}


def _due(said: Said, by: Reckoning, *, before: bool) -> datetime | None:
    if said.wait is not None:
        return by.now + said.wait
    if said.wait_working_days is not None:
        return _by_end_of(_working_day_after(by.today, said.wait_working_days, by.hours), by)
    if said.wait_days is not None:
        return _by_end_of(by.today + timedelta(days=said.wait_days), by)
    if said.clock_min is not None:
        return _at_clock(said, by)
    if said.part is not None:
        return _at_part(said, by)
    if said.days is None:
        return None
    first, last = said.days
    if before and not said.is_end:
        return _by_opening_of(first, by)
    return _by_end_of(_last_working_day(first, last, by), by)


def _by_end_of(day: date, by: Reckoning) -> datetime | None:
    """Its closing; closed all day, the closing before it, and where that is over, the day's own end."""
    closing = closing_on(day, by.hours)
    if closing is None and by.on_closed_days:
        closing = _local(day, _CLOSED_DAY_END_MIN, by)
    if closing is None:
        closing = _closing_before(day, by)
    if closing is None or closing <= by.now:
        closing = _local(day, 24 * 60, by) - timedelta(minutes=1)
    return closing


def _by_opening_of(day: date, by: Reckoning) -> datetime | None:
    return opening_on(day, by.hours) or _closing_before(day, by) or _local(day, 0, by)


def _closing_before(day: date, by: Reckoning) -> datetime | None:
    for days in range(1, _LOOKED_BACK_DAYS + 1):
        closing = closing_on(day - timedelta(days=days), by.hours)
        if closing is not None:
            return closing if closing > by.now else None
    return None


def _last_working_day(first: date, last: date, by: Reckoning) -> date:
    """Of a week or month; its very last day where none is one."""
    day = last
    while day >= max(first, by.today):
        if opens_on(day, by.hours):
            return day
        day -= timedelta(days=1)
    return last


def _working_day_after(day: date, count: int, hours: WorkingHours) -> date:
    for _ in range(7 * count + 60):
        if count <= 0:
            break
        day += timedelta(days=1)
        count -= opens_on(day, hours)
    return day


def _at_clock(said: Said, by: Reckoning) -> datetime | None:
    """At that time of the day said; without a day, today where it is still to come, else the next working day."""
    if said.days is not None:
        return _first_fitting(said, said.days[0], by)
    today = _first_fitting(said, by.today, by)
    if today is not None:
        return today
    return _first_fitting(said, _working_day_after(by.today, 1, by.hours), by)


def _first_fitting(said: Said, day: date, by: Reckoning) -> datetime | None:
    """Of 3:00 and 15:00, where either may be meant: the one in hours, else the one by day; never one that is over."""
    minutes = said.clock_min or 0
    if not said.half_is_open:
        at = _local(day, minutes, by)
        return at if at > by.now else None
    choices = [_local(day, minutes, by), _local(day, minutes + 12 * 60, by)]
    in_hours = [at for at in choices if is_open(at, by.hours) or is_open(at - timedelta(seconds=1), by.hours)]
    if not in_hours:
        in_hours = choices if minutes >= 8 * 60 else choices[::-1]
    return next((at for at in in_hours if at > by.now), None)


def _at_part(said: Said, by: Reckoning) -> datetime | None:
    day = said.days[0] if said.days else by.today
    if said.days and said.days[0] != said.days[1]:
        day = _last_working_day(*said.days, by)
    due = _part_of(day, said, by)
    if said.days is None and due <= by.now and said.part != "end":
        due = _part_of(_working_day_after(day, 1, by.hours), said, by)
    if due <= by.now and said.part == "end":  # what is left of the day
        due = _local(day, 24 * 60, by) - timedelta(minutes=1)
    return due


def _part_of(day: date, said: Said, by: Reckoning) -> datetime:
    opening, closing = opening_on(day, by.hours), closing_on(day, by.hours)
    lunch = _lunch(day, by)
    match said.part:
        case "first_thing":
            return (opening or _local(day, 9 * 60, by)) + timedelta(hours=1)
        case "morning" | "lunch":
            return lunch
        case "early_afternoon":
            return lunch + timedelta(hours=2)
        case "night":
            return _local(day, _NIGHT_MIN, by)
        case _:  # afternoon, end: by closing, and closed at noon on Fridays means that
            return closing or _local(day, _CLOSED_DAY_END_MIN, by)


def _lunch(day: date, by: Reckoning) -> datetime:
    """When the first of the day's frames ends, where there is a second; else when the language has lunch."""
    frames = frames_on(day, by.hours)
    if len(frames) > 1:
        midnight = _local(day, 0, replace(by, zone=by.hours.zone))
        return midnight + timedelta(seconds=frames[0].end_s)
    return _local(day, _LUNCH_MIN.get(by.language, 13 * 60), by)


def _local(day: date, minutes: int, by: Reckoning) -> datetime:
    day, minutes = day + timedelta(days=minutes // 1440), minutes % 1440
    wall = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=zone_of(by.zone))
    return wall.astimezone(UTC)
