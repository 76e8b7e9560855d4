"""Absences from a calendar: from when until when, in the person's own hours, and never why."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calendar import WorkingHours
from knowledge.calendar_file import LARGEST_BYTES, NotACalendar, Span, spans_in
from tests.bot.domain.world import ANA, DIRECTORY, LUIS

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)  # a Tuesday
ANAS = DIRECTORY.people[ANA].hours  # Madrid, Monday to Friday from nine to five; off on 24 December
LUISS = DIRECTORY.people[LUIS].hours


def utc(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def read(*events: str, hours: WorkingHours = ANAS) -> list[tuple[datetime, datetime]]:
    return [(span.since, span.until) for span in spans_in(calendar(*events), hours, NOW)]


def calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ensayo//ES"]
    for n, event in enumerate(events):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{n}",
            "SUMMARY:Operación de rodilla",
            *event.splitlines(),
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


DAY = "DTSTART;VALUE=DATE:20261130\nDTEND;VALUE=DATE:20261203"
OOF = "X-MICROSOFT-CDO-BUSYSTATUS:OOF"


def test_whole_days_are_away_from_midnight_until_the_opening_after_them() -> None:
    assert read(DAY) == [(utc(11, 29, 23), utc(12, 3, 8))]


def test_the_midnight_and_the_opening_are_those_of_where_the_person_works() -> None:
    assert read(DAY, hours=LUISS) == [(utc(11, 30, 6), utc(12, 3, 15))]


def test_a_day_without_an_end_is_that_day() -> None:
    assert read("DTSTART;VALUE=DATE:20261130") == [(utc(11, 29, 23), utc(12, 1, 8))]
    assert read("DTSTART;VALUE=DATE:20261130\nDURATION:P2D") == [(utc(11, 29, 23), utc(12, 2, 8))]


def test_two_weeks_are_one_absence_and_the_holidays_after_them_too() -> None:
    """From the 1st to the 11th; the 7th and 8th are holidays in Madrid anyway."""
    weeks = (
        "DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261205",
        "DTSTART;VALUE=DATE:20261207\nDTEND;VALUE=DATE:20261212",
    )
    assert read(*weeks) == [(utc(11, 30, 23), utc(12, 14, 8))]
    assert read(*reversed(weeks)) == read(*weeks)


def test_out_of_office_counts_by_the_hour_in_its_own_zone_and_an_errand_does_not() -> None:
    long = f"DTSTART;TZID=America/Mexico_City:20261126T080000\nDTEND;TZID=America/Mexico_City:20261126T130000\n{OOF}"
    assert read(long) == [(utc(11, 26, 14), utc(11, 27, 8))]
    short = f"DTSTART:20261126T100000Z\nDTEND:20261126T120000Z\n{OOF}"
    assert read(short) == []


def test_a_time_without_a_zone_is_the_persons_own_and_outlooks_names_of_zones_are_known() -> None:
    assert read(f"DTSTART:20261126T090000\nDTEND:20261126T150000\n{OOF}") == [
        (utc(11, 26, 8), utc(11, 26, 14))
    ]
    named = "TZID=Central Standard Time (Mexico)"
    assert read(f"DTSTART;{named}:20261126T080000\nDTEND;{named}:20261126T130000\n{OOF}") == [
        (utc(11, 26, 14), utc(11, 27, 8))
    ]


@pytest.mark.parametrize(
    "more",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "STATUS:TENTATIVE",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
    ],
)
def test_a_birthday_and_what_is_not_sure_are_no_absence(more: str) -> None:
    assert read(f"{DAY}\n{more}") == []


def test_a_meeting_is_no_absence_and_what_is_over_is_none_any_more() -> None:
    assert read("DTSTART:20261130T090000Z\nDTEND:20261130T160000Z") == []
    assert read("DTSTART;VALUE=DATE:20261102\nDTEND;VALUE=DATE:20261107") == []


def test_what_has_begun_counts_until_its_end() -> None:
    assert read("DTSTART;VALUE=DATE:20261120\nDTEND;VALUE=DATE:20261127") == [
        (utc(11, 19, 23), utc(11, 27, 8))
    ]


def test_every_friday_off_is_every_friday_but_those_left_out_for_a_year() -> None:
    fridays = read(
        "DTSTART;VALUE=DATE:20200103\nRRULE:FREQ=WEEKLY;BYDAY=FR\nEXDATE;VALUE=DATE:20261204,20261211"
    )
    assert [since for since, _ in fridays[:2]] == [utc(11, 26, 23), utc(12, 17, 23)]
    assert fridays[0][1] == utc(11, 30, 8)
    assert 48 <= len(fridays) <= 53


def test_a_rule_with_an_end_ends_and_nine_stays_nine_when_the_clocks_change() -> None:
    rule = "RRULE:FREQ=DAILY;UNTIL=20270330T230000Z;BYDAY=MO"
    zone = "TZID=Europe/Madrid"
    found = read(f"DTSTART;{zone}:20270315T090000\nDTEND;{zone}:20270315T170000\n{OOF}\n{rule}")
    assert found == [
        (utc(3, 15, 8, year=2027), utc(3, 16, 8, year=2027)),
        (utc(3, 22, 8, year=2027), utc(3, 23, 8, year=2027)),
        (utc(3, 29, 7, year=2027), utc(3, 30, 7, year=2027)),
    ]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;COUNT=-1", "FREQ=DAILY;UNTIL=99999999"]
)
def test_a_rule_that_makes_no_sense_neither_fails_nor_takes_for_ever(rule: str) -> None:
    assert len(read(f"{DAY}\nRRULE:{rule}")) <= 1


@pytest.mark.parametrize(
    "data", [b"", b"BEGIN:VEVENT", b"PK\x03\x04", b"\xff\xfe", b"x" * (LARGEST_BYTES + 1)]
)
def test_what_is_no_calendar_is_told(data: bytes) -> None:
    with pytest.raises(NotACalendar):
        spans_in(data, ANAS, NOW)


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda t: calendar(t.replace("\n", " "))))
def test_any_bytes_at_all_are_read_or_refused(data: bytes) -> None:
    try:
        found = spans_in(data, ANAS, NOW)
    except NotACalendar:
        return
    assert all(isinstance(span, Span) and span.since < span.until for span in found)
