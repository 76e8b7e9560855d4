"""What a typed promise may have meant instead, so that one tap mends it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calendar import Frame, WorkingHours
from knowledge.when import parse_due

MADRID = ZoneInfo("Europe/Madrid")
HOURS = WorkingHours(week=((Frame(9 * 3600, 18 * 3600),),) * 5 + ((),) * 2, zone="Europe/Madrid")
NEVER = WorkingHours(week=((),) * 7, zone="Europe/Madrid")


def madrid(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MADRID).astimezone(UTC)


TUESDAY = madrid(24, 10)


def others(text: str, language: str, now: datetime = TUESDAY, hours: WorkingHours = HOURS) -> list[datetime]:
    heard = parse_due(text, now=now, zone="Europe/Madrid", hours=hours, language=language)
    assert heard is not None
    return list(heard.others)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("es", "a las 5", [madrid(25, 17)]),  # tomorrow's; five in the morning is nobody's
        ("en", "at 5", [madrid(25, 17)]),
        ("es", "mañana a las 8", [madrid(25, 20)]),
        ("es", "mañana", [madrid(25, 10), madrid(25, 14)]),
        ("en", "tomorrow", [madrid(25, 10), madrid(25, 12)]),
        ("es", "el viernes", [madrid(27, 10), madrid(27, 14)]),
        ("es", "el jueves a las 12", [madrid(26 + 7 - 30, 12).replace(month=12)]),
        ("en", "in five hours", []),
        ("es", "en diez horas", [madrid(25, 11)]),
        ("es", "el viernes a las 17:00", [madrid(27 + 7 - 30, 17).replace(month=12)]),
    ],
)
def test_the_likeliest_other_readings_come_nearest_first(
    language: str, text: str, found: list[datetime]
) -> None:
    assert others(text, language) == found


def test_on_a_friday_the_next_day_is_monday() -> None:
    assert others("a las 16:30", "es", madrid(27, 10)) == [madrid(30, 16, 30)]


def test_who_never_works_is_offered_nothing_that_needs_hours() -> None:
    assert others("en tres horas", "es", hours=NEVER) == []


@given(
    text=st.sampled_from(
        ["a las 3", "mañana", "el lunes", "en 2 horas", "EOD", "el jueves antes de comer", "at 9"]
    ),
    later=st.integers(0, 24 * 30),
)
def test_they_are_few_lie_ahead_and_differ_from_what_was_understood(text: str, later: int) -> None:
    now = datetime.fromtimestamp(TUESDAY.timestamp() + later * 3600, UTC)
    heard = parse_due(text, now=now, zone="Europe/Madrid", hours=HOURS, language="es")
    assert heard is not None
    assert len(heard.others) <= 3
    assert list(heard.others) == sorted(set(heard.others) - {heard.due})
    assert all(at > now for at in heard.others)
