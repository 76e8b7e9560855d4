"""Times as the desk's narrow columns say them, in the reader's zone and language."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

from bot.words import of
from bot.words.dates import time_said
from handlers.web.views import Translate


def time_of_day(at: datetime, zone: str, language: str) -> str:
    """As the sentences beside it say it: one page tells the time in one way."""
    return time_said(of(language), at.astimezone(ZoneInfo(zone)))


def clock(at: datetime, zone: str, language: str) -> str:
    """The bar's clock: "lun, 23 nov, 10:42"."""
    day = format_skeleton("MMMEd", at.astimezone(ZoneInfo(zone)), locale=of(language).locale)
    return f"{day}, {time_of_day(at, zone, language)}"


def moment(
    at: datetime, now: datetime, zone: str, language: str, t: Translate, *, day_only: bool = False
) -> str:
    """ "hoy, 14:00", "vie 27, 12:00", "9 dic, 10:00": the nearer, the plainer."""
    there, here = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    days = (there.date() - here.date()).days
    named = {-1: "desk-yesterday", 0: "desk-today", 1: "desk-tomorrow"}.get(days)
    day = t(named) if named else _date(there, abs(days), language)
    return day if day_only else f"{day}, {time_of_day(at, zone, language)}"


def _date(there: datetime, days: int, language: str) -> str:
    """`days`: how far away it is."""
    locale = of(language).locale
    if days < 7:
        return format_date(there, "EEE d", locale=locale)
    return str(format_skeleton("MMMd" if days < 300 else "yMMMd", there, locale=locale))


def span(length: timedelta) -> str:
    """ "40 min", "5 h", "3 d": the symbols are the same in every language that we speak."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"
