"""Dates as people say them, where they are."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.words import of
from bot.words.dates import Clock, span

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Madrid


def clock(language: str = "es", zone: str = "Europe/Madrid") -> Clock:
    return Clock(of(language), zone, NOW)


@pytest.mark.parametrize(
    ("after", "spanish", "english"),
    [
        (timedelta(hours=-20), "ayer a las 14:00", "yesterday at 2:00 PM"),
        (timedelta(hours=7), "hoy a las 17:00", "today at 5:00 PM"),
        (timedelta(hours=23), "mañana a las 9:00", "tomorrow at 9:00 AM"),
        (timedelta(hours=15), "mañana a la 1:00", "tomorrow at 1:00 AM"),
        (
            timedelta(days=4, hours=7),
            "el viernes 27 de noviembre a las 17:00",
            "on Friday, November 27 at 5:00 PM",
        ),
        (
            timedelta(days=60),
            "el viernes 22 de enero de 2027 a las 10:00",
            "on Friday, January 22, 2027 at 10:00 AM",
        ),
    ],
)
def test_a_moment_is_said_by_day_and_hour(after: timedelta, spanish: str, english: str) -> None:
    assert clock("es").on(NOW + after) == spanish
    assert clock("en").on(NOW + after) == english


def test_on_a_button_a_time_is_said_briefly() -> None:
    far, near = NOW + timedelta(days=16, hours=8), NOW + timedelta(hours=7)
    assert clock("es").by_briefly(far) == "mié 9 dic antes de las 18:00"
    assert clock("en").by_briefly(far) == "by 6:00 PM on Wed, Dec 9"
    assert clock("es").by_briefly(near) == clock("es").by(near)


def test_a_limit_is_said_as_one() -> None:
    friday = NOW + timedelta(days=4, hours=7)
    assert clock("es").by(friday) == "el viernes 27 de noviembre antes de las 17:00"
    assert clock("en").by(friday) == "by 5:00 PM on Friday, November 27"


def test_a_day_without_an_hour_is_its_end_in_the_afternoon_and_its_beginning_in_the_morning() -> None:
    opening, closing = NOW + timedelta(days=4, hours=-1), NOW + timedelta(days=4, hours=7)
    assert clock().wish(closing, day_only=True) == "antes de que acabe el viernes 27 de noviembre"
    assert clock().wish(opening, day_only=True) == "antes del viernes 27 de noviembre"
    assert clock().wish(closing, day_only=False) == "el viernes 27 de noviembre antes de las 17:00"
    assert clock("en").wish(opening, day_only=True) == "before Friday, November 27"


def test_today_is_the_reader_s_own() -> None:
    evening = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    assert clock(zone="America/Mexico_City").on(evening) == "hoy a las 19:30"
    assert clock(zone="Europe/Madrid").on(evening) == "mañana a las 2:30"


def test_a_length_is_said_in_its_largest_unit() -> None:
    assert span(of("es"), timedelta(seconds=5)) == "1 minuto"
    assert span(of("es"), timedelta(minutes=90)) == "90 minutos"
    assert span(of("en"), timedelta(hours=5)) == "5 hours"
    assert span(of("en"), timedelta(days=3)) == "3 days"
