"""A figure as a reader reads it, in their language."""

from babel.numbers import format_decimal

from bot.figures.shown import Value
from bot.words import Words

_MINUTE_S, _HOUR_S = 60, 3600
_HOURS_FROM_S = 2 * _HOUR_S


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
