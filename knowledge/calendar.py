"""Business time: a department's open hours, and arithmetic over them. Pure; aware UTC datetimes only.

One rule decides everything: *a place is open while the clock on its wall shows a time inside one of the day's
frames, and the day is no holiday*. So an hour that does not exist (clocks go forward) is not worked, one that
happens twice (clocks go back) is worked twice, and a frame that starts inside a missing hour starts when the
clock jumps past it. A stretch includes its opening instant and excludes its closing one.

Each `WorkingHours` gets a table of its open stretches with the business time before each, a year at a time and
kept, so adding and measuring are two binary searches however long the span.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from msgspec import Struct

_DAY_S = 86_400
_SECOND_US = 1_000_000
_ONE_US = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.date().toordinal()
_FIRST_YEAR, _LAST_YEAR = 1902, 9998  # one year clear of what datetime can hold, and of zones before zones
_SEARCHED_YEARS = 3  # no opening for so long is none: holidays and days off do not repeat beyond that

Stretch = tuple[int, int]  # open from, until; microseconds since 1970


class NeverOpen(ValueError):
    """These hours have no open instant to be found, so the wait would be endless."""


class Frame(Struct, frozen=True, order=True):
    """An open stretch of a day, in seconds since local midnight (wall time); `end_s` may be 86 400."""

    start_s: int
    end_s: int


class HolidayPlace(Struct, frozen=True):
    """Whose public holidays count: codes of the `holidays` library."""

    country: str
    region: str = ""


class WorkingHours(Struct, frozen=True, kw_only=True, cache_hash=True):
    week: tuple[tuple[Frame, ...], ...]  # seven days, Monday first; frames in order, not overlapping
    zone: str  # IANA
    holidays: HolidayPlace | None = None
    days_off: frozenset[date] = frozenset()


def add_business(at: datetime, allowed: timedelta, hours: WorkingHours) -> datetime:
    """The first instant, not before `at`, by which `allowed` business time has passed.

    Asked while closed, the clock starts at the next opening. What is used up exactly at a closing stays there
    (and adding nothing to a closing instant stays there too). Raises NeverOpen when `hours` has not that much
    time to give, ValueError when `allowed` is negative.
    """
    start, wanted = _microseconds(at), allowed // _ONE_US
    if wanted < 0:
        raise ValueError("business time is added forwards only")
    book = _book(hours)
    table = book.covering(start)
    at_stretch = bisect_right(table.starts, start) - 1
    if wanted == 0:
        inside = at_stretch >= 0 and start <= table.ends[at_stretch]
        return _instant(start) if inside else next_opening(at, hours)
    target = table.elapsed(start, at_stretch) + wanted
    while target > table.total:
        table = book.grown(table)  # from the same first year, so what has elapsed stays true
    last = bisect_left(table.before, target) - 1
    return _instant(table.starts[last] + target - table.before[last])


def business_between(start: datetime, end: datetime, hours: WorkingHours) -> timedelta:
    """Business time from `start` to `end`; nothing where `end` is not after `start`."""
    first, last = _microseconds(start), _microseconds(end)
    if last <= first:
        return timedelta()
    table = _book(hours).covering(first, last)
    return timedelta(microseconds=table.elapsed_at(last) - table.elapsed_at(first))


def is_open(at: datetime, hours: WorkingHours) -> bool:
    return _book(hours).covering(_microseconds(at)).is_open(_microseconds(at))


def next_opening(at: datetime, hours: WorkingHours) -> datetime:
    """`at` itself where open then, else the next opening instant. Raises NeverOpen."""
    instant = _microseconds(at)
    book = _book(hours)
    table = book.covering(instant)
    if table.is_open(instant):
        return _instant(instant)
    while (following := bisect_left(table.starts, instant)) == len(table.starts):
        table = book.grown(table)
    return _instant(table.starts[following])


def opens_on(day: date, hours: WorkingHours) -> bool:
    """Whether the local `day` is a working day: a frame in its week, no holiday, no day off."""
    return bool(frames_on(day, hours))


def frames_on(day: date, hours: WorkingHours) -> tuple[Frame, ...]:
    """The frames of a local day; none on a holiday or day off."""
    if day in hours.days_off or (hours.holidays and day in public_holidays(hours.holidays, day.year)):
        return ()
    return hours.week[day.weekday()]


def opening_on(day: date, hours: WorkingHours) -> datetime | None:
    """The first open instant of a local day, None where it does not open."""
    stretches = _stretches_of_day(day, hours)
    return _instant(stretches[0][0]) if stretches else None


def closing_on(day: date, hours: WorkingHours) -> datetime | None:
    """The last closing instant of a local day (midnight at the latest), None where it does not open."""
    stretches = _stretches_of_day(day, hours)
    return _instant(stretches[-1][1]) if stretches else None


@lru_cache(maxsize=4096)
def public_holidays(place: HolidayPlace, year: int) -> frozenset[date]:
    """Raises LookupError for a country or region that the `holidays` library does not know."""
    try:
        return frozenset(holidays.country_holidays(place.country, subdiv=place.region or None, years=year))
    except NotImplementedError as error:
        raise LookupError(str(error)) from error


@lru_cache(maxsize=512)
def is_zone(name: str) -> bool:
    """Whether this machine knows the time zone: a platform or an administrator may name one that it does not."""
    try:
        ZoneInfo(name)
    # "America" is a folder of zones, and a path outside is a ValueError.
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return False
    return True


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


class _Table(NamedTuple):
    """Open stretches over whole UTC years. Never changed: a longer one takes its place."""

    first_year: int
    last_year: int
    since: int  # microseconds, as all below
    until: int
    starts: list[int]
    ends: list[int]
    before: list[int]  # business time before each stretch
    total: int

    def elapsed(self, instant: int, stretch: int) -> int:
        if stretch < 0:
            return 0
        return self.before[stretch] + min(instant, self.ends[stretch]) - self.starts[stretch]

    def elapsed_at(self, instant: int) -> int:
        return self.elapsed(instant, bisect_right(self.starts, instant) - 1)

    def is_open(self, instant: int) -> bool:
        stretch = bisect_right(self.starts, instant) - 1
        return stretch >= 0 and instant < self.ends[stretch]


class _Book:
    """The table of one `WorkingHours`, grown as it is asked for.

    Threads may grow it at once: each swaps in a whole table, so the worst is a year worked out twice.
    """

    def __init__(self, hours: WorkingHours) -> None:
        self.hours = hours
        self.table: _Table | None = None

    def covering(self, first: int, last: int | None = None) -> _Table:
        last = first if last is None else last
        table = self.table
        if table is not None and table.since < first and last < table.until:
            return table
        first_year, last_year = (
            _instant(first - 1).year,
            _instant(last).year + 1,
        )  # - 1: see a closing at new year
        if table is not None:
            first_year, last_year = min(first_year, table.first_year), max(last_year, table.last_year)
        return self._over(first_year, last_year)

    def grown(self, table: _Table) -> _Table:
        """A longer table than this one. Raises NeverOpen when the last years had not one open instant."""
        idle_years = _SEARCHED_YEARS * 366 * _DAY_S * _SECOND_US
        never = not table.ends or table.until - table.ends[-1] > idle_years
        if (never and table.last_year - table.first_year >= _SEARCHED_YEARS) or table.last_year >= _LAST_YEAR:
            raise NeverOpen(self.hours.zone)
        more = 1 if table.last_year - table.first_year < 4 else (table.last_year - table.first_year) // 2
        return self._over(table.first_year, min(table.last_year + more, _LAST_YEAR))

    def _over(self, first_year: int, last_year: int) -> _Table:
        if not _FIRST_YEAR <= first_year <= last_year <= _LAST_YEAR + 1:
            raise ValueError(f"Business time is kept from {_FIRST_YEAR} to {_LAST_YEAR}")
        years = range(first_year, last_year + 1)
        stretches = _joined(chain.from_iterable(_stretches_of_year(self.hours, year) for year in years))
        starts, ends = [start for start, _ in stretches], [end for _, end in stretches]
        sums = list(accumulate((end - start for start, end in stretches), initial=0))
        since, until = _new_year_s(first_year) * _SECOND_US, _new_year_s(last_year + 1) * _SECOND_US
        self.table = _Table(first_year, last_year, since, until, starts, ends, sums[:-1], sums[-1])
        return self.table


@lru_cache(maxsize=4096)
def _book(hours: WorkingHours) -> _Book:
    return _Book(hours)


@lru_cache(maxsize=4096)
def _stretches_of_year(hours: WorkingHours, year: int) -> tuple[Stretch, ...]:
    """Open stretches of one UTC year, in order, cut at its ends."""
    spells = _spells(hours.zone, _new_year_s(year), _new_year_s(year + 1))
    return tuple(stretch for spell in spells for stretch in _stretches_of_spell(hours, *spell))


def _stretches_of_day(day: date, hours: WorkingHours) -> list[Stretch]:
    midnight_s = (day.toordinal() - _EPOCH_DAY) * _DAY_S
    # No zone is more than a day away from UTC.
    spells = _spells(hours.zone, midnight_s - _DAY_S, midnight_s + 2 * _DAY_S)
    return _joined(
        stretch
        for since_s, until_s, offset_s in spells
        for stretch in _stretches_of_spell(
            hours, max(since_s, midnight_s - offset_s), min(until_s, midnight_s + _DAY_S - offset_s), offset_s
        )
    )


def _stretches_of_spell(hours: WorkingHours, since_s: int, until_s: int, offset_s: int) -> list[Stretch]:
    """Open stretches of a spell in which the wall clock is always UTC plus the offset."""
    stretches = []
    for day in range((since_s + offset_s) // _DAY_S, (until_s + offset_s - 1) // _DAY_S + 1):
        midnight_s = day * _DAY_S - offset_s
        for frame in frames_on(date.fromordinal(_EPOCH_DAY + day), hours):
            start_s, end_s = max(midnight_s + frame.start_s, since_s), min(midnight_s + frame.end_s, until_s)
            if start_s < end_s:
                stretches.append((start_s * _SECOND_US, end_s * _SECOND_US))
    return stretches


@lru_cache(maxsize=4096)
def _spells(zone: str, since_s: int, until_s: int) -> tuple[tuple[int, int, int], ...]:
    """The time between two instants, cut where the zone's offset changes: (since, until, offset), in seconds."""
    marks = [*range(since_s, until_s, _DAY_S), until_s]
    changes = [since_s]
    for before, after in pairwise(marks):
        if _offset_s(zone, before) != _offset_s(zone, after):
            changes.append(_change_between(zone, before, after))
    return tuple((start, end, _offset_s(zone, start)) for start, end in pairwise([*changes, until_s]))


def _change_between(zone: str, before: int, after: int) -> int:
    """The second from which the offset of `after` holds."""
    while after - before > 1:
        middle = (before + after) // 2
        if _offset_s(zone, middle) == _offset_s(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset_s(zone: str, instant_s: int) -> int:
    offset = (_EPOCH + timedelta(seconds=instant_s)).astimezone(zone_of(zone)).utcoffset()
    return offset.days * _DAY_S + offset.seconds if offset else 0


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Those that touch become one: midnight and new year do not close a place that stays open."""
    joined: list[Stretch] = []
    for start, end in stretches:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _new_year_s(year: int) -> int:
    return (date(year, 1, 1).toordinal() - _EPOCH_DAY) * _DAY_S


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // _ONE_US


def _instant(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
