"""What is typed as a time and lies behind us is told from what is no time at all."""

from datetime import UTC, datetime

import pytest

from knowledge.over import is_over
from knowledge.when import parse_due

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # a Tuesday, 12:00 in Madrid


def over(text: str, language: str = "es") -> bool:
    return is_over(text, now=NOON, zone="Europe/Madrid", language=language)


@pytest.mark.parametrize(
    "text",
    [
        "ayer",
        "Ayer a las 12",
        "a las 12 de ayer",
        "ayer por la tarde",
        "anteayer",
        "antes de ayer",
        "anoche",
        "el lunes pasado",
        "el pasado viernes a las 10",
        "la semana pasada",
        "hace dos horas",
        "hoy a las 9",
        "hoy a las 9:30",
        "3/11/2026",
        "el 3 de marzo de 2025",
    ],
)
def test_what_has_passed_is_over(text: str) -> None:
    assert over(text)
    assert parse_due(text, now=NOON, zone="Europe/Madrid", language="es") is None


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "Yesterday at 12",
        "yesterday afternoon",
        "the day before yesterday",
        "last Monday",
        "last week",
        "two hours ago",
        "today at 9 am",
        "3 November 2026",
    ],
)
def test_and_in_english(text: str) -> None:
    assert over(text, "en")
    assert parse_due(text, now=NOON, zone="Europe/Madrid", language="en") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mañana",
        "hoy a las 17",
        "tomorrow at 9",
        "pronto",
        "ayer no pude",
        "lo dije ayer",
        "cuando acabe lo de ayer",
    ],
)
def test_what_is_to_come_and_what_is_no_time_is_not(text: str) -> None:
    assert not over(text)
    assert not over(text, "en")
