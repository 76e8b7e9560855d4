from datetime import UTC, datetime, timedelta

import pytest

from bot.words import of
from bot.words.dates import Clock
from handlers.web.said import clock, moment, span

ES, EN = of("es"), of("en")
NOW = datetime(2026, 11, 24, 9, 42, tzinfo=UTC)  # a Tuesday, 10:42 in Madrid


@pytest.mark.parametrize(
    ("later", "spanish", "english"),
    [
        (timedelta(hours=2), "hoy, 12:42", "today, 12:42 PM"),
        (timedelta(days=1), "mañana, 10:42", "tomorrow, 10:42 AM"),
        (timedelta(days=-1), "ayer, 10:42", "yesterday, 10:42 AM"),
        (timedelta(days=3), "vie 27, 10:42", "Fri 27, 10:42 AM"),
        (timedelta(days=15), "9 dic, 10:42", "Dec 9, 10:42 AM"),
        (timedelta(days=400), "29 dic 2027, 10:42", "Dec 29, 2027, 10:42 AM"),
    ],
)
def test_the_nearer_a_moment_the_plainer_it_is_said(later, spanish, english):
    assert moment(NOW + later, NOW, "Europe/Madrid", "es", ES) == spanish
    assert moment(NOW + later, NOW, "Europe/Madrid", "en", EN) == english


def test_today_is_the_readers_own():
    late = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    assert moment(late, NOW, "America/Mexico_City", "es", ES) == "hoy, 19:00"
    assert moment(late, NOW, "Europe/Madrid", "es", ES) == "mañana, 2:00"


def test_a_wish_for_a_day_names_no_hour():
    assert moment(NOW + timedelta(days=3), NOW, "Europe/Madrid", "es", ES, day_only=True) == "vie 27"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(0), "0 min"),
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_how_late_is_said_in_one_unit(length, said):
    assert span(length) == said


def test_the_bars_clock_is_where_the_company_is():
    assert clock(NOW, "Europe/Madrid", "es") == "mar, 24 nov, 10:42"
    assert clock(NOW, "Europe/Madrid", "en") == "Tue, Nov 24, 10:42 AM"


@pytest.mark.parametrize("say", [ES, EN], ids=["es", "en"])
@pytest.mark.parametrize("hour", [8, 13, 23])
def test_a_column_tells_the_time_as_the_sentences_of_the_page_do(say, hour):
    at = NOW.replace(hour=hour, minute=5)
    time = Clock(say, "Europe/Madrid", NOW).time(at)
    assert moment(at, NOW, "Europe/Madrid", say.language, say).endswith(f", {time}")
    assert clock(at, "Europe/Madrid", say.language).endswith(f", {time}")
