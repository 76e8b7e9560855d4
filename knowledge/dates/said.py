"""What words say of a time, before anybody's hours are asked; and the shape of a language's grammar."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Part = Literal["first_thing", "morning", "lunch", "early_afternoon", "afternoon", "night", "end"]


_SPACE = re.compile(" *")
_MONTHS_AHEAD = 3  # further away the weekday is likelier a slip
_NAMED = re.compile(r"\(\?P<\w+>")
_SAME = re.compile(r"\(\?P=\w+\)")


class Said(Struct, frozen=True, kw_only=True):
    """Some of: days (the first and last one meant), a clock time or a part of the day, or a wait from now."""

    days: tuple[date, date] | None = None
    is_end: bool = False  # "end of the month": before it and by it are the same
    clock_min: int | None = None  # minutes after local midnight
    half_is_open: bool = False  # neither morning nor afternoon was said: 3 may be 15:00
    part: Part | None = None
    wait: timedelta | None = None
    wait_days: int | None = None  # whole days: due when that day ends
    wait_working_days: int | None = None


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], Said | None]]


class Grammar(Struct, frozen=True, kw_only=True, dict=True):
    """One language. Patterns read text without accents and capitals."""

    days: tuple[Rule, ...]
    times: tuple[Rule, ...]
    waits: tuple[Rule, ...]
    cores: frozenset[
        str
    ]  # whatever the rules read shows one of these words, or a number of one or two digits
    joint: re.Pattern[str]  # what may stand between a day and a time
    lead: re.Pattern[str]  # what may stand before either and says nothing ("a lo largo de")
    before: re.Pattern[str]  # "antes de"
    by: re.Pattern[str]  # "a más tardar": surely a wish
    for_: re.Pattern[str]  # "para": a wish unless it belongs to an event
    for_is_enough: bool  # else only after a need or a question ("the timesheet for Monday" is none)
    latest: re.Pattern[str]  # "como muy tarde", after the date
    need: re.Pattern[str]  # "la necesito", with what may stand between it and the date
    asks: re.Pattern[str]  # "podéis...": with a date at the end of its sentence
    starts: re.Pattern[str]  # the first word of whatever the rules could read
    events: re.Pattern[str]  # nouns whose date it is ("una cita"), at the end of what stands before
    denied: re.Pattern[str]  # what, before the date in its sentence, says that it is no wish
    gone: re.Pattern[str]  # what, right after the date, puts it in the past
    of: re.Pattern[str]  # what, right before the date, makes it a thing's ("la reunión del viernes")
    polite: re.Pattern[str]  # words around a date that add nothing

    @cached_property
    def beginning(self) -> re.Pattern[str]:
        """All rules as one, for a quick no: nearly everywhere in a text no date begins."""
        return _any_of(pattern for pattern, _ in (*self.days, *self.times, *self.waits))

    @cached_property
    def markers(self) -> re.Pattern[str]:
        """What may stand before a date and say that it is wished for, as one."""
        return _any_of((self.before, self.by, self.for_))

    @cached_property
    def marks(self) -> re.Pattern[str]:
        """Whatever a wish is known by, as one: most texts have none of it."""
        return _any_of((self.before, self.by, self.for_, self.need, self.latest, self.asks))


def _any_of(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """Where one of them matches; it says not which, nor what was found."""
    return re.compile("|".join(_NAMED.sub("(?:", _SAME.sub(".", pattern.pattern)) for pattern in patterns))


def read(grammar: Grammar, plain: str, start: int, today: date) -> tuple[Said, int] | None:
    """The longest date that begins at `start`, and where it ends."""
    found: list[tuple[int, Said]] = []
    for at in _distinct(start, _skip(grammar.lead, plain, start)):
        if grammar.beginning.match(plain, at) is None:
            continue
        found += _all(grammar.waits, plain, at, today)
        found += _sequences(grammar, plain, at, today, None)
    if not found:
        return None
    end, said = max(found, key=lambda one: one[0])
    return said, end


def _sequences(
    grammar: Grammar, plain: str, start: int, today: date, said: Said | None
) -> Iterator[tuple[int, Said]]:
    """A day, a time or both, in any order: "mañana", "a las 10 de mañana", "mañana por la mañana a las 10"."""
    for end, more in _all(grammar.days, plain, start, today) + _all(grammar.times, plain, start, today):
        together = more if said is None else _together(said, more)
        if together is None:
            continue
        yield end, together
        for following in _distinct(_skip(_SPACE, plain, end), _skip(grammar.joint, plain, end)):
            if following > end:
                yield from _sequences(grammar, plain, following, today, together)


def _all(rules: tuple[Rule, ...], plain: str, start: int, today: date) -> list[tuple[int, Said]]:
    found = []
    for pattern, build in rules:
        match = pattern.match(plain, start)
        said = build(match, today) if match else None
        if match and said:
            found.append((match.end(), said))
    return found


def _together(one: Said, other: Said) -> Said | None:
    """None where they say the same thing twice, or what cannot go together ("3 December" is no 3 o'clock)."""
    for field in ("days", "clock_min", "part"):
        if getattr(one, field) is not None and getattr(other, field) is not None:
            return None
    timed, parted = (one if one.clock_min is not None else other), (one if one.part else other)
    both = Said(
        days=one.days or other.days,
        is_end=one.is_end or other.is_end,
        clock_min=timed.clock_min,
        half_is_open=timed.half_is_open,
        part=parted.part,
    )
    if both.clock_min is None:
        return both
    if both.days and both.days[0] != both.days[1]:
        return None
    return _in_part(both) if both.part else both


def _in_part(said: Said) -> Said | None:
    """ "Tomorrow morning at 10", "esta tarde a las 5": the part says which half of the day is meant."""
    if said.part not in {"morning", "afternoon", "night"} or said.clock_min is None:
        return None
    is_late = said.half_is_open and said.part != "morning"
    return replace(said, part=None, half_is_open=False, clock_min=said.clock_min + 12 * 60 * is_late)


def _distinct(*places: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(places))


def _skip(pattern: re.Pattern[str], plain: str, start: int) -> int:
    match = pattern.match(plain, start)
    return match.end() if match else start


# -- days, for both languages ------------------------------------------------------------------------------


def one_day(day: date | None) -> Said | None:
    return Said(days=(day, day)) if day else None


def weekday_from(today: date, weekday: int, *, same_day: bool = False) -> date:
    """The next such weekday; today itself only with `same_day`."""
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead if ahead or same_day else 7)


