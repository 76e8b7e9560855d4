"""A figure as a reader reads it, in their language."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from bot.figures.shown import Row, Value
from bot.words import Words

_MINUTE_S, _HOUR_S = 60, 3600
_HOURS_FROM_S = 2 * _HOUR_S
DAYS = 5  # that are told in one line


def said(value: Value, words: Words) -> str:
    if value.withheld:
        return words(f"figures-withheld-{value.withheld}")
    if value.value is None:
        return words("figures-none")
    match value.unit:
        case "seconds":
            return duration(value.value, words)
        case "share":
            return percent(value.value, words)
        case "per_request":
            return decimal(value.value, words, digits=2)
        case "count":
            return decimal(value.value, words)


def day_said(day: str, words: Words) -> str:
    return str(format_date(date.fromisoformat(day), words("date-pattern"), locale=words.locale))


def month_said(month: str, words: Words) -> str:
    """`month`: "2026-09"."""
    return str(format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=words.locale))


def days_said(days: Sequence[Row], words: Words) -> str:
    """What was right first time on each of the newest days, the oldest of them first."""
    one = [
        words(
            "stats-day-few" if row["right_first"].withheld else "stats-day-of",
            day=day_said(row.key, words),
            share=said(row["right_first"], words),
            routed=said(row["routed"], words),
        )
        for row in days[-DAYS:]
    ]
    return " · ".join(one)


def duration(seconds: float, words: Words) -> str:
    """Business time, in minutes or hours: a "day" of work is not the same everywhere."""
    if seconds < _HOURS_FROM_S:
        return words("figures-minutes", count=round(seconds / _MINUTE_S))
    hours = seconds / _HOUR_S
    return words("figures-hours", count=decimal(hours, words, digits=1 if hours < 10 else 0))


def percent(share: float, words: Words) -> str:
    return f"{round(share * 100)} %"


def decimal(number: float, words: Words, *, digits: int = 0) -> str:
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return str(format_decimal(number, format=pattern, locale=words.locale))
