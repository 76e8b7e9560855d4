"""Business time against a calculator that anybody can check: it looks at the wall clock minute by minute."""

import random
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from time import thread_time
from zoneinfo import ZoneInfo

import holidays as holiday_library
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.calendar import (
    Frame,
    HolidayPlace,
    NeverOpen,
    WorkingHours,
    add_business,
    business_between,
    closing_on,
    is_open,
    next_opening,
    opening_on,
    opens_on,
    public_holidays,
)
from tests.bench.calendar import HOURS, SPANS, per_second
from tests.samples import sample

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def frame(start: str, end: str) -> Frame:
    def seconds(wall: str) -> int:
        hours, minutes = wall.split(":")
        return int(hours) * 3600 + int(minutes) * 60

    return Frame(seconds(start), seconds(end))


def week(weekdays: str, *frames: tuple[str, str], weekend: tuple[tuple[str, str], ...] = ()) -> WorkingHours:
    """Hours from Monday to Friday in the zone `weekdays`."""
    working, resting = tuple(frame(*f) for f in frames), tuple(frame(*f) for f in weekend)
    return WorkingHours(week=(working,) * 5 + (resting,) * 2, zone=weekdays)


def local(zone: str, year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


NINE_TO_FIVE = week("Europe/Madrid", ("09:00", "17:00"))
SPLIT_SHIFT = week("Europe/Madrid", ("09:00", "14:00"), ("15:30", "18:30"), weekend=(("10:00", "12:00"),))
NIGHT_SHIFT = week(
    "America/St_Johns",
    ("00:00", "06:00"),
    ("22:00", "24:00"),
    weekend=(("00:00", "06:00"), ("22:00", "24:00")),
)
DAY_AND_NIGHT = week("Europe/Madrid", ("00:00", "24:00"), weekend=(("00:00", "24:00"),))

PLACES = (
    ("Europe/Madrid", HolidayPlace("ES", "MD")),
    ("America/Mexico_City", HolidayPlace("MX")),
    ("Asia/Kolkata", HolidayPlace("IN", "MH")),
    ("Australia/Lord_Howe", HolidayPlace("AU", "NSW")),  # changes its clocks by half an hour
    ("America/St_Johns", HolidayPlace("CA", "NL")),  # UTC -3:30 and -2:30
    ("Asia/Kathmandu", None),  # UTC +5:45
    ("Europe/London", HolidayPlace("GB", "ENG")),
    ("America/New_York", HolidayPlace("US", "NY")),
)


# -- the calculator that is obviously right ----------------------------------------------------------------


@lru_cache(maxsize=4096)
def slow_holidays(place: HolidayPlace, year: int) -> frozenset[date]:
    return frozenset(holiday_library.country_holidays(place.country, subdiv=place.region or None, years=year))


def slow_is_open(at: datetime, hours: WorkingHours) -> bool:
    wall = at.astimezone(ZoneInfo(hours.zone))
    if wall.date() in hours.days_off:
        return False
    if hours.holidays and wall.date() in slow_holidays(hours.holidays, wall.year):
        return False
    second = wall.hour * 3600 + wall.minute * 60 + wall.second
    return any(f.start_s <= second < f.end_s for f in hours.week[wall.weekday()])


def slow_add(at: datetime, allowed: timedelta, hours: WorkingHours) -> datetime:
    """Walks from minute to minute. Nothing opens or closes inside one: all frames begin on whole minutes."""
    left = allowed
    while True:
        next_minute = at.replace(second=0, microsecond=0) + MINUTE
        if slow_is_open(at, hours):
            step = min(left, next_minute - at)
            left -= step
            if not left:
                return at + step
        at = next_minute


def slow_between(start: datetime, end: datetime, hours: WorkingHours) -> timedelta:
    passed = timedelta()
    while start < end:
        next_minute = min(start.replace(second=0, microsecond=0) + MINUTE, end)
        if slow_is_open(start, hours):
            passed += next_minute - start
        start = next_minute
    return passed


# -- random cases ------------------------------------------------------------------------------------------


def random_frames(pick: random.Random) -> tuple[Frame, ...]:
    """Up to three frames a day, to the minute, some of them across the hours in which clocks change."""
    count = pick.choice((0, 1, 1, 1, 2, 2, 3))
    step = pick.choice((60, 900, 1800))
    marks = sorted(pick.sample(range(0, 86_401, step), count * 2))
    return tuple(Frame(start, end) for start, end in zip(marks[::2], marks[1::2], strict=True))


def random_hours(pick: random.Random, year: int) -> WorkingHours:
    zone, place = pick.choice(PLACES)
    days = [random_frames(pick) for _ in range(7)]
    days[pick.randrange(7)] = (Frame(pick.choice((0, 7200, 9000, 32_400)), 61_200),)
    first = date(year, 1, 1).toordinal()
    return WorkingHours(
        week=tuple(days),
        zone=zone,
        holidays=pick.choice((place, place, None)),
        days_off=frozenset(date.fromordinal(first + pick.randrange(365)) for _ in range(pick.randrange(20))),
    )


@lru_cache(maxsize=512)
def clock_changes(zone: str, year: int) -> tuple[datetime, ...]:
    hours = (datetime(year, 1, 1, tzinfo=UTC) + n * HOUR for n in range(366 * 24))
    offset = {at: at.astimezone(ZoneInfo(zone)).utcoffset() for at in hours}
    return tuple(at for at in offset if at - HOUR in offset and offset[at] != offset[at - HOUR])


def random_instant(pick: random.Random, hours: WorkingHours, year: int) -> datetime:
    """Anywhere in the year, but often just before the clocks change, 29 February or new year."""
    marks = [
        *clock_changes(hours.zone, year),
        datetime(year, 3, 1, tzinfo=UTC),
        datetime(year, 12, 31, tzinfo=UTC),
    ]
    if pick.random() < 0.6:
        return pick.choice(marks) - timedelta(seconds=pick.randrange(3 * 86_400))
    return datetime(year, 1, 1, tzinfo=UTC) + timedelta(seconds=pick.randrange(365 * 86_400))


def random_cases(count: int, seed: int) -> list[tuple[WorkingHours, datetime, timedelta]]:
    pick = random.Random(seed)
    cases = []
    while len(cases) < count:
        year = pick.choice((2023, 2024, 2025, 2026, 2027, 2028))
        hours = random_hours(pick, year)
        # Several questions of one table, as in life.
        for _ in range(4):
            longest_s = pick.choice((60, 3_600, 8 * 3_600, 30 * 3_600))
            allowed = timedelta(seconds=pick.randrange(1, longest_s))
            cases.append((hours, random_instant(pick, hours, year), allowed))
    return cases[:count]


def test_adding_equals_walking_the_wall_clock_minute_by_minute():
    for hours, at, allowed in random_cases(sample(300, 10_000), seed=1):
        assert add_business(at, allowed, hours) == slow_add(at, allowed, hours), (hours, at, allowed)


def test_measuring_equals_walking_the_wall_clock_minute_by_minute():
    for hours, at, allowed in random_cases(sample(300, 10_000), seed=2):
        end = at + 4 * allowed
        assert business_between(at, end, hours) == slow_between(at, end, hours), (hours, at, end)


def test_open_or_not_equals_the_wall_clock_at_every_minute_of_the_days_around_a_clock_change():
    for hours, *_ in random_cases(sample(80, 800), seed=3):
        for change in clock_changes(hours.zone, 2026):
            for minute in range(-300, 300):
                at = change + minute * MINUTE
                assert is_open(at, hours) == slow_is_open(at, hours), (hours, at)


def test_the_random_cases_do_cover_what_is_hard():
    cases = random_cases(300, seed=1)
    assert {hours.zone for hours, *_ in cases} == {zone for zone, _ in PLACES}
    assert sum(len(frames) > 1 for hours, *_ in cases for frames in hours.week) > 100
    across = [(at, add_business(at, allowed, hours), hours) for hours, at, allowed in cases]
    forwards = backwards = leap_days = 0
    for at, due, hours in across:
        before, after = (t.astimezone(ZoneInfo(hours.zone)).utcoffset() for t in (at, due))
        forwards += after > before
        backwards += after < before
        leap_days += any(at.date() <= date(year, 2, 29) <= due.date() for year in (2024, 2028))
    assert min(forwards, backwards, leap_days) >= 5


# -- what must hold for all -------------------------------------------------------------------------------

seeds = st.integers(0, 2**32 - 1)
seconds = st.integers(0, 40 * 3600).map(lambda n: timedelta(seconds=n))


def drawn(seed: int) -> tuple[WorkingHours, datetime]:
    pick = random.Random(seed)
    hours = random_hours(pick, 2026)
    return hours, random_instant(pick, hours, 2026)


@settings(max_examples=sample(100, 5_000), deadline=None)
@given(seeds, seconds)
def test_measuring_what_was_added_gives_it_back(seed, allowed):
    hours, at = drawn(seed)
    assert business_between(at, add_business(at, allowed, hours), hours) == allowed


@settings(max_examples=sample(100, 5_000), deadline=None)
@given(seeds, seconds)
def test_adding_what_was_measured_reaches_an_open_end_again(seed, wait):
    hours, at = drawn(seed)
    end = next_opening(at + wait, hours) + MINUTE
    if slow_is_open(end - timedelta(seconds=1), hours):
        assert add_business(at, business_between(at, end, hours), hours) == end


@settings(max_examples=sample(100, 5_000), deadline=None)
@given(seeds, seconds, seconds)
def test_in_two_steps_or_in_one_the_result_is_the_same(seed, first, second):
    hours, at = drawn(seed)
    in_two = add_business(add_business(at, first, hours), second, hours)
    assert in_two == add_business(at, first + second, hours)


@settings(max_examples=sample(100, 5_000), deadline=None)
@given(seeds, seconds, seconds, seconds)
def test_asked_later_is_due_no_earlier_and_allowed_longer_is_due_no_earlier(seed, wait, allowed, more):
    hours, at = drawn(seed)
    due = add_business(at, allowed, hours)
    assert at <= due
    assert due <= add_business(at + wait, allowed, hours)
    assert due <= add_business(at, allowed + more, hours)


@settings(max_examples=sample(100, 5_000), deadline=None)
@given(seeds, seconds, seconds)
def test_a_span_measured_in_two_parts_is_the_span(seed, first, second):
    hours, at = drawn(seed)
    middle, end = at + first, at + first + second
    parts = business_between(at, middle, hours) + business_between(middle, end, hours)
    assert parts == business_between(at, end, hours) <= end - at


@settings(max_examples=sample(50, 2_000), deadline=None)
@given(seeds)
def test_up_to_the_next_opening_nothing_is_open_and_from_it_on_time_counts(seed):
    hours, at = drawn(seed)
    opening = next_opening(at, hours)
    assert at <= opening
    assert is_open(opening, hours)
    assert business_between(at, opening, hours) == timedelta()
    end = opening + MINUTE
    assert (business_between(opening, end, hours) == MINUTE) == slow_is_open(
        end - timedelta(seconds=1), hours
    )


# -- as it happens in the chat ----------------------------------------------------------------------------


def test_asked_on_friday_at_half_past_four_with_an_hour_it_is_due_on_monday_at_half_past_nine():
    friday = local("Europe/Madrid", 2026, 11, 20, 16, 30)
    assert add_business(friday, HOUR, NINE_TO_FIVE) == local("Europe/Madrid", 2026, 11, 23, 9, 30)


def test_asked_at_night_the_clock_starts_at_the_next_opening():
    night = local("Europe/Madrid", 2026, 11, 24, 3, 12)
    assert add_business(night, HOUR, NINE_TO_FIVE) == local("Europe/Madrid", 2026, 11, 24, 10)
    assert add_business(night, timedelta(), NINE_TO_FIVE) == local("Europe/Madrid", 2026, 11, 24, 9)


def test_what_is_used_up_at_closing_stays_there():
    four = local("Europe/Madrid", 2026, 11, 20, 16)
    closing = local("Europe/Madrid", 2026, 11, 20, 17)
    assert add_business(four, HOUR, NINE_TO_FIVE) == closing
    assert add_business(closing, timedelta(), NINE_TO_FIVE) == closing
    assert add_business(four, HOUR + MINUTE, NINE_TO_FIVE) == local("Europe/Madrid", 2026, 11, 23, 9, 1)


def test_a_lunch_break_is_no_business_time():
    before_lunch = local("Europe/Madrid", 2026, 11, 24, 13, 50)
    assert add_business(before_lunch, 20 * MINUTE, SPLIT_SHIFT) == local(
        "Europe/Madrid", 2026, 11, 24, 15, 40
    )
    after_lunch = local("Europe/Madrid", 2026, 11, 24, 16)
    assert business_between(before_lunch, after_lunch, SPLIT_SHIFT) == 40 * MINUTE


def test_a_department_closed_for_three_weeks_in_august_answers_after_them():
    closed = frozenset(date(2026, 8, day) for day in range(3, 22))
    hours = WorkingHours(week=NINE_TO_FIVE.week, zone="Europe/Madrid", days_off=closed)
    asked = local("Europe/Madrid", 2026, 7, 31, 16)
    assert add_business(asked, 4 * HOUR, hours) == local("Europe/Madrid", 2026, 8, 24, 12)
    assert business_between(asked, local("Europe/Madrid", 2026, 8, 23, 12), hours) == HOUR
    assert next_opening(local("Europe/Madrid", 2026, 8, 5, 10), hours) == local(
        "Europe/Madrid", 2026, 8, 24, 9
    )


def test_a_public_holiday_of_the_region_is_closed_there_and_open_elsewhere():
    san_isidro_eve = local("Europe/Madrid", 2026, 4, 30, 16)
    madrid = WorkingHours(week=NINE_TO_FIVE.week, zone="Europe/Madrid", holidays=HolidayPlace("ES", "MD"))
    galicia = WorkingHours(week=NINE_TO_FIVE.week, zone="Europe/Madrid", holidays=HolidayPlace("ES", "GA"))
    assert next_opening(san_isidro_eve + 2 * HOUR, madrid) == local("Europe/Madrid", 2026, 5, 4, 9)
    assert opens_on(date(2026, 7, 24), madrid)
    assert not opens_on(date(2026, 5, 1), madrid)
    assert public_holidays(HolidayPlace("ES", "MD"), 2026) != public_holidays(HolidayPlace("ES", "GA"), 2026)
    assert date(2026, 4, 2) in public_holidays(HolidayPlace("ES", "GA"), 2026)
    assert opens_on(date(2026, 3, 2), galicia)


def test_an_unknown_country_or_region_is_told():
    for place in (HolidayPlace("XX"), HolidayPlace("ES", "ZZ")):
        with pytest.raises(LookupError, match=place.region or place.country):
            public_holidays(place, 2026)


def test_a_request_handed_over_across_time_zones_counts_the_hours_of_each_department():
    """Madrid has it from 16:00 to 16:30 there; Mexico City, just opened, needs two hours of its own."""
    mexico = week("America/Mexico_City", ("09:00", "18:00"))
    asked = local("Europe/Madrid", 2026, 11, 24, 16)
    handed_over = asked + 30 * MINUTE
    assert business_between(asked, handed_over, NINE_TO_FIVE) == 30 * MINUTE
    assert business_between(asked, handed_over, mexico) == 30 * MINUTE  # 9:00 there
    assert add_business(handed_over, 2 * HOUR, mexico) == local("America/Mexico_City", 2026, 11, 24, 11, 30)
    assert add_business(handed_over, 2 * HOUR, NINE_TO_FIVE) == local("Europe/Madrid", 2026, 11, 25, 10, 30)


def test_an_hour_that_does_not_exist_is_not_worked():
    sunday = date(2026, 3, 29)  # 02:00 becomes 03:00
    early = WorkingHours(week=((frame("01:00", "05:00"),),) * 7, zone="Europe/Madrid")
    assert business_between(opening_on(sunday, early), closing_on(sunday, early), early) == 3 * HOUR
    only_then = WorkingHours(week=((frame("02:00", "03:00"),),) * 7, zone="Europe/Madrid")
    assert opening_on(sunday, only_then) is None
    astride = WorkingHours(week=((frame("02:30", "05:00"),),) * 7, zone="Europe/Madrid")
    assert opening_on(sunday, astride) == local("Europe/Madrid", 2026, 3, 29, 3)


def test_an_hour_that_happens_twice_is_worked_twice():
    sunday = date(2026, 10, 25)  # 03:00 becomes 02:00
    early = WorkingHours(week=((frame("01:00", "05:00"),),) * 7, zone="Europe/Madrid")
    assert business_between(opening_on(sunday, early), closing_on(sunday, early), early) == 5 * HOUR
    only_then = WorkingHours(week=((frame("02:00", "02:30"),),) * 7, zone="Europe/Madrid")
    first = opening_on(sunday, only_then)
    assert business_between(first, closing_on(sunday, only_then), only_then) == HOUR
    assert is_open(first + 29 * MINUTE, only_then)
    assert not is_open(first + 30 * MINUTE, only_then)
    assert next_opening(first + 30 * MINUTE, only_then) == first + HOUR


def test_half_an_hour_of_clock_change_is_half_an_hour_of_business_time():
    lord_howe = week("Australia/Lord_Howe", ("00:00", "24:00"), weekend=(("00:00", "24:00"),))
    start = local("Australia/Lord_Howe", 2026, 4, 5)
    assert business_between(start, local("Australia/Lord_Howe", 2026, 4, 6), lord_howe) == timedelta(
        hours=24.5
    )


def test_the_29th_of_february_is_a_day_like_any_other():
    saturday_to_tuesday = local("Europe/Madrid", 2024, 2, 28, 16)
    assert add_business(saturday_to_tuesday, 9 * HOUR, NINE_TO_FIVE) == local(
        "Europe/Madrid", 2024, 2, 29, 17
    )
    assert add_business(saturday_to_tuesday, 10 * HOUR, NINE_TO_FIVE) == local(
        "Europe/Madrid", 2024, 3, 1, 10
    )


def test_midnight_and_new_year_close_nobody_who_works_through_them():
    evening = local("America/St_Johns", 2026, 12, 31, 23)
    morning = local("America/St_Johns", 2027, 1, 1, 6)
    assert business_between(evening, morning, NIGHT_SHIFT) == morning - evening
    assert not is_open(morning, NIGHT_SHIFT)
    assert add_business(evening, 8 * HOUR, NIGHT_SHIFT) == local("America/St_Johns", 2027, 1, 1, 23)


def test_a_closing_at_the_utc_new_year_stays_there():
    mexico = WorkingHours(week=((frame("09:00", "18:00"),),) * 7, zone="America/Mexico_City")
    closing = datetime(2027, 1, 1, tzinfo=UTC)  # 18:00 there
    assert add_business(closing - HOUR, HOUR, mexico) == closing
    assert add_business(closing, timedelta(), mexico) == closing
    assert not is_open(closing, mexico)


def test_nobody_waits_for_a_department_that_never_opens():
    never = WorkingHours(week=((),) * 7, zone="Europe/Madrid")
    at = local("Europe/Madrid", 2026, 11, 24)
    for ask in (
        lambda: add_business(at, HOUR, never),
        lambda: add_business(at, timedelta(), never),
        lambda: next_opening(at, never),
    ):
        with pytest.raises(NeverOpen):
            ask()
    assert business_between(at, at + 900 * DAY, never) == timedelta()
    assert not is_open(at, never)
    assert closing_on(at.date(), never) is None


def test_an_hour_a_year_is_found_however_far_it_lies():
    """Only Sundays, in a country whose Sundays are holidays by law, save none: never. One Monday a year: found."""
    all_off = frozenset(
        date.fromordinal(n) for n in range(date(2026, 1, 1).toordinal(), date(2028, 6, 1).toordinal())
    )
    rare = WorkingHours(week=((frame("09:00", "10:00"),), *((),) * 6), zone="Europe/Madrid", days_off=all_off)
    at = local("Europe/Madrid", 2026, 1, 1)
    assert next_opening(at, rare) == local("Europe/Madrid", 2028, 6, 5, 9)
    assert add_business(at, 100 * HOUR, rare) == local("Europe/Madrid", 2030, 4, 29, 10)


def test_a_place_open_day_and_night_has_no_closing():
    at = local("Europe/Madrid", 2026, 11, 24, 10)
    assert add_business(at, 72 * HOUR, DAY_AND_NIGHT) == at + 72 * HOUR
    assert is_open(at, DAY_AND_NIGHT)
    assert closing_on(date(2026, 11, 24), DAY_AND_NIGHT) == local("Europe/Madrid", 2026, 11, 25)


def test_nothing_passes_between_an_instant_and_an_earlier_one():
    at = local("Europe/Madrid", 2026, 11, 24, 10)
    assert business_between(at, at, NINE_TO_FIVE) == timedelta()
    assert business_between(at, at - DAY, NINE_TO_FIVE) == timedelta()


def test_business_time_is_not_added_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_business(local("Europe/Madrid", 2026, 11, 24), -HOUR, NINE_TO_FIVE)


def test_a_time_without_a_zone_is_refused():
    naive = datetime.combine(date(2026, 11, 24), time(10))
    with pytest.raises(TypeError):
        add_business(naive, HOUR, NINE_TO_FIVE)


def test_the_answer_does_not_depend_on_what_was_asked_before():
    hours = WorkingHours(week=SPLIT_SHIFT.week, zone="Europe/Madrid", holidays=HolidayPlace("ES", "MD"))
    at = local("Europe/Madrid", 2031, 5, 4, 11)
    fresh = add_business(at, 3 * HOUR, hours)
    for year in (2024, 2040, 2019):
        add_business(local("Europe/Madrid", year, 2, 3), 2_000 * HOUR, hours)
    assert add_business(at, 3 * HOUR, hours) == fresh


def test_results_are_in_utc_whatever_the_zone_asked_in():
    at = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("America/Mexico_City"))
    for result in (
        add_business(at, HOUR, NINE_TO_FIVE),
        add_business(at, timedelta(), DAY_AND_NIGHT),
        next_opening(at, DAY_AND_NIGHT),
    ):
        assert result.tzinfo is UTC


# -- what it costs ----------------------------------------------------------------------------------------


def test_a_hundred_thousand_additions_a_second_whatever_the_length_of_the_span():
    """On one core: the time of this thread alone counts, and the best of several tries, since others work beside us."""
    rates = {
        name: max(per_second(partial(_added, span), rounds=10_000, clock=thread_time) for _ in range(5))
        for name, span in SPANS.items()
    }
    assert min(rates.values()) >= 100_000, rates
    assert max(rates.values()) <= 2 * min(rates.values()), rates


def _added(span: timedelta, at: datetime) -> datetime:
    return add_business(at, span, HOURS)