def week_of(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def weekend_eve(today: date) -> Said:
    """The working week before the weekend that comes."""
    monday, _ = week_of(today if today.weekday() < 5 else today + timedelta(days=2))
    return Said(days=(monday, monday + timedelta(days=4)), is_end=True)


def month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def next_month(day: date) -> date:
    return month_of(day)[1] + timedelta(days=1)


def is_longer_than_a_week(said: Said) -> bool:
    return said.days is not None and said.days[1] - said.days[0] > timedelta(days=6) and not said.is_end


def quarter_of(day: date) -> tuple[date, date]:
    first = 3 * ((day.month - 1) // 3) + 1
    return date(day.year, first, 1), month_of(date(day.year, first + 2, 1))[1]


def coming_month(today: date, month: int) -> tuple[date, date]:
    """This year's month, or next year's where it is over."""
    year = today.year + (month < today.month)
    return month_of(date(year, month, 1))


def coming_day(today: date, day: int) -> date | None:
    """The next day of the month with that number, today included; None for a number no month has."""
    month = today.replace(day=1)
    for _ in range(3):
        if month <= today.replace(day=1) and day < today.day:
            month = next_month(month)
            continue
        if 1 <= day <= month_of(month)[1].day:
            return month.replace(day=day)
        month = next_month(month)
    return None


def coming_weekday(today: date, day: int, weekday: int) -> date | None:
    """ "Tuesday the 12th": of the months that come next the first in which that is so, else the next such day of a month."""
    month = today.replace(day=1)
    for _ in range(_MONTHS_AHEAD):
        found = month.replace(day=day) if 1 <= day <= month_of(month)[1].day else None
        if found is not None and found >= today and found.weekday() == weekday:
            return found
        month = next_month(month)
    return coming_day(today, day)


def coming_date(today: date, day: int, month: int, year: int | None = None) -> date | None:
    """A date said without its year is the next one; None for a day that does not exist."""
    if year is not None and year < 100:
        year += 2000
    for candidate in (year,) if year else range(today.year, today.year + 9):  # 29 February may be 8 years off
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def numeric_date(today: date, first: int, second: int, year: int | None) -> date | None:
    """Day first; month first only where nothing else can be meant."""
    return coming_date(today, first, second, year) or coming_date(today, second, first, year)


# -- times, for both languages -----------------------------------------------------------------------------


def clock(hour: int, minute: int = 0, half: str = "") -> Said | None:
    """`half` is "am", "pm" or nothing said. 12 am is midnight; 24:00 is the end of the day."""
    if half == "am" and hour == 12:
        hour = 0
    elif half == "pm" and hour < 12:
        hour += 12
    minutes = 60 * hour + minute
    if minute > 59 or not 0 <= minutes <= 1440:
        return None
    return Said(clock_min=minutes, half_is_open=not half and 1 <= hour < 12)
